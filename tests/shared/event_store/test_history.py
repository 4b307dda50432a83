"""Any stream can be read as it stood, at a time of recording or at a position of the log."""

from datetime import timedelta

import pytest

from shared.event_store.store import EventStore
from tests.support.backends import Stores
from tests.support.notebook import DECIDER, MORNING, Notebook, notes, written

HOUR = timedelta(hours=1)


@pytest.fixture
def story(stores: Stores) -> EventStore:
    """Three notes an hour apart, another stream's between them: positions 1, 3 and 5."""
    store = stores.open()
    for version, note in enumerate(notes(3)):
        stores.clock.set(MORNING + version * HOUR)
        written(store, "n-1", note, expected=version)
        written(store, f"other-{version}")
    return store


def seen(story: EventStore, **bounds: object) -> list[int]:
    return [row.version for row in story.stream("n-1", **bounds)]  # type: ignore[arg-type]  # bounds of many types


@pytest.mark.parametrize(
    ("after_nine", "versions"),
    [
        pytest.param(-HOUR, [], id="before the first there was nothing"),
        pytest.param(0 * HOUR, [1], id="at the moment of recording it is known"),
        pytest.param(HOUR - timedelta(microseconds=1), [1], id="just before the second it is not"),
        pytest.param(HOUR, [1, 2], id="then it is"),
        pytest.param(9 * HOUR, [1, 2, 3], id="later, all is known"),
    ],
)
def test_a_stream_as_at_a_time_of_recording(story: EventStore, after_nine: timedelta, versions: list[int]) -> None:
    assert seen(story, until=MORNING + after_nine) == versions


@pytest.mark.parametrize(("position", "versions"), [(0, []), (1, [1]), (2, [1]), (3, [1, 2]), (5, [1, 2, 3])])
def test_a_stream_as_at_a_position_of_the_log(story: EventStore, position: int, versions: list[int]) -> None:
    assert seen(story, until_position=position) == versions


def test_both_bounds_hold_together_and_a_reader_can_go_on_from_a_version(story: EventStore) -> None:
    assert seen(story, until=MORNING + 9 * HOUR, until_position=3) == [1, 2]
    assert seen(story, until=MORNING, until_position=9) == [1]
    assert seen(story, after_version=1, until_position=3) == [2]


def test_a_past_state_is_the_fold_of_what_was_known_then(story: EventStore) -> None:
    then = story.stream("n-1", until=MORNING + HOUR)
    assert DECIDER.fold(row.fact for row in then) == Notebook(total=3)
