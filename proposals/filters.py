"""The one set of filters that list, map, tiles and API share; the names are part of the addresses."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from math import isfinite
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from city.models import Category
from maps.conditions import Between, Condition, Found, OneOf
from maps.in_database import InDatabase
from maps.models import District, Succession
from maps.points import conditions_of, points_of
from maps.tiles import filters_only
from proposals.models import Call, Proposal
from proposals.promise_states import PROMISES, with_promise
from proposals.workflow import MOVES, Outcome, Status, label_of

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)
MOST_WORDS = 8
CHOSEN_TOGETHER = ("category", "status", "outcome")
NO_SUCH_CHOICE = {
    name: _("There is no such choice here. Please choose again.")
    for name in ("invalid_choice", "invalid_pk_value", "invalid_list")
}
A_DAY = {
    "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    "validators": [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    "error_messages": {"invalid": _("Please write the day like 2026-05-31.")},
}

ORDERS = {
    "newest": ("-created_at", "-pk"),
    "support": ("-support_count", "-pk"),
    "comments": ("-comment_count", "-pk"),
}


class BoxField(forms.CharField):
    """west,south,east,north in degrees."""

    default_error_messages = {
        "box": _("A map area is four numbers: west, south, east, north, with commas between.")
    }

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return None
        try:
            west, south, east, north = map(float, value.split(","))
        except ValueError:
            raise forms.ValidationError(self.error_messages["box"], code="box") from None
        if not all(map(isfinite, (west, south, east, north))) or west > east or south > north:
            raise forms.ValidationError(self.error_messages["box"], code="box")
        return west, south, east, north


class BoxFilter(django_filters.CharFilter):
    field_class = BoxField


def district_choices():
    current = District.objects.current().order_by("code")
    return [(code, str(name)) for code, name in current.values_list("code", "name")]


# ── One rule for each filter, for list and map alike ──────────────────────────────────────────
def with_words(text: str) -> Found:
    rule = Q()
    for word in text.split()[:MOST_WORDS]:
        # What the city rewrote for an author who left is not found by the author's words.
        rule &= (
            Q(city_title="", title__icontains=word)
            | Q(city_text="", text__icontains=word)
            | Q(city_title__icontains=word)
            | Q(city_text__icontains=word)
            | Q(place_note__icontains=word)
        )
    return Found(rule, name=text)


def in_district(code: str) -> OneOf:
    return OneOf("district_id", with_predecessors([code])[code])


def with_predecessors(codes: list[str]) -> dict[str, frozenset[int]]:
    """The keys of each district and of those that it came from: what was proposed there counts."""
    came_from = defaultdict(set)
    for after, before in Succession.objects.values_list("after", "before"):
        came_from[after].add(before)
    found: dict[str, set[int]] = {code: set() for code in codes}
    for code, key in District.objects.filter(code__in=codes).values_list("code", "pk"):
        found[code].add(key)
    for keys in found.values():
        older = set(keys)
        while older:
            older = set().union(*(came_from[key] for key in older)) - keys
            keys |= older
    return {code: frozenset(keys) for code, keys in found.items()}


def _in_each_state(proposals) -> dict[tuple[str, str], int]:
    rows = proposals.order_by().values_list("status", "outcome").annotate(count=Count("pk"))
    return {(status, outcome): count for status, outcome, count in rows}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


RULES: dict[str, Callable[[Any], Condition | Found]] = {
    "q": with_words,
    "category": lambda chosen: OneOf("category_id", frozenset(each.pk for each in chosen)),
    "status": lambda chosen: OneOf("status", frozenset(chosen)),
    "outcome": lambda chosen: OneOf("outcome", frozenset(chosen)),
    "district": in_district,
    "call": lambda call: OneOf("call_id", frozenset([call.pk])),
    "since": lambda day: Between("created_at", first=_midnight(day)),
    "until": lambda day: Between("created_at", end=_midnight(day + timedelta(days=1))),
    "promise": with_promise,
}


class ProposalFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Words in the proposal"), method="by_rule", max_length=100
    )
    category = django_filters.ModelMultipleChoiceFilter(
        label=_("Categories"),
        queryset=Category.objects.all(),
        to_field_name="slug",
        method="by_rule",
        widget=forms.CheckboxSelectMultiple,
        error_messages=NO_SUCH_CHOICE,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=Status.choices,
        method="by_rule",
        widget=forms.CheckboxSelectMultiple,
        error_messages=NO_SUCH_CHOICE,
    )
    outcome = django_filters.MultipleChoiceFilter(
        label=_("Outcome"),
        choices=Outcome.choices,
        method="by_rule",
        widget=forms.CheckboxSelectMultiple,
        error_messages=NO_SUCH_CHOICE,
    )
    district = django_filters.ChoiceFilter(
        label=_("District"),
        choices=district_choices,
        method="by_rule",
        empty_label=_("All districts"),
        error_messages=NO_SUCH_CHOICE,
    )
    call = django_filters.ModelChoiceFilter(
        label=_("Call for proposals"),
        queryset=Call.objects.all(),
        to_field_name="slug",
        empty_label=_("All calls"),
        error_messages=NO_SUCH_CHOICE,
    )
    promise = django_filters.ChoiceFilter(
        label=_("Promises of the city"),
        choices=PROMISES,
        method="by_rule",
        empty_label=_("With or without one"),
        error_messages=NO_SUCH_CHOICE,
    )
    since = django_filters.DateFilter(label=_("From"), method="by_rule", **A_DAY)
    until = django_filters.DateFilter(
        label=pgettext_lazy("last day", "Until"), method="by_rule", **A_DAY
    )
    order = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[
            ("newest", _("Newest first")),
            ("support", _("Most backed first")),
            ("comments", _("Most discussed first")),
        ],
        method="in_order",
        empty_label=None,
        error_messages=NO_SUCH_CHOICE,
    )
    bbox = BoxFilter(label=_("Map area"), method="by_box", widget=forms.HiddenInput)

    class Meta:
        model = Proposal
        fields: list[str] = []

    def by_rule(self, proposals, name, value):
        return proposals.filter(RULES[name](value).q()) if value else proposals

    def by_box(self, proposals, name, value):
        west, south, east, north = value
        return proposals.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)

    def in_order(self, proposals, name, value):
        return proposals.order_by(*ORDERS[value])

    def conditions(self) -> list[Condition | Found]:
        """The filters that are on, as the map takes them; what is nonsense is left out."""
        self.form.is_valid()
        given = self.form.cleaned_data
        return [rule(given[name]) for name, rule in RULES.items() if given.get(name)]

    # ── What the list says about the filters ─────────────────────────────────────────────────
    @cached_property
    def state_counts(self) -> dict[tuple[str, str], int]:
        """How many there are now in each state, with all filters but status and outcome."""
        data = self.data.copy()
        for name in ("status", "outcome"):
            data.pop(name, None)
        rest = ProposalFilter(data, queryset=self.queryset)
        if isinstance(points_of("proposals"), InDatabase):
            return _in_each_state(rest.qs)
        return rest.counted_on_the_map()

    def counted_on_the_map(self) -> dict[tuple[str, str], int]:
        """The same from the map's snapshot: a large table takes the database too long."""
        box = self.form.cleaned_data["bbox"] if self.form.is_valid() else None
        conditions = conditions_of("proposals", filters_only(self.data))
        words = points_of("proposals").facet("state", conditions, box)
        counts = Counter({state: words.get(state[1] or state[0], 0) for state in MOVES})
        counts.update(_in_each_state(self.qs.filter(cell__isnull=True)))
        return counts

    def total(self) -> int:
        """How many proposals all filters leave: those of the counted states that are chosen."""
        self.form.is_valid()
        chosen = [self.form.cleaned_data.get(name) for name in ("status", "outcome")]
        return sum(
            count
            for state, count in self.state_counts.items()
            if all(not known or word in known for word, known in zip(state, chosen, strict=True))
        )

    def states(self) -> list[dict]:
        """The filter bar: every state that occurs, how many are in it now, and its address."""
        counts = self.state_counts
        chosen = set(self.data.getlist("status") + self.data.getlist("outcome"))
        bar = [
            {
                "label": label_of((status, outcome)),
                "count": counts.get((status, outcome), 0),
                "query": self._only(**({"outcome": outcome} if outcome else {"status": status})),
                "is_on": (outcome or status) in chosen,
            }
            for status, outcome in MOVES
        ]
        everything = {
            "label": _("All"),
            "count": sum(counts.values()),
            "query": self._only(),
            "is_on": not chosen,
        }
        return [everything, *(state for state in bar if state["count"] or state["is_on"])]

    def _only(self, **state: str) -> str:
        data: QueryDict = self.data.copy()
        for name in ("status", "outcome", "page"):
            data.pop(name, None)
        data.update(state)
        return "?" + data.urlencode()

    def chips(self) -> list[tuple[str, str]]:
        """Each filter that is on, in words, and the query string without it."""
        self.form.is_valid()
        return [
            (self._in_words(name, choice), self._without(name, choice))
            for name, value in self.form.cleaned_data.items()
            if value and name != "order"
            for choice in (value if name in CHOSEN_TOGETHER else [value])
        ]

    def _in_words(self, name: str, choice) -> str:
        match name:
            case "q":
                return f"“{choice}”"
            case "status" | "outcome":
                return str(dict(self.filters[name].extra["choices"])[choice])
            case "promise":
                return str(dict(PROMISES)[choice])
            case "district":
                return str(dict(district_choices())[choice])
            case "since":
                return _("from %(date)s") % {"date": choice}
            case "until":
                return _("until %(date)s") % {"date": choice}
            case "bbox":
                return str(_("This part of the map"))
        return str(choice)

    def _without(self, name: str, choice) -> str:
        data: QueryDict = self.data.copy()
        data.pop("page", None)
        kept = [value for value in data.pop(name) if name in CHOSEN_TOGETHER]
        data.setlist(name, [value for value in kept if value != getattr(choice, "slug", choice)])
        return "?" + data.urlencode()
