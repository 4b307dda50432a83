"""Asks what may hang, and waits for the answer only so long."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class _Answer(Generic[T]):
    """What one asking came to, once it is over."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.value: T | None = None
        self.error: Exception | None = None


class Bounded(Generic[T]):
    """A question that is under way once at most: whoever asks meanwhile waits for the same answer.

    So a store that hangs costs one thread, however often somebody looks.
    """

    def __init__(self, ask: Callable[[], T], name: str) -> None:
        self._ask, self._name = ask, name
        self._lock = threading.Lock()
        self._under_way: _Answer[T] | None = None

    def start(self) -> "Callable[[float], T]":
        """Ask, and return what waits for the answer: given seconds, it raises TimeoutError when they have passed."""
        with self._lock:
            answer = self._under_way
            if answer is None:
                answer = self._under_way = _Answer()
                # A daemon, so that a program can end while a store hangs.
                threading.Thread(target=self._run, args=(answer,), name=self._name, daemon=True).start()
        return lambda seconds: _awaited(answer, seconds)

    def _run(self, answer: _Answer[T]) -> None:
        try:
            answer.value = self._ask()
        except Exception as error:
            answer.error = error
        with self._lock:
            self._under_way = None
        answer.over.set()


def _awaited(answer: _Answer[T], seconds: float) -> T:
    if not answer.over.wait(max(0.0, seconds)):
        raise TimeoutError
    if answer.error is not None:
        raise answer.error
    return answer.value  # type: ignore[return-value]  # it is over and nothing was raised
