"""How lots were drawn: for reading, and as a file with which anybody can draw again."""

from django.http import Http404, JsonResponse
from django.shortcuts import render

from city.models import City
from pilots.models import Draw
from pilots.own_place import public_pilot
from pilots.recruit.draws import as_json, can_be_redrawn, counts_of, lines_of
from pilots.recruit.quotas import shares_by


def drawing(request, pk):
    """Before the draw: where the seed will come from. Afterwards: the record."""
    pilot = public_pilot(pk)
    draws = list(pilot.draws.all())
    if not draws and not pilot.seed_announced_at:
        raise Http404
    places = next((draw for draw in draws if draw.of == Draw.Of.PLACES), None)
    names = {one.code: one.name for one in pilot.alternatives.all()}
    return render(
        request,
        "pilots/recruit/draw.html",
        {
            "pilot": pilot,
            "places": places,
            "counts": counts_of(places) if places else [],
            "shares_by": shares_by(pilot.quotas.all()),
            "draws": [
                {
                    "row": draw,
                    "lines": lines_of(draw),
                    "can_be_redrawn": can_be_redrawn(draw),
                    "has_groups": len(draw.record.get("limits", {})) > 1,
                }
                for draw in draws
            ],
            "names": names,
        },
    )


def draw_file(request, pk, of=Draw.Of.PLACES):
    pilot = public_pilot(pk)
    draw = pilot.draws.filter(of=of).first()
    if draw is None:
        raise Http404
    mark = {"demo": "시연용"} if City.objects.current().is_demo else {}
    return JsonResponse(
        mark | as_json(draw), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
