"""A panel is asked by links of their own, reminded once, and the rates are counted."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.deliver import send_news
from accounts.models import Delivery, Update
from accounts.personal_links import personal_link
from pilots.models import Participation, Representative
from surveys.answer import answer
from surveys.models import Response, WaveInvitation
from surveys.panel import cut_key, let_answer, new_panelist, panelist_for
from surveys.waves import close_wave, open_wave
from surveys.ways import invite
from surveys.ways.invite import invite_to_open_waves, remind_silent_panelists
from surveys.ways.links import invited_by, link_of
from tests import factories as f
from tests.factories import UserFactory
from tests.surveys.questions import GOOD, make_survey

DAY = timedelta(days=1)
LINK = re.compile(r"/surveys/r/([^/]+)/")
SENT = {"q-walk": "daily", "q-ease": "4", "go": "send"}


@pytest.fixture
def wave(city):
    """Of a pilot's survey: only its panel may answer."""
    now = timezone.now()
    return open_wave(
        survey=make_survey(is_public=False), kind="before", opens_at=now - DAY,
        closes_at=now + 20 * DAY, remind_after=7,
    )  # fmt: skip


def invited(wave, person):
    panelist = panelist_for(panel=wave.survey.panel, person=person)
    invite_to_open_waves()
    return WaveInvitation.objects.get(wave=wave, panelist=panelist)


def answered(wave, person, **fields):
    panelist = panelist_for(panel=wave.survey.panel, person=person)
    return answer(wave=wave, panelist=panelist, answers=GOOD, **fields)


# ── Asking ───────────────────────────────────────────────────────────────────────────────────
def test_the_panel_is_invited_once(wave, resident, neighbour):
    for person in (resident, neighbour):
        panelist_for(panel=wave.survey.panel, person=person)

    assert invite_to_open_waves() == 2
    assert invite_to_open_waves() == 0

    assert WaveInvitation.objects.count() == Delivery.objects.count() == 2


def test_who_joins_later_is_invited_later(wave, resident, neighbour):
    invited(wave, resident)

    invited(wave, neighbour)

    assert Update.objects.filter(kind="wave-invitation").count() == 2
    assert Delivery.objects.filter(person=resident).count() == 1


def test_a_large_panel_is_invited_in_batches(wave, monkeypatch):
    monkeypatch.setattr(invite, "AT_ONCE", 2)
    for _number in range(5):
        panelist_for(panel=wave.survey.panel, person=UserFactory())

    assert invite_to_open_waves() == 5
    assert Delivery.objects.count() == 5


def test_nobody_is_invited_before_the_wave_opens_or_after_it_closes(wave, resident):
    panelist_for(panel=wave.survey.panel, person=resident)

    assert invite_to_open_waves(at=wave.opens_at - DAY) == 0
    assert invite_to_open_waves(at=wave.closes_at) == 0


def test_who_may_not_answer_or_has_left_is_not_invited(wave, resident, neighbour):
    panelist_for(panel=wave.survey.panel, person=resident, may_answer=False)
    cut_key(panelist=panelist_for(panel=wave.survey.panel, person=neighbour))
    panelist_for(panel=wave.survey.panel, person=UserFactory(is_active=False))

    assert invite_to_open_waves() == 0


def test_a_participant_who_was_quicker_counts_as_asked_and_hears_nothing(wave, resident):
    answered(wave, resident)

    assert invite_to_open_waves() == 1
    assert not Delivery.objects.exists()


def test_who_answered_a_public_survey_is_asked_in_its_next_wave_only(city, resident):
    survey, now = make_survey(), timezone.now()
    first = open_wave(survey=survey, kind="once", opens_at=now - DAY)
    answered(first, resident)

    assert invite_to_open_waves() == 0

    close_wave(wave=first)
    open_wave(survey=survey, kind="once", number=2, opens_at=now)
    assert invite_to_open_waves() == 1


def test_whoever_answers_for_a_child_gets_a_link_for_each_of_them(wave, resident, client):
    own = panelist_for(panel=wave.survey.panel, person=resident)
    child = new_panelist(panel=wave.survey.panel)
    let_answer(panelist=child, may_answer=True)
    place = Participation.objects.create(
        pilot=f.make_pilot(survey=wave.survey, panel=wave.survey.panel), panelist=child
    )
    Representative.objects.create(
        participation=place, person=resident, kind="guardian", called="첫째"
    )

    assert invite_to_open_waves() == 2
    links = [personal_link(update, resident) for update in Update.objects.order_by("pk")]
    codes = [invited_by(link.split("/")[-2]).invitation.panelist for link in links]
    assert codes == [own, child]
    client.post(links[1], SENT)
    assert Response.objects.get().panelist == child

    cut_key(panelist=child)
    assert client.get(links[1]).status_code == 410


# ── Reminding ────────────────────────────────────────────────────────────────────────────────
def test_the_silent_are_reminded_once(wave, resident, neighbour):
    invited(wave, resident)
    invited(wave, neighbour)
    answered(wave, neighbour)
    week_later = timezone.now() + 7 * DAY

    assert remind_silent_panelists(at=timezone.now() + 6 * DAY) == 0
    assert remind_silent_panelists(at=week_later) == 1
    assert remind_silent_panelists(at=week_later + DAY) == 0

    reminder = Update.objects.get(kind="wave-reminder")
    assert [each.person for each in reminder.deliveries.all()] == [resident]


def test_without_a_number_of_days_nobody_is_reminded(wave, resident):
    invited(wave, resident)
    wave.remind_after = None
    wave.save()

    assert remind_silent_panelists(at=timezone.now() + 9 * DAY) == 0


def test_who_left_is_not_reminded(wave, resident):
    invitation = invited(wave, resident)
    let_answer(panelist=invitation.panelist, may_answer=False)

    assert remind_silent_panelists(at=timezone.now() + 9 * DAY) == 0


# ── The link in the letter ───────────────────────────────────────────────────────────────────
def test_each_letter_has_its_readers_own_link(wave, resident, neighbour):
    for person in (resident, neighbour):
        invited(wave, person)

    send_news(at=timezone.now() + DAY)

    told = {letter.to[0]: LINK.search(letter.body)[1] for letter in mail.outbox}
    assert {address: invited_by(key).person.email for address, key in told.items()} == {
        person.email: person.email for person in (resident, neighbour)
    }


def test_a_letter_after_the_answer_has_no_key_in_it(wave, resident):
    invited(wave, resident)
    update = Update.objects.get(kind="wave-invitation")
    answered(wave, resident)

    assert personal_link(update, resident) is None


def test_the_link_answers_without_signing_in(wave, resident, client):
    invitation = invited(wave, resident)

    page = client.post(link_of(invitation), SENT, follow=True)

    assert page.status_code == 200
    response = Response.objects.get()
    assert (response.panelist, response.level) == (invitation.panelist, resident.level)
    assert "_auth_user_id" not in client.session


def test_looking_notes_only_that_it_was_looked_at(wave, resident, client):
    invitation = invited(wave, resident)

    client.head(link_of(invitation))
    assert WaveInvitation.objects.get().opened_at is None
    page = client.get(link_of(invitation))

    first = WaveInvitation.objects.get().opened_at
    client.get(link_of(invitation))
    assert first is not None
    assert WaveInvitation.objects.get().opened_at == first
    assert not Response.objects.exists()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]


def test_an_answer_may_be_changed_while_the_wave_is_open(wave, resident, client):
    link = link_of(invited(wave, resident))

    client.post(link, SENT)
    client.post(link, SENT | {"q-ease": "1"})

    assert Response.objects.get().answers["ease"] == 1


def test_a_wrong_answer_is_kept_on_the_page(wave, resident, client):
    page = client.post(link_of(invited(wave, resident)), SENT | {"q-wait": "서른"})

    assert page.status_code == 422
    assert "서른" in page.content.decode()
    assert not Response.objects.exists()


def test_the_link_ends_with_its_wave(wave, resident, client):
    invitation = invited(wave, resident)
    close_wave(wave=wave)
    open_wave(survey=wave.survey, kind="after", opens_at=timezone.now())

    page = client.post(link_of(invitation), SENT)

    assert page.status_code == 422
    assert not Response.objects.exists()


def test_the_link_of_somebody_who_left_leads_nowhere(wave, resident, client):
    invitation = invited(wave, resident)
    cut_key(panelist=invitation.panelist)

    assert client.get(link_of(invitation)).status_code == 410
    assert client.post(link_of(invitation), SENT).status_code == 410
    assert not Response.objects.exists()


def test_nobody_writes_a_link_for_a_neighbour(wave, resident, neighbour, client):
    own, other = (link_of(invited(wave, person)) for person in (resident, neighbour))
    mixed = f"{other.split(':')[0]}:{own.split(':', 1)[1]}"

    for link in (own[:-2] + "x/", mixed, "/surveys/r/nonsense/", "/surveys/r/%00/"):
        assert client.get(link).status_code == 404
        assert client.post(link, SENT).status_code == 404


def test_thanks_are_only_for_those_with_a_link(wave, resident, client):
    link = link_of(invited(wave, resident))

    assert client.get(f"{link}thanks/")["Location"] == link  # nothing to thank for yet
    client.post(link, SENT)
    assert client.get(f"{link}thanks/").status_code == 200
    assert client.get("/surveys/r/nonsense/thanks/").status_code == 404
