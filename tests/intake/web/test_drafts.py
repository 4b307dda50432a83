"""A resident's unfinished answers are found by the browser that gave them and by nobody else."""

from datetime import timedelta

from services.intake.web.drafts import MOST_SAVES
from tests.support.builders.intake import NOW
from tests.support.builders.intake_pages import Browser, FrontDesk

STORY = "He took the door off its hinges."


def begun(desk: FrontDesk) -> Browser:
    """A resident who has told a story and sees the next question."""
    resident = desk.resident()
    resident.open("/help/now")
    resident.answer(facts__immediate_danger="no")
    resident.answer(_about="me")
    resident.answer(_safe_now="yes")
    resident.answer(facts__domestic_abuse="yes")
    resident.answer(description=STORY)
    return resident


def test_answers_are_there_on_the_way_back(desk: FrontDesk) -> None:
    assert STORY in begun(desk).open("/help/tell")


def test_another_browser_finds_nothing_whatever_it_makes_up(desk: FrontDesk) -> None:
    resident = begun(desk)
    other = desk.resident()
    theirs = resident.client.cookies["d"]
    for cookie in ("", "forged", theirs[:-1] + ("1" if theirs.endswith("0") else "0")):
        other.client.cookies.set("d", cookie)
        other.open("/help/tell")
        assert other.at == "/help"
        assert STORY not in other.text


def test_the_cookie_says_nothing_and_no_script_reads_it(desk: FrontDesk) -> None:
    resident = desk.resident()
    resident.open("/help/now")
    answer = resident.client.post("/help/now", data={"facts.immediate_danger": "no"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("d=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age" not in cookie
    assert "expires" not in cookie


def test_a_form_of_another_site_cannot_write_into_a_draft(desk: FrontDesk) -> None:
    resident = begun(desk)
    resident.client.post("/help/tell", data={"description": "Forged.", "draft": "wrong"})
    assert STORY in resident.open("/help/tell")
    answer = resident.client.post("/help/tell", data={"description": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_after_an_hour_nothing_is_left(desk: FrontDesk) -> None:
    resident = begun(desk)
    desk.clock.set(NOW + timedelta(hours=1))
    resident.open("/help/tell")
    assert (resident.at, STORY in resident.text) == ("/help", False)


def test_leaving_throws_everything_away_and_leads_elsewhere(desk: FrontDesk) -> None:
    resident = begun(desk)
    cookie = resident.client.cookies["d"]
    assert desk.drafts_kept() == 1
    answer = resident.client.get("/leave")
    assert desk.drafts_kept() == 0
    assert answer.status_code == 303
    assert answer.headers["location"] == "https://www.bbc.co.uk/weather"
    assert answer.headers["cache-control"] == "no-store"
    assert "d" not in resident.client.cookies
    resident.client.cookies.set("d", cookie)  # as a browser would that had kept it
    resident.open("/help/tell")
    assert (resident.at, STORY in resident.text) == ("/help", False)


def test_a_program_that_saves_without_end_is_stopped(desk: FrontDesk) -> None:
    resident = desk.resident()
    resident.open("/report/now")
    resident.answer(facts__immediate_danger="no")
    for _ in range(MOST_SAVES - 1):
        resident.client.post("/report/now", data={"facts.immediate_danger": "no", "draft": token(resident)})
    answer = resident.client.post("/report/now", data={"facts.immediate_danger": "no", "draft": token(resident)})
    assert answer.status_code == 429


def token(resident: Browser) -> str:
    return resident.text.partition('name="draft" value="')[2].partition('"')[0]
