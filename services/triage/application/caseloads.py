"""Watches what advisers carry: a caseload that is too much is noted once, and once when it can be carried again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.support.commands import Load, NoteCaseloads
from services.triage.domain.support.practice import SupportPractice
from services.triage.domain.support.registers import Advisers, loads_of
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context

_ACTOR = "triage/caseloads"


@dataclass(frozen=True, slots=True)
class CaseloadAlarm:
    """Compares the view of open cases with the register of hours. It remembers nothing: what a stopped program has
    missed is found by the next."""

    practice: InForce[SupportPractice]
    reading: Callable[[], AbstractContextManager[Any]]
    open_by_adviser: Callable[[Any], dict[str | None, int]]
    advisers: Callable[[], Advisers]
    note: Callable[[NoteCaseloads, Context], object]
    clock: Clock

    def step(self) -> bool:
        """Note what has changed; False when nothing has. Until anybody's hours are entered nothing can be compared."""
        now, state = self.clock(), self.advisers()
        agreed = self.practice.on(day_of(now)) if state.entries else None
        if agreed is None:
            return False
        with self.reading() as connection:
            counted = self.open_by_adviser(connection)
        loads = loads_of(counted, state.hundredths(day_of(now)), agreed.caseload)
        if not any(_changes(load, state) for load in loads):
            return False
        asks = NoteCaseloads(at=now, by=_ACTOR, loads=tuple(loads), practice_version=agreed.version)
        self.note(asks, Context(_ACTOR, "system", new_id()))
        return True


def _changes(load: Load, state: Advisers) -> bool:
    return (load.open_cases > load.most) != (load.adviser_id in state.passed)
