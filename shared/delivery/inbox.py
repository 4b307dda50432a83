"""One service's inbox: a message becomes commands, once in effect however often it comes."""

import hashlib
import time
from collections.abc import Callable, Sequence

import structlog

from shared.contracts import envelope
from shared.delivery.dead_letters import DeadLetters
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.dispatching import Dispatch, Done, Receipt
from shared.kernel.handling import Policy
from shared.kernel.messages import Context, Message
from shared.kernel.refusals import Unavailable
from shared.kernel.tracing import Span, continued

_TRIES = 5
_FIRST_PAUSE_SECONDS = 0.02
_UNREADABLE = "unreadable"
_BEHIND = "waits behind an earlier message of its key"

_log = structlog.get_logger()


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
        try:
            parsed = envelope.from_json(message)
        except envelope.MalformedEnvelope as error:
            self._set_unreadable_aside(message, str(error))
            return
        for policy in self._policies.get(parsed.type, ()):
            if (first := self._letters.first(policy.name, parsed.key)) is not None:
                self._set_aside(policy, parsed, message, _BEHIND, first.letter_id)
            elif (reason := self._try(policy, parsed)) is not None:
                self._set_aside(policy, parsed, message, reason, None)

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
            if self._try(policy, envelope.from_json(letter.message)) is not None:
                break
            self._letters.drop(letter.letter_id)
            taken += 1
        return taken

    def _try(self, policy: Policy, message: Message) -> str | None:
        """None when taken, else why not: the error's name, never its text, which may quote the message.

        What is unavailable just now is not the message's fault: that is raised, and whoever delivers comes again.
        """
        reason = ""
        for attempt in range(1, _TRIES + 1):
            try:
                self._take(policy, message)
            except Unavailable:
                raise
            except Exception as error:
                reason = type(error).__name__
                _log.warning("message_failed", policy=policy.name, event_id=message.id, attempt=attempt, reason=reason)
                if attempt < _TRIES:
                    self._pause(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
            else:
                return None
        return reason

    def _take(self, policy: Policy, message: Message) -> None:
        started = time.perf_counter()
        span = continued(message.context.trace_parent)
        with structlog.contextvars.bound_contextvars(correlation_id=message.context.correlation_id):
            done = self._react(policy, message, span)
            _log.info(
                "message_taken",
                service=self._service,
                policy=policy.name,
                event_type=message.type,
                event_id=message.id,
                trace_id=span.trace_id,
                span_id=span.span_id,
                parent_span_id=span.parent_id,
                commands=len(done),
                positions=[(each.first_position, each.last_position) for each in done],
                ms=round((time.perf_counter() - started) * 1000, 2),
            )

    def _react(self, policy: Policy, message: Message, span: Span) -> list[Done]:
        context = Context(
            actor=f"{self._service}/{policy.name}",
            role="system",
            correlation_id=message.context.correlation_id,
            causation_id=message.id,
            trace_parent=span.header,
            origin=message.context.origin,
        )
        commands = policy.react(message)
        keys = [message.id] if len(commands) == 1 else [f"{message.id}/{number}" for number in range(len(commands))]
        return [
            self._dispatch(command, context, Receipt(f"inbox/{policy.name}", key))
            for command, key in zip(commands, keys, strict=True)
        ]

    def _set_aside(self, policy: Policy, parsed: Message, message: bytes, reason: str, behind: str | None) -> None:
        at = rfc3339(self._clock())
        self._letters.keep(policy.name, parsed.id, parsed.type, parsed.key, message, reason, behind, at)
        _log.error("message_set_aside", service=self._service, policy=policy.name, event_id=parsed.id, reason=reason)

    def _set_unreadable_aside(self, message: bytes, reason: str) -> None:
        """Nobody's message in particular; what came is kept under its digest and holds up nothing."""
        digest = hashlib.sha256(message).hexdigest()
        self._letters.keep(_UNREADABLE, digest, "", digest, message, reason, None, rfc3339(self._clock()))
        _log.error("message_unreadable", service=self._service, digest=digest, reason=reason)
