"""Which decision about locks answers which command, and in which stream it is written."""

from collections.abc import Callable, Sequence
from typing import Any

from services.intake.domain import locks
from services.intake.domain.lock_commands import ChangeLock, EndLock, LockRecord
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact


def lock_stream(referral_id: str) -> str:
    """The stream of who is named for one record: apart from the referral's own, which others read."""
    return f"lock-{referral_id}"


def _of_lock(decide: Callable[[Any, Any], Sequence[Fact]]) -> Handler:
    return Handler(
        decider=locks.DECIDER,
        stream=lambda command: lock_stream(command.referral_id),
        decide=decide,
        about=lambda command, state: (command.referral_id,),
    )


LOCK_COMMANDS: dict[type[Command], Handler] = {
    LockRecord: _of_lock(locks.lock_record),
    ChangeLock: _of_lock(locks.change_lock),
    EndLock: _of_lock(locks.end_lock),
}
