"""Telling others: plain steps, what is missing at its field, what is recorded, what is due, and who may read it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.desk.events import SilenceAnswered, SilenceNoted
from services.triage.domain.disclosure.events import DisclosureRecorded, ThresholdConsidered
from shared.access.roles import Role
from shared.access.walls import Wall
from tests.support.builders.protection import WORDING
from tests.support.builders.triage import ABUSE, MONDAY, PERSISTENT, SCREENED, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

HIGH = {**ABUSE, "answers": {**ABUSE["answers"], "dash_yes_count": 15}}
NEEDY: dict[str, Any] = {
    "category": "rowdy_behaviour",
    "answers": {**SCREENED, "subject_age": 40, "complex_needs": "yes"},
}
PEOPLE = (("Amina Okafor", "victim"), ("Mark Penrose", "perpetrator"))


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    """One triage for the file; each test refers its own case."""
    running = LittleTriage(tmp_path_factory.mktemp("triage"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def officer(triage: LittleTriage) -> TestClient:
    return signed_in(triage.app, Role.CASE_OFFICER)


def read(browser: TestClient, reference: str, more: str = "/disclosures", status: int = 200) -> str:
    answer = browser.get(f"/triage/cases/{reference}{more}")
    assert answer.status_code == status
    return plain(answer.text)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def send(triage: LittleTriage, browser: TestClient, reference: str, form: str, **fields: str) -> Any:
    fields["csrf"] = csrf_of(triage.app, browser)
    answer = browser.post(f"/triage/cases/{reference}/{form}", data=fields)
    triage.settle()
    return answer


def typed(**more: str) -> dict[str, str]:
    wishes = {f"wish-{code}": "said" for code in WORDING.wishes}
    wishes |= {f"wish-{code}-text": "His brother, too." for code in WORDING.wishes}
    said = {
        "necessity": "Serious harm is likely.",
        "proportionality": "Only what bears on it.",
        "police_why": "Not yet.",
    }
    chosen = {"lawful_basis": "public_task", "condition": "safeguarding", "consent": "given", "police": "unknown"}
    return {**wishes, **said, **chosen, "disclosure_id": "disclosure-1", **more}


def test_the_case_says_that_no_basis_is_recorded_and_until_when_it_must_be(
    triage: LittleTriage, officer: TestClient
) -> None:
    reference = triage.refer(*PEOPLE, **HIGH)
    words = read(officer, reference, "")
    assert "Record the lawful basis of telling MARAC" in words
    assert "Due 24 November 2026, 23:59" in words
    assert "No lawful basis recorded for MARAC: no names until it is" in words
    assert "MARAC Not recorded" in read(officer, reference)


def test_a_basis_is_recorded_and_read_in_plain_words(triage: LittleTriage, officer: TestClient) -> None:
    reference = triage.refer(*PEOPLE, **HIGH)
    unasked = {"wish-other_marac": "not_asked", "wish-other_marac-text": "It can wait."}
    answer = send(triage, officer, reference, "disclosures/marac", **typed(**unasked))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/triage/cases/{reference}/disclosures")
    words = read(officer, reference)
    assert "It is our public task to keep people safe (UK GDPR Article 6(1)(e)" in words
    assert "Who are they afraid of? Everybody, not only whoever does most of the harm His brother, too." in words
    assert "Where and when? Not asked. It can wait." in words
    assert "MARAC Recorded" in words
    assert "1 lawful basis recorded" in read(officer, reference, "")
    assert "Record the lawful basis of telling MARAC" not in read(officer, reference, "")
    stored = repr([recorded.fact for recorded in triage.service.store.page(0, 10_000)])
    assert "His brother" not in stored
    assert triage.get(f"/triage/api/cases/{reference}").json()["disclosures"][0]["lawful_basis"] == "public_task"


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_is_kept(
    triage: LittleTriage, officer: TestClient
) -> None:
    reference = triage.refer(*PEOPLE, **HIGH)
    fields = typed(consent="refused", police="", **{"wish-afraid_of": "", "wish-afraid_of-text": "All of them."})
    answer = send(triage, officer, reference, "disclosures/marac", **fields)
    assert answer.status_code == 422
    for at in ("consent_why", "police", "wish-afraid_of"):
        assert f'href="#{at}"' in answer.text
    assert ("All of them." in answer.text, "Serious harm is likely." in answer.text) == (True, True)
    assert "<title>Error: " in answer.text
    assert not [fact for fact in triage.facts_of(reference) if isinstance(fact, DisclosureRecorded)]


def test_it_is_late_after_the_next_working_day(triage: LittleTriage, officer: TestClient) -> None:
    reference = triage.refer(*PEOPLE, **HIGH)
    triage.clock.set(MONDAY + timedelta(days=2))
    assert re.search(r"Late Was due \d+ November 2026, 23:59", read(officer, reference))


def test_community_marac_waits_for_a_threshold_that_was_considered(triage: LittleTriage, officer: TestClient) -> None:
    reference = triage.refer(("Pat Example", "subject"), **NEEDY)
    refused = send(triage, officer, reference, "disclosures/cmarac", **typed())
    assert (refused.status_code, "which statutory threshold was considered" in refused.text) == (409, True)
    day = {"considered_on-day": "31", "considered_on-month": "2", "considered_on-year": "2026"}
    fields = {
        "threshold": "care_act",
        "result": "not_met",
        "considered_by": "Sam Example",
        "threshold_why": "Met needs.",
    }
    wrong = send(triage, officer, reference, "thresholds", **fields, **day)
    assert (wrong.status_code, "Give a day that there is" in wrong.text, "Sam Example" in wrong.text) == (
        422,
        True,
        True,
    )
    assert (
        send(triage, officer, reference, "thresholds", **fields, **day | {"considered_on-day": "3"}).status_code == 303
    )
    assert "considered, not met, by Sam Example on 3 February 2026" in read(officer, reference)
    assert send(triage, officer, reference, "disclosures/cmarac", **typed()).status_code == 303
    assert [fact for fact in triage.facts_of(reference) if isinstance(fact, ThresholdConsidered)]


def test_of_anti_social_behaviour_a_landlord_is_told_without_questions_about_a_marac(
    triage: LittleTriage, officer: TestClient
) -> None:
    reference = triage.refer(*PEOPLE, **PERSISTENT)
    page = read(officer, reference, "/disclosures/landlord")
    assert ("Agency, and the person there" in page, "another MARAC" in page) == (True, False)
    assert read(officer, reference).count("Not recorded") == 0
    assert send(triage, officer, reference, "disclosures/landlord", **typed(to="Duty desk")).status_code == 303


def test_what_was_forgotten_shows_as_erased(triage: LittleTriage, officer: TestClient) -> None:
    reference = triage.refer(*PEOPLE, **HIGH)
    send(triage, officer, reference, "disclosures/marac", **typed())
    triage.ground.keyring.destroy(triage.facts_of(reference)[0].referral.victim_id)  # type: ignore[attr-defined]
    words = read(officer, reference)
    assert ("[erased]" in words, "His brother" in words) == (True, False)


def test_a_recipient_nobody_knows_is_not_found(triage: LittleTriage, officer: TestClient) -> None:
    read(officer, triage.refer(*PEOPLE, **HIGH), "/disclosures/the_press", 404)


@pytest.mark.parametrize("role", [Role.PERPETRATOR_WORKER, Role.IDVA, Role.AGENCY_MEMBER])
def test_nobody_else_reads_on_what_basis_somebody_was_told(triage: LittleTriage, role: Role) -> None:
    reference = triage.refer(*PEOPLE, **HIGH)
    read(signed_in(triage.app, role, f"a.{role.value}"), reference, status=404)


def test_a_case_kept_from_somebody_has_no_risk_and_no_disclosure_either(triage: LittleTriage) -> None:
    reference = triage.refer(*PEOPLE, **HIGH)
    relative = signed_in(triage.app, Role.CASE_OFFICER, "a.relative")
    account = triage.access.accounts.by_sign_in_name("a.relative")
    assert account is not None
    referral_id = triage.facts_of(reference)[0].referral.referral_id  # type: ignore[attr-defined]
    read(relative, reference)
    triage.access.walls.put(Wall(account.account_id, referral_id, reference), stands=True)
    for more in ("/disclosures", "/disclosures/marac", "/risk", "/risk/dash"):
        read(relative, reference, more, 404)


def test_a_basis_that_is_late_calls_the_duty_officer_until_it_is_recorded(tmp_path: Path) -> None:
    late = LittleTriage(tmp_path / "data")
    officer = signed_in(late.app, Role.CASE_OFFICER)
    reference = late.refer(*PEOPLE, **HIGH)
    late.clock.set(MONDAY + timedelta(days=1, hours=20))
    late.settle()
    noted = [fact for fact in late.facts_of(reference) if isinstance(fact, SilenceNoted)]
    assert ("no_lawful_basis", "urgent") in {(fact.rule, fact.priority) for fact in noted}
    listed = f"{reference} : the lawful basis for telling the panel is not recorded"
    assert listed in plain(officer.get("/triage/silences").text)
    send(late, officer, reference, "disclosures/marac", **typed())
    answered = [fact.rule for fact in late.facts_of(reference) if isinstance(fact, SilenceAnswered)]
    assert "no_lawful_basis" in answered
    assert listed not in plain(officer.get("/triage/silences").text)
    late.close()
