"""Numbers and words as Korean readers expect them; built into every template."""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import get_language

from city.words import Words, with_particle

register = template.Library()


@register.filter
def people_number(value):
    """1234 → 1,234; from ten thousand on 12만 3,456 in Korean, 123,456 in English."""
    if value in (None, ""):
        return ""
    number = int(value)
    if get_language() != "ko" or abs(number) < 10_000:
        return number_format(number, force_grouping=True)
    man, rest = divmod(abs(number), 10_000)
    sign = "-" if number < 0 else ""
    tail = f" {number_format(rest, force_grouping=True)}" if rest else ""
    return f"{sign}{number_format(man, force_grouping=True)}만{tail}"


@register.filter
def after_number(unit):
    """A unit as it follows its number: 49건 and 66.0%, but 49 proposals."""
    closed_up = not unit or str(unit) == "%" or get_language() == "ko"
    return unit if closed_up else f" {unit}"


@register.filter
def particle(word, pair):
    """{{ city.name|particle:"은/는" }}: 의정부시는, 서울은."""
    return with_particle(word, pair)


@register.filter
def lang_attr(said):
    """<h1{{ report.title|lang_attr }}>: lang="ko" where there is no English, so that a screen reader
    speaks it rightly. Of what residents wrote, the language it is in: {{ proposal.lang|lang_attr }}."""
    page = (get_language() or "ko")[:2]
    if isinstance(said, Words):
        language = page if said.get(page) else "ko"
    else:
        language = str(said or page)
    return "" if language == page else format_html(' lang="{}"', language)
