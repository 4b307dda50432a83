"""How a command becomes history, always the same: load and fold, decide, append one job with its receipt."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from shared.event_store.jobs import Appended, Job, Outcome
from shared.event_store.store import EventStore
from shared.kernel.dispatching import Asked, Done, Receipt
from shared.kernel.handling import Command, Handler
from shared.kernel.kept_from import knowing_everything
from shared.kernel.messages import Context, Fact
from shared.kernel.refusals import ConcurrencyConflict, KeyReused

_TRIES = 4

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Decided:
    """What a command came to; no job where nothing is to be written."""

    stream: str
    facts: Sequence[Fact]
    job: Job | None


class Dispatcher:
    """Dispatches the commands of one service by its table of handlers."""

    def __init__(self, service: str, store: EventStore, handlers: Mapping[type[Command], Handler]) -> None:
        self._service = service
        self._store = store
        self._handlers = handlers

    def __call__(self, command: Command, context: Context, receipt: Receipt | None = None) -> Done:
        """Do it and wait for the commit. A conflict is met by reloading, three times; a refusal goes to the caller."""
        tries = 0
        while True:
            decided = self._decide(command, context, receipt, tries)
            if isinstance(decided, Done):
                return decided
            try:
                return _done(decided, self._store.append(decided.job) if decided.job else None)
            except ConcurrencyConflict:
                tries += 1
                if tries == _TRIES:
                    raise

    async def later(self, command: Command, context: Context, receipt: Receipt | None = None) -> Done:
        """The same for an event loop: the commit is awaited together with everybody else's."""
        tries = 0
        while True:
            if tries or not self._handlers[type(command)].opens:
                # What is read from the log is waited for elsewhere; what opens a stream reads nothing.
                decided = await asyncio.to_thread(self._decide, command, context, receipt, tries)
            else:
                decided = self._decide(command, context, receipt, tries)
            if isinstance(decided, Done):
                return decided
            try:
                return _done(decided, await self._store.append_async(decided.job) if decided.job else None)
            except ConcurrencyConflict:
                tries += 1
                if tries == _TRIES:
                    raise

    def together(self, asked: Sequence[Asked]) -> list[Done | Exception]:
        """Do many that do not depend on one another, with few commits; each has its own answer.

        What two of them want of the same stream, the second decides anew by itself.
        """
        decided = [self._decided(*each) for each in asked]
        jobs = [each.job for each in decided if isinstance(each, _Decided) and each.job]
        stored = iter(self._store.append_together(jobs))
        return [
            self._answer(each, request, next(stored) if isinstance(each, _Decided) and each.job else None)
            for each, request in zip(decided, asked, strict=True)
        ]

    def _decided(self, command: Command, context: Context, receipt: Receipt) -> _Decided | Done | Exception:
        try:
            return self._decide(command, context, receipt, 0)
        except Exception as error:
            return error

    def _answer(self, decided: _Decided | Done | Exception, asked: Asked, stored: Outcome | None) -> Done | Exception:
        if not isinstance(decided, _Decided):
            return decided
        if not isinstance(stored, Exception):
            return _done(decided, stored)
        if not isinstance(stored, ConcurrencyConflict):
            return stored
        try:
            return self(*asked)
        except Exception as error:
            return error

    def _decide(self, command: Command, context: Context, receipt: Receipt | None, tries: int) -> _Decided | Done:
        """The facts as a job, or what a repeated request was answered before.

        The store knows a receipt again when it writes; here one is asked for only where the decision says no, which
        by now it may do to what it said yes to the first time.
        """
        try:
            with knowing_everything():
                return self._facts(command, context, receipt, tries)
        except Exception:
            if (known := self._known(receipt)) is not None:
                return known
            raise

    def _known(self, receipt: Receipt | None) -> Done | None:
        found = self._store.receipt(receipt.scope, receipt.key) if receipt else None
        if found is None or receipt is None:
            return None
        if found.fingerprint != receipt.fingerprint:
            raise KeyReused
        return Done("", (), found.first_position, found.last_position, repeated=found)

    def _facts(self, command: Command, context: Context, receipt: Receipt | None, tries: int) -> _Decided:
        handler = self._handlers[type(command)]
        command = handler.gather(command)
        stream = handler.stream(command)
        if handler.opens and not tries:
            state, version = handler.decider.initial, 0
        else:
            state, version = self._store.fold(stream, handler.decider)
        facts = handler.decide(command, state)
        if not facts:
            _log.info("command_ignored", service=self._service, command=type(command).__name__, stream=stream)
            if receipt is None:
                return _Decided(stream, (), None)
        about, timers = handler.about(command, state), handler.timers(facts)
        job = self._store.job(stream, version, facts, context, command.at, about, receipt, timers)
        return _Decided(stream, facts, job)


def _done(decided: _Decided, appended: Appended | None) -> Done:
    if appended is None:
        return Done(decided.stream, (), 0, 0)
    if appended.repeated is not None:
        return Done(decided.stream, (), appended.first_position, appended.last_position, repeated=appended.repeated)
    return Done(decided.stream, tuple(decided.facts), appended.first_position, appended.last_position)
