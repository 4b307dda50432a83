"""Deadlines: when a timer's moment has come, its kind's reaction gives commands, each in effect once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from shared.event_store.store import DueTimer, EventStore
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.dispatching import Dispatch, Receipt
from shared.kernel.handling import Deadline
from shared.kernel.messages import Context
from shared.kernel.tracing import continued

_PAGE = 100
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=5)

# A timer as it was set: the same one set anew is another.
_Set = tuple[str, datetime | None]

_log = structlog.get_logger()


class Timers:
    """Watches one service's timers."""

    def __init__(
        self, service: str, store: EventStore, deadlines: Sequence[Deadline], dispatch: Dispatch, clock: Clock
    ) -> None:
        self._service = service
        self._store = store
        self._deadlines = {deadline.kind: deadline for deadline in deadlines}
        self._dispatch = dispatch
        self._clock = clock
        # Pauses of timers that fail, and when they end; forgotten with the process, which then tries at once.
        self._paused: dict[_Set, tuple[timedelta, datetime]] = {}

    def step(self) -> bool:
        """Act on what is due; False when nothing could be. What fails is tried again later and holds up no other."""
        now = self._clock()
        paused = {which for which, (_, ends_at) in self._paused.items() if ends_at > now}
        due = self._store.due_timers(now, _PAGE + len(paused))
        tried = [self._try(each, now) for each in due if (each.timer.timer_id, each.timer.due_at) not in paused]
        return any(tried) or len(tried) >= _PAGE

    def _try(self, due: DueTimer, now: datetime) -> bool:
        timer = due.timer
        which = (timer.timer_id, timer.due_at)
        try:
            self._fire(due)
        except Exception as error:
            before, _ = self._paused.get(which, (_FIRST_PAUSE / 2, now))
            pause = min(before * 2, _LONGEST_PAUSE)
            self._paused[which] = (pause, now + pause)
            reason = type(error).__name__
            _log.error("timer_failed", service=self._service, kind=timer.kind, timer_id=timer.timer_id, reason=reason)
            return False
        self._paused.pop(which, None)
        return True

    def _fire(self, due: DueTimer) -> None:
        timer = due.timer
        deadline = self._deadlines[timer.kind]
        moment = timer.due_at or self._clock()
        context = Context(
            actor=f"{self._service}/timer/{timer.kind}",
            role="system",
            correlation_id=due.context.correlation_id,
            causation_id=due.context.causation_id,
            trace_parent=continued(due.context.trace_parent).header,
            origin=due.context.origin,
        )
        for number, command in enumerate(deadline.react(timer, moment)):
            key = f"{timer.timer_id}@{rfc3339(moment)}/{number}"
            self._dispatch(command, context, Receipt(f"timer/{timer.kind}", key))
        self._store.timer_done(timer)
