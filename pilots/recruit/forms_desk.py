"""What officers fill in about recruiting: who may apply, quotas, the seed, thanks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import SEXES
from city.words import WordsFormField
from maps.models import District
from pilots.models import Pilot
from pilots.recruit.ages import AGE_GROUPS
from pilots.recruit.quotas import Cell

BY = [("district", _("Dong")), ("age_band", _("Age group")), ("sex", _("Sex"))]
COUNTED_SEXES = [("f", SEXES[1][1]), ("m", SEXES[2][1])]
LARGEST = 100_000


class SeedField(forms.SlugField):
    """Numbers as one reads them aloud, "3 11, 19", become one word that strangers type alike."""

    default_error_messages = {
        "invalid": _("Use Latin letters, digits and hyphens, such as 3-11-19-27-34-42."),
    }

    def to_python(self, value):
        return "-".join((super().to_python(value) or "").replace(",", " ").split())


class SetUpForm(forms.ModelForm):
    class Meta:
        model = Pilot
        fields = ["seed_source", "children_may_join"]
        help_texts = {
            "seed_source": _(
                "A number that nobody can know or choose, with its day: for example the six "
                "lottery numbers of the Saturday after applications close. It is published at once."
            ),
            "children_may_join": _(
                "A guardian applies for the child, who gets a code of their own."
            ),
        }

    use_required_attribute = False


class EligibilityForm(forms.Form):
    words = WordsFormField(label=_("Question"), max_length=200)
    wanted = forms.TypedChoiceField(
        label=_("Who may apply?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("who answers yes")), ("no", _("who answers no"))],
        error_messages={"required": _("Please choose one.")},
    )  # fmt: skip
    otherwise = WordsFormField(
        label=_("What do the others read?"), max_length=300, long=True,
        help_text=_("A kind sentence: why not this time, and what they can do instead."),
    )  # fmt: skip
    use_required_attribute = False


class ProposeForm(forms.Form):
    """By what the places are shared out; read from the address, so that nothing is saved yet."""

    by = forms.MultipleChoiceField(
        label=_("Share out by"), choices=BY, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )  # fmt: skip
    ages = forms.MultipleChoiceField(
        label=_("Age groups"), choices=[(each, each) for each in AGE_GROUPS], required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only these are counted, for example 60+ where the pilot is for older people."),
    )  # fmt: skip
    use_required_attribute = False

    def clean_ages(self):
        return self.cleaned_data["ages"] or list(AGE_GROUPS)


class QuotaForm(forms.Form):
    """One number for each group on the screen, and one group more."""

    district = forms.ModelChoiceField(
        label=_("Dong"), queryset=District.objects.none(), required=False, empty_label=_("all")
    )
    age_band = forms.ChoiceField(
        label=_("Age group"), required=False,
        choices=[("", _("all")), *((each, each) for each in AGE_GROUPS)],
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", _("all")), *COUNTED_SEXES]
    )
    seats = forms.IntegerField(
        label=_("places"), required=False, min_value=1, max_value=LARGEST
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, cells: dict[Cell, int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.current().without_outline()
        self.cells = cells
        for cell, seats in cells.items():
            self.fields[name_of(cell)] = forms.IntegerField(
                label=_("places"), min_value=0, max_value=LARGEST, initial=seats, required=False,
                widget=forms.NumberInput({"class": "input--number"}),
            )  # fmt: skip

    def quotas(self) -> dict[Cell, int]:
        given = self.cleaned_data
        quotas = {cell: given[name] for cell in self.cells if given[name := name_of(cell)]}
        if given["seats"]:
            district = given["district"]
            added = Cell(district.pk if district else None, given["age_band"], given["sex"])
            quotas[added] = given["seats"]
        return quotas

    def clean(self):
        super().clean()
        given = self.cleaned_data
        says = given.get("district") or given.get("age_band") or given.get("sex")
        if given.get("seats") and not says:
            self.add_error("seats", _("Say for whom: choose a dong, an age group or a sex."))
        return given


def name_of(cell: Cell) -> str:
    return f"seats:{cell.district or ''}:{cell.age_band}:{cell.sex}"


def cells_in(names, districts: set[int]) -> list[Cell]:
    """The groups that were on the screen; made-up names are passed over."""
    cells = []
    for name in names:
        head, *parts = name.split(":")
        if head != "seats" or len(parts) != 3:
            continue
        place, age_band, sex = parts
        district = int(place) if place.isascii() and place.isdigit() and len(place) < 19 else None
        is_known = district in districts if place else True
        if is_known and age_band in ("", *AGE_GROUPS) and sex in ("", "f", "m"):
            cells.append(Cell(district, age_band, sex))
    return cells
