"""A record is locked to people by name; whoever is not named neither gets in by themselves nor ends it."""

from hypothesis import given as whatever
from hypothesis import strategies

from services.intake.domain import locks
from services.intake.domain.events.locks import LockChanged, LockEnded, RecordLocked
from services.intake.domain.lock_commands import ChangeLock, EndLock, LockRecord
from services.intake.domain.refusals import AlreadyLocked, NotOnItsList
from shared.kernel.refusals import NotFound, Refusal
from tests.support.builders.intake import NOW
from tests.support.scenario import given

RECORD = {"lock_id": "lock-1", "referral_id": "referral-1", "reference": "WM-2223-X"}
LOCKED = RecordLocked(**RECORD, named=("ann", "max"))
ENDED = LockEnded(**RECORD)


def lock(*named: str, lock_id: str = "lock-1") -> LockRecord:
    return LockRecord(at=NOW, **(RECORD | {"lock_id": lock_id}), named=named)


def change(by: str, *named: str, lock_id: str = "lock-1") -> ChangeLock:
    return ChangeLock(at=NOW, lock_id=lock_id, referral_id="referral-1", named=named, by=by)


def end(by: str, lock_id: str = "lock-1") -> EndLock:
    return EndLock(at=NOW, lock_id=lock_id, referral_id="referral-1", by=by)


def test_it_is_locked_once_to_those_named() -> None:
    given(locks.DECIDER).when(locks.lock_record, lock("max", "ann", "max")).then(LOCKED)
    given(locks.DECIDER, LOCKED).when(locks.lock_record, lock("max")).then_nothing()
    given(locks.DECIDER, LOCKED).when(locks.lock_record, lock("max", lock_id="lock-2")).then_refused(AlreadyLocked)
    again = RecordLocked(**(RECORD | {"lock_id": "lock-2"}), named=("max",))
    given(locks.DECIDER, LOCKED, ENDED).when(locks.lock_record, lock("max", lock_id="lock-2")).then(again)


def test_others_are_named_by_anybody_who_asks_and_nobody_names_themselves() -> None:
    changed = LockChanged(**RECORD, named=("ann", "bo"))
    given(locks.DECIDER, LOCKED).when(locks.change_lock, change("eve", "ann", "bo")).then(changed)
    given(locks.DECIDER, LOCKED).when(locks.change_lock, change("eve", "ann", "eve")).then_refused(NotOnItsList)
    given(locks.DECIDER, LOCKED).when(locks.change_lock, change("eve", "max", "ann")).then_nothing()
    given(locks.DECIDER, LOCKED).when(locks.change_lock, change("ann", "max")).then(
        LockChanged(**RECORD, named=("max",))
    )


def test_it_is_ended_by_somebody_named_alone() -> None:
    given(locks.DECIDER, LOCKED).when(locks.end_lock, end("eve")).then_refused(NotOnItsList)
    given(locks.DECIDER, LOCKED).when(locks.end_lock, end("ann")).then(ENDED)


def test_a_lock_that_does_not_stand_is_neither_changed_nor_ended() -> None:
    for past in ((), (LOCKED, ENDED)):
        given(locks.DECIDER, *past).when(locks.change_lock, change("ann", "max")).then_refused(NotFound)
        given(locks.DECIDER, *past).when(locks.end_lock, end("ann")).then_refused(NotFound)
    given(locks.DECIDER, LOCKED).when(locks.end_lock, end("ann", "lock-2")).then_refused(NotFound)


PEOPLE = strategies.sampled_from(["ann", "bo", "eve", "max"])
ASKED = strategies.lists(strategies.tuples(PEOPLE, strategies.none() | strategies.sets(PEOPLE, min_size=1)))


@whatever(first=strategies.sets(PEOPLE, min_size=1), asked=ASKED)
def test_nobody_gets_in_alone_whatever_is_asked_in_whatever_order(
    first: set[str], asked: list[tuple[str, set[str] | None]]
) -> None:
    """`asked`: by whom, and the new list, or None for the end of the lock."""
    state = locks.evolve(locks.Lock(), RecordLocked(**RECORD, named=tuple(first)))
    let_in_by = dict.fromkeys(first, "the first list")
    for by, named in asked:
        if state.lock_id is None:
            break
        try:
            if named is None:
                facts = locks.end_lock(end(by), state)
            else:
                facts = locks.change_lock(change(by, *named), state)
        except Refusal:
            continue
        before = state
        for fact in facts:
            state = locks.evolve(state, fact)
        let_in_by |= dict.fromkeys(state.named - before.named, by)
        if state.lock_id is None:
            assert by in before.named
    assert all(person != by for person, by in let_in_by.items())
