"""What hangs costs one thread and a bounded time, however often somebody asks."""

import threading
import time

import pytest

from shared.runtime.bounded import Bounded


class Hanging:
    """A question that is answered when the test says so."""

    def __init__(self) -> None:
        self.asked = 0
        self.go_on = threading.Event()

    def __call__(self) -> int:
        self.asked += 1
        assert self.go_on.wait(20)
        return self.asked


def test_an_answer_is_given_and_the_next_time_asked_for_anew() -> None:
    answers = iter((1, 2))
    bounded = Bounded(lambda: next(answers), "test")
    assert [bounded.start()(5), bounded.start()(5)] == [1, 2]


def test_what_was_raised_is_raised_where_it_is_waited_for() -> None:
    def fails() -> int:
        raise LookupError("no")

    with pytest.raises(LookupError):
        Bounded(fails, "test").start()(5)


def test_a_question_that_hangs_is_waited_for_only_so_long_and_not_put_again() -> None:
    hanging = Hanging()
    bounded = Bounded(hanging, "hanging")
    began = time.monotonic()
    for _ in range(5):
        with pytest.raises(TimeoutError):
            bounded.start()(0.02)
    assert time.monotonic() - began < 10  # of the twenty for which it hangs
    assert sum(thread.name == "hanging" for thread in threading.enumerate()) == 1
    waiting = bounded.start()
    hanging.go_on.set()
    assert waiting(5) == 1
    assert hanging.asked == 1
