"""Closing the loop: dead ends counted for each entry, and whether a door opened for whoever was shown it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from services.triage.domain.directory.dead_end_events import (
    DeadEndReported,
    DoorCheckAgreed,
    DoorCheckDone,
    DoorCheckFallen,
)
from services.triage.domain.directory.refusals import NoDoorCheck
from shared.kernel.decider import Decider
from shared.kernel.handling import Command
from shared.kernel.messages import Fact, State

What = Literal["no_help", "no_answer", "not_theirs", "full", "closed", "wrong_details"]
Outcome = Literal["opened", "did_not_open", "not_reached", "not_safe"]
# Anybody may report; of one entry no more than so many a day count, so that nobody can drown it.
MOST_A_DAY = 20


class ReportDeadEnd(Command):
    """Somebody found nothing there. `today` is London's."""

    entry_id: str
    what: What
    told_by: Literal["staff", "resident", "check"]
    today: date


class AgreeDoorCheck(Command):
    """Somebody agreed to be asked whether the door opened."""

    referral_id: str
    reference: str
    entries: tuple[str, ...]
    ask_at: datetime


class NoteDoorCheckDue(Command):
    """The time to ask has come."""

    referral_id: str


class NoteDoorCheck(Command):
    """What came of asking."""

    referral_id: str
    outcome: Outcome


class DeadEnds(State, frozen=True, kw_only=True):
    """How many residents have reported of one entry on one day, which is one stream."""

    residents: int = 0


class DoorCheck(State, frozen=True, kw_only=True):
    """Where asking somebody stands: "none", "agreed", "due" or "done"."""

    stands: str = "none"
    reference: str = ""
    ask_at: datetime | None = None


def count(state: DeadEnds, fact: Fact) -> DeadEnds:
    """The count after one more fact."""
    if isinstance(fact, DeadEndReported) and fact.told_by == "resident":
        return DeadEnds(residents=state.residents + 1)
    return state


def evolve(state: DoorCheck, fact: Fact) -> DoorCheck:
    """The check after one more fact."""
    match fact:
        case DoorCheckAgreed():
            return DoorCheck(stands="agreed", reference=fact.reference, ask_at=fact.ask_at)
        case DoorCheckFallen():
            return DoorCheck(stands="due", reference=fact.reference, ask_at=state.ask_at)
        case DoorCheckDone():
            return DoorCheck(stands="done", reference=fact.reference, ask_at=state.ask_at)
        case _:
            return state


DEAD_ENDS: Decider[DeadEnds] = Decider(DeadEnds(), count)
DOOR_CHECK: Decider[DoorCheck] = Decider(DoorCheck(), evolve)


def report_dead_end(command: ReportDeadEnd, state: DeadEnds) -> Sequence[Fact]:
    """Each is counted, a resident's up to the bound of the stream, which is one entry's on one day."""
    if command.told_by == "resident" and state.residents >= MOST_A_DAY:
        return ()
    return (DeadEndReported(entry_id=command.entry_id, what=command.what, told_by=command.told_by),)


def agree_door_check(command: AgreeDoorCheck, state: DoorCheck) -> Sequence[Fact]:
    """Once; asked again it is the newest day that counts."""
    if state.ask_at == command.ask_at and state.stands == "agreed":
        return ()
    return (
        DoorCheckAgreed(
            referral_id=command.referral_id,
            reference=command.reference,
            entries=command.entries,
            ask_at=command.ask_at,
        ),
    )


def note_door_check_due(command: NoteDoorCheckDue, state: DoorCheck) -> Sequence[Fact]:
    """Nothing to note where it was asked meanwhile, or put off."""
    if state.stands != "agreed" or state.ask_at is None or command.at < state.ask_at:
        return ()
    return (DoorCheckFallen(referral_id=command.referral_id, reference=state.reference),)


def note_door_check(command: NoteDoorCheck, state: DoorCheck) -> Sequence[Fact]:
    """What came of it; what could not be asked may be asked again."""
    if state.stands not in ("agreed", "due"):
        raise NoDoorCheck
    return (DoorCheckDone(referral_id=command.referral_id, reference=state.reference, outcome=command.outcome),)
