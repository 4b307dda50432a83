"""Intake's pages, asked for as a browser without JavaScript would."""

import re

import pytest

from shared.access.roles import Role
from tests.support.builders.borough import LittleBorough

PAGE = {"accept": "text/html"}
NAME, EMAIL = "Ada Example", "ada@example.org"


def referred(borough: LittleBorough, **changes: str) -> str:
    """A resident sends the questions on abuse; returns the page she sees."""
    typed = {"form_key": "key-1", "description": "He locks me in", "full_name": NAME, "email": EMAIL}
    answer = borough.client.post("/help/questions", data=typed | {"domestic_abuse": "yes"} | changes, headers=PAGE)
    assert answer.status_code == 200
    return answer.text


def reference_in(page: str) -> str:
    found = re.search(r"WM-\w{4}-\w", page)
    assert found
    return found[0]


@pytest.mark.parametrize("path", ["/", "/report", "/help", "/help/questions", "/return"])
def test_residents_pages_say_999_are_never_kept_and_speak_of_nothing_in_their_titles(
    borough: LittleBorough, path: str
) -> None:
    answer = borough.client.get(path, headers=PAGE)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "999" in answer.text
    title = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
    assert title
    assert not re.search("abuse|domestic|violence|police", title[1], re.IGNORECASE)


def test_the_first_page_tells_of_the_silent_call(borough: LittleBorough) -> None:
    assert "press 55" in borough.client.get("/", headers=PAGE).text


@pytest.mark.parametrize("path", ["/help", "/help/questions", "/report"])
def test_sensitive_pages_can_be_left_at_once(borough: LittleBorough, path: str) -> None:
    assert "/leave" in borough.client.get(path, headers=PAGE).text


def test_a_resident_is_told_her_reference_and_no_way_to_reach_her_is_taken_for_safe(borough: LittleBorough) -> None:
    reference = reference_in(referred(borough))
    borough.settle()
    shown = borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()
    assert {shown["safe_contact"][name]["safe"] for name in ("phone", "sms", "email", "post", "in_person")} == {
        "unknown"
    }
    assert (shown["kind"], shown["channel"], shown["reporter_is_victim"]) == ("domestic_abuse", "online", True)


def test_a_second_press_of_the_button_takes_in_nothing_twice(borough: LittleBorough) -> None:
    assert reference_in(referred(borough)) == reference_in(referred(borough))


def test_what_is_wrong_stands_at_the_field_and_what_was_typed_is_kept(borough: LittleBorough) -> None:
    typed = {"form_key": "key-1", "description": "The music again", "email": "not an address"}
    answer = borough.client.post("/report", data=typed, headers=PAGE)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "The music again" in answer.text


def test_somebody_reporting_for_another_is_not_the_victim(borough: LittleBorough) -> None:
    page = referred(borough, for_whom="another", form_key="key-2")
    shown = borough.get(f"/intake/api/referrals/{reference_in(page)}", Role.TRIAGE_OFFICER).json()
    assert shown["reporter_is_victim"] is False


def test_an_officer_sees_what_came_in_and_the_reading_is_recorded(borough: LittleBorough) -> None:
    reference = reference_in(referred(borough))
    borough.settle()
    listed = borough.client.get("/intake/referrals", headers=PAGE | borough.headers(Role.CONTACT_CENTRE))
    assert reference in listed.text
    assert NAME not in listed.text
    shown = borough.client.get(f"/intake/referrals/{reference}", headers=PAGE | borough.headers(Role.CONTACT_CENTRE))
    assert NAME in shown.text
    names = [recorded.name for recorded in borough.built.services["intake"].store.page(0)]
    assert names.count("intake.record_viewed") == 1


def test_an_auditor_sees_the_referral_masked(borough: LittleBorough) -> None:
    reference = reference_in(referred(borough))
    shown = borough.get(f"/intake/api/referrals/{reference}", Role.AUDITOR)
    assert shown.status_code == 200
    assert NAME not in shown.text
    assert EMAIL not in shown.text


def test_the_staff_form_is_for_staff(borough: LittleBorough) -> None:
    asked = borough.client.get("/intake/referrals/new", headers=PAGE | borough.headers(Role.CONTACT_CENTRE))
    assert asked.status_code == 200
    assert borough.client.get("/intake/referrals/new", headers=borough.headers(Role.OBSERVER)).status_code in (403, 404)
