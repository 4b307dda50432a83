"""Law and borough practice as dated data: which tools there are, what must be so before each, what was promised."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from shared.kernel.working_days import WorkingDays


class LawProblem(Exception):
    """A document cannot be used; its text says what to do."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a document; what it does not know is refused instead of ignored."""


class Tool(_Part, frozen=True, kw_only=True):
    """One step of enforcement, and what must be so before it may be taken.

    `instead` are the penalties by which whoever pays is spared it, `young_confirms` what is confirmed besides of a
    person under 18.
    """

    code: str
    label: str
    law: str
    of: tuple[str, ...]
    breach: str
    youngest: int | None = None
    after: tuple[str, ...] = ()
    in_force: bool = False
    incidents: int = 0
    later_incident: bool = False
    gives_time: bool = False
    authority: bool = True
    vulnerability: bool = False
    order: str | None = None
    court: bool = False
    confirms: tuple[str, ...] = ()
    young_confirms: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    lasts_hours: int | None = None
    hearing_hours: int | None = None
    before_hearing: bool = False
    longest_months: int | None = None
    shortest_months: int | None = None
    from_the_first: bool = False
    young_months: int | None = None
    young_shortest_months: int | None = None
    amount_pence: int | None = None
    pay_days: int | None = None
    early_pence: int | None = None
    early_days: int | None = None
    appeal_days: int | None = None


class OrderKind(_Part, frozen=True, kw_only=True):
    """An order over a place: who must be consulted, and how long it may last."""

    code: str
    label: str
    law: str
    consult: tuple[str, ...]
    longest_months: int


class Condition(_Part, frozen=True, kw_only=True):
    """What is said where a condition fails, and what would satisfy it."""

    says: str
    needs: str


class Dated(_Part, frozen=True, kw_only=True):
    """A document with the first day on which it counts."""

    version: str
    effective_from: date
    says: str


class Law(Dated, frozen=True, kw_only=True):
    """What the law allows from a day on."""

    tools: tuple[Tool, ...]
    orders: tuple[OrderKind, ...]
    conditions: dict[str, Condition]

    def tool(self, code: str) -> Tool | None:
        """The tool of this code; None where the law of the day has none."""
        return next((tool for tool in self.tools if tool.code == code), None)

    def order(self, code: str) -> OrderKind | None:
        """The kind of order of this code."""
        return next((order for order in self.orders if order.code == code), None)


class Clocks(_Part, frozen=True, kw_only=True):
    """Working days from the opening of a case, for one priority."""

    acknowledge: int
    interview: int
    plan: int


class Threshold(_Part, frozen=True, kw_only=True):
    """When a resident may have a case reviewed, and how soon each step of it is due, in working days."""

    complaints: int
    told_within_months: int
    within_months: int
    acknowledge: int
    decide: int
    meet: int


class Break(_Part, frozen=True, kw_only=True):
    """Days on which the offices are shut though they are no bank holidays, the last one included."""

    first: date
    last: date


class Practice(Dated, frozen=True, kw_only=True):
    """What the borough has promised from a day on."""

    update_every: int
    mediation_average_pence: int
    review_ahead_months: int
    clocks: dict[str, Clocks]
    review: Threshold
    breaks: tuple[Break, ...] = ()

    def worked(self, calendar: WorkingDays) -> WorkingDays:
        """The calendar with the borough's own breaks taken out."""
        shut = frozenset(
            date.fromordinal(day)
            for each in self.breaks
            for day in range(each.first.toordinal(), each.last.toordinal() + 1)
        )
        return replace(calendar, holidays=calendar.holidays | shut) if shut else calendar


D = TypeVar("D", bound=Dated)
Some = TypeVar("Some", bound=Dated, covariant=True)


class InForce(Protocol[Some]):
    """Dated documents, of which one is in force on a day."""

    def on(self, day: date) -> Some | None: ...


class Book(Generic[D]):
    """The documents of one kind, by the day from which each counts."""

    def __init__(self, documents: Sequence[D]) -> None:
        self._documents = sorted(documents, key=lambda each: each.effective_from)
        days = [each.effective_from for each in self._documents]
        if len(set(days)) != len(days):
            raise LawProblem("two documents begin on the same day. Give each a day of its own")

    def on(self, day: date) -> D | None:
        """What is in force on a day; None before the first, and what begins later does not bind yet."""
        return next((each for each in reversed(self._documents) if each.effective_from <= day), None)


CONDITIONS = (
    "subject_kind age_known old_enough earlier_step in_force time_over later_incident incidents authority "
    "vulnerability other_way panel_asked not_twice one_a_breach may_be_paid before_hearing order times time_given "
    "until young_until lasts_at_least confirms"
).split()


def law_from(raw: dict[str, Any]) -> Law:
    """The law of a document. Raises LawProblem where it names what is not there or leaves a condition unsaid."""
    law: Law = read_part(raw, Law)
    codes = [tool.code for tool in law.tools]
    for tool in law.tools:
        if unknown := [code for code in tool.after if code not in codes]:
            raise LawProblem(f"{tool.code} comes after {unknown[0]}, which is no tool. Correct the code")
        if unknown := [code for code in tool.instead if code not in codes]:
            raise LawProblem(f"{tool.code} is spared by {unknown[0]}, which is no tool. Correct the code")
        if tool.order is not None and law.order(tool.order) is None:
            raise LawProblem(f"{tool.code} needs an order {tool.order}, which is none. Correct the code")
    if len(set(codes)) != len(codes):
        raise LawProblem("two tools have the same code. Give each a code of its own")
    if missing := [name for name in CONDITIONS if name not in law.conditions]:
        raise LawProblem(f"nothing is said of the condition {missing[0]}. Add [conditions.{missing[0]}]")
    return law


def practice_from(raw: dict[str, Any]) -> Practice:
    """The practice of a document. Raises LawProblem."""
    practice: Practice = read_part(raw, Practice)
    if missing := [name for name in ("urgent", "high", "standard") if name not in practice.clocks]:
        raise LawProblem(f"there are no clocks for {missing[0]} cases. Add [clocks.{missing[0]}]")
    return practice


def read_part(raw: dict[str, Any], shape: type[D]) -> D:
    """A document in its shape. Raises LawProblem."""
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise LawProblem(f"{error}. Correct the member") from None
