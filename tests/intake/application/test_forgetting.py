"""Forgetting is asked for, done and written down, and a timer finishes it should we fall over in between."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.intake.application.forgetting import deadlines, finish_forgetting, forgetting_timers
from services.intake.domain.commands import CompleteForgetting, ForgetPerson
from services.intake.domain.events import ForgetRequested, PersonForgotten, ReferralSubmitted
from shared.kernel.personal import ERASED, Identity, Narrative
from tests.support.builders.intake import NOW, LittleIntake
from tests.support.notebook import next_timer_at


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    yield running
    running.close()


def asked_to_forget(intake: LittleIntake) -> str:
    person_id = intake.receive().reporter_id
    minted = intake.keyring.recognise(())
    intake.do(
        ForgetPerson(
            at=intake.clock(),
            person_id=person_id,
            authority="IG-2026-0031",
            reason="Wrongly merged.",
            reason_under=minted,
        )
    )
    return person_id


def test_whoever_asks_finishes_it_and_the_timer_is_taken_back(intake: LittleIntake) -> None:
    person_id = asked_to_forget(intake)
    assert next_timer_at(intake.store) is not None
    intake.do(finish_forgetting(intake.keyring, person_id, intake.clock()))
    assert next_timer_at(intake.store) is None
    submitted, requested, forgotten = (recorded.fact for recorded in intake.recorded())
    assert isinstance(submitted, ReferralSubmitted)
    assert isinstance(requested, ForgetRequested)
    assert forgotten == PersonForgotten(person_id=person_id, authority="IG-2026-0031")
    assert intake.keyring.open(submitted.people[0].full_name, Identity) == ERASED
    assert intake.keyring.open(requested.reason, Narrative) == "Wrongly merged."


def test_after_a_crash_the_timer_destroys_the_key_and_completes(intake: LittleIntake) -> None:
    person_id = asked_to_forget(intake)
    (due,) = intake.store.due_timers(intake.clock() + timedelta(minutes=2))
    (deadline,) = deadlines(intake.keyring)
    assert due.timer.kind == deadline.kind
    for _ in range(2):
        for command in deadline.react(due.timer, intake.clock()):
            intake.do(command)
    facts = [recorded.fact for recorded in intake.recorded()]
    assert [fact for fact in facts if isinstance(fact, PersonForgotten)] == [
        PersonForgotten(person_id=person_id, authority="IG-2026-0031")
    ]
    assert intake.keyring.open(facts[0].description, Narrative) == ERASED  # type: ignore[attr-defined]  # a referral


def test_the_timer_gives_whoever_asked_a_minute() -> None:
    requested = ForgetRequested(person_id="person-1", authority="IG", reason=None, requested_at=NOW)  # type: ignore[arg-type]  # not read here
    (timer,) = forgetting_timers([requested])
    assert timer.due_at == NOW + timedelta(minutes=1)
    (taken_back,) = forgetting_timers([PersonForgotten(person_id="person-1", authority="IG")])
    assert (taken_back.timer_id, taken_back.due_at) == (timer.timer_id, None)


class Counted:
    def __init__(self) -> None:
        self.destroyed: list[str] = []

    def destroy(self, person_id: str) -> bool:
        self.destroyed.append(person_id)
        return True


def test_the_key_goes_before_anybody_says_so() -> None:
    keys = Counted()
    command = finish_forgetting(keys, "person-1", NOW)
    assert keys.destroyed == ["person-1"]
    assert command == CompleteForgetting(at=NOW, person_id="person-1")
