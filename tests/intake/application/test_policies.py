"""What triage publishes is noted on the referral, however often it comes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.application.policies import WHEN
from services.intake.domain.commands import NoteOutcome
from services.intake.domain.events import OutcomeNoted
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


def policy(name: str) -> Policy:
    return next(policy for policy in WHEN if policy.name == name)


@pytest.mark.parametrize("policy", WHEN, ids=lambda policy: policy.name)
def test_each_policy_understands_the_published_example(policy: Policy) -> None:
    message = the_example(policy)
    (command,) = policy.react(message)
    assert isinstance(command, NoteOutcome)
    assert command.reference == message.data["reference"]
    assert command.at == message.time


@pytest.mark.parametrize("policy", WHEN, ids=lambda policy: policy.name)
def test_the_same_message_twice_is_noted_once(policy: Policy, intake: LittleIntake) -> None:
    reference = intake.receive().reference
    for _ in range(2):
        for command in policy.react(the_example(policy, reference=reference)):
            intake.do(command)
    assert sum(isinstance(recorded.fact, OutcomeNoted) for recorded in intake.recorded()) == 1


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("ask", "more_needed"), ("emergency", "emergency"), ("signpost", "triaged"), ("open_case", "triaged")],
)
def test_an_outcome_becomes_where_the_referral_stands(outcome: str, status: str) -> None:
    triaged = policy("note_outcome_when_referral_triaged")
    (command,) = triaged.react(the_example(triaged, outcome=outcome))
    assert isinstance(command, NoteOutcome)
    assert (command.status, command.outcome) == (status, outcome)


def test_a_referral_that_became_a_case_shows_the_cases_reference() -> None:
    opened = policy("note_case_when_case_opened")
    (command,) = opened.react(the_example(opened, case_reference="WM-A3C9-7"))
    assert isinstance(command, NoteOutcome)
    assert (command.status, command.case_reference) == ("case_open", "WM-A3C9-7")
