"""Killed at any moment, a program leaves acknowledged facts whole, and any other job wholly there or not at all."""

import itertools
from random import Random

import pytest

from shared.event_store.store import EventStore
from shared.kernel.messages import Recorded
from tests.support.backends import Stores
from tests.support.crashing import acknowledge_and_append, append_and_acknowledge, do, faults, kill_at_some_moment
from tests.support.plain_access import sessions_end
from tests.support.programs import another_program

pytestmark = pytest.mark.slow

DEATHS = 200


def rows_after(store: EventStore, position: int) -> list[Recorded]:
    """The rest of the log, however long."""
    found: list[Recorded] = []
    while page := store.page(found[-1].position if found else position, 1000):
        found += page
    return found


def test_kill_9_at_two_hundred_moments_loses_nothing_and_leaves_nothing_half(stores: Stores) -> None:
    store, choice, known = stores.open(), Random(9), {b"stored": 0, b"unknown": 0}
    acknowledged = 0
    for death in range(DEATHS):
        before = store.head()
        life = (append_and_acknowledge, stores.address, f"life{death}")
        with sessions_end(stores.address), another_program(*life) as program:
            told = kill_at_some_moment(program, f"life{death}", choice)
        rows = rows_after(store, before)
        assert faults(rows, told.acknowledged, before) == []
        acknowledged += len(told.acknowledged)
        for name in itertools.islice(told.acknowledged, 3):
            assert do(store, name) == (told.acknowledged[name], name.encode())
        for name in told.in_hand:
            there = [row.position for row in rows if row.stream == name]
            place, answer = do(store, name)
            known[b"stored" if there else b"unknown"] += 1
            assert answer == (name.encode() if there else None)
            assert not there or place == (there[0], there[-1])
            assert do(store, name) == (place, name.encode())
    assert acknowledged > DEATHS
    assert min(known.values()) > 0, "no program died between the commit and its acknowledgement, or all did"
    assert faults(rows_after(store, 0), {}, 0) == []


def test_a_program_that_acknowledges_first_and_writes_piecemeal_is_caught(stores: Stores) -> None:
    store, choice, found = stores.open(), Random(9), set[str]()
    wanted = {"there in part", "not where it was said to be"}
    for life in range(120):
        with another_program(acknowledge_and_append, stores.address, f"life{life}") as program:
            told = kill_at_some_moment(program, f"life{life}", choice)
        said = faults(rows_after(store, 0), told.acknowledged, 0)
        found |= {each for each in wanted if any(each in fault for fault in said)}
        if found == wanted:
            return
    pytest.fail(f"a hundred and twenty deaths showed only {found}")
