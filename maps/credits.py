"""Who is named beside a map, in the reader's language where the names are known."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language

from maps.basemap import basemap

# Makers of Korean map data, as they call themselves in English.
IN_ENGLISH = {
    "행정구역": "Districts",
    "통계청": "Statistics Korea",
    "국가데이터처": "Ministry of Data and Statistics",
    "행정안전부": "Ministry of the Interior and Safety",
    "국토교통부": "Ministry of Land, Infrastructure and Transport",
    "국토지리정보원": "National Geographic Information Institute",
    "한국국토정보공사": "LX Korea Land and Geospatial Informatix Corporation",
    "브이월드": "VWorld",
}


def credits_of(sources: Iterable[str]) -> list[str]:
    """The sources of the outlines, and of the map beneath them where the city chose one."""
    named = [in_readers_language(source) for source in sorted(set(sources)) if source]
    return [*named, beneath] if (beneath := _basemap()) else named


def in_readers_language(source: str) -> str:
    if get_language() != "en":
        return source
    for korean, english in IN_ENGLISH.items():
        source = source.replace(korean, english)
    return source


def _basemap() -> str:
    if not basemap():
        return ""
    if get_language() == "en" and settings.BASEMAP_ATTRIBUTION_EN:
        return settings.BASEMAP_ATTRIBUTION_EN
    return in_readers_language(settings.BASEMAP_ATTRIBUTION)
