"""How each strand of violence against women and girls is handled, as dated data: what is done by when, what never."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from shared.kernel.working_days import WorkingDays

_LONDON = ZoneInfo("Europe/London")
_END_OF_DAY = time(23, 59)


class HandlingProblem(Exception):
    """A handling cannot be used; its text says what to do."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a handling; a name nobody knows is a mistake."""


class Step(_Part, frozen=True, kw_only=True):
    """Something to be done. A `duty` is not left open when the case ends; `under` is the age below which it counts.

    `hours` run on the clock, `working_days` end with the day in London, both from when the strand was known. What
    stands elsewhere `leads_to` that part of the case instead of repeating it.
    """

    code: str
    says: str
    law: str = ""
    duty: bool = False
    under: int | None = None
    hours: int | None = None
    working_days: int | None = None
    leads_to: Literal["exploitation", "safeguarding"] | None = None


class Applies(_Part, frozen=True, kw_only=True):
    """When it counts: any of these strands, any of these answers with yes, or whoever does the harm being so young."""

    strands: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
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


def handling_from(raw: Mapping[str, Any], strands: Mapping[str, str], answers: Mapping[str, Any]) -> Handling:
    """A checked edition, which may name only these strands and answers. Raises HandlingProblem."""
    try:
        handling = msgspec.convert(raw, Handling)
    except msgspec.ValidationError as error:
        raise HandlingProblem(f"{error}. The files beside it show what a handling holds.") from None
    for problem in _problems(handling, strands, answers):
        raise HandlingProblem(problem)
    return handling


class Handlings:
    """Every edition, by its strand and first day."""

    def __init__(self, editions: Sequence[Handling]) -> None:
        self._editions = sorted(editions, key=lambda each: each.effective_from)

    def on(self, day: date) -> dict[str, Handling]:
        """What is in force on a day, by code; what begins later does not count yet."""
        return {each.code: each for each in self._editions if each.effective_from <= day}


def due_at(step: Step, since: datetime, calendar: WorkingDays) -> datetime | None:
    """When a step is due, counted from when its strand was known; None where it has no clock."""
    if step.hours is not None:
        return since + timedelta(hours=step.hours)
    if step.working_days is None:
        return None
    day = calendar.after(since.astimezone(_LONDON).date(), step.working_days)
    return datetime.combine(day, _END_OF_DAY, _LONDON).astimezone(UTC)


def _problems(handling: Handling, strands: Mapping[str, str], answers: Mapping[str, Any]) -> Iterator[str]:
    if handling.version != handling.effective_from.isoformat():
        yield f"the version is {handling.version}. Name it after its first day, {handling.effective_from}."
    applies = handling.applies
    if not (applies.strands or applies.answers or applies.perpetrator_under):
        yield "it says of nothing that it applies. Name strands, answers or an age under [applies]."
    for code in applies.strands:
        if code not in strands:
            yield f"it applies to the strand {code}, which is none. Correct the code."
    for name in applies.answers:
        if name not in answers:
            yield f"it applies to the answer {name}, which is none. Correct the name."
    for part in ("never", "sources", "steps"):
        if not getattr(handling, part):
            yield f"there is nothing under {part}. Give at least one entry."
    codes = [step.code for step in handling.steps]
    if len(set(codes)) != len(codes):
        yield "two steps have the same code. Give each a code of its own."
    for step in handling.steps:
        if step.hours is not None and step.working_days is not None:
            yield f"step {step.code} has two clocks. Keep hours or working_days."
        if step.duty and step.hours is None and step.working_days is None:
            yield f"step {step.code} is a duty without a clock. Give hours or working_days."
