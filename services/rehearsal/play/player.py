"""Plays what is left of the year in a thread of its own, then hands the work over to the usual workers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import structlog

from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.whole import Plan
from services.rehearsal.plan.year import DAY, LONDON, days_between, moment
from services.rehearsal.play import meeting_acts, referral_acts
from services.rehearsal.play.stage import Stage
from services.rehearsal.progress import Progress, keep
from shared.kernel.clock import ScriptedClock
from shared.runtime.logging import quietly
from shared.runtime.worker import Workers, drain

# When notices go out, deadlines are met and views follow: by day, since nobody is written to at night.
_ROUNDS = ((8, 30), (13, 0), (18, 0))
_LAST = (23, 50)
# Audit's ledger follows once a week.
_SUNDAY = 6
_LOOK_AGAIN_SECONDS = 0.5

_log = structlog.get_logger()


class Player:
    """Does all of the borough's work itself while it plays, so that the same things follow in the same order."""

    def __init__(self, stage: Stage, plan: Plan, clock: ScriptedClock, begun: Progress) -> None:
        self._stage = stage
        self._plan = plan
        self._clock = clock
        self._done = begun.next_deed
        self._stopping = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rehearsal", daemon=True)
        self._workers: Workers | None = None
        work = stage.borough.work()
        self._relays = [item for item in work if item.name.endswith(".relay")]
        self._audit = [item for item in work if item.name.startswith("audit.")]
        self._daily = [item for item in work if item not in self._audit]

    @property
    def over(self) -> bool:
        """Whether the usual workers are at work, on the system's clock."""
        return self._over.is_set()

    @property
    def percent(self) -> int:
        """How much of the year has been played."""
        return 100 * self._done // len(self._plan.deeds)

    def start(self) -> None:
        """Begin, or go on."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in hand; the next start goes on from there."""
        self._stopping.set()
        self._thread.join(timeout=30)
        if self._workers is not None:
            self._workers.stop()

    def wait(self, seconds: float) -> bool:
        """Whether the year was over within that time."""
        return self._over.wait(seconds)

    def _run(self) -> None:
        try:
            with self._leases(), quietly():
                self._play()
        except Exception as error:  # the pages are better off with workers and half a year than with neither
            _log.error("rehearsal_failed", reason=type(error).__name__, percent=self.percent)
        if self._stopping.is_set():
            return
        self._clock.release()
        borough = self._stage.borough
        self._workers = Workers(borough.work(), borough.ground.leases)
        self._workers.start()
        self._over.set()

    def _play(self) -> None:
        drain(self._daily)
        for day in days_between(_london_day(self._clock()), self._plan.year.last):
            for time in _ROUNDS:
                self._until(moment(day, *time))
                drain(self._daily)
            self._until(moment(day + DAY, 0))
            if day.weekday() == _SUNDAY:
                drain(self._audit)
            self._keep()
            if self._stopping.is_set():
                return
        drain(self._audit)
        self._keep(played=True)

    def _until(self, end: datetime) -> None:
        """Do what was done before a moment, each deed at its own."""
        while not self._stopping.is_set() and (deed := self._next()) is not None and deed.at < end:
            self._clock.set(deed.at)
            self._act(deed)
            self._done += 1
        if not self._stopping.is_set():
            self._clock.set(min(end, moment(self._plan.year.last, *_LAST)))

    def _next(self) -> Deed | None:
        return self._plan.deeds[self._done] if self._done < len(self._plan.deeds) else None

    def _act(self, deed: Deed) -> None:
        if (found := referral_acts.ACTS.get(type(deed))) is not None:
            service, act = found
            if self._stage.is_done(service, deed.key):
                return
            act(self._stage, deed)
        else:
            self._stage.service("panels").views.catch_up()
            meeting_acts.ACTS[type(deed)](self._stage, deed)
        drain(self._relays)

    def _keep(self, played: bool = False) -> None:
        keep(self._stage.service("intake"), Progress(self._plan.year.today, self._done, self._clock(), played))

    @contextmanager
    def _leases(self) -> Iterator[None]:
        """Every lease of the work, waited for: another process may be at it still."""
        leases = [self._stage.borough.ground.leases.lease(item.name) for item in (*self._daily, *self._audit)]
        try:
            for lease in leases:
                while not lease.acquire():
                    if self._stopping.wait(_LOOK_AGAIN_SECONDS):
                        raise InterruptedError
            yield
        finally:
            for lease in leases:
                lease.release()


def _london_day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
