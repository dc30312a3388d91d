"""The controls of a question, for the kinds of which Django has none."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from photos.models import Photo
from surveys.check import LONGEST_WORDS, SpotForm


class WithOther(forms.MultiWidget):
    """Radio buttons or checkboxes, and a few words for those who choose "other"."""

    template_name = "surveys/widgets/with_other.html"
    use_fieldset = True

    def __init__(self, choices: forms.Widget):
        words = forms.TextInput({"maxlength": LONGEST_WORDS, "autocomplete": "off"})
        super().__init__({"": choices, "other": words})

    def decompress(self, value):
        return value or [None, None]


class _ByCode(forms.Widget):
    """Several controls of one question; together they give {"code": "chosen"}."""

    use_fieldset = True

    def __init__(self, lines: list[tuple[str, str]], choices: list[tuple[Any, str]]):
        super().__init__()
        self.lines, self.choices = lines, choices

    def value_from_datadict(self, data, files, name):
        given = {code: data.get(f"{name}.{code}") for code, _label in self.lines}
        return {code: value for code, value in given.items() if value not in (None, "")}

    def id_for_label(self, id_):
        return ""  # each line has a label of its own

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = self._chosen(value)
        context["choices"] = self.choices
        context["is_wrong"] = "aria-invalid" in context["widget"]["attrs"]
        context["lines"] = [
            {"code": code, "label": label, "name": f"{name}.{code}",
             "chosen": str(chosen.get(code, ""))}
            for code, label in self.lines
        ]  # fmt: skip
        return context

    def _chosen(self, value) -> dict[str, Any]:
        return value if isinstance(value, dict) else {}


class Matrix(_ByCode):
    """Statements, and one scale for all of them."""

    template_name = "surveys/widgets/matrix.html"


class Ranking(_ByCode):
    """A place to choose for each option: no dragging, and no script."""

    template_name = "surveys/widgets/ranking.html"

    def __init__(self, lines: list[tuple[str, str]], places: int):
        numbers = range(1, places + 1)
        super().__init__(lines, [(n, _("%(place)s. place") % {"place": n}) for n in numbers])

    def _chosen(self, value) -> dict[str, Any]:
        if isinstance(value, list):
            return {code: place for place, code in enumerate(value, 1)}
        return super()._chosen(value)


class Spot(forms.Widget):
    template_name = "surveys/widgets/spot.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        given = {part: data.get(f"{name}-{part}") for part in SpotForm.base_fields}
        given = {part: value for part, value in given.items() if value not in (None, "")}
        return given if set(given) - {"near_home"} else None

    def id_for_label(self, id_):
        return ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, dict) else {}
        context["form"] = SpotForm(prefix=name, initial=given, use_required_attribute=False)
        return context


class PhotoInput(forms.FileInput):
    """Shows the photo that is there. What comes in is kept apart (surveys/fill.py)."""

    template_name = "surveys/widgets/photo.html"

    def __init__(self):
        super().__init__({"accept": "image/*"})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        context["photo"] = (
            Photo.objects.filter(pk=value).first() if isinstance(value, int) else None
        )
        return context
