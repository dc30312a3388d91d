"""Public pages of a plan: as it stands, as it stood in each version, and what differs."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from city.digest import digest_of
from pilots.drawn import as_feature
from pilots.models import Pilot, ProtocolVersion
from pilots.permissions import can_see
from pilots.plan.money import lines_of, table_of
from pilots.plan.read import differences, read_plan, roles
from pilots.plan.snapshot import permit_of, plan_of, role_of
from proposals.models import Proposal


def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    pilot = _seen(request, pk)
    plan = plan_of(pilot)
    versions = list(pilot.protocol_versions.defer("plan"))
    return render(
        request,
        "pilots/plan/protocol.html",
        {
            "pilot": pilot,
            "sections": {each.key: each for each in read_plan(plan)},
            "digest": digest_of(plan),
            "versions": versions,
            "version": versions[-1] if versions else None,
            "permit": permit_of(pilot),
            "amendments": pilot.amendments.count(),
            **_rows(pilot),
        },
    )


def _rows(pilot: Pilot) -> dict[str, Any]:
    """What is better shown as a map or a table, and what residents wrote and may take back."""
    sites = list(
        pilot.sites.select_related("district", "alternative").defer("district__outline")
    )  # fmt: skip
    named = roles()
    lines = lines_of([pilot])
    return {
        "sites": sites,
        "drawn": [as_feature(site) for site in sites],
        "measures": [
            {"row": each, "role": named[role_of(each)]}
            for each in pilot.measures.select_related("question")
        ],
        "lines": lines.select_related("shared"),
        "money": table_of(lines),
        "shared_budgets": pilot.shared_budgets.prefetch_related("pilots"),
        "partners": pilot.partners.all(),
        "proposals": Proposal.objects.public().filter(pilots=pilot),
        "solutions": pilot.solutions.filter(hidden_at__isnull=True).select_related("proposal"),
    }


def protocol_json(request: HttpRequest, pk: int) -> JsonResponse:
    """The plan as it stands; `version` is null while nobody has published it."""
    pilot = _seen(request, pk)
    plan = plan_of(pilot)
    digest = digest_of(plan)
    same = pilot.protocol_versions.filter(digest=digest).order_by("number").last()
    return _as_file(request, pilot, plan, digest, same)


def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    pilot = _seen(request, pk)
    kept = _version(pilot, number)
    versions = list(pilot.protocol_versions.defer("plan"))
    context = {
        "pilot": pilot, "version": kept, "sections": read_plan(kept.plan), "versions": versions,
        "before": next((each for each in versions if each.number == number - 1), None),
        "newest": versions[-1],
    }  # fmt: skip
    return render(request, "pilots/plan/version.html", context)


def version_json(request: HttpRequest, pk: int, number: int) -> JsonResponse:
    pilot = _seen(request, pk)
    kept = _version(pilot, number)
    return _as_file(request, pilot, kept.plan, kept.digest, kept)


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """?from=1&to=3; without them the last change."""
    pilot = _seen(request, pk)
    versions = list(pilot.protocol_versions.defer("plan").select_related("by"))
    if not versions:
        raise Http404
    last = versions[-1].number
    after = _version(pilot, _number(request, "to", last))
    before = _version(pilot, _number(request, "from", max(after.number - 1, 1)))
    context = {
        "pilot": pilot, "versions": versions, "before": before, "after": after,
        "changes": differences(before.plan, after.plan),
        "amendments": pilot.amendments.filter(at__gt=before.at, at__lte=after.at),
    }  # fmt: skip
    return render(request, "pilots/plan/compare.html", context)


def _seen(request: HttpRequest, pk: int) -> Pilot:
    pilot = get_object_or_404(
        Pilot.objects.for_lists().select_related(
            "survey", "consent_text", "task__programme", "predecessor"
        ),
        pk=pk,
    )
    if not can_see(request.user, pilot):
        raise Http404
    return pilot


def _version(pilot: Pilot, number: int) -> ProtocolVersion:
    return get_object_or_404(pilot.protocol_versions, number=number)


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _as_file(
    request: HttpRequest, pilot: Pilot, plan: dict, digest: str, kept: ProtocolVersion | None
) -> JsonResponse:
    """`sha256` is that of `plan` alone: keys in order, no spaces, UTF-8 (city/digest.py)."""
    content = {
        "pilot": request.build_absolute_uri(pilot.get_absolute_url()),
        "version": kept.number if kept else None,
        "at": kept.at.isoformat() if kept else None,
        "sha256": digest,
        "plan": plan,
    }
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
