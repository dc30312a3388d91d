"""Pages of figures: all of them, one over the days, one as it was on a day, and the dashboard."""

from django.http import Http404
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import conditional_page, require_safe

from reports.days.now import now_page
from reports.days.page import all_figures, day_page, figure_page
from reports.figures import BY_KEY, Definition
from reports.figures.dimensions import NAMES
from reports.models import Run


@require_safe
@conditional_page
def now(request):
    return render(request, "reports/days/now.html", now_page(Run.objects.latest_finished()))


@require_safe
@conditional_page
def figures(request):
    run = Run.objects.latest_finished()
    return render(request, "reports/days/figures.html", {"run": run, "subjects": all_figures(run)})


@require_safe
@conditional_page
def figure(request, key):
    page = figure_page(_definition(key), Run.objects.latest_finished(), request.GET.dict())
    return render(request, "reports/days/figure.html", page)


@require_safe
@conditional_page
def figure_of_day(request, key, day):
    cut = {name: request.GET[name] for name in NAMES if name in request.GET}
    page = day_page(_definition(key), _day(day), cut)
    if page is None:
        raise Http404
    return render(request, "reports/days/day.html", page)


def _definition(key: str) -> Definition:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def _day(told: str):
    try:
        day = parse_date(told)
    except ValueError:
        day = None
    if day is None:
        raise Http404
    return day
