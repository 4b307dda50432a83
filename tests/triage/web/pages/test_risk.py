"""Risk on a case: a tool completed in the page, kept on the way, read and compared; who may, and who never sees it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.risk.commands import LoadLicensedText, RecordTraining
from services.triage.domain.risk.events import RiskAnswersKept, RiskAssessed
from shared.access.roles import Role
from tests.support.builders.protection import ASB, DASH, yes_to
from tests.support.builders.triage import ABUSE, NOW, PERSISTENT, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

PEOPLE = (("Amina Okafor", "victim"), ("Mark Penrose", "perpetrator"))


class Assessor:
    """Somebody at a browser, on the register of training where that is said."""

    def __init__(self, triage: LittleTriage, role: Role, *trainings: str) -> None:
        self.triage = triage
        self.browser: TestClient = signed_in(triage.app, role, f"a.{role.value}")
        self.account_id = triage.access.accounts.by_sign_in_name(f"a.{role.value}").account_id  # type: ignore[union-attr]
        for training in trainings:
            triage.do(recorded(self.account_id, training))

    def read(self, address: str, status: int = 200) -> str:
        answer = self.browser.get(address)
        assert answer.status_code == status
        return plain(answer.text)

    def send(self, reference: str, tool: str = "dash", **fields: str) -> Any:
        fields["csrf"] = csrf_of(self.triage.app, self.browser)
        answer = self.browser.post(f"/triage/cases/{reference}/risk/{tool}", data=fields)
        self.triage.settle()
        return answer


def recorded(account_id: str, training: str) -> RecordTraining:
    return RecordTraining(
        at=NOW,
        today=NOW.date(),
        account_id=account_id,
        training=training,
        completed_on=date(2026, 1, 5),
        valid_until=date(2027, 1, 4),
    )


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def typed(count: int = 0, **more: str) -> dict[str, str]:
    """A whole form: gates open, so many answers yes, judged as it comes out."""
    gates = {f"gate-{code}": "yes" for code in DASH.gates}
    answers = {f"q-{code}": value for code, value in yes_to(DASH, count).items()}
    judged = "high" if count > 13 else "medium" if count > 9 else "standard"
    said = {"answered_by": "victim", "whereabouts": "At work.", "judged": judged, "assessment_id": "assessment-1"}
    return {**gates, **answers, **said, "do": "complete", **more}


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    """One triage for the file; each test refers its own case."""
    running = LittleTriage(Path(tmp_path_factory.mktemp("triage")))
    yield running
    running.close()


@pytest.fixture(scope="module")
def officer(triage: LittleTriage) -> Assessor:
    return Assessor(triage, Role.CASE_OFFICER, "dash", "asb_matrix")


def assessed(triage: LittleTriage, reference: str) -> list[RiskAssessed]:
    return [fact for fact in triage.facts_of(reference) if isinstance(fact, RiskAssessed)]


def test_a_tool_is_completed_read_and_shown_on_the_case(triage: LittleTriage, officer: Assessor) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    assert "Nothing has been assessed with a tool." in officer.read(f"/triage/cases/{reference}")
    answer = officer.send(reference, **typed(14, **{"words-frightened": "He will find me.", "why": "As counted."}))
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/triage/cases/{reference}/risk/assessments/assessment-1",
    )
    page = officer.read(answer.headers["location"])
    assert "High risk Judged: high risk" in page
    assert "By the answers: High risk: 14 or more answers are yes." in page
    assert "14 answers are yes, 0 questions have no answer" in page
    assert "“He will find me.”" in page
    assert "Ask whether it is the first injury, and offer medical care." in page
    case = officer.read(f"/triage/cases/{reference}")
    assert "DASH : High risk high risk by the answers, judged high risk; 14 yes, 0 without an answer." in case
    assert "MARAC" in case
    stored = b"".join(row.metadata + repr(row.fact).encode() for row in triage.service.store.page(0, 10_000))
    assert b"He will find me" not in stored


def test_what_a_yes_asks_for_stands_on_the_case_with_its_clock_and_is_settled_there(
    triage: LittleTriage, officer: Assessor
) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.send(reference, **typed(0, **{"q-threats_to_kill": "yes", "q-money": "yes"}))
    read = f"/triage/cases/{reference}/risk/assessments/assessment-1"
    assert f'href="/triage/cases/{reference}/handling"' in officer.browser.get(read).text
    page = officer.read(f"/triage/cases/{reference}/handling")
    assert "Tell the police today, and write down the number Duty, open Due 23 November 2026" in page
    assert "Money is used against them" in page
    assert "Animals are mistreated" not in page
    case = officer.browser.get(f"/triage/cases/{reference}").text
    assert "Do not send a bill or a letter about money to an address they share" in plain(case)
    assert f'href="/triage/cases/{reference}/disclosures">Tell the police today' in case
    (fact,) = assessed(triage, reference)
    assert fact.signs == ("dash.threats_to_kill", "dash.money")


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_is_kept(
    triage: LittleTriage, officer: Assessor
) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    answer = officer.send(
        reference, **typed(2, **{"gate-safe_now": "no", "judged": "", "words-feared": "The children."})
    )
    assert answer.status_code == 422
    assert 'href="#gate-safe_now"' in answer.text
    assert "Stop here: do not ask now." in answer.text
    assert "Say how you judge the risk." in answer.text
    assert "The children." in answer.text
    assert re.search(r'name="q-injury"[^>]*value="yes"[^>]*checked', answer.text)
    assert "<title>Error: " in answer.text
    assert assessed(triage, reference) == []


def test_a_judgement_above_the_answers_comes_first_and_what_is_open_is_said(
    triage: LittleTriage, officer: Assessor
) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    few = {f"q-{question.code}": "not_asked" for question in DASH.questions} | {"q-strangulation": "yes"}
    officer.send(reference, **typed(0, **few, judged="high", why="Strangled last month."))
    page = officer.read(f"/triage/cases/{reference}/risk/assessments/assessment-1")
    assert "High risk Judged: high risk Strangled last month. By the answers so far: Standard risk" in page
    assert "With the worst answers to what is open it would be: High risk" in page
    assert "High risk standard risk by the answers, judged high risk" in officer.read(f"/triage/cases/{reference}")


def test_answers_are_kept_on_the_way_and_gone_on_with(triage: LittleTriage, officer: Assessor) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    fields = {"do": "keep", "q-stalking": "yes", "words-frightened": "Of his brother.", "answered_by": "victim"}
    assert officer.send(reference, **fields).headers["location"] == f"/triage/cases/{reference}/risk"
    assert [fact for fact in triage.facts_of(reference) if isinstance(fact, RiskAnswersKept)]
    assert "Go on with DASH" in officer.read(f"/triage/cases/{reference}/risk")
    page = officer.browser.get(f"/triage/cases/{reference}/risk/dash").text
    assert re.search(r'name="q-stalking"[^>]*value="yes"[^>]*checked', page)
    assert "Of his brother." in page
    assert officer.send(reference, **typed(0)).status_code == 303
    assert "Complete DASH" in officer.read(f"/triage/cases/{reference}/risk")


def test_a_second_assessment_shows_what_has_changed(triage: LittleTriage, officer: Assessor) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.send(reference, **typed(8))
    officer.send(reference, **typed(10, assessment_id="assessment-2"))
    page = officer.read(f"/triage/cases/{reference}/risk/assessments/assessment-2")
    assert "Higher than last time" in page
    assert page.count("Last time: No") == 2
    assert "As last time" not in officer.read(f"/triage/cases/{reference}/risk")


def test_whoever_is_not_trained_is_told_so_and_whose_training_is_over_too(triage: LittleTriage) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    newcomer = Assessor(triage, Role.TRIAGE_OFFICER)
    assert "not on the register of training" in newcomer.read(f"/triage/cases/{reference}/risk")
    refused = newcomer.send(reference, **typed(3, why="My words."))
    assert (refused.status_code, "not on the register of training" in refused.text) == (409, True)
    assert "My words." in refused.text
    triage.do(recorded(newcomer.account_id, "dash").model_copy(update={"valid_until": NOW.date() - timedelta(days=1)}))
    assert "Your training for this tool has expired." in newcomer.send(reference, **typed(3)).text


def test_each_kind_of_case_has_its_own_tools(triage: LittleTriage, officer: Assessor) -> None:
    abuse, pestering = triage.refer(*PEOPLE, **ABUSE), triage.refer(("Amina Okafor", "victim"), **PERSISTENT)
    words = officer.read(f"/triage/cases/{abuse}/risk")
    assert ("DASH" in words, "ASB risk matrix" in words) == (True, False)
    words = officer.read(f"/triage/cases/{pestering}/risk")
    assert ("DASH" in words, "ASB risk matrix" in words) == (False, True)
    gates = {f"gate-{code}": "yes" for code in ASB.gates}
    fields = {**gates, "answered_by": "victim", "whereabouts": "Next door.", "judged": "high", "do": "complete"}
    fields |= {"q-hate": "yes", "assessment_id": "assessment-9"}
    assert officer.send(pestering, "asb", **fields).status_code == 303
    page = officer.read(f"/triage/cases/{pestering}/risk/assessments/assessment-9")
    assert "Yes: high at once, whatever the score." in page
    assert officer.send(abuse, "asb", **fields).status_code == 409


def test_an_adviser_assesses_where_support_is_owed_and_knows_of_nothing_else(triage: LittleTriage) -> None:
    abuse, other = triage.refer(*PEOPLE, **ABUSE), triage.refer(**PERSISTENT)
    adviser = Assessor(triage, Role.IDVA, "dash")
    assert f"/triage/cases/{abuse}/risk" in adviser.browser.get(f"/triage/support/{abuse}").text
    assert adviser.send(abuse, **typed(3)).status_code == 303
    assert f'href="/triage/support/{abuse}"' in adviser.browser.get(f"/triage/cases/{abuse}/risk").text
    adviser.read(f"/triage/cases/{other}/risk", 404)
    assert adviser.send(other, "asb").status_code == 404


@pytest.mark.parametrize("role", [Role.PERPETRATOR_WORKER, Role.AGENCY_MEMBER, Role.CONTACT_CENTRE, Role.PANEL_CHAIR])
def test_whoever_works_with_the_other_side_or_elsewhere_never_sees_it(
    triage: LittleTriage, officer: Assessor, role: Role
) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.send(reference, **typed(3))
    stranger = Assessor(triage, role)
    for more in ("risk", "risk/dash", "risk/assessments/assessment-1", "disclosures"):
        stranger.read(f"/triage/cases/{reference}/{more}", 404)


def test_reading_is_recorded_and_what_was_forgotten_shows_as_erased(triage: LittleTriage, officer: Assessor) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.send(reference, **typed(3, why="Her words.", **{"words-frightened": "Of his brother."}))
    address = f"/triage/cases/{reference}/risk/assessments/assessment-1"
    assert "Of his brother." in officer.read(address)
    number = triage.facts_of(reference)[0].referral.referral_id  # type: ignore[attr-defined]
    assert ("case_officer", "risk assessment", (number,)) in triage.looks()
    triage.ground.keyring.destroy(f"person-{number.split('-')[1]}-0")
    page = officer.read(address)
    assert "[erased] What was answered has been destroyed" in page
    assert ("Of his brother" in page, "Her words" in page) == (False, False)
    assert "[erased]" in officer.read(f"/triage/cases/{reference}")


def test_a_licensed_wording_is_asked_and_named(triage: LittleTriage, officer: Assessor) -> None:
    texts = {question.code: f"Licensed question {number}" for number, question in enumerate(DASH.questions, 1)}
    load = LoadLicensedText(
        at=NOW, tool="dash", version=DASH.version, edition="2009", licence="Held by the borough", texts=texts
    )
    triage.do(load)
    reference = triage.refer(*PEOPLE, **ABUSE)
    page = officer.read(f"/triage/cases/{reference}/risk/dash")
    assert ("24. Licensed question 24" in page, "licensed wording, edition 2009" in page) == (True, True)
    officer.send(reference, **typed(1))
    assert assessed(triage, reference)[0].given.wording == "2009"


def test_what_there_is_not_is_not_found(triage: LittleTriage, officer: Assessor) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.read(f"/triage/cases/{reference}/risk/tea_leaves", 404)
    officer.read(f"/triage/cases/{reference}/risk/assessments/none", 404)


def test_a_program_reads_what_it_came_to_and_no_answer(triage: LittleTriage, officer: Assessor) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    officer.send(reference, **typed(10))
    (told,) = triage.get(f"/triage/api/cases/{reference}").json()["risk"]
    assert (told["tool"], told["yes"], told["band"], told["judged"]) == ("dash", 10, "medium", "medium")
    assert "answers" not in told
