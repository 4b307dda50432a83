"""The rules in words, for those who own, apply and audit them."""

import re

from fastapi.testclient import TestClient

from shared.access.roles import Role
from tests.support.builders.triage import FLY_TIP, LittleTriage
from tests.support.builders.web import signed_in

READERS = {Role.RULE_APPROVER, Role.SERVICE_MANAGER, Role.AUDITOR, Role.TRIAGE_OFFICER}


def read(browser: TestClient, query: str = "") -> str:
    answer = browser.get(f"/triage/rules{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_the_edition_in_force_is_shown_with_all_it_says(triage: LittleTriage) -> None:
    words = read(signed_in(triage.app, Role.RULE_APPROVER))
    assert "Version 2026-04-01, in force from 1 April 2026. In force today" in words
    assert "Approved by: Head of community safety, 12 March 2026." in words
    assert "1. Danger now" in words
    assert "“Somebody may come to harm at this moment, so the emergency services come first.”" in words
    assert "children in household is yes and (one of the rows “modern slavery”, “domestic abuse” or" in words
    assert "urgent within 1 working day, high within 2 working days, standard within 5 working days" in words
    assert "MARAC checklist yes: 14" in words
    assert "Panel “MARAC” differs: its policy sentence “MARAC: row 3" in words
    assert "; no longer when “the row “domestic abuse” matches" in words


def test_an_older_edition_is_marked_as_past(triage: LittleTriage) -> None:
    browser = signed_in(triage.app, Role.AUDITOR)
    words = read(browser, "?version=2016-07-01")
    assert "in force from 1 July 2016 to 20 October 2017. Past" in words
    assert browser.get("/triage/rules?version=1999-01-01").status_code == 404


def test_only_those_who_own_apply_or_audit_them_see_them(triage: LittleTriage) -> None:
    answered = {role: triage.get("/triage/rules", role).status_code for role in Role}
    assert answered == {role: 200 if role in READERS else 404 for role in Role}


def test_the_history_of_a_referral_is_for_those_who_audit_govern_and_manage(triage: LittleTriage) -> None:
    reference = triage.refer(("Amina Okafor", "victim"), **FLY_TIP)
    for number, role in enumerate((Role.AUDITOR, Role.INFORMATION_GOVERNANCE, Role.SERVICE_MANAGER)):
        browser = signed_in(triage.app, role, f"somebody.{number}")
        assert "assessment-referral-1" in browser.get(f"/triage/history?reference={reference}").text
        page = browser.get("/triage/history/assessment-referral-1").text
        assert "The rules judged the referral, round 1." in page
        assert "personal detail, not shown here" in page
        assert "Amina" not in page
    assert ("auditor", "history", ("referral-1",)) in triage.looks()
    assert signed_in(triage.app).get("/triage/history").status_code == 404


def test_a_note_about_who_looked_has_a_history_of_its_own(triage: LittleTriage) -> None:
    triage.get(f"/triage/api/referrals/{triage.refer(**FLY_TIP)}/decision")
    (stream,) = [each.stream for each in triage.service.store.page(0, 1000) if each.stream.startswith("viewed-")]
    page = signed_in(triage.app, Role.AUDITOR).get(f"/triage/history/{stream}").text
    assert "The record was looked at: decision." in page
