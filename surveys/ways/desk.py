"""The officers' side of a wave: who was asked and who answered, kiosks, papers, follow-up waves."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import officer_required
from accounts.roles import Channel
from city.models import City
from maps.models import District
from surveys.answer import AnswersRefused
from surveys.models import KioskStation, PaperEntry, Survey, Wave
from surveys.pages import blocks_of
from surveys.waves import ask_after_the_pilot, plan_follow_ups
from surveys.ways.forms import PaperForm, PrintForm, SettleForm, StationForm
from surveys.ways.kiosk import StationRefused, end_station, start_station
from surveys.ways.paper import PaperRefused, differences, paper_questions, settle, type_in
from surveys.ways.rates import Asked, Reached, large_enough, reached, reached_by
from surveys.ways.reach import asked_of, panel_of

A_PAGE = 50
REFUSED = 422


@officer_required
def wave(request, pk, station_form=None):
    wave = _wave(pk)
    asked = asked_of(wave.survey, wave)
    return render(
        request,
        "surveys/ways/desk/wave.html",
        {
            "wave": wave,
            "survey": wave.survey,
            "is_open": wave.is_open(),
            "is_over": bool(wave.closes_at and wave.closes_at <= timezone.now()),
            "reached": reached(asked),
            "groups": _groups(asked, City.objects.current().smallest_group),
            "panel": panel_of(wave.survey),
            "stations": wave.stations.annotate(
                count=Count("responses"), last=Max("responses__created_at")
            ),
            "station_form": station_form or StationForm(),
            "papers": _paper_counts(wave),
        },
        status=REFUSED if station_form else 200,
    )


def _wave(pk: int) -> Wave:
    return get_object_or_404(Wave.objects.select_related("survey__pilot"), pk=pk)


def _groups(asked: list[Asked], k: int) -> list[dict[str, Any]]:
    """By what a pilot knows of its participants; nothing in surveys where nobody said."""
    labels: dict[str, tuple[str, dict[str, Any]]] = {
        "district": (_("District"), {each.code: each.name for each in District.objects.all()}),
        "age_band": (_("Age group"), {}),
        "sex": (_("Sex"), {"f": _("women"), "m": _("men")}),
    }
    return [
        {"title": title, "lines": lines}
        for name, (title, words) in labels.items()
        if (lines := _lines(reached_by(asked, name), words, k))
    ]


def _lines(found: dict[str, Reached], words: dict[str, Any], k: int) -> list[dict[str, Any]]:
    if not set(found) - {""}:
        return []
    shown, rest = large_enough(found, k)
    lines = [
        {"label": words.get(value, value) or _("not said"), "reached": each}
        for value, each in shown.items()
    ]
    return [*lines, {"label": _("all others"), "reached": rest}] if rest else lines


def _paper_counts(wave: Wave) -> dict[str, int]:
    return wave.paper_entries.aggregate(
        all=Count("pk"),
        counted=Count("pk", filter=Q(response__isnull=False)),
        once=Count("pk", filter=Q(second_by__isnull=True)),
        different=Count("pk", filter=Q(second_by__isnull=False, response__isnull=True)),
    )


@require_POST
@officer_required
def follow_up(request, pk):
    """Turned on after the pilot has concluded, the two waves are planned at once."""
    survey = get_object_or_404(Survey.objects.select_related("pilot__conclusion"), pk=pk)
    wanted = "wanted" in request.POST
    ask_after_the_pilot(survey=survey, wanted=wanted)
    conclusion = getattr(getattr(survey, "pilot", None), "conclusion", None)
    if wanted and conclusion:
        plan_follow_ups(survey=survey, concluded_at=conclusion.at)
        messages.success(request, _("The follow-up waves have their dates."))
    elif wanted:
        messages.success(request, _("When the pilot concludes, two follow-up waves are planned."))
    else:
        messages.success(request, _("No follow-up waves will be planned. Those planned stay."))
    return redirect("surveys_desk:detail", pk=survey.pk)


# ── Kiosks ───────────────────────────────────────────────────────────────────────────────────
@require_POST
@officer_required
def start_kiosk(request, pk):
    form = StationForm(request.POST)
    if form.is_valid():
        try:
            start_station(wave=_wave(pk), name=form.cleaned_data["name"], by=request.user)
            messages.success(request, _("The station is ready. Open its address on the tablet."))
            return redirect("surveys_desk:one_wave", pk=pk)
        except StationRefused as refusal:
            form.add_error(None, str(refusal))
    return wave(request, pk, station_form=form)


@require_POST
@officer_required
def end_kiosk(request, pk):
    station = end_station(station=get_object_or_404(KioskStation, pk=pk))
    messages.success(request, _("The station has ended; its address no longer works."))
    return redirect("surveys_desk:one_wave", pk=station.wave_id)


# ── Papers ───────────────────────────────────────────────────────────────────────────────────
@officer_required
def papers(request, pk):
    """Type one in, and see which wait for their second entry or for a choice."""
    wave = _wave(pk)
    form = PaperForm(_posted(request), wave=wave, channel=Channel.PAPER)
    if request.method == "POST" and form.is_valid():
        try:
            entry = type_in(
                wave=wave, number=form.cleaned_data["number"], answers=form.answers(),
                by=request.user,
            )  # fmt: skip
            return _after_typing(request, entry)
        except PaperRefused as refusal:
            form.add_error("number", str(refusal))
        except AnswersRefused as refusal:
            form.refuse(refusal)
    rows = wave.paper_entries.select_related("first_by", "second_by").order_by("-first_at", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "surveys/ways/desk/papers.html",
        {
            "wave": wave, "survey": wave.survey, "form": form, "page": page,
            "is_open": wave.is_open(), "print_form": PrintForm(),
        },
        status=REFUSED if form.errors else 200,
    )  # fmt: skip


def _posted(request):
    return request.POST if request.method == "POST" else None


def _after_typing(request, entry: PaperEntry):
    if entry.response:
        messages.success(request, _("Both entries agree. Paper %s counts.") % entry.number)
    elif entry.second is None:
        messages.success(
            request,
            _("Paper %s is kept. Now somebody else types it in a second time.") % entry.number,
        )
    else:
        messages.warning(request, _("The two entries of paper %s differ.") % entry.number)
        return redirect("surveys_desk:paper", pk=entry.pk)
    return redirect("surveys_desk:papers", pk=entry.wave_id)


@officer_required
def paper(request, pk):
    """The differences of one paper, to be settled with the sheet at hand."""
    entry = get_object_or_404(
        PaperEntry.objects.select_related("wave__survey", "first_by", "second_by"), pk=pk
    )
    different = [] if entry.response else differences(entry)
    form = SettleForm(_posted(request), entry=entry, different=different)
    if request.method == "POST" and different and form.is_valid():
        try:
            settle(entry=entry, chosen=form.cleaned_data, by=request.user)
            messages.success(request, _("Paper %s counts.") % entry.number)
            return redirect("surveys_desk:papers", pk=entry.wave_id)
        except (AnswersRefused, PaperRefused) as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "surveys/ways/desk/paper.html",
        {"entry": entry, "wave": entry.wave, "survey": entry.wave.survey, "form": form,
         "different": different},
        status=REFUSED if form.errors else 200,
    )  # fmt: skip


@require_safe
@officer_required
def print_papers(request, pk):
    """Large type on A4, with a number in a box; the reader's language is the paper's."""
    wave = _wave(pk)
    form = PrintForm(request.GET)
    return render(
        request,
        "surveys/ways/desk/print.html",
        {
            "wave": wave, "survey": wave.survey, "numbers": form.numbers(),
            "blocks": blocks_of(paper_questions(wave)),
        },
    )  # fmt: skip
