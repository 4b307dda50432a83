"""Deadlines: when a timer's moment has come, its kind's reaction gives commands, each in effect once."""

from collections.abc import Sequence

import structlog

from shared.event_store.store import DueTimer, EventStore
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.dispatching import Dispatch, Receipt
from shared.kernel.handling import Deadline
from shared.kernel.messages import Context

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

    def step(self) -> bool:
        """Act on every timer that is due; False when none could be. One that fails stays, and holds up no other."""
        acted = False
        for due in self._store.due_timers(self._clock()):
            try:
                self._fire(due)
                acted = True
            except Exception as error:
                _log.error(
                    "timer_failed", service=self._service, kind=due.timer.kind, timer_id=due.timer.timer_id,
                    reason=type(error).__name__,
                )
        return acted

    def _fire(self, due: DueTimer) -> None:
        timer = due.timer
        deadline = self._deadlines[timer.kind]
        moment = timer.due_at or self._clock()
        context = Context(
            actor=f"{self._service}/timer/{timer.kind}",
            role="system",
            correlation_id=due.context.correlation_id,
            causation_id=due.context.causation_id,
            origin=due.context.origin,
        )
        for number, command in enumerate(deadline.react(timer, moment)):
            key = f"{timer.timer_id}@{rfc3339(moment)}/{number}"
            self._dispatch(command, context, Receipt(f"timer/{timer.kind}", key))
        self._store.timer_done(timer)
