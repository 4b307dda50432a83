"""What triage publishes is noted on the referral, however often it comes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.application.policies import WHEN
from services.intake.domain.commands import NoteOutcome
from services.intake.domain.complete_commands import HearSafeContact
from services.intake.domain.events import OutcomeNoted
from services.intake.domain.events.insiders import PersonNamed
from services.intake.domain.insider_commands import NotePersonNamed
from services.intake.domain.record_commands import NoteCaseClosed, NoteSettled
from shared.contracts import envelope
from shared.kernel.handling import Policy
from shared.kernel.messages import Message
from tests.support.builders.intake import LittleIntake

EXAMPLES = Path(__file__).parents[3] / "shared" / "contracts" / "examples"


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    yield running
    running.close()


def the_example(policy: Policy, **changes: Any) -> Message:
    members = json.loads((EXAMPLES / f"{policy.event}.json").read_text(encoding="utf-8"))
    members["data"] |= changes
    return envelope.from_json(json.dumps(members).encode())


def policy_of(name: str) -> Policy:
    return next(policy for policy in WHEN if policy.name == name)


def tell(intake: LittleIntake, policy: Policy, **changes: Any) -> None:
    for command in policy.react(the_example(policy, **changes)):
        intake.do(command)


def noted_by(intake: LittleIntake) -> list[OutcomeNoted]:
    return [recorded.fact for recorded in intake.recorded() if isinstance(recorded.fact, OutcomeNoted)]


@pytest.mark.parametrize("policy", WHEN, ids=lambda policy: policy.name)
def test_each_policy_understands_the_published_example(policy: Policy) -> None:
    message = the_example(policy)
    (command,) = policy.react(message)
    assert isinstance(command, NoteOutcome | NoteSettled | NoteCaseClosed | NotePersonNamed | HearSafeContact)
    assert command.reference == message.data["reference"]
    assert command.at == message.time


@pytest.mark.parametrize("policy", WHEN, ids=lambda policy: policy.name)
def test_the_same_message_twice_is_noted_once(policy: Policy, intake: LittleIntake) -> None:
    received = intake.receive()
    reference, whom = received.reference, {}
    if policy.name == "take_safe_ways_when_an_adviser_heard_them":
        whom = {"person_id": received.reporter_id}
    tell(intake, policy_of("note_outcome_when_referral_triaged"), reference=reference)
    tell(intake, policy, reference=reference, **whom)
    before = intake.recorded()
    tell(intake, policy, reference=reference, **whom)
    assert intake.recorded() == before


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("ask", "more_needed"), ("emergency", "emergency"), ("signpost", "triaged"), ("open_case", "triaged")],
)
def test_an_outcome_becomes_where_the_referral_stands(outcome: str, status: str) -> None:
    triaged = policy_of("note_outcome_when_referral_triaged")
    (command,) = triaged.react(the_example(triaged, outcome=outcome))
    assert isinstance(command, NoteOutcome)
    assert (command.status, command.outcome) == (status, outcome)


def test_a_referral_that_became_a_case_shows_the_cases_reference() -> None:
    opened = policy_of("note_case_when_case_opened")
    (command,) = opened.react(the_example(opened, case_reference="WM-A3C9-7"))
    assert isinstance(command, NoteOutcome)
    assert (command.status, command.case_reference) == ("case_open", "WM-A3C9-7")


def test_a_case_that_opened_by_itself_is_confirmed_only_once_a_person_has_looked(intake: LittleIntake) -> None:
    reference = intake.receive().reference
    tell(intake, policy_of("note_outcome_when_referral_triaged"), reference=reference, outcome="open_case")
    tell(intake, policy_of("note_case_when_case_opened"), reference=reference)
    assert [(noted.status, noted.confirmed) for noted in noted_by(intake)][-1] == ("case_open", False)
    tell(intake, policy_of("note_decision_when_decision_settled"), reference=reference)
    assert [(noted.status, noted.confirmed) for noted in noted_by(intake)][-1] == ("case_open", True)
    tell(intake, policy_of("note_outcome_when_referral_triaged"), reference=reference, outcome="open_case")
    assert not noted_by(intake)[-1].confirmed


def test_a_case_that_a_person_opened_stays_confirmed_and_is_open_no_more_once_closed(intake: LittleIntake) -> None:
    reference = intake.receive().reference
    tell(intake, policy_of("note_outcome_when_referral_triaged"), reference=reference, outcome="signpost")
    tell(intake, policy_of("note_decision_when_decision_settled"), reference=reference, route="asb_case")
    tell(intake, policy_of("note_case_when_case_opened"), reference=reference, route="asb_case")
    tell(intake, policy_of("note_closing_when_case_closed"), reference=reference)
    newest = noted_by(intake)[-1]
    assert (newest.status, newest.route, newest.confirmed) == ("case_closed", "asb_case", True)


def test_what_a_person_settled_of_a_referral_nobody_has_judged_changes_nothing(intake: LittleIntake) -> None:
    reference = intake.receive().reference
    tell(intake, policy_of("note_decision_when_decision_settled"), reference=reference)
    tell(intake, policy_of("note_closing_when_case_closed"), reference=reference)
    assert noted_by(intake) == []


def test_a_name_that_came_later_is_kept_as_sealed_as_it_came_under_the_key_it_came_under(intake: LittleIntake) -> None:
    named = policy_of("compare_name_when_person_named")
    tell(intake, named)
    (recorded,) = intake.recorded()
    assert isinstance(recorded.fact, PersonNamed)
    assert {"p": recorded.fact.called.p, "c": recorded.fact.called.c} == the_example(named).data["called"]
    assert recorded.about == (the_example(named).data["referral_id"],)
