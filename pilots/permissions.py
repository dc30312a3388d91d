"""Who may see, run and conclude a pilot: read by pages and the desk alike."""

from django.db.models import Q, QuerySet

from city.models import City
from pilots.models import Pilot


def can_see(person, pilot: Pilot) -> bool:
    """Until it is announced or starts, a pilot is seen by staff and by its own partners."""
    if pilot.is_published:
        return True
    return person.is_authenticated and (
        person.is_officer or pilot.partners.filter(person=person).exists()
    )


def can_run(person, pilot: Pilot) -> bool:
    """Its manager, its department's officers, and whoever manages the portal."""
    if not (person.is_authenticated and person.is_officer):
        return False
    return (
        person.is_manager
        or person.pk == pilot.manager_id
        or (person.department_id is not None and person.department_id == pilot.department_id)
    )


def can_conclude(person, pilot: Pilot) -> bool:
    """Managers; and whoever runs it may write the result where somebody approves it (결재)."""
    if not can_run(person, pilot):
        return False
    return bool(person.is_manager or City.objects.current().uses_sign_off)


def runs(person) -> QuerySet[Pilot]:
    """All pilots of which `can_run` says yes."""
    if not (person.is_authenticated and person.is_officer):
        return Pilot.objects.none()
    if person.is_manager:
        return Pilot.objects.all()
    own = Q(manager=person)
    return Pilot.objects.filter(
        own | Q(department=person.department_id) if person.department_id else own
    )
