"""The shape of a published rule set, as a file or a stored document holds it: words and numbers, nothing computed."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import msgspec

Outcome = Literal["emergency", "signpost", "open_case", "ask"]
DoneBy = Literal["us", "resident", "caller"]
Priority = Literal["urgent", "high", "standard"]
Clock = Literal["clock", "working_days"]

PRIORITIES: tuple[Priority, ...] = ("urgent", "high", "standard")

_PLACE = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")
_ENTRY = re.compile(r"(?P<section>[\w.]+)\[(?P<number>\d+)\](?:\.(?P<member>.*))?")


class RuleProblem(Exception):
    """A rule set cannot be used: where in it, and what to do."""

    def __init__(self, place: str, says: str) -> None:
        self.place = place
        self.says = says
        super().__init__(f"{place}: {says}" if place else says)


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file; a member it does not know is refused, so that a slip of the pen is not silently ignored."""


class RouteUse(_Part, frozen=True, kw_only=True):
    """A route a row leads to: always, or only `when`; the row may say otherwise than the route about who does it."""

    route: str
    when: str | None = None
    outcome: Outcome | None = None
    done_by: DoneBy | None = None


class Row(_Part, frozen=True, kw_only=True):
    """One row of the table. `only_first`: of these rows the first that matches counts. `ends`: no later row is read.
    `otherwise`: matches when nothing else did. `policy` is the policy's sentence, `says` the reason given to people,
    `aloud` one that may be read out, since whoever overhears it learns nothing."""

    id: str
    number: int
    policy: str
    says: str
    routes: tuple[RouteUse, ...]
    aloud: str = ""
    when: str | None = None
    priority: Priority | None = None
    only_first: bool = False
    ends: bool = False
    otherwise: bool = False


class Suppression(_Part, frozen=True, kw_only=True):
    """While it holds, these rows do not match and these routes stand nowhere; the next row is tried."""

    id: str
    policy: str
    when: str
    rows: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


class Closing(_Part, frozen=True, kw_only=True):
    """The routes that end a matter: they do not stand beside another route while `not_beside_while` holds."""

    policy: str
    routes: tuple[str, ...]
    not_beside_while: str


class Panel(_Part, frozen=True, kw_only=True):
    """A panel and its criteria: any one alternative of `when` is enough."""

    id: str
    policy: str
    says: str
    when: str
    priority: Priority


class PriorityRow(_Part, frozen=True, kw_only=True):
    """A priority that stands whatever row matched."""

    id: str
    policy: str
    says: str
    when: str
    priority: Priority


class TimeFrame(_Part, frozen=True, kw_only=True):
    """How soon, as an ISO 8601 duration by priority, counted on the clock or in working days."""

    counted: Clock
    urgent: str
    high: str
    standard: str


class Route(_Part, frozen=True, kw_only=True):
    """What a route means by itself: what becomes of the referral, who takes it there, how soon, and where it leads.

    `aloud` says what happens next so that it may be read out, whoever listens.
    """

    outcome: Outcome
    done_by: DoneBy
    destination: str
    aloud: str = ""
    time_frame: TimeFrame | None = None
    destination_by_strand: dict[str, str] = {}
    destination_from: str | None = None


class SignpostChange(_Part, frozen=True, kw_only=True):
    """A signpost that does not stay one: the first of these that holds decides what it becomes and what is read out."""

    id: str
    policy: str
    says: str
    when: str
    outcome: Outcome
    aloud: str = ""


class QuestionGroup(_Part, frozen=True, kw_only=True):
    """Answers that must be known before a signpost is final, while `when` holds."""

    policy: str
    when: str
    answers: tuple[str, ...]


class Gift(_Part, frozen=True, kw_only=True):
    """Something to give to the person, with the words that go with it on these dates."""

    id: str
    policy: str
    when: str
    text: str


class NotAsked(_Part, frozen=True, kw_only=True):
    """Unknown answers that are not listed as missing while `when` holds."""

    policy: str
    answers: tuple[str, ...]
    when: str


class AskedToo(_Part, frozen=True, kw_only=True):
    """An answer that is listed as missing although no row reads it, while `when` holds."""

    policy: str
    answer: str
    could_become: tuple[str, ...]
    when: str


class MissingRules(_Part, frozen=True, kw_only=True):
    """The exceptions to "an unknown answer is missing when some value of it would change the decision"."""

    never: tuple[str, ...] = ()
    not_while: tuple[NotAsked, ...] = ()
    also: tuple[AskedToo, ...] = ()


class Expected(_Part, frozen=True, kw_only=True):
    """Members of a decision that an example names; one it does not name may be anything.

    Routes stand by their names; `asks` are answers that must be among the missing.
    """

    outcome: Outcome | None = None
    primary: str | None = None
    also: tuple[str, ...] | None = None
    panels: tuple[str, ...] | None = None
    priority: Priority | None = None
    give: tuple[str, ...] | None = None
    done_by: DoneBy | None = None
    time_frame: str | None = None
    destination: str | None = None
    asks: tuple[str, ...] = ()


class Example(_Part, frozen=True, kw_only=True):
    """A case of the policy's owner: what is given, and what must come out.

    `facts` are added to those of the background; the day of receipt is the first day of the set unless given.
    """

    says: str
    expect: Expected
    background: str | None = None
    kind: str = "asb"
    category: str | None = None
    strands: tuple[str, ...] = ()
    received_on: date | None = None
    facts: dict[str, Any] = {}


class RuleDocument(_Part, frozen=True, kw_only=True):
    """A whole rule set. Conditions are text in the closed language; numbers and lists have names, so a change shows."""

    id: str
    version: str
    effective_from: date
    title: str
    author: str
    approver: str
    approved_on: date
    numbers: dict[str, int]
    lists: dict[str, tuple[str, ...]]
    counts_as_yes: dict[str, str]
    conditions: dict[str, str]
    routes: dict[str, Route]
    rows: tuple[Row, ...]
    suppressions: tuple[Suppression, ...]
    closing: Closing
    panels: tuple[Panel, ...]
    priorities: tuple[PriorityRow, ...]
    signposts: tuple[SignpostChange, ...]
    questions: tuple[QuestionGroup, ...]
    give: tuple[Gift, ...]
    missing: MissingRules
    backgrounds: dict[str, dict[str, Any]] = {}
    examples: tuple[Example, ...] = ()


def read_document(raw: Mapping[str, Any]) -> RuleDocument:
    """The typed document. Raises `RuleProblem` naming the row and member that does not fit."""
    try:
        return msgspec.convert(raw, RuleDocument)
    except msgspec.ValidationError as error:
        text = str(error)
        found = _PLACE.search(text)
        says = _PLACE.sub("", text).rstrip(".")
        place = _place(found["path"], raw) if found else ""
        raise RuleProblem(place, f"{says}. Correct this member; the rules' README lists them all.") from None


def _place(path: str, raw: Mapping[str, Any]) -> str:
    """`rows[3].priority` in the words of the file: `row hate-motive, priority`."""
    entry = _ENTRY.fullmatch(path)
    if entry is None:
        return path
    where: Any = raw
    for step in entry["section"].split("."):
        where = where.get(step, {})
    named = where[int(entry["number"])]
    name = named.get("id") if isinstance(named, Mapping) else None
    place = f"{entry['section'].removesuffix('s')} {name or int(entry['number']) + 1}"
    return f"{place}, {entry['member']}" if entry["member"] else place
