"""Which promises a reader looks for; the names are part of the addresses, on page, map and API."""

import django_filters
from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from city.models import Category, Department
from proposals.fields import MonthField
from proposals.filters import NO_SUCH_CHOICE, district_choices, with_predecessors
from proposals.models import Commitment
from proposals.promise_states import LABELS, in_state

SOONEST_FIRST = ("open", "late", "overdue")
ON_THE_MAP = ("promise", "district", "category")  # what the city map knows as well


class MonthFilter(django_filters.Filter):
    field_class = MonthField


class PromiseFilter(django_filters.FilterSet):
    promise = django_filters.ChoiceFilter(
        label=_("State"),
        choices=LABELS,
        method="by_state",
        empty_label=_("All promises"),
        error_messages=NO_SUCH_CHOICE,
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"),
        queryset=Department.objects.all(),
        to_field_name="code",
        empty_label=_("All departments"),
        error_messages=NO_SUCH_CHOICE,
    )
    district = django_filters.ChoiceFilter(
        label=_("District"),
        choices=district_choices,
        method="by_district",
        empty_label=_("All districts"),
        error_messages=NO_SUCH_CHOICE,
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Category"),
        field_name="proposal__category",
        queryset=Category.objects.all(),
        to_field_name="slug",
        empty_label=_("All categories"),
        error_messages=NO_SUCH_CHOICE,
    )
    due_from = MonthFilter(label=_("Due from"), field_name="due_month", lookup_expr="gte")
    due_until = MonthFilter(label=_("Due until"), field_name="due_month", lookup_expr="lte")

    class Meta:
        model = Commitment
        fields: list[str] = []

    def by_state(self, promises, name, value):
        return promises.filter(in_state(value))

    def by_district(self, promises, name, value):
        return promises.filter(proposal__district__in=with_predecessors([value])[value])

    @property
    def in_order(self):
        """What is to come from the next month on; everything else from the latest month back."""
        forward = self.data.get("promise") in SOONEST_FIRST
        return self.qs.order_by("due_month" if forward else "-due_month", "pk")

    def states(self) -> list[dict]:
        """How many promises there are now in each state, with all other filters."""
        rest = self._without("promise")
        counted = PromiseFilter(rest, queryset=self.queryset).qs.aggregate(
            all=Count("pk"), **{name: Count("pk", filter=in_state(name)) for name, _label in LABELS}
        )
        chosen = self.data.get("promise", "")
        return [
            {
                "label": label,
                "count": counted[name or "all"],
                "query": self._with(rest, name),
                "is_on": name == chosen,
            }
            for name, label in [("", _("All promises")), *LABELS]
        ]

    def on_the_map(self) -> str:
        """The same as filters of the city map, as far as it has them."""
        query = QueryDict(mutable=True)
        query["promise"] = self.data.get("promise") or "any"
        for name in ON_THE_MAP[1:]:
            if value := self.data.get(name):
                query[name] = value
        return query.urlencode()

    def _without(self, *names: str) -> QueryDict:
        data = self.data.copy()
        for name in (*names, "page"):
            data.pop(name, None)
        return data

    @staticmethod
    def _with(rest: QueryDict, state: str) -> str:
        data = rest.copy()
        if state:
            data["promise"] = state
        return "?" + data.urlencode()
