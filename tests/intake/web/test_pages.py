"""Intake's pages, asked for as a browser without JavaScript would."""

import re

from shared.access.roles import Role
from tests.support.builders.borough import LittleBorough

PAGE = {"accept": "text/html"}
NAME = "Ada Example"


def referred(borough: LittleBorough) -> str:
    """A referral by telephone; returns its reference."""
    reporter = {"full_name": NAME, "is_victim": True}
    return borough.refer({"kind": "asb", "channel": "phone", "category": "noise", "reporter": reporter})


def test_the_first_page_tells_of_999_and_the_silent_call_and_is_never_kept(borough: LittleBorough) -> None:
    answer = borough.client.get("/", headers=PAGE)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "999" in answer.text
    assert "55" in answer.text
    title = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
    assert title
    assert not re.search("abuse|domestic|violence|police", title[1], re.IGNORECASE)


def test_an_officer_sees_what_came_in_and_the_reading_is_recorded(borough: LittleBorough) -> None:
    reference = referred(borough)
    listed = borough.client.get("/intake/referrals", headers=PAGE | borough.headers(Role.CONTACT_CENTRE))
    assert reference in listed.text
    assert NAME not in listed.text
    shown = borough.client.get(f"/intake/referrals/{reference}", headers=PAGE | borough.headers(Role.CONTACT_CENTRE))
    assert NAME in shown.text
    names = [recorded.name for recorded in borough.built.services["intake"].store.page(0)]
    assert names.count("intake.record_viewed") == 1


def test_an_auditor_sees_the_referral_masked(borough: LittleBorough) -> None:
    shown = borough.get(f"/intake/api/referrals/{referred(borough)}", Role.AUDITOR)
    assert shown.status_code == 200
    assert NAME not in shown.text
