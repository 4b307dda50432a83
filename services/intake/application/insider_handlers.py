"""Which decision about insiders and locks answers which command, and in which stream it is written."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from services.intake.domain import insiders, locks
from services.intake.domain.insider_commands import (
    DeclareConflict,
    DeclareTie,
    LiftWall,
    NotePersonNamed,
    NoteStaffMatch,
    WithdrawTie,
)
from services.intake.domain.lock_commands import ChangeLock, EndLock, LockRecord
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact

Decide = Callable[[Any, Any], Sequence[Fact]]


def tie_stream(tie_id: str) -> str:
    """The stream of one tie of a member of staff."""
    return f"tie-{tie_id}"


def wall_stream(referral_id: str) -> str:
    """The stream of from whom one record is kept: apart from the referral's own, which others read."""
    return f"wall-{referral_id}"


def named_stream(referral_id: str) -> str:
    """The stream of the names that came into one record later: apart, as no page of the referral shows them."""
    return f"named-{referral_id}"


def lock_stream(referral_id: str) -> str:
    """The stream of who is named for one record: apart from the referral's own, which others read."""
    return f"lock-{referral_id}"


def _of_tie(decide: Decide) -> Handler:
    return Handler(
        decider=insiders.TIE,
        stream=lambda command: tie_stream(command.tie_id),
        decide=decide,
        about=lambda command, state: (),
    )


def _of_record(decider: Decider[Any], stream: Callable[[str], str], decide: Decide) -> Handler:
    return Handler(
        decider=decider,
        stream=lambda command: stream(command.referral_id),
        decide=decide,
        about=lambda command, state: (command.referral_id,),
    )


_of_wall = partial(_of_record, insiders.DECIDER, wall_stream)
_of_lock = partial(_of_record, locks.DECIDER, lock_stream)

INSIDER_COMMANDS: dict[type[Command], Handler] = {
    DeclareTie: _of_tie(insiders.declare_tie),
    WithdrawTie: _of_tie(insiders.withdraw_tie),
    DeclareConflict: _of_wall(insiders.declare_conflict),
    NoteStaffMatch: _of_wall(insiders.note_staff_match),
    LiftWall: _of_wall(insiders.lift_wall),
    NotePersonNamed: _of_record(insiders.NAMED, named_stream, insiders.note_person_named),
    LockRecord: _of_lock(locks.lock_record),
    ChangeLock: _of_lock(locks.change_lock),
    EndLock: _of_lock(locks.end_lock),
}
