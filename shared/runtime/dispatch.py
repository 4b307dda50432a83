"""How a command becomes history, always the same: load and fold, decide, append one job with its receipt."""

from collections.abc import Mapping, Sequence

import structlog

from shared.event_store.jobs import Appended, Job
from shared.event_store.store import EventStore
from shared.kernel.dispatching import Done, Receipt
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Context, Fact
from shared.kernel.refusals import ConcurrencyConflict, KeyReused

_TRIES = 4

_log = structlog.get_logger()


class Dispatcher:
    """Dispatches the commands of one service by its table of handlers."""

    def __init__(self, service: str, store: EventStore, handlers: Mapping[type[Command], Handler]) -> None:
        self._service = service
        self._store = store
        self._handlers = handlers

    def __call__(self, command: Command, context: Context, receipt: Receipt | None = None) -> Done:
        """Do it and wait for the commit. A conflict is met by reloading, three times; a refusal goes to the caller."""
        if (known := self._known(receipt)) is not None:
            return known
        tries = _TRIES
        while True:
            stream, facts, job = self._decide(command, context, receipt)
            try:
                return _done(stream, facts, self._store.append(job) if job else None)
            except ConcurrencyConflict:
                tries -= 1
                if not tries:
                    raise

    async def later(self, command: Command, context: Context, receipt: Receipt | None = None) -> Done:
        """The same for an event loop: the commit is awaited together with everybody else's."""
        if (known := self._known(receipt)) is not None:
            return known
        tries = _TRIES
        while True:
            stream, facts, job = self._decide(command, context, receipt)
            try:
                return _done(stream, facts, await self._store.append_async(job) if job else None)
            except ConcurrencyConflict:
                tries -= 1
                if not tries:
                    raise

    def _known(self, receipt: Receipt | None) -> Done | None:
        """A repeated request is answered before it is decided again: by now the decision might refuse it."""
        found = self._store.receipt(receipt.scope, receipt.key) if receipt else None
        if found is None or receipt is None:
            return None
        if found.fingerprint != receipt.fingerprint:
            raise KeyReused
        return Done("", (), found.first_position, found.last_position, repeated=found)

    def _decide(
        self, command: Command, context: Context, receipt: Receipt | None
    ) -> tuple[str, Sequence[Fact], Job | None]:
        handler = self._handlers[type(command)]
        command = handler.gather(command)
        stream = handler.stream(command)
        state, version = self._store.fold(stream, handler.decider)
        facts = handler.decide(command, state)
        if not facts:
            _log.info("command_ignored", service=self._service, command=type(command).__name__, stream=stream)
            if receipt is None:
                return stream, (), None
        job = self._store.job(
            stream, version, facts, context, command.at, handler.about(command, state), receipt, handler.timers(facts)
        )
        return stream, facts, job


def _done(stream: str, facts: Sequence[Fact], appended: Appended | None) -> Done:
    if appended is None:
        return Done(stream, (), 0, 0)
    if appended.repeated is not None:
        return Done(stream, (), appended.first_position, appended.last_position, repeated=appended.repeated)
    return Done(stream, tuple(facts), appended.first_position, appended.last_position)
