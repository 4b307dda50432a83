"""Plays what is left of the year in a thread of its own, then hands the work over to the usual workers."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

import structlog

from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.whole import Plan
from services.rehearsal.plan.year import DAY, LONDON, days_between, moment
from services.rehearsal.play import (
    form_acts,
    intake_acts,
    meeting_acts,
    notice_acts,
    referral_acts,
    working_acts,
)
from services.rehearsal.play.stage import Stage
from services.rehearsal.progress import Progress, keep
from shared.kernel.clock import ScriptedClock
from shared.runtime.logging import quietly
from shared.runtime.worker import Work, Workers

# When notices go out, deadlines are met and views follow: by day, since nobody is written to at night.
_ROUNDS = ((8, 30), (13, 0), (18, 0))
_LAST = (23, 50)
# Clears away old requests' receipts, of which a year without requests has none.
_NOT_NEEDED = ".housekeeping"
# Audit's ledger follows once a week.
_SUNDAY = 6
_TRIES, _PAUSE_SECONDS = 5, 1.0
_LOOK_AGAIN_SECONDS = 0.5

_AT_REFERRALS = {**referral_acts.ACTS, **intake_acts.ACTS, **working_acts.ACTS, **form_acts.ACTS, **notice_acts.ACTS}

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
        work = [Woken(item) for item in stage.borough.work() if not item.name.endswith(_NOT_NEEDED)]
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

    @property
    def refused(self) -> Sequence[str]:
        """The keys of deeds that were not possible any more; none, unless the rules have changed under the plan."""
        return self._stage.refused

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
        with self._leases(), quietly():
            self._try_to_play()
        if self._stopping.is_set():
            return
        self._clock.release()
        self._workers = self._stage.borough.workers()
        self._workers.start()
        self._over.set()

    def _try_to_play(self) -> None:
        """Again from where it stands when something was in the way; after some tries the pages go on with less."""
        for _ in range(_TRIES):
            try:
                self._play()
            except Exception as error:
                _log.error("rehearsal_interrupted", reason=type(error).__name__, percent=self.percent)
                if not self._stopping.wait(_PAUSE_SECONDS):
                    continue
            return

    def _play(self) -> None:
        # Killed, it had got further than was written down, and nothing is believed that comes from the future.
        self._clock.set(min(self._stage.newest(), moment(self._plan.ends_on, *_LAST)))
        if not self._done:
            _do_all(self._daily)
        # Gone on with, what follows a log catches up; notices and deadlines wait for their hour, as without a stop.
        _do_woken([item for item in self._daily if item.follows])
        for day in days_between(_london_day(self._clock()), self._plan.ends_on):
            for time in _ROUNDS:
                if moment(day, *time) < self._clock():
                    continue
                self._until(moment(day, *time))
                if self._stopping.is_set():
                    self._keep()
                    return
                _do_all(self._daily)
            self._until(moment(day + DAY, 0))
            if day.weekday() == _SUNDAY:
                self._let_audit_follow()
            self._keep()
            if self._stopping.is_set():
                return
        self._let_audit_follow()
        self._keep(played=True)

    def _until(self, end: datetime) -> None:
        """Do what was done before a moment, each deed at its own."""
        while not self._stopping.is_set() and (deed := self._next()) is not None and deed.at < end:
            self._clock.set(deed.at)
            self._act(deed)
            self._done += 1
        if not self._stopping.is_set():
            self._clock.set(min(end, moment(self._plan.ends_on, *_LAST)))

    def _next(self) -> Deed | None:
        return self._plan.deeds[self._done] if self._done < len(self._plan.deeds) else None

    def _act(self, deed: Deed) -> None:
        if (found := _AT_REFERRALS.get(type(deed))) is not None:
            service, act = found
            if self._stage.is_done(service, deed.key):
                return
            act(self._stage, deed)
        else:
            self._stage.service("panels").views.catch_up()
            meeting_acts.ACTS[type(deed)](self._stage, deed)
        _do_woken(self._relays)

    def _let_audit_follow(self) -> None:
        """What keeps audit from following holds up nobody else, as with the usual workers."""
        try:
            _do_all(self._audit)
        except Exception as error:
            _log.error("work_failed", work="audit", reason=type(error).__name__)

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
                        break
            yield
        finally:
            for lease in leases:
                lease.release()


class Woken:
    """A piece of work that knows whether its log has grown since it last looked.

    What follows a log is woken by that alone; what waits for a time (deadlines, notices) is looked at every round too.
    """

    def __init__(self, work: Work) -> None:
        self.name = work.name
        self.follows = work.name.endswith((".views", ".relay"))
        self.wanted = threading.Event()
        self._step = work.step
        work.source.listen(self.wanted)
        self.wanted.set()

    def step(self) -> None:
        """Once; what grows meanwhile wakes it again, and so does more of the same, after the others had their turn.

        Some see only in a view that they have done something, and would go on for ever before it follows.
        """
        self.wanted.clear()
        try:
            if self._step() and not self.follows:
                self.wanted.set()
        except Exception:
            self.wanted.set()
            raise


def _do_all(work: Sequence[Woken]) -> None:
    """Everything that is to be done, whatever made it due."""
    for item in work:
        if not item.follows:
            item.wanted.set()
    _do_woken(work)


def _do_woken(work: Sequence[Woken]) -> None:
    """What the growth of a log has made necessary, until nothing is."""
    while wanted := [item for item in work if item.wanted.is_set()]:
        for item in wanted:
            item.step()


def _london_day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
