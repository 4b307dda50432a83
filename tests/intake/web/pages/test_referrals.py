"""What came in, by clock: filtered, in pages, nothing of anybody, and a sentence where there is nothing."""

import re
from datetime import timedelta

import pytest

from shared.access.roles import Role
from tests.support.builders.intake import NOW
from tests.support.builders.intake_pages import FrontDesk

LIST = "/intake/referrals"


def listed(text: str) -> list[str]:
    return re.findall(r'href="/intake/referrals/(WM-[^"]+)"', text)


def test_an_empty_list_says_what_would_stand_there(desk: FrontDesk) -> None:
    assert "Nothing has come in yet." in desk.officer().open(LIST)


def test_the_newest_stands_first_and_nobody_is_named(desk: FrontDesk) -> None:
    first = desk.refer(received_at="2026-11-21T09:00:00+00:00")
    second = desk.refer(received_at="2026-11-22T09:00:00+00:00", channel="email")
    officer = desk.officer()
    assert listed(officer.open(LIST)) == [second, first]
    assert "Okafor" not in officer.text.partition("<main")[2]
    assert "22 November 2026, 09:00" in officer.text
    assert listed(officer.open(f"{LIST}?order=oldest")) == [first, second]


def test_a_filter_keeps_what_was_chosen_and_an_empty_result_says_so(desk: FrontDesk) -> None:
    by_mail = desk.refer(channel="email", category="fireworks")
    desk.refer()
    officer = desk.officer()
    assert listed(officer.open(f"{LIST}?channel=email&category=fireworks")) == [by_mail]
    assert re.search(r'value="email" selected', officer.text)
    assert "Show all" in officer.text
    officer.open(f"{LIST}?status=emergency")
    assert "Nothing that came in is like this." in officer.text


def test_a_long_list_is_read_in_pages_that_keep_the_filter(desk: FrontDesk) -> None:
    sent = []
    for number in range(51):
        moment = NOW - timedelta(minutes=number)
        sent.append(desk.refer(received_at=moment.isoformat(), channel="email"))
    desk.refer(channel="phone")
    officer = desk.officer()
    first = listed(officer.open(f"{LIST}?channel=email"))
    assert first == sent[:50]
    (further,) = re.findall(r'href="([^"]+)" rel="next"', officer.text)
    assert listed(officer.open(further.replace("&amp;", "&"))) == sent[50:]
    assert "Back to the first page" in officer.text


@pytest.mark.parametrize("asked", ["cursor=zzz", "kind=" + "x" * 61])
def test_an_address_made_up_is_told_so(desk: FrontDesk, asked: str) -> None:
    officer = desk.officer()
    officer.open(f"{LIST}?{asked}")
    assert officer.status == 422


def test_a_code_nobody_knows_finds_nothing(desk: FrontDesk) -> None:
    desk.refer()
    officer = desk.officer()
    officer.open(f"{LIST}?kind=odd")
    assert (officer.status, listed(officer.text)) == (200, [])


def test_for_whoever_may_not_read_it_there_is_nothing_here(desk: FrontDesk) -> None:
    for role in (Role.PANEL_CHAIR, Role.AUDITOR, Role.COMMUNITY_MEMBER):
        officer = desk.officer(role)
        officer.open(LIST)
        assert officer.status == 404
    assert desk.resident().open(LIST)
