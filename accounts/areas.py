"""관심 동네: saving a part of the city, and who has saved the part where something happens."""

from datetime import datetime
from math import cos, radians

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SavedArea, User
from city.models import City
from maps.locate import METRES_PER_DEGREE, snap_to_grid
from maps.models import District, Place

MOST_AREAS = 10
SMALLEST, LARGEST = 300, 3_000  # metres


class AreaRefused(Exception):
    """str() is one sentence that says what to change."""


def save_district(*, person: User, district: District, at: datetime | None = None) -> SavedArea:
    """Twice is once."""
    already = person.areas.filter(district=district).first()
    return already or _add(SavedArea(person=person, district=district), at)


def save_place(
    *, person: User, place: Place, radius: int, at: datetime | None = None
) -> SavedArea:  # fmt: skip
    """A circle around a school or another named place, which is no secret: exactly there."""
    return _add(_circle(person, place.lon, place.lat, radius, place=place), at)


def save_circle(
    *, person: User, lon: float, lat: float, radius: int, at: datetime | None = None
) -> SavedArea:
    """It may be somebody's home: the middle of a square of the home grid is all that is kept."""
    lon, lat = snap_to_grid(lon, lat, City.objects.current().home_grid_metres)
    return _add(_circle(person, lon, lat, radius), at)


def remove_area(*, person: User, key: int) -> bool:
    """Says whether there was one."""
    return bool(SavedArea.objects.filter(person=person, pk=key).delete()[0])


def people_near(lon: float | None, lat: float | None, district: District | int | None) -> set[int]:
    """Everybody who saved a circle around this point or its district; one query at any size.

    A proposal without a point is known by its district only, and so is its audience.
    """
    areas = []
    if district is not None:
        areas += _in_district(district if isinstance(district, int) else district.pk)
    if lon is not None and lat is not None:
        areas.append(_circles_around(lon, lat))
    if not areas:
        return set()
    first, *others = (each.order_by().values_list("person") for each in areas)
    return {person for (person,) in first.union(*others).order_by()}


def _circles_around(lon: float, lat: float) -> QuerySet[SavedArea]:
    """The index on the boxes leaves few circles; the distance is reckoned in the database.

    A box is at most 6 km high, so its southern side cannot lie farther away than that.
    """
    height = 2.01 * LARGEST / METRES_PER_DEGREE
    east = (F("lon") - lon) * (METRES_PER_DEGREE * cos(radians(lat)))
    north = (F("lat") - lat) * METRES_PER_DEGREE
    near = SavedArea.objects.filter(
        radius__isnull=False,
        south__range=(lat - height, lat), north__gte=lat, west__lte=lon, east__gte=lon,
    )  # fmt: skip
    square = F("radius") * 1.0 * F("radius")  # small whole numbers would overflow
    return near.alias(apart=east * east + north * north).filter(apart__lte=square)


def _in_district(key: int) -> list[QuerySet[SavedArea]]:
    """The district and those it came from or became: whoever saved 신장동 hears of 신장1동.

    Each by itself, so that each finds its index.
    """
    return [
        SavedArea.objects.filter(district=key),
        SavedArea.objects.filter(district__predecessors__before=key),
        SavedArea.objects.filter(district__successors__after=key),
    ]


def _circle(
    person: User, lon: float, lat: float, radius: int, place: Place | None = None
) -> SavedArea:
    if not SMALLEST <= radius <= LARGEST:
        raise AreaRefused(
            _("Choose a distance from %(smallest)s to %(largest)s metres.")
            % {"smallest": SMALLEST, "largest": f"{LARGEST:,}"}
        )
    # A little more than the circle, so that rounding never leaves anybody out.
    high = 1.001 * radius / METRES_PER_DEGREE
    wide = 1.001 * high / cos(radians(abs(lat) + high))
    return SavedArea(
        person=person, place=place, lon=lon, lat=lat, radius=radius,
        west=lon - wide, south=lat - high, east=lon + wide, north=lat + high,
    )  # fmt: skip


@transaction.atomic
def _add(area: SavedArea, at: datetime | None) -> SavedArea:
    # The row of the person keeps two windows from adding an eleventh at the same moment.
    User.objects.select_for_update().get(pk=area.person_id)
    if area.person.areas.count() >= MOST_AREAS:
        raise AreaRefused(
            _("You may save up to %(most)s areas. Please remove one first.") % {"most": MOST_AREAS}
        )
    area.at = at or timezone.now()
    area.save()
    return area
