"""A panel as its terms of reference describe it: when it sits, who belongs to it, how long a case takes."""

from collections.abc import Iterator
from datetime import date, time
from typing import Literal

import msgspec

from services.panels.domain.values.bands import AWARDED, NOT_AWARDED

Week = Literal["first", "second", "third", "fourth", "last"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEEKS: tuple[Week, ...] = ("first", "second", "third", "fourth", "last")

GRADES = ("red", "amber", "green")

# Seven days a week, and room for the longest run of days off (Christmas, or Easter with a one-off holiday beside it).
_LONGEST_RUN_OFF = 6


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of a definition; a member nobody knows is a mistake, not a comment."""


class EveryDays(Part, frozen=True, kw_only=True, tag_field="kind", tag="every_days"):
    """Sits every so many days, counted from a day on which it sat."""

    days: int
    anchor: date


class Monthly(Part, frozen=True, kw_only=True, tag_field="kind", tag="monthly"):
    """Sits once a month, such as on the second Thursday."""

    week: Week
    weekday: Weekday


class Minutes(Part, frozen=True, kw_only=True):
    """How long the meeting is for cases and actions, and what each takes; all in minutes.

    The opening with its confidentiality statement, and any other business, lie outside `capacity`.
    """

    capacity: int
    case: int
    with_children: int = 0
    repeat: int = 0
    case_at_most: int
    core_group: int = 0
    twelve_months: int = 0
    review: int = 0
    overdue_action: int = 0
    overdue_actions_at_most: int = 0


class Agency(Part, frozen=True, kw_only=True):
    """A member of the panel."""

    code: str
    name: str


class Chair(Part, frozen=True, kw_only=True):
    """An office that chairs the panel, and the agency it belongs to."""

    office: str
    agency: str


class Quorum(Part, frozen=True, kw_only=True):
    """Who has to be there for decisions to count; an emergency sitting may manage with fewer agencies."""

    agencies: int
    emergency_agencies: int
    chairs: int = 1
    required: tuple[str, ...] = ()


class Banding(Part, frozen=True, kw_only=True):
    """What a panel gives that gives bands of the housing register, and how soon it looks at one again."""

    review_within_days: int
    effective_within_days: int
    bands: dict[str, str]
    reasons: dict[str, str]


class Cohort(Part, frozen=True, kw_only=True):
    """The people a walled panel follows: how each may stand, how soon each grade is looked at again, and who
    coordinates it. Codes in words; the panel takes its cases from here and from nowhere else."""

    coordinator: str
    review_within_days: dict[str, int]
    statuses: dict[str, str]
    tracks: dict[str, str]
    reasons: dict[str, str]
    exits: dict[str, str]


class MovedSitting(Part, frozen=True, kw_only=True):
    """A sitting that is held on another day than the cadence gives, and why."""

    scheduled_on: date
    held_on: date
    reason: str


class PanelDefinition(Part, frozen=True, kw_only=True):
    """One panel. `referral_deadline` and `circulation` are working days before the meeting."""

    id: str
    version: date
    title: str
    policy: str
    author: str
    approver: str
    first_on: date | None = None
    cadence: EveryDays | Monthly
    starts: time
    referral_deadline: int
    circulation: int
    minutes: Minutes
    subject: Literal["victim", "adult_of_concern"]
    core_group: bool = False
    twelve_months: bool = False
    flags_first: tuple[str, ...] = ()
    criteria: dict[str, str] = msgspec.field(default_factory=dict)
    decisions: dict[str, str]
    banding: Banding | None = None
    cohort: Cohort | None = None
    chairs: tuple[Chair, ...]
    quorum: Quorum
    agencies: tuple[Agency, ...]
    moved: tuple[MovedSitting, ...] = ()

    @property
    def agency_codes(self) -> frozenset[str]:
        """The members' codes."""
        return frozenset(agency.code for agency in self.agencies)

    def agency_name(self, code: str) -> str:
        """What an agency is called; the code itself where it is no member."""
        return next((agency.name for agency in self.agencies if agency.code == code), code.replace("_", " "))


def faults(panel: PanelDefinition) -> Iterator[str]:
    """What is wrong with a definition that is well formed, each as a sentence."""
    yield from _cadence_faults(panel)
    yield from _minutes_faults(panel.minutes)
    yield from _membership_faults(panel)
    yield from _decision_faults(panel)
    yield from _cohort_faults(panel)
    if panel.starts.tzinfo is not None:
        yield "starts is a London clock time and has no offset"


def _decision_faults(panel: PanelDefinition) -> Iterator[str]:
    if not panel.decisions:
        yield "decisions is empty: a panel must be able to decide something"
    if panel.banding is None:
        return
    if set(panel.decisions) != {AWARDED, NOT_AWARDED}:
        yield f"decisions of a panel that gives bands are {AWARDED} and {NOT_AWARDED}"
    if not (panel.banding.bands and panel.banding.reasons):
        yield "banding needs at least one of its bands and one of its reasons"
    if min(panel.banding.review_within_days, panel.banding.effective_within_days) < 1:
        yield "banding: a band is looked at again after at least a day, and counts around the meeting's day"


def _cohort_faults(panel: PanelDefinition) -> Iterator[str]:
    cohort = panel.cohort
    if cohort is None:
        return
    if cohort.coordinator not in panel.agency_codes:
        yield f"cohort.coordinator {cohort.coordinator} is no agency of the panel"
    if set(cohort.review_within_days) != set(GRADES) or min(cohort.review_within_days.values()) < 1:
        yield f"cohort.review_within_days gives at least a day for each of {', '.join(GRADES)}"
    for name in ("statuses", "tracks", "reasons", "exits"):
        if not getattr(cohort, name):
            yield f"cohort.{name} is empty"


def _cadence_faults(panel: PanelDefinition) -> Iterator[str]:
    every = panel.cadence.days if isinstance(panel.cadence, EveryDays) else 28
    if every < 7:
        yield "cadence.days is under 7: sittings shifted by bank holidays would overtake each other"
    if not 0 < panel.circulation < panel.referral_deadline:
        yield "circulation must lie between the referral deadline and the meeting (fewer working days, but over 0)"
    if panel.referral_deadline * 7 / 5 + _LONGEST_RUN_OFF >= every:
        yield "referral_deadline reaches back to the meeting before: two meetings would take referrals at once"
    for moved in panel.moved:
        if abs((moved.held_on - moved.scheduled_on).days) > every // 3:
            yield f"moved: {moved.scheduled_on} is moved by more than a third of the cadence"
        if not moved.reason.strip():
            yield f"moved: {moved.scheduled_on} needs a reason"


def _minutes_faults(minutes: Minutes) -> Iterator[str]:
    if min(msgspec.structs.astuple(minutes)) < 0:
        yield "minutes cannot be negative"
    if not 0 < minutes.case <= minutes.case_at_most:
        yield "minutes.case must be over 0 and at most minutes.case_at_most"
    if minutes.capacity < minutes.overdue_actions_at_most + minutes.case_at_most:
        yield "minutes.capacity leaves no room for a single case beside the overdue actions"


def _membership_faults(panel: PanelDefinition) -> Iterator[str]:
    codes = [agency.code for agency in panel.agencies]
    if len(set(codes)) != len(codes):
        yield "agencies: a code is used twice"
    for named in (*(chair.agency for chair in panel.chairs), *panel.quorum.required):
        if named not in codes:
            yield f"{named} is named as chair or in the quorum, but is no agency of the panel"
    if not 1 <= panel.quorum.chairs <= len(panel.chairs):
        yield "quorum.chairs must be between 1 and the number of chairs"
    if not 1 <= panel.quorum.emergency_agencies <= panel.quorum.agencies <= len(codes):
        yield "quorum.agencies must be between quorum.emergency_agencies (at least 1) and the number of agencies"
