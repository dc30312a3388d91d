"""In which district is the point that somebody marks?"""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from maps.locate import PlaceOutside, checked_point, district_of, outside_sentence
from maps.models import District


@csrf_exempt  # it changes nothing
@require_POST
def where(request: HttpRequest) -> JsonResponse:
    """The district of a point, or one sentence that says why not.

    Posted, though it only asks: where somebody lives must not stand in a log of addresses.
    """
    try:
        lon, lat = checked_point(request.POST.get("lon"), request.POST.get("lat"))
        district = district_of(lon, lat)
        if district is None and District.objects.current().exists():
            raise PlaceOutside(outside_sentence())
    except PlaceOutside as refusal:
        return JsonResponse({"problem": str(refusal)})
    except (TypeError, ValueError):
        return JsonResponse({"problem": outside_sentence()})
    if district is None:
        return JsonResponse({"district": None, "said": _("You chose this spot.")})
    return JsonResponse(
        {
            "district": {"code": district.code, "name": str(district)},
            "said": _("You chose a spot in %(district)s.") % {"district": district},
        }
    )
