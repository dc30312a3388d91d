"""The whole thread, walked by real people in real browsers: from a problem on the map to a
published report that a stranger recomputes."""

import csv
import io
import re
from datetime import date, timedelta

import pandas as pd
import pytest
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.stack]

TODAY = date.today()


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def photo_with_gps() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (37.0, 45.0, 0.0)
    file = io.BytesIO()
    Image.new("RGB", (800, 600), "gray").save(file, "JPEG", exif=exif.tobytes())
    return file.getvalue()


def send(page, within="main"):
    """Presses the main button of the page's last form."""
    page.locator(f"{within} form.form button:not([name]):not([type=button])").last.click()
    page.wait_for_load_state("load")


def number_in(url: str) -> int:
    return int(re.search(r"/(\d+)/", url)[1])


def test_from_a_problem_to_a_report_that_a_stranger_recomputes(portal, sign_in, window):
    proposal = resident_proposes(sign_in)
    for number in (1, 2, 3):
        neighbour_backs(sign_in, number, proposal)
    officer_accepts(sign_in, proposal)
    pilot = officer_makes_a_pilot(sign_in, proposal)
    resident = resident_applies(sign_in, pilot)
    officer_draws(sign_in, pilot)
    resident_consents_and_answers_before(sign_in, resident, pilot)
    manager_starts_it(sign_in, pilot)
    ten_days_pass(portal, pilot)
    resident_writes_a_diary(sign_in, pilot)
    manager_imports_and_ends_the_run(sign_in, pilot)
    resident_answers_after(sign_in, pilot)
    manager_concludes_and_promises(sign_in, pilot, proposal)
    report = officer_has_a_report_built(sign_in)
    manager_publishes(sign_in, report)
    stranger_reads_and_recomputes(window, proposal)
    resident_sees_what_became_of_it(sign_in, proposal)


def resident_proposes(sign_in) -> int:
    page = sign_in("resident@garam.test", width=360, height=740)
    page.goto("/proposals/new/")
    page.locator("select[name=district]").select_option(index=1)
    page.locator("[name=place_note]").fill("정문에서 왼쪽으로 30m, 은행나무 옆")
    page.locator("[name=title]").fill("학교 앞 보도블록이 깨져 있습니다")
    page.locator("[name=text]").fill("비가 오면 물이 고이고 유아차가 지나가지 못합니다.")
    page.locator("[name=category]").first.check(force=True)
    page.locator(
        "#photos ~ .photo-slot input[type=file], [data-new] input[type=file]"
    ).first.set_input_files(
        {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo_with_gps()}
    )
    page.locator("[data-new] input[name$=alt]").first.fill("깨진 보도블록과 고인 물")
    send(page)
    page.wait_for_url(re.compile(r"/proposals/\d+/"))
    assert page.get_by_role("heading", name="학교 앞 보도블록이 깨져 있습니다").is_visible()
    picture = page.locator("main img[src*='/media/']").first
    assert picture.get_attribute("alt") == "깨진 보도블록과 고인 물"
    body = page.request.get(picture.get_attribute("src")).body()
    assert b"Exif" not in body
    return number_in(page.url)


def neighbour_backs(sign_in, number, proposal):
    page = sign_in(f"neighbour{number}@garam.test")
    page.goto(f"/proposals/{proposal}/")
    button = page.locator("button.support").first
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    page.locator("button.support[aria-pressed=true]").first.wait_for()
    if number == 1:
        page.goto(f"/proposals/{proposal}/")
        page.locator("main form[action*=comment] textarea").first.fill(
            "저도 지난주에 넘어질 뻔했습니다."
        )
        page.locator("main form[action*=comment] button").first.click()
        page.get_by_text("저도 지난주에 넘어질 뻔했습니다.").first.wait_for()


def the_review_starts_by_itself(page, proposal):
    """At the threshold the clock moves it: at once on SQLite, within a tick on PostgreSQL."""
    for _tick in range(60):
        page.goto(f"/proposals/{proposal}/")
        if "검토 중" in page.locator(".page-header__badges").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError("three people back it, and the review has not started")


def officer_accepts(sign_in, proposal):
    page = sign_in("officer@garam.test")
    the_review_starts_by_itself(page, proposal)
    page.goto("/desk/proposals/")
    assert page.get_by_text("학교 앞 보도블록이 깨져 있습니다").first.is_visible()
    page.goto(f"/desk/proposals/{proposal}/move/accepted/")
    page.locator("[name=reason]").fill(
        "현장을 보았습니다. 고치는 방법을 골라 먼저 시험해 보겠습니다."
    )
    send(page, "#move")
    page.goto(f"/proposals/{proposal}/")
    assert page.get_by_text("고치는 방법을 골라 먼저 시험해 보겠습니다.").first.is_visible()


def officer_makes_a_pilot(sign_in, proposal) -> int:
    page = sign_in("manager@garam.test")
    page.goto("/desk/pilots/new/")
    page.locator("[name=title_0]").fill("물 빠지는 보도블록")
    page.locator("[name=title_1]").fill("Paving that drains")
    page.locator("[name=origin]").select_option("residents")
    page.locator("[name=takes_participants][value=yes]").check(force=True)
    page.locator(f"[name=proposals][value='{proposal}']").check(force=True)
    send(page)
    page.wait_for_url(re.compile(r"/desk/pilots/\d+/"))
    pilot = number_in(page.url)

    page.goto(f"/desk/pilots/{pilot}/protocol/")
    for name, words in {
        "question_0": "물 빠지는 블록을 깔면 비 온 뒤 물 고이는 시간이 줄어듭니까?",
        "hypothesis_0": "고인 시간이 절반으로 줄 것입니다.",
        "privacy_sheet_0": "물 깊이만 재며 개인정보를 수집하지 않습니다.",
        "risk_sheet_0": "공사 중에는 우회로를 둡니다.",
    }.items():
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=starts_on]").fill(day(0))
    page.locator("[name=ends_on]").fill(day(60))
    page.locator("[name=apply_until]").fill(day(10))
    page.locator("[name=seats]").fill("5")
    send(page)

    page.goto(f"/desk/pilots/{pilot}/consent/")
    for name in ("title_0", "purpose_0", "items_0", "retention_0", "refusal_0"):
        page.locator(f"[name={name}]").fill("걷기 편한지 알아보려고 설문과 일지를 모읍니다.")
    send(page)

    page.goto(f"/desk/pilots/{pilot}/sites/new/")
    page.locator("[name=name_0]").fill("학교 앞")
    page.locator("[name=key]").fill("A")
    tap_the_map(page)
    send(page)

    page.goto("/desk/surveys/new/?for=pilot")
    page.locator("[name=title_0]").fill("걷기 편하십니까")
    send(page)
    survey = number_in(page.url)
    page.goto(f"/desk/surveys/{survey}/questions/new/?kind=scale")
    page.locator("[name=words_0]").fill("이 길을 걷기 편하십니까?")
    send(page)
    page.goto(f"/desk/pilots/{pilot}/survey/")
    page.locator("[name=survey]").select_option(label="걷기 편하십니까")
    send(page)

    page.goto(f"/desk/pilots/{pilot}/measures/new/")
    page.locator("[name=name_0]").fill("물이 고인 시간")
    page.locator("[name=code]").fill("puddle")
    page.locator("[name=unit_0]").fill("분")
    page.locator("[name=direction]").select_option("down")
    page.locator("[name=definition_0]").fill("비 온 날 물이 5mm 넘게 고인 시간")
    page.locator("[name=source]").select_option("observations")
    page.locator("[name=is_primary]").check(force=True)
    send(page)

    move(page, pilot, "recruiting")
    return pilot


def tap_the_map(page):
    """A tap in the middle of the map sets the pin, and the page says the dong's name."""
    canvas = page.locator("[data-picker] canvas").first
    canvas.wait_for()
    page.locator("[data-picker-middle]").click()
    page.locator("[data-picker-said]", has_text=re.compile("동편동|서편동")).wait_for()


def move(page, pilot, stage):
    page.goto(f"/desk/pilots/{pilot}/move/{stage}/")
    page.locator("[name=reason]").fill("다음 단계로 갑니다.")
    send(page)
    assert page.url.rstrip("/").endswith(f"/desk/pilots/{pilot}"), page.locator("main").inner_text()


def resident_applies(sign_in, pilot):
    page = sign_in("resident@garam.test", width=360, height=740)
    page.goto(f"/pilots/{pilot}/")
    page.locator(f"main a[href$='/pilots/{pilot}/apply/']").first.click()
    page.locator("[name=motivation]").fill("날마다 지나는 길입니다.")
    send(page)
    return page


def officer_draws(sign_in, pilot):
    page = sign_in("manager@garam.test")
    page.goto(f"/desk/pilots/{pilot}/draw/")
    send(page)
    page.goto(f"/pilots/{pilot}/draw/")
    assert page.locator("main table, main li").first.is_visible()
    move(page, pilot, "baseline")


def resident_consents_and_answers_before(sign_in, page, pilot):
    page.goto(f"/pilots/{pilot}/consent/")
    assert page.locator("[name=agrees]:checked").count() == 0
    page.locator("[name=agrees][value=yes]").check(force=True)
    send(page)
    answer_survey(page, pilot, 2)


def answer_survey(page, pilot, points):
    page.goto(f"/pilots/{pilot}/mine/")
    page.locator("main a[href*='/surveys/']").first.click()
    page.locator(f"main input[type=radio][value='{points}']").first.check(force=True)
    page.locator("main [name=go][value=send]").click()
    page.wait_for_url(re.compile("/thanks/"))


def manager_starts_it(sign_in, pilot):
    move(sign_in("manager@garam.test"), pilot, "running")


def ten_days_pass(portal, pilot):
    portal.python(
        "from datetime import timedelta\n"
        "from django.utils import timezone\n"
        "from pilots.models import Pilot\n"
        "today = timezone.localdate()\n"
        f"Pilot.objects.filter(pk={pilot}).update(baseline_from=today - timedelta(days=30),"
        " running_from=today - timedelta(days=12))"
    )


def resident_writes_a_diary(sign_in, pilot):
    page = sign_in("resident@garam.test", width=360, height=740)
    page.goto(f"/pilots/{pilot}/diary/")
    page.locator("[name=rating][value='4']").check(force=True)
    page.locator("[name=text]").fill("비가 왔는데 신발이 젖지 않았습니다.")
    page.locator("[name=photo]").set_input_files(
        {"name": "wet.jpg", "mimeType": "image/jpeg", "buffer": photo_with_gps()}
    )
    page.locator("[name=alt]").fill("젖지 않은 길")
    send(page)
    assert page.get_by_text("비가 왔는데 신발이 젖지 않았습니다.").first.is_visible()


def observations() -> bytes:
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["측정일", "지점", "물이 고인 시간"])
    for days in range(-30, 0):
        value = 60 + days % 7 if days < -12 else 25 + days % 5
        rows.writerow([day(days).replace("-", ""), "A", "" if days == -20 else value])
    rows.writerow(["어제", "A", "31"])
    return file.getvalue().encode("cp949")


def manager_imports_and_ends_the_run(sign_in, pilot):
    page = sign_in("manager@garam.test")
    page.goto(f"/desk/pilots/{pilot}/import/")
    page.locator("[name=file]").set_input_files(
        {"name": "puddle.csv", "mimeType": "text/csv", "buffer": observations()}
    )
    send(page)
    assert "CP949" in page.locator("main").inner_text().upper()
    send(page)
    shown = page.locator("main").inner_text()
    assert "32" in shown  # the row that is refused, with its number
    assert "어제" in shown
    move(page, pilot, "evaluating")


def resident_answers_after(sign_in, pilot):
    answer_survey(sign_in("resident@garam.test", width=360, height=740), pilot, 5)


def manager_concludes_and_promises(sign_in, pilot, proposal):
    page = sign_in("manager@garam.test")
    page.goto(f"/desk/pilots/{pilot}/conclude/")
    page.locator("[name=verdict][value=adopt], select[name=verdict]").first.evaluate(
        "e => e.tagName == 'SELECT' ? (e.value = 'adopt') : e.click()"
    )
    page.locator("[name=reasons_0]").fill("물이 고인 시간이 절반 아래로 줄었습니다.")
    send(page)
    page.goto(f"/pilots/{pilot}/")
    shown = page.locator("main").inner_text()
    assert "물이 고인 시간이 절반 아래로 줄었습니다." in shown
    assert "95%" in shown

    page.goto(f"/desk/proposals/{proposal}/move/promise/")
    if page.locator("[name=what_0]").count() == 0:
        page.goto(f"/desk/proposals/{proposal}/")
        page.locator(
            "main a[href*='promise'], main a[href*='commit'], main a[href*='planned']"
        ).first.click()
    page.locator("[name=what_0]").fill("학교 앞 120m를 물 빠지는 블록으로 바꾸겠습니다.")
    page.locator("[name=due_month]").fill((TODAY + timedelta(days=95)).strftime("%Y-%m"))
    send(page, "#move")
    page.goto(f"/proposals/{proposal}/")
    assert "학교 앞 120m를 물 빠지는 블록으로 바꾸겠습니다." in page.locator("main").inner_text()


def officer_has_a_report_built(sign_in) -> int:
    page = sign_in("officer@garam.test")
    page.goto("/desk/reports/new/")
    page.locator("main a[href$='/new/city/']").click()
    page.locator("[name=title_0]").fill("가람시 리빙랩 운영 보고서")
    page.locator("[name=slug]").fill("garam-2026")
    send(page)
    page.wait_for_url(re.compile(r"/desk/reports/\d+/"))
    report = number_in(page.url)
    # A real worker builds it; the page tells by itself when it is there.
    page.locator("#preview").wait_for(timeout=90_000)
    page.locator("[name=summary_0]").fill("한 건의 제안이 실증을 거쳐 약속이 되었습니다.")
    page.locator("[aria-labelledby=words-title] button").click()
    return report


def manager_publishes(sign_in, report):
    page = sign_in("manager@garam.test")
    page.goto(f"/desk/reports/{report}/")
    page.locator("button[formaction*=publish]").click()
    page.wait_for_url(re.compile("/reports/garam-2026/"))


def stranger_reads_and_recomputes(window, proposal):
    page = window(language="en")
    page.goto("/reports/garam-2026/")
    assert page.locator("h1").inner_text()
    figures = pd.read_csv(io.BytesIO(page.request.get(
        page.locator("main a[href$='figures.csv']").first.get_attribute("href")
    ).body()), encoding="utf-8-sig")  # fmt: skip

    page.goto("/data/")
    page.locator("main a[href*='/data/proposals']").first.click()
    link = page.locator("main a[href$='proposals.csv']").first.get_attribute("href")
    proposals = pd.read_csv(io.BytesIO(page.request.get(link).body()), encoding="utf-8-sig")

    published = whole_city(figures, "proposals_received")
    assert published == len(proposals) == 1
    assert whole_city(figures, "support_given") == 3
    assert whole_city(figures, "commitments_made") == 1
    assert proposals["id"].tolist() == [proposal]


def whole_city(figures: pd.DataFrame, key: str) -> float:
    rows = (
        figures[figures["figure"] == key] if "figure" in figures else figures[figures["key"] == key]
    )
    cuts = [
        name
        for name in ("district", "category", "month", "pilot", "measure", "level")
        if name in rows
    ]
    return float(rows[rows[cuts].isna().all(axis=1)]["value"].iloc[0])


def resident_sees_what_became_of_it(sign_in, proposal):
    page = sign_in("resident@garam.test", width=360, height=740)
    shown = page.locator("main").inner_text()
    assert "학교 앞 보도블록이 깨져 있습니다" in shown
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
