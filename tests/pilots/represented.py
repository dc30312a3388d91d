"""A pilot in which children and represented adults may take part, with a guardian who applied."""

from pilots.join import apply_for
from pilots.recruit.charge import adult, child
from tests.pilots.people import make_recruiting_pilot


def make_family_pilot(**fields):
    return make_recruiting_pilot(**{"children_may_join": True, "seats": 4} | fields)


def child_of(guardian, pilot=None, status="selected", called="하늘"):
    place = apply_for(charge=child(called), pilot=pilot or make_family_pilot(), by=guardian)
    return _moved(place, status)


def adult_of(representative, pilot=None, status="selected"):
    place = apply_for(
        charge=adult("큰아버지"), pilot=pilot or make_family_pilot(), by=representative
    )
    return _moved(place, status)


def _moved(place, status):
    place.status = status
    place.save()
    return place
