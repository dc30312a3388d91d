"""Words in two languages, and the Korean particles behind names that differ from city to city."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from city.templatetags.words import after_number
from city.words import WordsFormField, with_particle


@pytest.mark.parametrize(
    ("word", "pair", "said"),
    [
        ("의정부시", "은/는", "의정부시는"),
        ("서울", "은/는", "서울은"),
        ("서울", "으로/로", "서울로"),
        ("관악구", "을/를", "관악구를"),
        ("양평군", "이/가", "양평군이"),
        ("양평군", "으로/로", "양평군으로"),
        ("신장1동", "과/와", "신장1동과"),
        ("버스 3", "은/는", "버스 3은"),
        ("버스 2", "은/는", "버스 2는"),
        ("Seoul", "은/는", "Seoul은"),
        ("(서울)", "이/가", "(서울)이"),
        ("", "은/는", "는"),
    ],
)
def test_a_particle_follows_the_last_sound(word, pair, said):
    assert with_particle(word, pair) == said


def test_templates_know_particles():
    page = Template('{{ name|particle:"은/는" }}')

    assert page.render(Context({"name": "의정부시"})) == "의정부시는"


@pytest.mark.parametrize("path", sorted(Path(settings.BASE_DIR).glob("locale/*/ko/*/django.po")))
def test_no_sentence_fixes_a_particle_to_the_name_of_a_city(path):
    """서울은, but 의정부시는: sentences use 에서, 의 and the like, which suit every name."""
    wrong = [
        message.string
        for message in read_po(path.open("rb"), locale="ko")
        for name in ("city", "people", "operator")
        for particle in ("은", "는", "이 ", "가 ", "을", "를", "과 ", "와 ", "로 ", "으로")
        if f"%({name})s{particle}" in str(message.string)
    ]
    assert wrong == []


def test_korean_is_needed_and_english_may_be_left_out():
    field = WordsFormField()

    assert field.clean(["안전", ""]) == {"ko": "안전"}
    assert field.clean(["안전", "Safety"]) == {"ko": "안전", "en": "Safety"}
    for wrong in (["", ""], ["", "Safety"]):
        with pytest.raises(ValidationError):
            field.clean(wrong)
    with pytest.raises(ValidationError):
        WordsFormField(required=False).clean(["", "Safety"])
    assert not WordsFormField(required=False).clean(["", ""])


@pytest.mark.parametrize(
    ("language", "unit", "told"),
    [
        ("ko", "건", "49건"),
        ("en", "proposals", "49 proposals"),
        ("ko", "%", "49%"),
        ("en", "%", "49%"),
    ],
)
def test_a_unit_follows_its_number_as_each_language_writes_it(language, unit, told):
    with translation.override(language):
        assert f"49{after_number(unit)}" == told
