"""Questions of many callers of an event loop, answered together by one thread: the loop waits for no database."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[Q, A]):
    """While one lot of questions is being answered the next one gathers; `answer` gives an answer for each of a lot."""

    def __init__(self, name: str, answer: Callable[[Sequence[Q]], Sequence[A]]) -> None:
        self._answer = answer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._gathered: deque[tuple[Q, asyncio.Future[A]]] = deque()
        self._wakes: set[asyncio.AbstractEventLoop] = set()
        self._under_way = False

    async def ask(self, question: Q) -> A:
        """The answer to one question; what stands in the way of its lot is raised for each of the lot."""
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[A] = loop.create_future()
        self._gathered.append((question, mine))
        # Not at once: whoever else the loop has in hand asks in the same lot, and the thread is woken once for all.
        if loop not in self._wakes:
            self._wakes.add(loop)
            loop.call_soon(self._wake, loop)
        return await mine

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        self._wakes.discard(loop)
        if not self._under_way:
            self._under_way = True
            self._thread.submit(self._answer_all)

    def _answer_all(self) -> None:
        while True:
            lot = [self._gathered.popleft() for _ in range(len(self._gathered))]
            if lot:
                self._answer_lot(lot)
                continue
            # Whoever asks from here on has this begun anew; whoever asked just before is still seen.
            self._under_way = False
            if not self._gathered:
                return

    def _answer_lot(self, lot: Sequence[tuple[Q, "asyncio.Future[A]"]]) -> None:
        answers: Sequence[A | Exception]
        try:
            answers = self._answer([question for question, _ in lot])
        except Exception as failure:  # it belongs to those who asked, whatever it is
            answers = [failure] * len(lot)
        _deliver([(mine, answer) for (_, mine), answer in zip(lot, answers, strict=True)])


def _deliver(answered: Sequence[tuple["asyncio.Future[A]", A | Exception]]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[A], A | Exception]]] = {}
    for each in answered:
        by_loop.setdefault(each[0].get_loop(), []).append(each)
    for loop, told in by_loop.items():
        with contextlib.suppress(RuntimeError):  # a loop that has ended meanwhile has nobody left to tell
            loop.call_soon_threadsafe(_tell, told)


def _tell(answered: Sequence[tuple["asyncio.Future[A]", A | Exception]]) -> None:
    for mine, answer in answered:
        if mine.done():
            continue
        if isinstance(answer, Exception):
            mine.set_exception(answer)
        else:
            mine.set_result(answer)
