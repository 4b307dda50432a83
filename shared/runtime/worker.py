"""Workers: plain loops that follow, relay and keep deadlines, each under its lease, and stop when asked."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from shared.delivery.ports import Bus, Wakes
from shared.delivery.relay import Relay
from shared.delivery.timers import Timers
from shared.event_store.lease import Lease, Leases
from shared.kernel.clock import Clock
from shared.kernel.refusals import Unavailable
from shared.runtime.housekeeping import Housekeeping
from shared.runtime.service import Service

# Commits of this process wake a worker at once; other processes' commits are met by looking this often.
_POLL_SECONDS = 0.25
# What waits for a time or tidies up has a second: each look is a question to the database, also when nothing is due.
_UNHURRIED_SECONDS = 1.0
_PAUSE_AFTER_ERROR_SECONDS = 1.0
# What is in hand when somebody says stop may be a message to a slow mail server; after this it is left to its lease.
_STOPPED_WITHIN_SECONDS = 20.0

_log = structlog.get_logger()


class Grows(Protocol):
    """A log, say: something that tells when there may be more to do."""

    def listen(self, listener: Wakes) -> None: ...


@dataclass(frozen=True, slots=True)
class Work:
    """One named piece of continuing work; `source` is what should wake it: the log it reads, as a rule.

    Not woken, it looks for something to do after `looks_after` seconds.
    """

    name: str
    step: Callable[[], bool]
    source: Grows
    at_stop: Callable[[], object] | None = None
    looks_after: float = _POLL_SECONDS


def work_of(service: Service, bus: Bus, clock: Clock) -> list[Work]:
    """What a service's worker does."""
    relay = Relay(service.name, service.store, service.views, service.publication, bus)
    timers = Timers(service.name, service.store, service.deadlines, service.dispatch, clock)
    usual = [
        Work(f"{service.name}.views", service.views.advance, service.store),
        Work(f"{service.name}.relay", relay.step, service.store),
        _unhurried(service, "timers", timers.step),
        _unhurried(service, "housekeeping", Housekeeping(service.store, clock).step),
    ]
    if (heard := service.subscription) is not None:
        usual.append(Work(f"{service.name}.{heard.name}", heard.step, heard, heard.close))
    return usual + [_unhurried(service, chore.name, chore.step, chore.at_stop) for chore in service.chores]


def _unhurried(
    service: Service, name: str, step: Callable[[], bool], at_stop: Callable[[], object] | None = None
) -> Work:
    return Work(f"{service.name}.{name}", step, service.store, at_stop, _UNHURRIED_SECONDS)


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


@dataclass(slots=True)
class WorkStanding:
    """How one piece of work is getting on in this process: whether its lease is ours, and what stands in its way."""

    held: bool = False
    failures: int = 0
    failing_since: float | None = None
    said: set[str] = field(default_factory=set)


class Workers:
    """Threads that do the work until stopped."""

    def __init__(self, work: Iterable[Work], leases: Leases) -> None:
        self._work = list(work)
        self._leases = leases
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._signals: list[threading.Event] = []
        self.standing = {item.name: WorkStanding() for item in self._work}

    def start(self) -> None:
        """Start a thread for each piece of work; it waits for its lease, so a second process stands by."""
        for item in self._work:
            signal = threading.Event()
            item.source.listen(signal)
            self._signals.append(signal)
            thread = threading.Thread(target=self._run, args=(item, signal), name=item.name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, within_seconds: float = _STOPPED_WITHIN_SECONDS) -> None:
        """Let each finish what it has in hand, then end; what does not end in time is said and left."""
        self._stopping.set()
        for signal in self._signals:
            signal.set()
        deadline = time.monotonic() + within_seconds
        for thread in self._threads:
            thread.join(timeout=max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                _log.error("work_unfinished", work=thread.name)

    def _run(self, item: Work, signal: threading.Event) -> None:
        lease = self._leases.lease(item.name)
        standing = self.standing[item.name]
        try:
            while not self._stopping.is_set():
                self._one_turn(item, signal, lease, standing)
            if standing.held and item.at_stop is not None:
                self._try(item, item.at_stop, standing)
        finally:
            standing.held = False
            lease.release()

    def _one_turn(self, item: Work, signal: threading.Event, lease: Lease, standing: WorkStanding) -> None:
        """A step under the lease; whoever has none, or fails, comes again later."""

        def turn() -> bool:
            held = False
            try:
                held = lease.acquire()
            finally:
                standing.held = held  # where it cannot be asked for it is not ours
            signal.clear()
            return held and item.step()

        moved = self._try(item, turn, standing)
        if standing.failing_since is not None or not standing.held:
            self._stopping.wait(_PAUSE_AFTER_ERROR_SECONDS)
        elif not moved:
            signal.wait(item.looks_after)

    def _try(self, item: Work, does: Callable[[], object], standing: WorkStanding) -> bool:
        """Do it; what stands in the way is said once, and once more when it is over: not with every try."""
        try:
            moved = bool(does())
        except Exception as error:
            standing.failures += 1
            standing.failing_since = standing.failing_since or time.monotonic()
            if (reason := type(error).__name__) not in standing.said:
                standing.said.add(reason)
                says = error.says if isinstance(error, Unavailable) else None
                _log.error("work_failed", work=item.name, reason=reason, says=says)
            return False
        if standing.failing_since is not None:
            _log.info("work_recovered", work=item.name, seconds=round(time.monotonic() - standing.failing_since, 1))
            standing.failing_since = None
            standing.said.clear()
        return moved
