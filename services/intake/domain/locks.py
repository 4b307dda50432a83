"""Locks a record to people who are named: for a councillor's or a colleague's case, where a role alone is too many.

Nobody gains by a lock what they did not have: who is not on its list neither ends it nor puts themselves on it, so it
takes two to get in.
"""

from collections.abc import Sequence

from services.intake.domain.events.locks import LockChanged, LockEnded, RecordLocked
from services.intake.domain.lock_commands import ChangeLock, EndLock, LockRecord
from services.intake.domain.refusals import AlreadyLocked, NotOnItsList
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.refusals import NotFound


class Lock(State, frozen=True, kw_only=True):
    """The lock that stands on a record, None for none, and who is named for it."""

    lock_id: str | None = None
    reference: str = ""
    named: frozenset[str] = frozenset()


def evolve(state: Lock, fact: Fact) -> Lock:
    """The last list counts, until it ends."""
    match fact:
        case RecordLocked() | LockChanged():
            return Lock(lock_id=fact.lock_id, reference=fact.reference, named=frozenset(fact.named))
        case LockEnded():
            return Lock()
    return state


def lock_record(command: LockRecord, state: Lock) -> Sequence[Fact]:
    """The same form sent twice is one lock."""
    if state.lock_id == command.lock_id:
        return ()
    if state.lock_id is not None:
        raise AlreadyLocked
    return (
        RecordLocked(
            lock_id=command.lock_id,
            referral_id=command.referral_id,
            reference=command.reference,
            named=tuple(sorted(set(command.named))),
        ),
    )


def change_lock(command: ChangeLock, state: Lock) -> Sequence[Fact]:
    """Anybody may be put on the list or taken off it by an overseer, but for themselves onto it."""
    named = frozenset(command.named)
    if state.lock_id != command.lock_id:
        raise NotFound
    if command.by in named - state.named:
        raise NotOnItsList
    if named == state.named:
        return ()
    return (
        LockChanged(
            lock_id=command.lock_id,
            referral_id=command.referral_id,
            reference=state.reference,
            named=tuple(sorted(named)),
        ),
    )


def end_lock(command: EndLock, state: Lock) -> Sequence[Fact]:
    """By one of those who know of it."""
    if state.lock_id != command.lock_id:
        raise NotFound
    if command.by not in state.named:
        raise NotOnItsList
    return (LockEnded(lock_id=command.lock_id, referral_id=command.referral_id, reference=state.reference),)


DECIDER: Decider[Lock] = Decider(Lock(), evolve)
