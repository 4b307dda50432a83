"""One service's inbox: a message becomes commands, once in effect however often it comes."""

import time
from collections.abc import Callable, Sequence

import structlog

from shared.contracts import envelope
from shared.delivery.dead_letters import DeadLetters
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.dispatching import Dispatch, Receipt
from shared.kernel.handling import Policy
from shared.kernel.messages import Context, Message

_TRIES = 5
_FIRST_PAUSE_SECONDS = 0.02

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
        parsed = envelope.from_json(message)
        for policy in self._policies.get(parsed.type, ()):
            behind = self._letters.blocking(policy.name, parsed.key)
            if behind is not None:
                self._set_aside(policy, parsed, message, "waits behind an earlier message of its key", behind)
            elif (reason := self._try(policy, parsed)) is not None:
                self._set_aside(policy, parsed, message, reason, None)

    def redrive(self, letter_ids: Sequence[str] | None = None) -> tuple[int, int]:
        """Try dead letters again in order of arrival; returns how many were taken and how many are left."""
        taken = 0
        failed: set[tuple[str, str]] = set()
        for letter in self._letters.all():
            wanted = letter_ids is None or letter.letter_id in letter_ids or letter.parked_behind in letter_ids
            policy = self._by_name.get(letter.policy)
            if not wanted or policy is None or (letter.policy, letter.key) in failed:
                continue
            if self._try(policy, envelope.from_json(letter.message)) is None:
                self._letters.drop(letter.letter_id)
                taken += 1
            else:
                failed.add((letter.policy, letter.key))
        return taken, len(self._letters.all())

    def _try(self, policy: Policy, message: Message) -> str | None:
        """None when taken, else why not: the error's name and code, never its text, which may quote the message."""
        reason = ""
        for attempt in range(_TRIES):
            try:
                self._take(policy, message)
            except Exception as error:
                reason = type(error).__name__
                _log.warning(
                    "message_failed", policy=policy.name, event_id=message.id, attempt=attempt + 1, reason=reason
                )
                self._pause(_FIRST_PAUSE_SECONDS * 2**attempt)
            else:
                return None
        return reason

    def _take(self, policy: Policy, message: Message) -> None:
        started = time.perf_counter()
        context = Context(
            actor=f"{self._service}/{policy.name}",
            role="system",
            correlation_id=message.context.correlation_id,
            causation_id=message.id,
            trace_parent=message.context.trace_parent,
            origin=message.context.origin,
        )
        commands = policy.react(message)
        for number, command in enumerate(commands):
            key = message.id if len(commands) == 1 else f"{message.id}/{number}"
            self._dispatch(command, context, Receipt(f"inbox/{policy.name}", key))
        _log.info(
            "message_taken",
            service=self._service,
            policy=policy.name,
            event_type=message.type,
            event_id=message.id,
            correlation_id=message.context.correlation_id,
            commands=len(commands),
            ms=round((time.perf_counter() - started) * 1000, 2),
        )

    def _set_aside(self, policy: Policy, parsed: Message, message: bytes, reason: str, behind: str | None) -> None:
        at = rfc3339(self._clock())
        self._letters.keep(policy.name, parsed.id, parsed.type, parsed.key, message, reason, behind, at)
        _log.error("message_set_aside", service=self._service, policy=policy.name, event_id=parsed.id, reason=reason)
