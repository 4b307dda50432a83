"""A diary from both sides: an officer gives it in a safe way, a resident fills it in without scripts, it is read."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from services.intake.domain.events import DiaryEntryWritten
from shared.access.roles import Role
from tests.support.builders.intake import NOW
from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk

pytestmark = pytest.mark.slow
DAY = {"on.day": "21", "on.month": "11", "on.year": "2026"}


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with a_front_desk(tmp_path_factory.mktemp("intake")) as made:
        yield made


def sheet(reference: str) -> str:
    return f"/intake/referrals/{reference}/diary"


def given_to(desk: FrontDesk, officer: Browser, reference: str, way: str = "phone") -> str:
    officer.open(sheet(reference))
    officer.send(sheet(reference), {"way": way, "first_on": "2026-11-20", "days": "7"})
    assert officer.status == 200, officer.text
    found = re.search(r"/diary/([0-9A-Z-]{19})", officer.text)
    assert found
    return found[1]


def post(resident: Browser, path: str, **data: str) -> str:
    (token,) = set(re.findall(r'name="token" value="([^"]+)"', resident.text))
    return resident._shown(path, resident.client.post(path, data={"token": token} | data))


def test_a_diary_is_given_filled_in_read_by_day_and_finished(desk: FrontDesk) -> None:
    reference, officer = desk.refer(), desk.officer(Role.CASE_OFFICER)
    code = given_to(desk, officer, reference)
    resident = desk.resident()
    resident.open(f"/diary/{code.lower().replace('-', '')}")
    assert (resident.at, resident.title) == ("/diary", "Waymark Borough Council")
    assert "0 of 7 days filled in" in resident.text
    assert "Exit this page" in resident.text
    resident.open("/diary/entry?on=2026-11-21")
    assert 'value="21"' in resident.text
    resident.answer(**DAY, began="11.10pm", ended="2", what="Bass <b>through</b> the wall", effect="No sleep")
    assert (resident.at, "1 entry: 23:10" in resident.text) == ("/diary?saved=entry", True)
    assert "Bass" not in resident.text
    post(resident, "/diary/quiet", on="2026-11-20")
    assert "2 of 7 days filled in" in resident.text
    post(resident, "/diary/quiet", on="2026-11-20")
    text = officer.open(sheet(reference))
    assert "2 of 7 days filled in" in text
    assert "5 not filled in: that is not the same as quiet." in text
    assert "Bass &lt;b&gt;through&lt;/b&gt; the wall" in text
    assert "23:10 to 02:00 the next day" in text
    assert text.count("Nothing happened on this day.") == 1
    facts = [each for each in desk.recorded() if isinstance(each.fact, DiaryEntryWritten)]
    assert [each.occurred for each in facts] == ["2026-11-21T23:10:00.000000Z", "2026-11-20T00:00:00.000000Z"]
    assert "Bass" not in str(facts)
    resident.open("/diary")
    post(resident, "/diary/finish")
    assert resident.heading == "Thank you"
    resident.open(f"/diary/{code}")
    assert (resident.status, "This code opens no diary." in resident.text) == (422, True)
    assert "whoever kept it has finished" in officer.open(sheet(reference))


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(desk: FrontDesk) -> None:
    reference, officer, resident = desk.refer(), desk.officer(Role.CASE_OFFICER), desk.resident()
    resident.open(f"/diary/{given_to(desk, officer, reference)}")
    resident.open("/diary/entry")
    resident.answer(began="25:00", what="Kept words")
    assert resident.status == 422
    assert "Give day, month and year in figures" in resident.text
    assert "Give a time such as 23:10 or 11.10pm" in resident.text
    assert "Kept words</textarea>" in resident.text
    resident.answer(**DAY | {"on.day": "19"}, what="x")
    assert "not one of the days of the diary" in resident.text
    resident.answer(**DAY | {"on.day": "23"}, began="23:00", what="x")
    assert "This time has not come yet." in resident.text
    resident.answer(**DAY)
    assert "Write what happened." in resident.text


def test_only_safe_ways_are_offered_or_taken_and_with_abuse_none(desk: FrontDesk) -> None:
    reference, officer = desk.refer(), desk.officer(Role.CASE_OFFICER)
    text = officer.open(sheet(reference))
    assert 'value="phone"' in text
    assert 'value="sms"' not in text
    officer.send(sheet(reference), {"way": "sms", "first_on": "2026-11-20", "days": "7"})
    assert officer.status == 422
    abuse = desk.refer(kind="domestic_abuse", category=None)
    assert "No diary is given: it may be found." in officer.open(sheet(abuse))
    officer.send(sheet(abuse), {"way": "now", "first_on": "2026-11-20", "days": "7"})
    assert officer.status == 409
    silent = desk.refer(safe_contact=None, reporter={"anonymous": True})
    assert given_to(desk, officer, silent, way="now")


def test_paper_is_typed_in_later_with_the_day_it_came(desk: FrontDesk) -> None:
    reference, officer = desk.refer(), desk.officer(Role.CASE_OFFICER)
    given_to(desk, officer, reference)
    officer.open(f"{sheet(reference)}/paper")
    came = {"_received.day": "22", "_received.month": "11", "_received.year": "2026"}
    officer.send(f"{sheet(reference)}/paper", came | DAY | {"quiet": "no", "what": "Shouting"})
    assert "On paper, received 22 November 2026." in officer.text
    for year in ("2027", "9" * 20):
        officer.open(f"{sheet(reference)}/paper")
        officer.send(f"{sheet(reference)}/paper", came | DAY | {"_received.year": year, "what": "Kept words"})
        assert (officer.status, "Kept words</textarea>" in officer.text) == (422, True)
    (item,) = desk.get(f"/intake/api/referrals/{reference}/diary", Role.CASE_OFFICER).json()["items"]
    assert (item["occurred_at"], item["received_at"], item["recorded_at"]) == (
        "2026-11-21T00:00:00.000000Z", "2026-11-22T12:00:00.000000Z", "2026-11-23T09:30:00.000000Z",
    )  # fmt: skip
    assert (item["began"], item["road"], item["witnesses"]) == (None, "staff", None)


def test_a_code_is_worth_nothing_after_the_days_are_over_or_to_whoever_guesses(desk: FrontDesk) -> None:
    reference, officer, resident = desk.refer(), desk.officer(Role.CASE_OFFICER), desk.resident()
    code = given_to(desk, officer, reference)
    resident.open("/diary/entry")
    assert resident.at == "/diary"
    statuses = []
    for _ in range(8):
        resident.open("/diary/2222-2222-2222-2222")
        statuses.append(resident.status)
    assert (statuses[0], statuses[-1]) == (422, 429)
    desk.clock.set(NOW + timedelta(days=12))
    later = desk.resident()
    later.open(f"/diary/{code}")
    assert later.status == 422
