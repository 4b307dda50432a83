"""Whether a process may be given work: each thing it leans on is asked, side by side, and given little time to answer.

What is said names no address, no person and nothing of what a store holds.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from shared.kernel.refusals import Unavailable
from shared.runtime.bounded import Bounded

# A caller is promised an answer within two seconds, whatever hangs.
ANSWERED_WITHIN_SECONDS = 1.5
# Whoever asks more often is told the same: the checks write, and nobody may keep a store busy by asking.
_GOOD_FOR_SECONDS = 1.0
_NO_ANSWER = f"It gave no answer within {ANSWERED_WITHIN_SECONDS} seconds."
_NOT_ASKED = "It was not asked, since what stands before it gave no answer."

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Found:
    """What a check came to, in a sentence."""

    ok: bool
    says: str


@dataclass(frozen=True, slots=True)
class Check:
    """Something this process leans on. `ask` may raise or hang; both mean no."""

    name: str
    ask: Callable[[], Found]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The answer: `ready` if every check says so."""

    ready: bool
    checks: Sequence[tuple[str, Found]]


class Group:
    """Checks that lean on the same thing, asked one after the other: where the first hangs the others would too."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self.checks = tuple(checks)
        self._found: dict[str, Found] = {}
        self._bounded = Bounded(self._ask_all, "readiness")

    def start(self) -> Callable[[float], list[tuple[str, Found]]]:
        """Ask; what is returned waits for the answers so many seconds."""
        wait = self._bounded.start()

        def answers(seconds: float) -> list[tuple[str, Found]]:
            try:
                found = wait(seconds)
            except TimeoutError:
                found = self._found
            unanswered = [check.name for check in self.checks if check.name not in found]
            without = {name: Found(False, _NOT_ASKED if place else _NO_ANSWER) for place, name in enumerate(unanswered)}
            return [(check.name, (found | without)[check.name]) for check in self.checks]

        return answers

    def _ask_all(self) -> dict[str, Found]:
        found = self._found = {}
        for check in self.checks:
            found[check.name] = _asked(check)
        return found


class Readying:
    """Asks all groups at once, and tells the log when the answer changes."""

    def __init__(self, groups: Sequence[Sequence[Check]]) -> None:
        self._groups = [Group(checks) for checks in groups if checks]
        self._lock = threading.Lock()
        self._last: tuple[float, Readiness] | None = None
        self._failing: tuple[str, ...] = ()

    def __call__(self) -> Readiness:
        """The answer, at most a second old, in less than two."""
        with self._lock:
            if self._last is None or time.monotonic() - self._last[0] > _GOOD_FOR_SECONDS:
                answer = self._ask()
                self._last = time.monotonic(), answer
                self._tell(answer)
            return self._last[1]

    def _ask(self) -> Readiness:
        deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS
        waiting = [group.start() for group in self._groups]
        checks = [each for wait in waiting for each in wait(deadline - time.monotonic())]
        return Readiness(all(found.ok for _, found in checks), checks)

    def _tell(self, answer: Readiness) -> None:
        failing = tuple(name for name, found in answer.checks if not found.ok)
        if failing != self._failing:
            self._failing = failing
            if failing:
                _log.warning("not_ready", checks=failing)
            else:
                _log.info("ready_again")


def _asked(check: Check) -> Found:
    try:
        return check.ask()
    except Unavailable as error:
        return Found(False, error.says)
    except Exception as error:  # its own words may hold an address, and with it a password
        return Found(False, f"It failed: {type(error).__name__}.")
