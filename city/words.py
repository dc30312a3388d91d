"""Words that staff write in Korean and, where they have it, in English."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("ko", "en")


class Words(dict):
    """{"ko": …, "en": …}; as text it is the reader's language, or Korean where there is no other."""

    def __str__(self) -> str:
        language = (get_language() or "ko")[:2]
        return self.get(language) or self.get("ko") or ""

    def __bool__(self) -> bool:
        return any(self.values())

    def __hash__(self) -> int:  # type: ignore[override]  # usable as a group key in templates
        return hash(tuple(sorted(self.items())))


def in_both(say: Callable[[], str]) -> Words:
    """The same sentence in both languages: what is told is read by people of either."""
    said = Words()
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = say()
    return said


class WordsWidget(forms.MultiWidget):
    template_name = "city/words_widget.html"

    def __init__(self, long: bool = False, attrs=None):
        one = forms.Textarea if long else forms.TextInput
        size = {"rows": 4} if long else {}
        super().__init__([one(attrs=size | {"lang": language}) for language in LANGUAGES], attrs)

    def decompress(self, value):
        return [value.get("ko", ""), value.get("en", "")] if value else ["", ""]

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class WordsFormField(forms.MultiValueField):
    widget = WordsWidget

    def __init__(self, *, long: bool = False, max_length: int | None = None, **kwargs):
        kwargs.setdefault("widget", WordsWidget(long=long))
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        required = kwargs.get("required", True)
        missing = _("Write the words in Korean; English may follow later.")
        kwargs.setdefault("error_messages", {"required": missing, "incomplete": missing})
        fields = [
            forms.CharField(required=required, max_length=max_length),
            forms.CharField(required=False, max_length=max_length),
        ]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, values):
        ko, en = (*values, "", "")[:2] if values else ("", "")
        if en and not ko:
            raise ValidationError(self.error_messages["incomplete"])
        return Words({"ko": ko, "en": en} if en else {"ko": ko}) if ko or en else Words()


class WordsField(models.JSONField):
    """A JSON column that reads as `Words`; Korean is required unless blank."""

    def __init__(self, *args, long: bool = False, **kwargs):
        self.long = long
        kwargs.setdefault("default", Words)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, {**kwargs, "default": dict}

    def from_db_value(self, value, expression, connection):
        value = super().from_db_value(value, expression, connection)
        return Words(value) if isinstance(value, dict) else value

    def to_python(self, value):
        value = super().to_python(value)
        return Words(value) if isinstance(value, dict) else value

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not isinstance(value, dict) or set(value) - set(LANGUAGES):
            raise ValidationError(_("Write the words in Korean and, if you like, in English."))
        if not self.blank and not value.get("ko"):
            raise ValidationError(_("Write the words in Korean; English may follow later."))

    def formfield(self, **kwargs):
        # Otherwise a form would look for what was there in hidden fields, which no page of ours has.
        kwargs.setdefault("show_hidden_initial", False)
        return models.Field.formfield(self, form_class=WordsFormField, long=self.long, **kwargs)


def words(ko: str, en: str = "") -> Words:
    """Short way to write words in code: words("안전", "Safety")."""
    return Words({"ko": ko, "en": en} if en else {"ko": ko})


def with_particle(word: object, pair: str) -> str:
    """A word with the one of two Korean particles that its last sound asks for.

    with_particle("의정부시", "은/는") is 의정부시는, with_particle("서울", "으로/로") 서울로.
    """
    text = str(word)
    closed, open_ = pair.split("/")
    final = _final_sound(text)
    if closed == "으로" and final == RIEUL:
        final = 0
    return text + (closed if final else open_)


RIEUL = 8  # the place of ㄹ among the final consonants
# How digits and the letters of names end when they are read aloud: 1 일, 3 삼, 6 육; L 엘, M 엠.
READ_ALOUD = {"0": 21, "1": RIEUL, "3": 16, "6": 1, "7": RIEUL, "8": RIEUL,
              "l": RIEUL, "m": 16, "n": 4, "r": RIEUL}  # fmt: skip


def _final_sound(text: str) -> int:
    """0 for an open syllable; brackets and quotation marks are not read."""
    last = text.rstrip(" )]}\"'”’」』.,")[-1:]
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28
    return READ_ALOUD.get(last.lower(), 0)
