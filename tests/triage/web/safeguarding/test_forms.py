"""Safeguarding as officers use it: due the same day, a basis first, a receipt, a notice that names nobody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.application.publication import PUBLISH
from services.triage.domain.desk.events import ReceiptRecorded, SilenceNoted
from services.triage.domain.safeguarding.events import HateCrimeHandled, NoticeWithoutDetailsSent
from services.triage.read_models import silences
from shared.access.roles import Role
from tests.support.builders.safeguarding import EXPLOITED
from tests.support.builders.triage import ABUSE, MONDAY, SCREENED, LittleTriage
from tests.support.builders.web import csrf_of, signed_in
from tests.triage.web.pages.test_disclosures import plain, typed

pytestmark = pytest.mark.slow

AT_RISK = {**ABUSE, "answers": {**ABUSE["answers"], "child_at_risk": "yes"}}
NAME = "Amina Okafor"
PEOPLE = ((NAME, "victim"), ("Mark Penrose", "perpetrator"))
DAY = {"day": "23", "month": "11", "year": "2026"}


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    """One triage for the file; each test refers its own case."""
    running = LittleTriage(tmp_path_factory.mktemp("triage"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def officer(triage: LittleTriage) -> TestClient:
    return signed_in(triage.app, Role.CASE_OFFICER)


@pytest.fixture(autouse=True)
def monday(triage: LittleTriage) -> None:
    triage.clock.set(max(triage.clock(), MONDAY + timedelta(hours=1)))


def page(browser: TestClient, reference: str, more: str = "/safeguarding", status: int = 200) -> str:
    answer = browser.get(f"/triage/cases/{reference}{more}")
    assert answer.status_code == status
    return plain(answer.text)


def send(triage: LittleTriage, browser: TestClient, reference: str, form: str, **fields: str) -> Any:
    fields["csrf"] = csrf_of(triage.app, browser)
    answer = browser.post(f"/triage/cases/{reference}/{form}", data=fields)
    triage.settle()
    return answer


def dated(name: str) -> dict[str, str]:
    return {f"{name}-{part}": value for part, value in DAY.items()}


def which(browser: TestClient, reference: str, task: str) -> str:
    """The id behind the link to a task."""
    found = re.search(
        rf"safeguarding/{task}\?which=([\w-]+)", browser.get(f"/triage/cases/{reference}/safeguarding").text
    )
    assert found is not None
    return found[1]


def test_a_child_at_risk_is_due_to_be_referred_the_same_day(triage: LittleTriage, officer: TestClient) -> None:
    reference = triage.refer(*PEOPLE, **AT_RISK)
    words = page(officer, reference, "")
    assert "Refer to Children’s services (MASH) Due 23 November 2026, 23:59" in words
    assert "No lawful basis recorded Record on what basis they are told" in page(officer, reference)


def test_without_a_basis_nobody_is_referred_and_what_was_typed_is_kept(
    triage: LittleTriage, officer: TestClient
) -> None:
    reference = triage.refer(*PEOPLE, **AT_RISK)
    answer = send(triage, officer, reference, "safeguarding/children_mash", how="telephone", words="He strikes her.")
    assert answer.status_code == 409
    assert "Record the lawful basis of telling them first" in answer.text
    assert "He strikes her." in answer.text
    missing = send(triage, officer, reference, "safeguarding/children_mash")
    assert (missing.status_code, 'href="#how"' in missing.text, 'href="#words"' in missing.text) == (422, True, True)


def refer_to_mash(triage: LittleTriage, officer: TestClient, reference: str) -> None:
    basis = typed(to="MASH duty desk", disclosure_id=f"disclosure-{reference}")
    assert send(triage, officer, reference, "disclosures/childrens_services", **basis).status_code == 303
    person = triage.desk().card(reference).people[0].person_id
    told = {"how": "telephone", "words": "He strikes her before the children.", f"concerning-{person}": "yes"}
    answer = send(triage, officer, reference, "safeguarding/children_mash", **told)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/triage/cases/{reference}/safeguarding")


def test_a_referral_waits_for_a_receipt_and_then_for_what_they_decided(
    triage: LittleTriage, officer: TestClient
) -> None:
    reference = triage.refer(*PEOPLE, **AT_RISK)
    refer_to_mash(triage, officer, reference)
    words = page(officer, reference)
    assert "they say that they have it Due 24 November 2026, 23:59" in words
    assert "ask what they decided, and record it Due 26 November 2026, 23:59" in words
    assert f"About {NAME}" in words
    assert "He strikes her before the children." in words
    assert "Refer to Children’s services (MASH) Due" not in page(officer, reference, "")
    fields = {"which": which(officer, reference, "answer"), "answer": "strategy_discussion", **dated("decided_on")}
    said = {"decided_by": "Sam Example, MASH", "why": "A child is hurt."}
    assert send(triage, officer, reference, "safeguarding/answer", **fields, **said).status_code == 303
    words = page(officer, reference)
    assert "They decided: Strategy discussion (section 47), Sam Example, MASH. A child is hurt." in words
    assert "they say that they have it" not in words
    assert [fact for fact in triage.facts_of(reference) if isinstance(fact, ReceiptRecorded)]
    stored = repr([recorded.fact for recorded in triage.service.store.page(0, 10_000)])
    assert "strikes her before" not in stored


def test_a_receipt_on_the_list_of_hand_overs_answers_the_case(triage: LittleTriage, officer: TestClient) -> None:
    reference = triage.refer(*PEOPLE, **AT_RISK)
    refer_to_mash(triage, officer, reference)
    text = officer.get("/triage/handovers").text
    form = re.search(rf'{reference}</a> Children.*?action="(/triage/handovers/[\w-]+/received)"', text, re.S)
    assert form is not None
    officer.post(form[1], data={"csrf": csrf_of(triage.app, officer)})
    triage.settle()
    assert [fact for fact in triage.facts_of(reference) if isinstance(fact, ReceiptRecorded)]


def test_a_threshold_found_not_met_ends_what_is_due_only_where_no_risk_is_known(
    triage: LittleTriage, officer: TestClient
) -> None:
    considered = {"threshold": "children_act", "result": "not_met", "considered_by": "Sam Example, MASH",
                  "threshold_why": "Known and safe.", **dated("considered_on")}  # fmt: skip
    possible = {**ABUSE, "answers": {**ABUSE["answers"], "children_in_household": "yes"}}
    for case, still in ((AT_RISK, True), (possible, False)):
        reference = triage.refer(*PEOPLE, **case)
        assert "Refer to Children’s services (MASH) Due" in page(officer, reference, "")
        assert send(triage, officer, reference, "thresholds", **considered).status_code == 303
        assert ("Refer to Children’s services (MASH) Due" in page(officer, reference, "")) is still
        assert "The threshold in law was considered: not met." in page(officer, reference)


SEEN = {"age": "adult", "words": "Her wages are taken.", "interpreter": "professional", "accommodation": "offered",
        "indicators-debt": "yes"}  # fmt: skip


def consider(triage: LittleTriage, officer: TestClient, reference: str, consent: str) -> str:
    person = triage.desk().card(reference).people[0].person_id
    answer = send(triage, officer, reference, "safeguarding/exploitation", person=person, consent=consent, **SEEN)
    assert answer.status_code == 303
    return person


def test_an_adult_who_does_not_agree_is_in_no_notice_that_leaves(triage: LittleTriage, officer: TestClient) -> None:
    reference = triage.refer(*PEOPLE, **EXPLOITED)
    assert "Consider the national referral mechanism Due 23 November 2026" in page(officer, reference, "")
    consider(triage, officer, reference, "refused")
    assert send(triage, officer, reference, "receipt").status_code == 303
    closed = send(triage, officer, reference, "close", reason="resolved")
    assert (closed.status_code, "make the notice without their details, first" in closed.text) == (409, True)
    one = which(officer, reference, "notice")
    fields = {"which": one, "gender": "female", "age_band": "26_40", "exploitation": "labour", "where": "uk",
              **dated("sent_on")}  # fmt: skip
    for planted in (NAME, "penrose", "07700 900123"):
        refused = send(triage, officer, reference, "safeguarding/notice", **fields, words=f"Wages taken: {planted}")
        assert (refused.status_code, 'href="#words"' in refused.text) == (422, True)
    assert not [fact for fact in triage.facts_of(reference) if isinstance(fact, NoticeWithoutDetailsSent)]
    assert send(triage, officer, reference, "safeguarding/notice", **fields, words="Wages taken").status_code == 303
    notice = officer.get(f"/triage/cases/{reference}/safeguarding/notices/{one}")
    assert notice.headers["content-type"].startswith("text/plain")
    assert "Exploitation: Forced labour\n" in notice.text
    assert "What was seen: Wages taken" in notice.text
    for detail in ("Amina", "Okafor", "Penrose", reference, "WM-", "referral-", "person-"):
        assert detail not in notice.text
    assert "Refer to the national referral mechanism" not in page(officer, reference, "")


def test_an_adult_who_agrees_is_referred_and_forgotten_with_their_key(
    triage: LittleTriage, officer: TestClient
) -> None:
    reference = triage.refer(*PEOPLE, **EXPLOITED)
    person = consider(triage, officer, reference, "given")
    fields = {"which": which(officer, reference, "nrm-sent"), "their_number": "NRM-123", **dated("sent_on")}
    assert send(triage, officer, reference, "safeguarding/nrm-sent", **fields).status_code == 409
    basis = typed(to="Home Office", disclosure_id=f"disclosure-{reference}")
    send(triage, officer, reference, "disclosures/home_office", **basis)
    assert send(triage, officer, reference, "safeguarding/nrm-sent", **fields).status_code == 303
    assert "Ask what the Home Office decided, and record it Due 28 November 2026" in page(officer, reference, "")
    decided = {"which": fields["which"], "decision": "reasonable_grounds", **dated("decided_on")}
    assert send(triage, officer, reference, "safeguarding/nrm-decision", **decided).status_code == 303
    assert "Reasonable grounds: they may be a victim." in page(officer, reference)
    triage.ground.keyring.destroy(person)
    words = page(officer, reference)
    assert (NAME in words, "Reasonable grounds" in words) == (False, True)


def test_hate_and_premises_are_written_down_and_read_in_plain_words(triage: LittleTriage, officer: TestClient) -> None:
    reference = triage.refer(*PEOPLE, category="suspected_brothel", answers=dict(SCREENED))
    hate = {"perceived_by": "victim", "motives-race": "yes", "police": "not_asked", "support": "declined"}
    assert send(triage, officer, reference, "safeguarding/hate", **hate).status_code == 303
    assert send(triage, officer, reference, "safeguarding/hate", perceived_by="victim").status_code == 422
    told = send(triage, officer, reference, "safeguarding/premises-step", step="landlord_told", **dated("taken_on"))
    assert (told.status_code, "Assess the claim first" in told.text) == (409, True)
    claim = {"source": "residents", "claim": "likely", "people": "nothing_seen", "words": "Men come and go."}
    assert send(triage, officer, reference, "safeguarding/premises-claim", **claim).status_code == 303
    party = {"party": "landlord", "involved": "may_be", "name": "L. Example"}
    assert send(triage, officer, reference, "safeguarding/premises-party", **party).status_code == 303
    words = page(officer, reference)
    assert "Race or ethnicity, as seen by: whoever it was done to. Police: not asked yet" in words
    assert "It is likely, say: residents." in words
    assert "Landlord L. Example: may be part of it" in words
    assert "Handled as hate crime; the police: not asked yet." in page(officer, reference, "/history")
    assert [fact for fact in triage.facts_of(reference) if isinstance(fact, HateCrimeHandled)]


def test_every_look_is_recorded_and_a_form_there_is_not_is_not_found(triage: LittleTriage, officer: TestClient) -> None:
    reference = triage.refer(*PEOPLE, **AT_RISK)
    page(officer, reference)
    assert triage.looks()[-1][:2] == ("case_officer", "safeguarding")
    page(officer, reference, "/safeguarding/nothing", 404)
    page(officer, reference, "/safeguarding/notices/nothing", 404)
    page(officer, reference, "/safeguarding/answer?which=nothing", 404)
    idva = signed_in(triage.app, Role.IDVA, "idva")
    page(idva, reference, "/safeguarding", 404)


def queue_of(browser: TestClient) -> str:
    return plain(browser.get("/triage/queue").text)


def test_what_protects_a_child_is_due_in_the_queue_and_missed_it_is_a_silence_of_its_own_until_it_is_done(
    triage: LittleTriage, officer: TestClient
) -> None:
    triage.clock.set(MONDAY + timedelta(days=70))
    reference = triage.refer(*PEOPLE, **{**AT_RISK, "received_at": triage.clock()})
    refer = f"{reference} : refer to children’s services; due 1 February 2027, 23:59."
    assert refer in queue_of(officer)
    assert refer in plain(officer.get("/triage/protection").text)
    assert silences_of(triage, reference) == set()
    triage.clock.set(triage.clock() + timedelta(days=1))
    triage.settle()
    missed = "not_referred_to_childrens_services"
    assert missed in silences_of(triage, reference)
    assert refer.replace("; due", "; was due") in queue_of(officer)
    assert "Silence Children’s services have not been told since 1 February 2027" in page(officer, reference, "")
    for _ in range(2):
        triage.settle()
    (told,) = noted(triage, missed, reference)
    assert (told.priority, told.due_at.isoformat()) == ("urgent", "2027-02-01T23:59:00+00:00")
    refer_to_mash(triage, officer, reference)
    triage.settle()
    assert missed not in silences_of(triage, reference)
    assert f"{reference} : have children’s services say that they have it; due 3 February 2027" in queue_of(officer)
    story = page(officer, reference, "/history")
    told = (
        "Children’s services have not been told, and it was due by",
        "Referred to Children’s services",
        "no longer:",
    )
    assert [each for each in told if each not in story] == []
    triage.clock.set(triage.clock() + timedelta(days=5))
    triage.settle()
    assert {"no_receipt_from_childrens_services", "no_answer_from_childrens_services"} <= silences_of(triage, reference)
    they_decide(triage, officer, reference)
    assert not {each for each in silences_of(triage, reference) if "childrens" in each}
    assert f"{reference} : " not in plain(officer.get("/triage/protection").text)
    triage.service.views.compare("silences")


def they_decide(triage: LittleTriage, officer: TestClient, reference: str) -> None:
    """On 5 February 2027."""
    fields = {"which": which(officer, reference, "answer"), "answer": "strategy_discussion"}
    said = {"decided_by": "Sam Example, MASH", "why": "A child is hurt."}
    day = {"decided_on-day": "5", "decided_on-month": "2", "decided_on-year": "2027"}
    assert send(triage, officer, reference, "safeguarding/answer", **fields, **said, **day).status_code == 303
    triage.settle()


def silences_of(triage: LittleTriage, reference: str) -> set[str]:
    with triage.service.views.reading() as connection:
        return {row.rule for row in silences.standing_now(connection) if row.reference == reference}


def noted(triage: LittleTriage, rule: str, reference: str) -> list[Any]:
    """What others are told of a silence, once for each time it was noted."""
    recorded = [each for each in triage.service.store.page(0, 100_000) if isinstance(each.fact, SilenceNoted)]
    told: list[Any] = [PUBLISH[SilenceNoted](each) for each in recorded]
    return [each for each in told if each and (each.rule, each.reference) == (rule, reference)]
