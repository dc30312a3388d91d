"""Sites as they are drawn on a map."""

from typing import Any

from pilots.models import Site


def as_feature(site: Site) -> dict[str, Any]:
    """GeoJSON of a site's line, area or point; a site known by its district has no geometry."""
    point = {"type": "Point", "coordinates": [site.lon, site.lat]} if site.lon is not None else None
    return {
        "type": "Feature",
        "geometry": site.shape or point,
        "properties": {"name": str(site.name), "is_dashed": site.arm == Site.Arm.COMPARISON},
    }
