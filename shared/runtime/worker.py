"""Workers: plain loops that follow, relay and keep deadlines, each under its lease, and stop when asked."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import structlog

from shared.delivery.ports import Bus
from shared.delivery.relay import Relay
from shared.delivery.timers import Timers
from shared.event_store.lease import Leases
from shared.event_store.store import EventStore
from shared.kernel.clock import Clock
from shared.runtime.housekeeping import Housekeeping
from shared.runtime.service import Service

# Commits of this process wake a worker at once; other processes' commits and due timers are met by looking this often.
_POLL_SECONDS = 0.25
_PAUSE_AFTER_ERROR_SECONDS = 1.0

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Work:
    """One named piece of continuing work; `store` is the log whose growth should wake it."""

    name: str
    step: Callable[[], bool]
    store: EventStore
    at_stop: Callable[[], object] | None = None


def work_of(service: Service, bus: Bus, clock: Clock) -> list[Work]:
    """What a service's worker does."""
    relay = Relay(service.name, service.store, service.views, service.publication, bus)
    timers = Timers(service.name, service.store, service.deadlines, service.dispatch, clock)
    usual = [
        Work(f"{service.name}.views", service.views.advance, service.store),
        Work(f"{service.name}.relay", relay.step, service.store),
        Work(f"{service.name}.timers", timers.step, service.store),
        Work(f"{service.name}.housekeeping", Housekeeping(service.store, clock).step, service.store),
    ]
    return usual + [
        Work(f"{service.name}.{chore.name}", chore.step, service.store, chore.at_stop) for chore in service.chores
    ]


def drain(work: Sequence[Work], rounds: int = 10_000) -> None:
    """Do all there is to do, here and now, until nothing is left: for commands, rehearsals and tests."""
    for _ in range(rounds):
        moved = [item.step() for item in work]
        if not any(moved):
            return
    raise RuntimeError("the work does not come to an end")


def drain_or_wait(work: Sequence[Work], leases: Leases, done: Callable[[], bool], seconds: float) -> bool:
    """Have all work done until `done` says so: here if every lease is free, else by waiting for who holds them.

    False when the time is up first.
    """
    held = [leases.lease(item.name) for item in work]
    try:
        taken = [lease.acquire() for lease in held]
        if all(taken):
            drain(work)
    finally:
        for lease in held:
            lease.release()
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


class Workers:
    """Threads that do the work until stopped."""

    def __init__(self, work: Iterable[Work], leases: Leases) -> None:
        self._work = list(work)
        self._leases = leases
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._signals: list[threading.Event] = []

    def start(self) -> None:
        """Start a thread for each piece of work; it waits for its lease, so a second process stands by."""
        for item in self._work:
            signal = threading.Event()
            item.store.listen(signal)
            self._signals.append(signal)
            thread = threading.Thread(target=self._run, args=(item, signal), name=item.name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Let each finish what it has in hand, then end."""
        self._stopping.set()
        for signal in self._signals:
            signal.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def _run(self, item: Work, signal: threading.Event) -> None:
        lease = self._leases.lease(item.name)
        while not lease.acquire():
            if self._stopping.wait(_PAUSE_AFTER_ERROR_SECONDS):
                return
        try:
            while not self._stopping.is_set():
                self._one_turn(item, signal)
            self._end(item)
        finally:
            lease.release()

    def _one_turn(self, item: Work, signal: threading.Event) -> None:
        try:
            signal.clear()
            if not item.step():
                signal.wait(_POLL_SECONDS)
        except Exception as error:
            _log.error("work_failed", work=item.name, reason=type(error).__name__)
            self._stopping.wait(_PAUSE_AFTER_ERROR_SECONDS)

    def _end(self, item: Work) -> None:
        try:
            if item.at_stop is not None:
                item.at_stop()
        except Exception as error:
            _log.error("work_failed", work=item.name, reason=type(error).__name__)
