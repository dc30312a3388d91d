"""Pilots with consent texts, and people who take part in them."""

from city.words import words
from pilots.agree import consent
from pilots.join import apply, panel_of
from pilots.models import Participation
from pilots.protocol import write_consent
from surveys.panel import panelist_for
from tests import factories as f


def make_recruiting_pilot(stage="recruiting", **fields):
    pilot = f.make_pilot(stage=stage, **{"takes_participants": True} | fields)
    write_consent(
        pilot=pilot, title=words("참여 동의", "Consent"), purpose=words("기다리는 시간 확인", "Waiting"),
        items=words("설문, 일지", "Answers, diary"), retention=words("1년", "One year"),
        refusal=words("거부할 수 있습니다.", "You may refuse."),
    )  # fmt: skip
    return pilot


def join(pilot, person, status):
    """A participation as it stands, without the way there."""
    panelist = panelist_for(
        panel=panel_of(pilot), person=person, may_answer=status in ("consented", "active")
    )
    return Participation.objects.create(pilot=pilot, panelist=panelist, status=status)


def apply_and_agree(pilot, person):
    participation = apply(pilot=pilot, by=person)
    participation.status = "selected"
    participation.save()
    return consent(participation=participation, by=person)
