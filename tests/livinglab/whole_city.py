"""A city with one of everything, and what stands in each address that leads to it."""

import re
from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from PIL import Image

from accounts.areas import save_circle
from accounts.block import block_person
from accounts.consent import current_text, give_consent
from accounts.deputise import name_deputy
from accounts.invite import invite
from accounts.mail import unsubscribe_token
from accounts.models import Delivery
from accounts.moderation import decide_case, report_abuse
from accounts.residence_codes import make_batch
from accounts.tell import tell
from city.words import words
from maps.models import District
from photos.keep import keep_photo
from pilots.apart import again_links
from pilots.apart.texts import write_extra
from pilots.conclude import conclude
from pilots.devices.receive import Reading, receive
from pilots.devices.roll_up import roll_up
from pilots.devices.set_limit import set_limit
from pilots.events.hold import announce_event
from pilots.models import AskedAgain, BudgetLine, Partner, WaitingFile
from pilots.observe import import_observations
from pilots.plan.programme import write_programme, write_task
from pilots.plan.share_budget import add_shared_line, share_budget
from pilots.plan.versions import keep_version
from pilots.recruit.guardians import ask_guardian, token_of
from pilots.recruit.set_up import ask_before_applying
from pilots.recruit.thanks import note_payout, thank
from pilots.street.answer import answer_from_street
from pilots.street.ask import ask_from_street
from pilots.trouble.report import report_trouble
from proposals.comment import post_comment
from proposals.confirm_links import link_of
from proposals.models import Call, Confirmation, ProposalPhoto
from proposals.promise import promise, report_done
from proposals.record import Asked, record_support
from proposals.review import ask_for_reviews
from proposals.solve import offer_solution
from proposals.support import give_support
from proposals.triage import decide
from reports.compute import compute_figures
from reports.evidence.ask import ask_for_days
from reports.evidence.upload import keep_file
from reports.freeze import freeze
from reports.models import DayFigure, Report
from reports.opendata.release import release_data
from reports.paper.keep import make_file
from surveys.models import WaveInvitation
from surveys.ways.kiosk import start_station
from surveys.ways.links import link_of as wave_link
from surveys.ways.paper import type_in
from tests import factories as f
from tests.pilots.people import join, make_recruiting_pilot
from tests.pilots.represented import adult_of, child_of, make_family_pilot
from tests.pilots.sensors import make_device
from tests.surveys.questions import GOOD, let_people_answer, make_survey, make_wave, panelist_of

PLACE = re.compile(r"<(?:\w+:)?(?P<name>\w+)>|\(\?P<(?P<other>\w+)>[^)]*\)")
READINGS = "일시,대기 시간\n2026-01-01 09:00,30\n2026-01-02 09:00,어제\n".encode()


def build_city(*, resident, neighbour, officer, manager, expert):
    """Every address of this city, and the keys of what the public must not see."""
    proposal = f.ProposalFactory(author=resident, title='<script>alert("제안")</script>')
    give_support(proposal=proposal, by=neighbour)
    post_comment(proposal=proposal, by=neighbour, text="저도 </script> 불편합니다.")
    solution = offer_solution(proposal=proposal, by=neighbour, title="반사경", text="답니다.")
    photo = _photo()
    ProposalPhoto.objects.create(proposal=proposal, photo=photo)
    report_abuse(kind="proposal", target=proposal.pk, by=neighbour, reason="광고입니다.")
    hidden = f.ProposalFactory(author=resident, title="가려진 제안")
    decide_case(kind="proposal", target=hidden.pk, hide=True, reason="욕설", by=officer)
    commitment = _commitment(proposal=f.ProposalFactory(author=resident), officer=officer)
    Call.objects.create(
        slug="winter", title=words("겨울 공모"), opens_at=timezone.now(),
        closes_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip

    review = ask_for_reviews(proposal=proposal, experts=[expert], by=officer)[0]
    today = timezone.localdate()
    receipt = record_support(proposal=proposal, asked=_asked(expert), by=officer)
    deputy = name_deputy(
        person=officer, deputy=manager, first_day=today, last_day=today, by=manager
    )

    give_consent(person=resident, text=current_text("contact"))
    tell(people=[resident], kind="news", thread=proposal.thread, url="/help/", title=words("소식"))

    pilot = make_recruiting_pilot(department=officer.department, manager=officer)
    join(pilot, resident, "selected")
    line = BudgetLine.objects.create(pilot=pilot, label=words("신호기"), year=2026, planned=1000)
    Partner.objects.create(
        pilot=pilot, name=words("가람대"), kind="university", person=expert, duty="analyst",
        agreement="협약 2026-12", agreed_on=today,
    )  # fmt: skip
    photos, again = _further_consent(pilot, officer), _asked_again(pilot, resident)
    waiting = WaitingFile.objects.create(
        pilot=pilot, file_name="a.csv", content=READINGS, by=officer
    )
    loaded = import_observations(pilot=pilot, file=READINGS, file_name="a.csv", by=officer)
    sensor, limit = _sensor(pilot, officer)
    street, passed, reported = _in_the_street(officer)
    family, thanks, represented = _family(resident, officer)
    concluded = _concluded(officer, manager)
    keep_version(pilot=pilot, by=officer)
    plan = _plan(pilot, manager)
    event = announce_event(
        pilot=pilot, by=officer, title=words("골목 걷기"), where=words("주민센터"),
        starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=2),
    )  # fmt: skip
    draft_pilot = f.make_pilot(title=words("준비 중인 실증"), manager=officer)

    wave = make_wave()
    let_people_answer(wave, [GOOD] * 5)
    unopened = make_survey()
    station = start_station(wave=wave, name="가람도서관", by=officer)

    for district in District.objects.all():
        district.populations.create(as_of="2025-12-31", persons=12_000)
    run = compute_figures()
    release = release_data(run=run)[0]
    published = _report(run, "published", published_at=run.as_of, published_by=manager)
    draft = _report(run, "draft")

    values = {
        "": {"token": unsubscribe_token(resident), "path": photo.file.name,
             "uidb36": "1", "key": "a-key"},
        "calls/": {"slug": "winter"},
        "tiles/": {"name": "proposals", "z": 12, "x": 3493, "y": 1584},
        "me/inbox/": {"pk": Delivery.objects.get(update_told__title=words("소식")).pk},
        "me/areas/": {"pk": save_circle(person=resident, lon=127.02, lat=37.75, radius=500).pk},
        "me/consents/": {"pk": current_text("contact").pk},
        "proposals/": {"pk": proposal.pk, "solution_pk": solution.pk,
                       "commitment_pk": commitment.pk},
        "desk/proposals/": {"pk": proposal.pk, "code": "in_review", "photo_pk": photo.pk,
                            "review_pk": review.pk, "act": "support"},
        "desk/proposals/receipts/": {"pk": receipt.pk},
        "desk/proposals/commitments/": {"pk": commitment.pk, "act": "done"},
        "desk/proposals/<int:pk>/compare/": {"other_pk": commitment.proposal_id},
        "promises/": {"token": _question_to(resident, officer)},
        "pilots/": {"pk": pilot.pk, "extra": photos.pk},
        "pilots/again/": {"token": again},
        "pilots/<int:pk>/draw/": {"of": "people"},
        "pilots/<int:pk>/guardian/": {"pk": family.pk, "token": _child_asks(family)},
        "pilots/<int:pk>/thanks/": {"pk": family.pk, "number": thanks.number},
        "pilots/<int:pk>/protocol/": {"number": 1},
        "pilots/<int:pk>/events/": {"number": event.pk},
        "desk/pilots/<int:pk>/events/": {"number": event.pk},
        "pilots/programme/": {"programme": plan["programme"]},
        "desk/pilots/programmes/": plan,
        "desk/pilots/budgets/": plan,
        "desk/pilots/": {"pk": pilot.pk, "extra": photos.pk, "covers": "health",
                         "participation": pilot.participations.get(panelist__person=resident).pk,
                         "stage": "baseline", "file": waiting.pk,
                         "device": sensor.pk, "threshold": limit.pk,
                         "pk_of_import": loaded.pk, "kind": "budget", "row": line.pk,
                         "question": _eligibility(pilot, officer), "of": "people"},
        "q/": {"code": street.site.poster.code},
        "pilots/<int:pk>/trouble/": {"pk": street.site.pilot_id},
        "desk/pilots/<int:pk>/street/": {"pk": street.site.pilot_id, "answer": passed.pk},
        "desk/pilots/<int:pk>/trouble/": {"pk": street.site.pilot_id, "report": reported.pk},
        "pilots/<int:pk>/evidence": {"pk": concluded.pk},
        "desk/pilots/<int:pk>/recheck": {"pk": concluded.pk, "months": 6},
        "desk/pilots/<int:pk>/recruit/proofs/": {"pk": family.pk, "representative": represented.pk},
        "desk/pilots/<int:pk>/thanks/": {"pk": family.pk, "thanks": thanks.pk},
        "surveys/": {"pk": wave.survey_id, "key": station.key, "token": _invited(resident)},
        "desk/surveys/": {"pk": wave.survey_id, "code": "walk", "act": "up", "number": 1},
        "desk/surveys/waves/": {"pk": wave.pk},
        "desk/surveys/kiosks/": {"pk": station.pk},
        "desk/surveys/papers/": {"pk": _paper(wave, officer, manager).pk},
        "reports/figures/": {"key": "proposals_received", "day": _kept_day()},
        "api/v1/figures/": {"key": "proposals_received"},
        "reports/": {"slug": published.slug, "version": 1, "name": "map.ko.svg",
                     "language": "ko", "kind": _file_of(published).kind},
        "desk/reports/": {"pk": draft.pk, "name": "map.ko.svg", "kind": "monthly"},
        "me/hidden/": {"kind": "proposal", "target": hidden.pk},
        "desk/people/moderation/blocks/": {"pk": _block(officer).pk},
        "me/residence/": {"method": "code"},
        "desk/people/residence/": {"batch": _codes(officer).pk},
        "desk/settings/": {"code": "categories", "pk": proposal.category_id},
        "desk/settings/checked/": {"code": "days-off"},
        "desk/settings/invitations/": {"pk": _invitation(by=officer).pk},
        "desk/people/": {"pk": neighbour.pk, "kind": "proposal", "target": proposal.pk},
        "desk/people/deputies/": {"pk": deputy.pk},
        "data/": {"slug": release.dataset.slug, "release": release.name,
                  "name": release.files.first().name, "ending": "ttl"},
        "desk/reports/evidence/": _evidence(manager),
        "desk/reports/data/": {"slug": release.dataset.slug, "name": release.name},
        "desk/reports/data/files/": {"pk": release.files.last().pk},
        "sta/v1.1/": {"name": "Observations", "key": sensor.observations.get().pk,
                      "lead": "Datastream", "field": "result"},
        "api/v1/proposals/": {"pk": proposal.pk},
        "api/v1/pilots/": {"pk": pilot.pk},
        "api/v1/surveys/": {"pk": wave.survey_id},
        "api/v1/reports/": {"slug": published.slug},
        "api/v1/datasets/": {"slug": release.dataset.slug},
    }  # fmt: skip
    secret = {
        "proposals": hidden.pk, "pilots": draft_pilot.pk, "surveys": unopened.pk,
        "reports": draft.slug,
    }  # fmt: skip
    return [_filled(pattern, values) for pattern in patterns()], secret


def _sensor(pilot, officer):
    sensor = make_device(pilot, every_minutes=10)
    limit = set_limit(measure=sensor.measure, side="above", limit=40, by=officer, is_public=True)
    now = timezone.now()
    receive(device=sensor, readings=[Reading(0, now.isoformat(), 55)])
    roll_up()
    return sensor, limit


def _in_the_street(officer):
    """A pilot that runs, with a poster, somebody who answered in passing, and a report."""
    pilot = f.make_pilot(stage="running", manager=officer, department=officer.department)
    ask_from_street(pilot=pilot, by=officer)
    site = pilot.sites.get()
    passed = answer_from_street(poster=site.poster, rating=4, text="밝아졌습니다.")
    reported = report_trouble(pilot=pilot, kind="danger", text="덮개가 열림", site=site)
    return site.poster, passed, reported


def _plan(pilot, manager):
    """A programme with a task, and a budget that pilots share."""
    programme = write_programme(name=words("교통 계획"), starts_year=2025, ends_year=2027)
    task = write_task(programme=programme, name=words("보행 안전"))
    budget = share_budget(name=words("공동 장비"), pilots=[pilot], by=manager)
    line = add_shared_line(budget=budget, by=manager, label=words("장비"), year=2026, planned=500)
    return {"programme": programme.pk, "task": task.pk, "budget": budget.pk, "row": line.pk}


def _family(guardian, officer):
    """A pilot with a child who was thanked, and an adult who is represented."""
    pilot = make_family_pilot(
        manager=officer, department=officer.department, thanks_kind="money", thanks_amount=10_000
    )
    child_of(guardian, pilot, status="completed")
    adult = adult_of(guardian, pilot)
    thanks = thank(pilot=pilot, for_what="끝까지 참여", by=officer)[0]
    note_payout(thanks=thanks, name="김가람", bank="가람은행", account="110-1", by=guardian)
    return pilot, thanks, adult.representative


def _child_asks(pilot) -> str:
    return token_of(ask_guardian(pilot=pilot, name="김가람", contact="mother@example.test"))


def _eligibility(pilot, officer) -> int:
    question = ask_before_applying(
        pilot=pilot, words=words("이 동네에 사십니까?"), wanted=True, otherwise=words("다음에 봬요."),
        by=officer,
    )  # fmt: skip
    return question.pk


def _further_consent(pilot, officer):
    return write_extra(
        pilot=pilot, covers="photos", title=words("사진"), purpose=words("길의 모습"),
        items=words("사진"), retention=words("1년"), refusal=words("거부할 수 있습니다."), by=officer,
    )  # fmt: skip


def _asked_again(pilot, resident) -> str:
    """What the link in a letter carries."""
    row = AskedAgain.objects.create(pilot=pilot, person=resident, came_as="author", turn="running")
    return again_links.link_of(row).split("/")[-2]


def _block(officer):
    return block_person(person=f.UserFactory(), days=7, reason="욕설", by=officer)


def _filled(pattern: str, values: dict[str, dict]) -> str:
    """The longest beginning that is known says what stands in an address."""
    known = {}
    for start in sorted(values, key=len):
        if pattern.startswith(start):
            known |= values[start]
    return "/" + PLACE.sub(lambda place: str(known[place["name"] or place["other"]]), pattern)


def patterns(resolver=None, before: str = ""):
    """Every address outside Django's admin, with <names> where something stands in it."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern).strip("^$")
        if isinstance(entry, URLPattern):
            yield address
        elif entry.namespace != "admin":
            yield from patterns(entry, address)


def _codes(officer):
    day = timezone.now() + timedelta(days=9)
    return make_batch(name="3월 안내문", count=2, expires_at=day, by=officer)[0]


def _invitation(*, by):
    return invite(emails=["new@example.test"], role="officer", department=by.department, by=by)[0]


def _asked(who) -> Asked:
    return Asked(who=who, channel="phone", consent="spoken", consent_on=timezone.localdate())


def _kept_day():
    day = timezone.localdate() - timedelta(days=1)
    DayFigure.objects.create(day=day, key="proposals_received", value=1, n=1)
    return day


def _photo():
    picture = BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "PNG")
    return keep_photo(upload=SimpleUploadedFile("street.png", picture.getvalue()), alt="골목")


def _commitment(*, proposal, officer):
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer)
    return promise(
        proposal=proposal, what="신호 시간 늘리기", due_month=timezone.localdate(),
        department=f.department(), by=officer,
    )  # fmt: skip


def _concluded(officer, manager):
    pilot = f.make_pilot(stage="evaluating", manager=officer)
    conclude(pilot=pilot, verdict="stop", reasons=words("효과가 없습니다."), by=manager)
    return pilot


def _evidence(manager) -> dict:
    """An indicator with a file, and a pack that nobody has made yet: that takes longest."""
    indicator = f.make_indicator()
    upload = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan")
    file = keep_file(indicator=indicator, upload=upload, by=manager)
    day = timezone.localdate()
    pack = ask_for_days(since=day, until=day, by=manager)
    return {
        "indicator": indicator.pk,
        "file": file.pk,
        "pack": pack.pk,
        "year": day.year,
        "language": "ko",
        "kind": "pdf",
    }


def _question_to(resident, officer) -> str:
    """What the link in a letter carries."""
    commitment = _commitment(proposal=f.ProposalFactory(author=resident), officer=officer)
    report_done(commitment=commitment, by=officer, figure="5초")
    return link_of(Confirmation.objects.get(commitment=commitment)).split("/")[-2]


def _invited(resident) -> str:
    """What the link to a survey carries."""
    wave = make_wave(make_survey(is_public=False))
    panelist = panelist_of(wave, resident)
    return wave_link(WaveInvitation.objects.create(wave=wave, panelist=panelist)).split("/")[-2]


def _paper(wave, officer, manager):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)
    return type_in(wave=wave, number="1", answers=GOOD | {"ease": 1}, by=manager)


def _file_of(report):
    return make_file(report=report, kind="xlsx", language="ko")


def _report(run, slug, **fields):
    report = Report(slug=slug, title=words("보고서"), summary=words("요약"), run=run, **fields)
    report.frozen, report.built_at = freeze(report), run.as_of
    report.pictures = {"map.ko.svg": "<svg/>", "districts.geojson": "{}"}
    report.save()
    return report
