"""How each strand of violence against women and girls is handled, as dated data: what is done by when, what never."""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from shared.kernel.working_days import WorkingDays

_LONDON = ZoneInfo("Europe/London")
_END_OF_DAY = time(23, 59)


LeadsTo = Literal[
    "exploitation", "safeguarding", "reaching", "family", "stalking", "risk", "hearing", "incident", "disclosures"
]


class HandlingProblem(Exception):
    """A handling cannot be used; its text says what to do."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a handling; a name nobody knows is a mistake."""


class Step(_Part, frozen=True, kw_only=True):
    """Something to be done. A `duty` is not left open when the case ends; `under` is the age below which it counts.

    `hours` run on the clock; `days` (0 is the same day, be it a Sunday) and `working_days` end with the day in London;
    all from when it was known. What stands elsewhere `leads_to` that part of the case instead of repeating it.
    """

    code: str
    says: str
    law: str = ""
    duty: bool = False
    under: int | None = None
    hours: int | None = None
    days: int | None = None
    working_days: int | None = None
    leads_to: LeadsTo | None = None

    @property
    def clocks(self) -> int:
        """How many clocks it has; one at most makes sense."""
        return sum(clock is not None for clock in (self.hours, self.days, self.working_days))


class Applies(_Part, frozen=True, kw_only=True):
    """When it counts: any of these strands, any of these answers with yes, or whoever does the harm being so young.

    `risk` are signs that a completed risk tool left: a question answered yes or a pattern, as `tool.code`.
    """

    strands: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    risk: tuple[str, ...] = ()
    perpetrator_under: int | None = None


class Handling(_Part, frozen=True, kw_only=True):
    """One edition of how one strand, or one sign of danger, is handled."""

    code: str
    title: str
    version: str
    effective_from: date
    author: str
    approver: str
    lead: str
    never: tuple[str, ...]
    sources: tuple[str, ...]
    applies: Applies
    steps: tuple[Step, ...]

    def step(self, code: str) -> Step | None:
        """The step of this code."""
        return next((step for step in self.steps if step.code == code), None)


def handling_from(
    raw: Mapping[str, Any], strands: Container[str], answers: Container[str], signs: Container[str]
) -> Handling:
    """A checked edition, which may name only these strands, answers and signs of risk. Raises HandlingProblem."""
    try:
        handling = msgspec.convert(raw, Handling)
    except msgspec.ValidationError as error:
        raise HandlingProblem(f"{error}. The files beside it show what a handling holds.") from None
    for problem in _problems(handling, strands, answers, signs):
        raise HandlingProblem(problem)
    return handling


class Handlings:
    """Every edition, by its strand and first day."""

    def __init__(self, editions: Sequence[Handling]) -> None:
        self._editions = sorted(editions, key=lambda each: each.effective_from)

    def on(self, day: date) -> dict[str, Handling]:
        """What is in force on a day, by code; what begins later does not count yet."""
        return {each.code: each for each in self._editions if each.effective_from <= day}

    def signs_on(self, day: date) -> frozenset[str]:
        """The signs of risk on which something hangs that is in force on a day."""
        return frozenset(sign for each in self.on(day).values() for sign in each.applies.risk)


def due_at(step: Step, since: datetime, calendar: WorkingDays) -> datetime | None:
    """When a step is due, counted from when its strand was known; None where it has no clock."""
    if step.hours is not None:
        return since + timedelta(hours=step.hours)
    day = since.astimezone(_LONDON).date()
    if step.days is not None:
        day += timedelta(days=step.days)
    elif step.working_days is not None:
        day = calendar.after(day, step.working_days)
    else:
        return None
    return datetime.combine(day, _END_OF_DAY, _LONDON).astimezone(UTC)


def _problems(
    handling: Handling, strands: Container[str], answers: Container[str], signs: Container[str]
) -> Iterator[str]:
    if handling.version != handling.effective_from.isoformat():
        yield f"the version is {handling.version}. Name it after its first day, {handling.effective_from}."
    applies = handling.applies
    if not (applies.strands or applies.answers or applies.risk or applies.perpetrator_under):
        yield "it says of nothing that it applies. Name strands, answers, signs or an age under [applies]."
    for kind, named, known in (
        ("strand", applies.strands, strands),
        ("answer", applies.answers, answers),
        ("sign of risk", applies.risk, signs),
    ):
        for code in named:
            if code not in known:
                yield f"it applies to the {kind} {code}, which is none. Correct the name."
    for part in ("never", "sources", "steps"):
        if not getattr(handling, part):
            yield f"there is nothing under {part}. Give at least one entry."
    codes = [step.code for step in handling.steps]
    if len(set(codes)) != len(codes):
        yield "two steps have the same code. Give each a code of its own."
    for step in handling.steps:
        if step.clocks > 1:
            yield f"step {step.code} has two clocks. Keep hours, days or working_days."
        if step.duty and not step.clocks:
            yield f"step {step.code} is a duty without a clock. Give hours, days or working_days."
