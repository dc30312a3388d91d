"""답변 서식: what stands in braces is filled for each proposal, and nobody reads a brace."""

import pytest
from django.core.exceptions import ValidationError

from proposals import wording
from proposals.models import AnswerTemplate
from proposals.triage import decide
from tests import factories as f


@pytest.fixture
def proposal(resident):
    road = f.department()
    road.phone = "031-828-0000"
    road.save()
    return f.ProposalFactory(
        author=resident, title="횡단보도 {시간}이 짧아요", department=road, support_count=1234
    )


def template(text, move="declined", **fields):
    return AnswerTemplate.objects.create(name="예산", move=move, text=text, **fields)


def test_every_placeholder_has_a_value(proposal, officer):
    decide(proposal=proposal, status="in_review", reason="봅니다.", by=officer)
    proposal.district_id = None
    values = {name: wording.fill(f"{{{name}}}", proposal) for name in wording.PLACEHOLDERS}

    unfilled = {name for name, value in values.items() if value == f"{{{name}}}"}
    assert unfilled == {"district"}  # this one has none
    assert values["title"] == "횡단보도 {시간}이 짧아요"
    assert values["support"] == "1,234"
    assert (values["department"], values["phone"]) == ("도로과", "031-828-0000")
    assert values["city"] == "가람시"


def test_without_its_own_number_the_citys_is_given(proposal):
    proposal.department.phone = ""

    assert wording.fill("{phone}", proposal) == "031-000-0000"


def test_a_value_is_not_filled_again(proposal):
    proposal.title = "{phone}"

    assert wording.fill("‘{title}’", proposal) == "‘{phone}’"


@pytest.mark.parametrize("text", ["{제목}", "{titel}", "{}", "{title} {x y}", "{0}", "{title!r}"])
def test_what_nobody_can_fill_is_refused_when_saved(text):
    with pytest.raises(ValidationError):
        wording.clean(text)


@pytest.mark.parametrize(
    "text", ["", "그냥 글", "{title} {due}", "{ 여는 괄호", "} {", "{{title}}"]
)
def test_what_can_be_filled_is_kept(text):
    assert wording.clean(text) == text


def test_what_is_left_is_named(proposal):
    with pytest.raises(ValidationError, match="due"):
        wording.refuse_unfilled(wording.fill("{due}까지", proposal))

    wording.refuse_unfilled("{웃음} 괄호는 그냥 글입니다.")


def test_templates_of_ones_own_department_for_the_move(officer):
    park = f.department("park", "공원과", "Parks")
    mine = template("하나", department=officer.department)
    for_any = template("둘", move="")
    template("셋", department=park)
    template("넷", move="referred")
    template("다섯", is_open=False)

    assert set(wording.templates_for("declined", officer)) == {mine, for_any}


# ── In the form of a move ────────────────────────────────────────────────────────────────────
def post(client, proposal, code="declined", **written):
    return client.post(f"/desk/proposals/{proposal.pk}/move/{code}/", written)


def test_a_wording_is_added_to_what_was_typed_and_nothing_is_decided(proposal, officer, sign_in):
    row = template("{department} ({phone})에서 답변드립니다.", move="referred")

    answer = post(
        sign_in(officer), proposal, "referred", use_wording="1", wording=row.pk, reason="안녕하세요.",
        referred_to="국토관리사무소",
    )  # fmt: skip

    form = answer.context["move_form"]
    assert answer.status_code == 200
    assert form["reason"].value() == "안녕하세요.\n\n도로과 (031-828-0000)에서 답변드립니다."
    assert form["referred_to"].value() == "국토관리사무소"
    assert not proposal.decisions.exists()


@pytest.mark.parametrize("key", ["", "x", "999999", "9" * 40])
def test_a_wording_that_is_not_there_changes_nothing(proposal, officer, sign_in, key):
    answer = post(sign_in(officer), proposal, use_wording="1", wording=key, reason="안녕하세요.")

    assert answer.context["move_form"]["reason"].value() == "안녕하세요."
    assert not proposal.decisions.exists()


def test_the_script_finds_each_wording_already_filled(proposal, officer, sign_in):
    template("‘{title}’ & 답변")

    page = sign_in(officer).get(f"/desk/proposals/{proposal.pk}/move/declined/").content.decode()

    assert 'data-text="‘횡단보도 {시간}이 짧아요’ &amp; 답변"' in page


def test_no_resident_reads_braces(proposal, officer, sign_in):
    answer = post(sign_in(officer), proposal, reason="{due}까지 살펴보겠습니다.")

    assert answer.status_code == 422
    assert "{due}" in answer.content.decode()
    assert not proposal.decisions.exists()
