"""The one writer of a process: callers queue their jobs, and whoever holds the turn commits all that has gathered."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable, Sequence

from shared.event_store.jobs import Appended, Job, Outcome
from shared.kernel.refusals import Unavailable

# A batch grows by itself while a commit is under way; the cap keeps one answer from waiting for too many others.
_BATCH = 256
_BROKEN_OFF = "The write was broken off. Look whether it is there, then send it again."

Commit = Callable[[Sequence[Job]], list[Outcome]]


class _Waiting:
    """A job in the queue, and where its answer goes: to a thread, or to a future of an event loop."""

    __slots__ = ("future", "job", "outcome")

    def __init__(self, job: Job, future: "asyncio.Future[Appended] | None" = None) -> None:
        self.job = job
        self.future = future
        self.outcome: Outcome | None = None


class Appender:
    """Combines the appends of many callers into few commits; two jobs of one stream or receipt never share one."""

    def __init__(self, commit: Commit, appended: Callable[[], None]) -> None:
        self._commit = commit
        self._appended = appended
        self._waiting: deque[_Waiting] = deque()
        self._turn = threading.Lock()
        self._starting = threading.Lock()
        self._wanted = threading.Event()
        self._wakes: set[asyncio.AbstractEventLoop] = set()
        self._thread: threading.Thread | None = None
        self._closing = False

    def append(self, job: Job) -> Appended:
        """Write a job, waiting for its commit; raises what stood in its way."""
        self._refuse_if_closing()
        outcome = self._at_once(job) if not self._waiting else None
        if outcome is None:
            outcome = self._in_turn(job)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _at_once(self, job: Job) -> Outcome | None:
        """The answer where nobody else is writing, so that there is nothing to gather; None where somebody is."""
        if not self._turn.acquire(blocking=False):
            return None
        try:
            (outcome,) = self._commit([job])
            self._appended()
        finally:
            self._turn.release()
        return outcome

    def _in_turn(self, job: Job) -> Outcome:
        mine = _Waiting(job)
        self._waiting.append(mine)
        while mine.outcome is None:
            with self._turn:
                if mine.outcome is None:
                    self._commit_gathered()
        return mine.outcome

    def append_together(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Write many jobs of one caller in few commits; each has its own answer, what stood in its way among them."""
        self._refuse_if_closing()
        mine = [_Waiting(job) for job in jobs]
        self._waiting.extend(mine)
        while not all(waiting.outcome is not None for waiting in mine):
            with self._turn:
                self._commit_gathered()
        return [waiting.outcome for waiting in mine if waiting.outcome is not None]

    async def append_async(self, job: Job) -> Appended:
        """The same from an event loop, served by one thread of this process."""
        self._refuse_if_closing()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Appended] = loop.create_future()
        self._waiting.append(_Waiting(job, future))
        if self._thread is None:
            self._start()
        # Not at once: whoever else the loop has in hand adds to the batch first, and the thread is woken once for all.
        if loop not in self._wakes:
            self._wakes.add(loop)
            loop.call_soon(self._wake, loop)
        return await future

    def exclusively(self, work: Callable[[], None]) -> None:
        """Do something else with the writer's connection while nobody appends."""
        with self._turn:
            work()

    def close(self) -> None:
        """Write what has gathered and stop the thread."""
        self._closing = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def _refuse_if_closing(self) -> None:
        if self._closing:
            raise Unavailable("This program is stopping, so nothing was stored. Send it again in a moment.")

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        self._wakes.discard(loop)
        self._wanted.set()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="appender", daemon=True)
                self._thread.start()

    def _serve(self) -> None:
        while not self._closing or self._waiting:
            self._wanted.wait()
            self._wanted.clear()
            while self._waiting:
                with self._turn:
                    self._commit_gathered()

    def _commit_gathered(self) -> None:
        batch = self._next_batch()
        if not batch:
            return
        # Stands only if the turn itself is broken off, by an interrupt say: nobody may wait for an answer for ever.
        outcomes: Sequence[Outcome] = [Unavailable(_BROKEN_OFF) for _ in batch]
        try:
            outcomes = self._commit([waiting.job for waiting in batch])
        finally:
            _answer(batch, outcomes)
        self._appended()

    def _next_batch(self) -> list[_Waiting]:
        if len(self._waiting) == 1:
            return [self._waiting.popleft()]
        batch: list[_Waiting] = []
        later: list[_Waiting] = []
        taken: set[object] = set()
        while self._waiting and len(batch) < _BATCH:
            waiting = self._waiting.popleft()
            receipt = waiting.job.receipt
            names = {waiting.job.stream} if receipt is None else {waiting.job.stream, (receipt.scope, receipt.key)}
            if taken.isdisjoint(names):
                batch.append(waiting)
            else:
                later.append(waiting)
            taken |= names
        self._waiting.extendleft(reversed(later))
        return batch


def _answer(batch: Sequence[_Waiting], outcomes: Sequence[Outcome]) -> None:
    promised: dict[asyncio.AbstractEventLoop, list[_Waiting]] = {}
    for waiting, outcome in zip(batch, outcomes, strict=True):
        waiting.outcome = outcome
        if waiting.future is not None:
            promised.setdefault(waiting.future.get_loop(), []).append(waiting)
    for loop, answered in promised.items():
        with contextlib.suppress(RuntimeError):  # a loop that has ended meanwhile has nobody left to tell
            loop.call_soon_threadsafe(_deliver, answered)


def _deliver(answered: list[_Waiting]) -> None:
    for waiting in answered:
        future, outcome = waiting.future, waiting.outcome
        if future is None or future.done():
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        elif outcome is not None:
            future.set_result(outcome)
