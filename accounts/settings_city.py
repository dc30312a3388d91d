"""The forms for the city's own rows: this room speaks for the city, which knows no people."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.settings_form import RowForm
from city.calendar import national_holidays
from city.models import Category, City, DayOff, Department
from maps.models import District

ICONS = [
    ("", gettext_lazy("None")),
    ("walking", gettext_lazy("Walking")),
    ("traffic", gettext_lazy("Traffic")),
    ("safety", gettext_lazy("Safety")),
    ("environment", gettext_lazy("Environment")),
    ("care", gettext_lazy("Care")),
    ("facilities", gettext_lazy("Facilities")),
    ("digital", gettext_lazy("Digital")),
    ("culture", gettext_lazy("Culture")),
    ("home", gettext_lazy("House")),
    ("building", gettext_lazy("Building")),
    ("book", gettext_lazy("Book")),
    ("heart", gettext_lazy("Heart")),
    ("megaphone", gettext_lazy("Megaphone")),
    ("bulb", gettext_lazy("Light bulb")),
]


class OneCity(RowForm):
    """The City row, which several pages show in parts."""

    @classmethod
    def the_one(cls):
        return City.objects.current()

    def called(self):
        return str(self.instance.name)


class CityForm(OneCity):
    class Meta:
        model = City
        fields = (
            "name", "people_word", "operator", "address", "phone", "phone_hours", "email",
            "privacy_officer", "organisation_code", "is_government",
        )  # fmt: skip
        help_texts = {
            "name": gettext_lazy("As it stands on every page, such as 의정부시."),
            "people_word": gettext_lazy("시민, 구민 or 군민."),
            "operator": gettext_lazy("Who runs the portal: signs letters and answers for it."),
            "privacy_officer": gettext_lazy("Name or office; stands in the privacy policy."),
            "organisation_code": gettext_lazy("Seven digits (행정표준코드), for open data."),
            "is_government": gettext_lazy(
                "Shows the line of official government sites above every page."
            ),
        }


class BoundsForm(OneCity):
    """What the map shows when it opens."""

    beside_page = "accounts/desk/settings/_bounds.html"

    class Meta:
        model = City
        fields = ("lon", "lat", "west", "south", "east", "north")
        labels = {
            "west": gettext_lazy("West edge (longitude)"),
            "south": gettext_lazy("South edge (latitude)"),
            "east": gettext_lazy("East edge (longitude)"),
            "north": gettext_lazy("North edge (latitude)"),
        }

    def clean(self):
        cleaned = super().clean() or {}
        if not self.errors:
            lon, lat, west, south, east, north = (cleaned[name] for name in self.kept())
            if not (-180 <= west < lon < east <= 180 and -85 <= south < lat < north <= 85):
                raise forms.ValidationError(
                    _("The edges have to lie around the centre: west and south first, in degrees.")
                )
        return cleaned

    @classmethod
    def beside(cls):
        """What the button fills in: the box around the outlines that count today."""
        bounds = District.objects.current().bounds()
        if bounds is None:
            return {"outlines": 0}
        west, south, east, north = bounds
        box = {
            "lon": round((west + east) / 2, 6), "lat": round((south + north) / 2, 6),
            "west": west, "south": south, "east": east, "north": north,
        }  # fmt: skip
        there = City.objects.current()
        return {
            "outlines": District.objects.current().count(),
            "box": box,
            "fits": all(abs(getattr(there, name) - value) < 1e-6 for name, value in box.items()),
        }


class ClocksForm(OneCity):
    limits = {
        "support_threshold": (1, 100_000), "support_days": (1, 365), "first_look_days": (1, 60),
        "answer_days": (1, 120), "short_answer_days": (1, 120), "needs_info_days": (1, 365),
        "unmerge_days": (0, 365), "reopen_share": (1, 100), "reopen_from": (1, 10_000),
    }  # fmt: skip

    class Meta:
        model = City
        fields = (
            "support_threshold", "support_days", "first_look_days", "answer_days",
            "short_answer_days", "needs_info_days", "unmerge_days", "reopen_share", "reopen_from",
        )  # fmt: skip
        help_texts = {
            "support_threshold": gettext_lazy("So many people, and the review starts by itself."),
            "first_look_days": gettext_lazy("Working days: without weekends and days off."),
            "needs_info_days": gettext_lazy("Without an answer the proposal is closed."),
            "reopen_share": gettext_lazy("Of those who said whether it is better."),
        }


class RulesForm(OneCity):
    limits = {
        "smallest_group": (2, 100), "home_grid_metres": (50, 2000), "quiet_from": (0, 23),
        "quiet_until": (0, 23),
    }  # fmt: skip

    class Meta:
        model = City
        fields = (
            "uses_sign_off",
            "smallest_group",
            "home_grid_metres",
            "quiet_from",
            "quiet_until",
            "election_on",
            "election_basis",
        )
        widgets = {"election_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "election_on": gettext_lazy(
                "From 180 days before it, publishing asks for the legal basis and keeps it."
            ),
            "election_basis": gettext_lazy(
                "In these 180 days the home page and letters tell what the city achieved only where "
                "a law is named here. What people raised, backed or follow is told in any case."
            ),
            "uses_sign_off": gettext_lazy(
                "Off: officers publish alone. On: the delegation rows say who approves what."
            ),
            "smallest_group": gettext_lazy("Counts of fewer people are not shown anywhere."),
            "home_grid_metres": gettext_lazy(
                "Places in front of a home are kept only as a square of this size."
            ),
        }

    def clean(self):
        cleaned = super().clean() or {}
        # What allowed it before one election says nothing about the next.
        if "election_on" in self.changed_data and "election_basis" not in self.changed_data:
            cleaned["election_basis"] = ""
        return cleaned


class DepartmentForm(RowForm):
    fixed = ("code",)

    class Meta:
        model = Department
        fields = ("code", "name", "phone", "is_open")
        help_texts = {
            "code": gettext_lazy("Latin letters, such as road; stays as it is afterwards."),
            "is_open": gettext_lazy("Off after a reorganisation: it keeps what it answered."),
        }

    @classmethod
    def line(cls, row):
        return [row.code, row.phone, "" if row.is_open else _("closed")]


class CategoryForm(RowForm):
    fixed = ("slug",)
    limits = {"position": (0, 1000)}
    icon = forms.ChoiceField(label=gettext_lazy("Picture"), choices=ICONS, required=False)

    class Meta:
        model = Category
        fields = ("slug", "name", "icon", "department", "position", "is_open")
        help_texts = {
            "slug": gettext_lazy("Latin letters, such as walking; stays as it is afterwards."),
            "department": gettext_lazy("Gets these proposals first, where no rule says otherwise."),
            "position": gettext_lazy("Small numbers stand first."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = open_departments(self.instance.department_id)

    @classmethod
    def rows(cls):
        return Category.objects.select_related("department")

    @classmethod
    def line(cls, row):
        return [row.slug, str(row.department or ""), "" if row.is_open else _("closed")]


class DayOffForm(RowForm):
    beside_page = "accounts/desk/settings/_holidays.html"

    class Meta:
        model = DayOff
        fields = ("date", "name")
        widgets = {"date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"name": gettext_lazy("Why the office is closed, such as 시청 창립기념일.")}

    @classmethod
    def rows(cls):
        return DayOff.objects.order_by("-date")

    def called(self):
        return f"{self.instance.date:%Y-%m-%d} {self.instance.name}"

    @classmethod
    def beside(cls):
        """The holidays of this year and the next that are still to come, for orientation."""
        today = timezone.localdate()
        language = get_language() or "ko"
        coming = [
            (day, name)
            for year in (today.year, today.year + 1)
            for day, name in sorted(national_holidays(year, language).items())
            if day >= today and day < date(today.year + 1, 7, 1)
        ]
        return {"holidays": coming, "year": today.year}


def open_departments(chosen: int | None = None):
    """Those in office, and the one that a row has already, though it may be closed by now."""
    return Department.objects.filter(is_open=True) | Department.objects.filter(pk=chosen or 0)
