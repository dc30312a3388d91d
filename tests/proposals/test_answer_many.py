"""Many answered at once: a preview of each, then each its own decision."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SignOff
from city.models import City, Delegation
from proposals.models import AnswerTemplate, Decision, Proposal
from proposals.triage import decide
from tests import factories as f

ADDRESS = "/desk/proposals/answer/"
WORDS = {"move": "not_raised", "text": "‘{title}’ 제안은 {support}명이 공감했습니다."}


@pytest.fixture
def desk(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def several(resident):
    due = timezone.now() + timedelta(days=3)
    return [
        f.ProposalFactory(author=resident, title=f"{n}번 골목", short_answer_due_at=due)
        for n in range(3)
    ]


def step(client, name, proposals, **written):
    return client.post(
        ADDRESS, {"step": name, "proposals": [row.pk for row in proposals]} | WORDS | written
    )


def shown(answer):
    """What the preview would send on, as a browser does."""
    return {
        f"{row.proposal.pk}-{name}": row.form[name].value()
        for row in answer.context["rows"]
        if row.form
        for name in ("take", "text", "seen")
    }


def publish(client, proposals, **changed):
    typed = shown(step(client, "preview", proposals, **_words(changed))) | changed
    return step(client, "publish", proposals, **typed)


def _words(changed):
    return {name: value for name, value in changed.items() if "-" not in name}


def results(answer):
    return [result.what for result, _sentence in answer.context["results"]]


def test_the_queue_brings_the_chosen_ones_and_nothing_is_written(desk, several):
    answer = desk.post(ADDRESS, {"proposals": [row.pk for row in several[:2]]})

    assert answer.context["proposals"] == several[:2]
    assert not Decision.objects.exists()


def test_the_preview_fills_the_words_for_each(desk, several):
    answer = step(desk, "preview", several)

    assert [row.form["text"].value() for row in answer.context["rows"]] == [
        f"‘{n}번 골목’ 제안은 0명이 공감했습니다." for n in range(3)
    ]
    assert not Decision.objects.exists()


def test_each_is_answered_in_its_own_words_and_some_are_left_out(desk, several, officer):
    _first, second, third = several

    answer = publish(
        desk, several, **{f"{second.pk}-text": "따로 쓴 답변입니다.", f"{third.pk}-take": ""}
    )

    assert results(answer) == ["published", "published"]
    reasons = list(Decision.objects.order_by("pk").values_list("reason", flat=True))
    assert reasons == ["‘0번 골목’ 제안은 0명이 공감했습니다.", "따로 쓴 답변입니다."]
    assert Proposal.objects.get(pk=third.pk).status == "received"
    assert set(Decision.objects.values_list("decided_by", flat=True)) == {officer.pk}


def test_the_second_click_does_nothing_twice(desk, several):
    typed = shown(step(desk, "preview", several))

    step(desk, "publish", several, **typed)
    again = step(desk, "publish", several, **typed)

    assert results(again) == ["already"] * 3
    assert Decision.objects.count() == 3


def test_what_somebody_else_decided_is_refused_and_the_others_are_not(desk, several, manager):
    typed = shown(step(desk, "preview", several, move="declined"))
    decide(proposal=several[1], status="in_review", reason="제가 봅니다.", by=manager)

    answer = step(desk, "publish", several, **typed, move="declined")

    assert results(answer) == ["published", "refused", "published"]
    assert "다른 담당자가 먼저" in answer.content.decode()


def test_what_needs_approval_is_sent(desk, several):
    City.objects.update(uses_sign_off=True)
    Delegation.objects.create(status="closed", outcome="declined", from_support=30)
    Proposal.objects.filter(pk=several[0].pk).update(support_count=30)

    typed = shown(step(desk, "preview", several, move="declined"))
    answer = step(desk, "publish", several, **typed, move="declined")
    again = step(desk, "publish", several, **typed, move="declined")

    assert results(answer) == ["sent", "published", "published"]
    assert results(again) == ["already"] * 3
    sign_off = SignOff.objects.get()
    assert (sign_off.state, sign_off.decision["written"]["move"]) == ("sent", "declined")


@pytest.mark.parametrize(
    ("code", "state", "details"),
    [
        ("not_raised", ("closed", "not_raised"), {}),
        ("declined", ("closed", "declined"), {}),
        ("referred", ("closed", "referred"), {"referred_to": "국토관리사무소", "receipt": "1AA-1"}),
        ("needs_info", ("needs_info", ""), {}),
        ("in_review", ("in_review", ""), {}),
    ],
)
def test_each_of_the_decisions_that_many_may_get(desk, several, code, state, details):
    answer = publish(desk, several, move=code, **details)

    assert results(answer) == ["published"] * 3
    assert {row.state for row in Proposal.objects.all()} == {state}
    assert set(Decision.objects.values_list("referred_to", flat=True)) == {
        details.get("referred_to", "")
    }


@pytest.mark.parametrize("status", ["planned", "accepted", "closed"])
def test_what_the_table_does_not_allow_is_said_in_the_preview(desk, several, status):
    other = f.ProposalFactory(status=status, outcome="declined" if status == "closed" else "")

    answer = step(desk, "preview", [several[0], other])

    possible, impossible = answer.context["rows"]
    assert possible.form
    assert (impossible.form, bool(impossible.why_not)) == (None, True)


def offered(answer):
    return [code for code, _label in answer.context["form"].fields["move"].choices]


def test_only_what_one_of_them_may_get_is_offered_and_what_fits_most_comes_first(desk, several):
    asked = [f.ProposalFactory(status="needs_info") for _ in range(4)]

    assert "in_review" in offered(step(desk, "", several))
    assert "not_raised" not in offered(step(desk, "", asked))
    assert offered(step(desk, "", [several[0], *asked]))[:2] == ["declined", "referred"]


def test_a_decision_that_fits_none_of_them_is_refused_and_the_words_are_kept(desk):
    asked = f.ProposalFactory(status="needs_info")

    answer = step(desk, "preview", [asked], text="저희가 확인했습니다.")

    assert answer.status_code == 422
    assert "저희가 확인했습니다." in answer.content.decode()


def test_what_cannot_be_answered_together_leads_back_to_the_queue(desk):
    answer = step(desk, "", [f.ProposalFactory(status="closed", outcome="not_raised")])

    assert answer.url == "/desk/proposals/"


def test_a_wording_may_stand_for_the_text(desk, several, officer):
    row = AnswerTemplate.objects.create(name="짧은 답", move="not_raised", text="{city}입니다.")

    answer = step(desk, "preview", several[:1], text="", wording=row.pk)

    assert answer.context["rows"][0].form["text"].value() == "가람시입니다."


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"text": "{모름}"}, {"move": "merged"}, {"move": ""}, {"move": "referred"},
     {"wording": "999999"}, {"text": "가" * 4001}],
)  # fmt: skip
def test_words_that_do_not_do_are_refused_and_kept(desk, several, wrong):
    answer = step(desk, "preview", several, **wrong)

    assert answer.status_code == 422
    assert answer.context["proposals"] == several
    assert answer.context["form"]["text"].value() == wrong.get("text", WORDS["text"])


@pytest.mark.parametrize("text", ["", "   ", "{due}까지 답변드립니다."])
def test_one_answer_that_does_not_do_holds_all_back(desk, several, text):
    answer = publish(desk, several, **{f"{several[1].pk}-text": text})

    assert answer.status_code == 422
    assert not Decision.objects.exists()
    assert answer.context["rows"][0].form["text"].value().startswith("‘0번 골목’")


def test_nothing_taken_is_nothing_answered(desk, several):
    answer = publish(desk, several, **{f"{row.pk}-take": "" for row in several})

    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_back_to_the_words_keeps_them(desk, several):
    answer = step(desk, "words", several)

    assert answer.context["form"]["text"].value() == WORDS["text"]


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 40], ["999999"]])
def test_nothing_chosen_leads_back_to_the_queue(desk, chosen):
    assert desk.post(ADDRESS, {"proposals": chosen}).status_code == 302


@pytest.mark.parametrize("who", ["resident", "expert"])
def test_only_the_desk_answers(sign_in, several, who, request):
    assert step(sign_in(request.getfixturevalue(who)), "preview", several).status_code == 403


def test_fifty_previews_cost_as_many_queries_as_one(desk, django_assert_max_num_queries):
    fifty = [f.ProposalFactory() for _ in range(50)]

    with django_assert_max_num_queries(14):
        answer = step(desk, "preview", fifty)

    assert len(answer.context["rows"]) == 50


def test_each_answer_costs_a_bounded_number_of_queries(desk, django_assert_max_num_queries):
    fifty = [f.ProposalFactory() for _ in range(50)]
    typed = shown(step(desk, "preview", fifty))

    with django_assert_max_num_queries(50 * 24):
        answer = step(desk, "publish", fifty, **typed)

    assert results(answer) == ["published"] * 50
