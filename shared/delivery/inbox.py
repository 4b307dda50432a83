"""One service's inbox: a message becomes commands, once in effect however often it comes."""

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import structlog

from shared.contracts import envelope
from shared.delivery.dead_letters import DeadLetters
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.dispatching import Asked, Dispatch, Done, Receipt
from shared.kernel.handling import Policy
from shared.kernel.messages import Context, Message
from shared.kernel.refusals import Unavailable
from shared.kernel.tracing import Span, continued

_TRIES = 5
_FIRST_PAUSE_SECONDS = 0.02
_UNREADABLE = "unreadable"
_BEHIND = "waits behind an earlier message of its key"

_log = structlog.get_logger()


class _Letter(NamedTuple):
    """A message for one policy, read and as it came."""

    policy: Policy
    parsed: Message
    message: bytes


class Inbox:
    """Takes messages for one service, by its table of policies."""

    def __init__(
        self,
        service: str,
        policies: Sequence[Policy],
        dispatch: Dispatch,
        letters: DeadLetters,
        clock: Clock,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._service = service
        self._policies: dict[str, list[Policy]] = {}
        for policy in policies:
            self._policies.setdefault(policy.event, []).append(policy)
        self._by_name = {policy.name: policy for policy in policies}
        self._dispatch = dispatch
        self._letters = letters
        self._clock = clock
        self._pause = pause

    def handle(self, message: bytes) -> None:
        """Take a message for every policy that wants it; what fails five times is set aside with its reason."""
        for letter in self._letters_in((message,)):
            self._take_alone(letter)

    def handle_all(self, messages: Sequence[bytes]) -> None:
        """Take messages, those of each key one after the other; those of different keys share their commits."""
        if len(messages) == 1:
            self.handle(messages[0])
            return
        lanes: dict[str, deque[_Letter]] = {}
        for letter in self._letters_in(messages):
            lanes.setdefault(letter.parsed.key, deque()).append(letter)
        held = self._letters.held()
        while lanes:
            self._take_together([lane.popleft() for lane in lanes.values()], held)
            lanes = {key: lane for key, lane in lanes.items() if lane}

    def redrive(self, letter_ids: Sequence[str] | None = None) -> tuple[int, int]:
        """Try dead letters again; returns how many were taken and how many are left.

        A letter is taken only after all that came before it under its key, so naming one means all of its key.
        """
        letters = self._letters.all()
        keys = {
            (letter.policy, letter.key) for letter in letters if letter_ids is None or letter.letter_id in letter_ids
        }
        taken = sum(self._redrive_key(policy, key) for policy, key in sorted(keys))
        return taken, len(self._letters.all())

    def _redrive_key(self, policy_name: str, key: str) -> int:
        """Take the letters of one key in order until one fails; also those that arrive behind them meanwhile."""
        policy, taken = self._by_name.get(policy_name), 0
        while policy is not None and (letter := self._letters.first(policy_name, key)) is not None:
            if self._try(policy, self._read(letter.message)) is not None:
                break
            self._letters.drop(letter.letter_id)
            taken += 1
        return taken

    def _read(self, message: bytes) -> Message:
        """The message; what its publisher's clock puts into the future has happened by now.

        Or whatever follows from it would wait for our clock: a notice, for as long as the other was ahead.
        """
        parsed = envelope.from_json(message)
        return parsed if parsed.time <= (now := self._clock()) else replace(parsed, time=now)

    def _letters_in(self, messages: Sequence[bytes]) -> Iterator[_Letter]:
        for message in messages:
            try:
                parsed = self._read(message)
            except envelope.MalformedEnvelope as error:
                self._set_unreadable_aside(message, str(error))
                continue
            for policy in self._policies.get(parsed.type, ()):
                yield _Letter(policy, parsed, message)

    def _take_together(self, letters: Sequence[_Letter], held: set[tuple[str, str]]) -> None:
        """Take letters of different keys with few commits. Whichever is not as simple as that is taken alone."""
        started = time.perf_counter()
        asked: list[tuple[_Letter, Span, Asked]] = []
        alone: list[tuple[_Letter, int]] = []
        for letter in letters:
            span = continued(letter.parsed.context.trace_parent)
            only = None if (letter.policy.name, letter.parsed.key) in held else self._only_command(letter, span)
            if isinstance(only, tuple):
                asked.append((letter, span, only))
            else:
                alone.append((letter, self._tried(letter, only)))
        outcomes = self._dispatch.together([each for _, _, each in asked])
        ms = (time.perf_counter() - started) * 1000 / len(letters)
        for (letter, span, _), outcome in zip(asked, outcomes, strict=True):
            if isinstance(outcome, Exception):
                alone.append((letter, self._tried(letter, outcome)))
            else:
                self._tell_taken(letter.policy, letter.parsed, span, (outcome,), ms)
        for letter, tried in alone:
            if self._take_alone(letter, tried):
                held.add((letter.policy.name, letter.parsed.key))

    def _only_command(self, letter: _Letter, span: Span) -> Asked | Exception | None:
        """The one command a message leads to, or what stood in its way; None where there are none, or several."""
        try:
            commands = letter.policy.react(letter.parsed)
        except Exception as error:
            return error
        if len(commands) != 1:
            return None
        receipt = Receipt(f"inbox/{letter.policy.name}", letter.parsed.id)
        return commands[0], self._context(letter.policy, letter.parsed, span), receipt

    def _tried(self, letter: _Letter, failure: Exception | None) -> int:
        """How often a letter has been tried, with the failure of a first time told."""
        if isinstance(failure, Unavailable):
            raise failure
        if failure is None:
            return 0
        self._tell_failed(letter.policy, letter.parsed, 1, type(failure).__name__)
        return 1

    def _take_alone(self, letter: _Letter, tried: int = 0) -> bool:
        """Take it; True where it had to be set aside."""
        policy, parsed, message = letter
        if (first := self._letters.first(policy.name, parsed.key)) is not None:
            self._set_aside(policy, parsed, message, _BEHIND, first.letter_id)
        elif (reason := self._try(policy, parsed, tried)) is not None:
            self._set_aside(policy, parsed, message, reason, None)
        else:
            return False
        return True

    def _try(self, policy: Policy, message: Message, tried: int = 0) -> str | None:
        """None when taken, else why not: the error's name, never its text, which may quote the message.

        What is unavailable just now is not the message's fault: that is raised, and whoever delivers comes again.
        """
        reason = ""
        for attempt in range(tried + 1, _TRIES + 1):
            if attempt > 1:
                self._pause(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 2))
            try:
                self._take(policy, message)
            except Unavailable:
                raise
            except Exception as error:
                reason = type(error).__name__
                self._tell_failed(policy, message, attempt, reason)
            else:
                return None
        return reason

    def _take(self, policy: Policy, message: Message) -> None:
        started = time.perf_counter()
        span = continued(message.context.trace_parent)
        context = self._context(policy, message, span)
        with structlog.contextvars.bound_contextvars(correlation_id=message.context.correlation_id):
            commands = policy.react(message)
            keys = [message.id] if len(commands) == 1 else [f"{message.id}/{number}" for number in range(len(commands))]
            done = [
                self._dispatch(command, context, Receipt(f"inbox/{policy.name}", key))
                for command, key in zip(commands, keys, strict=True)
            ]
        self._tell_taken(policy, message, span, done, (time.perf_counter() - started) * 1000)

    def _context(self, policy: Policy, message: Message, span: Span) -> Context:
        return Context(
            actor=f"{self._service}/{policy.name}",
            role="system",
            correlation_id=message.context.correlation_id,
            causation_id=message.id,
            trace_parent=span.header,
            origin=message.context.origin,
        )

    def _tell_taken(self, policy: Policy, message: Message, span: Span, done: Sequence[Done], ms: float) -> None:
        """The one line about a message that has been taken; `ms` is its part of the time where several were."""
        _log.info(
            "message_taken",
            service=self._service,
            policy=policy.name,
            event_type=message.type,
            event_id=message.id,
            correlation_id=message.context.correlation_id,
            trace_id=span.trace_id,
            span_id=span.span_id,
            parent_span_id=span.parent_id,
            commands=len(done),
            positions=[(each.first_position, each.last_position) for each in done],
            ms=round(ms, 2),
        )

    def _tell_failed(self, policy: Policy, message: Message, attempt: int, reason: str) -> None:
        _log.warning("message_failed", policy=policy.name, event_id=message.id, attempt=attempt, reason=reason)

    def _set_aside(self, policy: Policy, parsed: Message, message: bytes, reason: str, behind: str | None) -> None:
        at = rfc3339(self._clock())
        self._letters.keep(policy.name, parsed.id, parsed.type, parsed.key, message, reason, behind, at)
        _log.error("message_set_aside", service=self._service, policy=policy.name, event_id=parsed.id, reason=reason)

    def _set_unreadable_aside(self, message: bytes, reason: str) -> None:
        """Nobody's message in particular; what came is kept under its digest and holds up nothing."""
        digest = hashlib.sha256(message).hexdigest()
        self._letters.keep(_UNREADABLE, digest, "", digest, message, reason, None, rfc3339(self._clock()))
        _log.error("message_unreadable", service=self._service, digest=digest, reason=reason)
