"""Ready means that every check says so in time; what hangs or fails is a no, said in words that hold no address."""

import threading
import time
from collections.abc import Iterator

import pytest

from shared.kernel.refusals import Unavailable
from shared.runtime.readiness import ANSWERED_WITHIN_SECONDS, Check, Found, Readying
from tests.support.builders.web import logged, named

pytestmark = pytest.mark.slow


def well(name: str) -> Check:
    return Check(name, lambda: Found(True, "It is well."))


def raising(name: str, error: Exception) -> Check:
    def ask() -> Found:
        raise error

    return Check(name, ask)


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """What a hanging check waits for; it is let go at the end."""
    event = threading.Event()
    yield event
    event.set()


def hanging(name: str, until: threading.Event) -> Check:
    def ask() -> Found:
        until.wait(30)
        return Found(True, "At last.")

    return Check(name, ask)


def test_it_is_ready_when_every_check_says_so_in_the_order_they_were_given() -> None:
    found = Readying([[well("a"), well("b")], [], [well("c")]])()
    assert found.ready
    assert [name for name, _ in found.checks] == ["a", "b", "c"]


def test_one_no_is_enough_and_says_why() -> None:
    late = Check("views", lambda: Found(False, "worklist is 9 behind."))
    found = Readying([[well("a")], [late]])()
    assert not found.ready
    assert dict(found.checks)["views"].says == "worklist is 9 behind."


def test_what_fails_is_told_without_its_own_words_unless_they_are_ours() -> None:
    of_driver = raising("database", OSError("postgresql://waymark:secret@db/intake refused"))
    ours = raising("disk", Unavailable("The disk is full."))
    found = dict(Readying([[of_driver], [ours]])().checks)
    assert (found["database"].says, found["disk"].says) == ("It failed: OSError.", "The disk is full.")
    assert "secret" not in repr(found)


def test_what_hangs_is_a_no_in_less_than_two_seconds_and_the_others_are_still_asked(stuck: threading.Event) -> None:
    readying = Readying([[well("a"), hanging("b", stuck), well("c")], [well("d")], [hanging("e", stuck)]])
    began = time.monotonic()
    found = dict(readying().checks)
    assert time.monotonic() - began < 10  # of the thirty for which they hang
    assert ANSWERED_WITHIN_SECONDS < 2
    assert {name: each.ok for name, each in found.items()} == {"a": True, "b": False, "c": False, "d": True, "e": False}
    assert found["b"].says == found["e"].says == f"It gave no answer within {ANSWERED_WITHIN_SECONDS} seconds."
    assert found["c"].says.startswith("It was not asked")


def test_asking_again_while_one_hangs_starts_no_further_thread(stuck: threading.Event) -> None:
    readying = Readying([[hanging("a", stuck)]])
    for _ in range(2):
        assert not readying().ready
    assert sum(thread.name == "readiness" for thread in threading.enumerate()) == 1


def test_many_who_ask_in_one_second_cost_the_store_one_look() -> None:
    asked = []
    check = Check("a", lambda: Found(not asked.append(1), ""))
    readying = Readying([[check]])
    for _ in range(50):
        assert readying().ready
    assert len(asked) == 1


def test_the_log_hears_of_a_change_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter((True, False, False, True))
    readying = Readying([[Check("a", lambda: Found(next(answers), "so"))]])
    monkeypatch.setattr("shared.runtime.readiness._GOOD_FOR_SECONDS", -1.0)
    with logged() as entries:
        assert [readying().ready for _ in range(4)] == [True, False, False, True]
    assert [line["checks"] for line in named(entries, "not_ready")] == [("a",)]
    assert len(named(entries, "ready_again")) == 1
