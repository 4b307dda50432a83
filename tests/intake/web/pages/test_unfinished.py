"""What an officer could not finish is kept sealed with its gaps, listed without a detail, and continued by anybody."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from services.intake.adapters.drafts import KEPT_FOR_STAFF
from services.intake.web.pages import unfinished as room
from shared.access.roles import Role
from tests.support.builders.intake import NOW
from tests.support.builders.intake_pages import Browser, FrontDesk

FORM, LIST = "/intake/call", "/intake/call/unfinished"
BEGUN = {"channel": "phone", "reporter.full_name": "Amina Okafor", "location.postcode": "nowhere", "then": "keep"}


@pytest.fixture
def officer(desk: FrontDesk) -> Browser:
    browser = desk.officer()
    browser.open(FORM)
    return browser


def draft_of(officer: Browser) -> str:
    (found,) = re.findall(r'href="(/intake/call\?draft=[^"]+)"', officer.text)
    return str(found)


def test_an_empty_list_says_what_would_stand_there(officer: Browser) -> None:
    assert "Nothing is waiting to be finished." in officer.open(LIST)


def test_whatever_is_missing_or_wrong_is_kept_and_listed_without_a_detail(
    desk: FrontDesk, officer: Browser, tmp_path: Path
) -> None:
    officer.send(FORM, BEGUN)
    assert (officer.status, officer.at) == (200, LIST)
    assert "Jo Okafor" in officer.text
    assert "3 of what, when and by whom missing" in officer.text
    assert "Amina" not in officer.text
    assert "Not finished: 1" in officer.open("/intake/referrals")
    assert desk.submitted() == []
    assert not any(b"Amina" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_a_colleague_goes_on_and_what_was_begun_is_listed_no_more(desk: FrontDesk, officer: Browser) -> None:
    officer.send(FORM, BEGUN)
    draft = draft_of(officer)
    colleague = desk.officer(name="Sam Reed")
    colleague.open(draft)
    assert 'value="Amina Okafor"' in colleague.text
    assert 'value="nowhere"' in colleague.text
    assert "By whom: give a name" in colleague.text
    assert [what for _, what in desk.viewed()] == ["unfinished referral"]
    whole = {"kind": "asb", "category": "noise", "occurred.pattern": "at night", "people.perpetrator.full_name": "Bo"}
    colleague.send(FORM, BEGUN | whole | {"location.postcode": "SW19 1AA", "then": "save"})
    (fact,) = desk.submitted()
    assert colleague.at == f"/intake/referrals/{fact.reference}"
    assert "Nothing is waiting" in officer.open(LIST)
    officer.open(draft)
    assert officer.status == 404


def test_keeping_it_again_keeps_one(desk: FrontDesk, officer: Browser) -> None:
    officer.send(FORM, BEGUN)
    officer.open(draft_of(officer))
    officer.send(FORM, BEGUN | {"reporter.phone": "07700 900123"})
    assert officer.text.count(">Go on<") == 1
    assert 'value="07700 900123"' in officer.open(draft_of(officer))


def test_whoever_may_be_hurt_stands_first(desk: FrontDesk, officer: Browser) -> None:
    officer.send(FORM, BEGUN)
    desk.clock.set(NOW + timedelta(hours=1))
    officer.open(FORM)
    officer.send(FORM, BEGUN | {"facts.domestic_abuse": "yes"})
    assert officer.text.index("Somebody may be hurt") < officer.text.index("23 November 2026, 09:30")


def test_throwing_away_is_recorded_and_leaves_nothing(desk: FrontDesk, officer: Browser) -> None:
    officer.send(FORM, BEGUN)
    officer.send(f"{LIST}/discard", {})
    assert officer.at == LIST
    assert "Nothing is waiting" in officer.text
    assert [what for _, what in desk.viewed()] == ["unfinished referral, thrown away"]
    officer.send(f"{LIST}/discard", {"draft": "none"})
    assert officer.status == 404


def test_what_nobody_touches_goes_after_a_fortnight(desk: FrontDesk, officer: Browser) -> None:
    officer.send(FORM, BEGUN)
    desk.clock.set(NOW + KEPT_FOR_STAFF - timedelta(minutes=1))
    assert "Go on" in officer.open(LIST)
    desk.clock.set(NOW + KEPT_FOR_STAFF)
    assert "Nothing is waiting" in officer.open(LIST)


def test_whoever_does_not_take_calls_sees_none(desk: FrontDesk, officer: Browser) -> None:
    officer.send(FORM, BEGUN)
    draft = draft_of(officer)
    for role in (Role.AUDITOR, Role.PANEL_CHAIR):
        other = desk.officer(role)
        for path in (LIST, draft):
            other.open(path)
            assert other.status == 403


def test_what_somebody_types_just_now_is_marked_and_a_long_list_goes_by_pages(
    desk: FrontDesk, officer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_ROWS", 2)
    for _ in range(3):
        officer.open(FORM)
        officer.send(FORM, BEGUN)
    assert officer.text.count(">Go on<") == 2
    assert officer.text.count("Being typed now") == 2
    officer.open(f"{LIST}?page=2")
    assert officer.text.count(">Go on<") == 1
    assert ">Earlier ones<" in officer.text
    desk.clock.set(NOW + timedelta(minutes=3))
    assert "Being typed now" not in officer.open(LIST)
