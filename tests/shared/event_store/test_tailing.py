"""A reader that follows the log behind sixteen writers in two programs loses nothing, and we would notice if it did."""

import pytest

from shared.event_store.store import EventStore
from tests.support.backends import Stores
from tests.support.tailing import (
    Reader,
    Seen,
    careful_reader,
    faults,
    prepare_drawing,
    tail,
    write_before_the_lock,
    write_well,
)

pytestmark = pytest.mark.slow

JOBS = 40  # of each writer


def test_a_reader_behind_sixteen_writers_loses_nothing_doubles_nothing_and_keeps_the_order(stores: Stores) -> None:
    store = stores.open()
    stored, seen = tail(store, stores.address, write_well, careful_reader, JOBS)
    assert faults(stored, seen) == []
    assert len(stored) == len(seen) > 16 * JOBS
    assert [position for position, _ in seen] == list(range(1, len(seen) + 1))
    recorded = [row.recorded for row in store.page(0, 10_000)]
    assert recorded == sorted(recorded)


def test_writers_that_draw_a_position_before_the_lock_are_caught(stores: Stores) -> None:
    store = stores.open()
    prepare_drawing(stores.address)
    assert "lost" in faults(*tail(store, stores.address, write_before_the_lock, careful_reader, JOBS // 2))


def goes_on_from_the_head(store: EventStore, checkpoint: int) -> tuple[Seen, int]:
    """What is committed between the two questions is never asked for again."""
    return careful_reader(store, checkpoint)[0], store.head()


def goes_on_from_the_last_but_one(store: EventStore, checkpoint: int) -> tuple[Seen, int]:
    new, reached = careful_reader(store, checkpoint)
    return new, reached if len(new) < 2 else reached - 1


def takes_the_newest_first(store: EventStore, checkpoint: int) -> tuple[Seen, int]:
    new, reached = careful_reader(store, checkpoint)
    return new[::-1], reached


@pytest.mark.parametrize(
    ("reader", "fault"),
    [(goes_on_from_the_head, "lost"), (goes_on_from_the_last_but_one, "doubled"), (takes_the_newest_first, "out of")],
)
def test_a_careless_reader_is_caught(stores: Stores, reader: Reader, fault: str) -> None:
    found = faults(*tail(stores.open(), stores.address, write_well, reader, JOBS))
    assert any(each.startswith(fault) for each in found)
