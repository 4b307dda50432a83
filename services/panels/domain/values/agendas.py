"""The agenda with its sections and lines, and what it is built from."""

from datetime import date, datetime
from typing import Literal, TypeVar

import msgspec

from services.panels.domain.values.referrals import Details, Entry, Involved
from services.panels.domain.values.sittings import Sitting

Place = Literal["new", "core_group", "band_reviews", "twelve_months"]
SectionCode = Literal[
    "confidentiality",
    "outstanding_actions",
    "new_cases_children",
    "new_cases_adults",
    "core_group",
    "band_reviews",
    "twelve_months",
    "any_other_business",
]
ActionOutcome = Literal["done", "not_possible", "not_undertaken"]
ChangeKind = Literal["added", "removed", "moved", "changed", "into_overflow", "out_of_overflow"]

V = TypeVar("V")


class AgendaCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case as an agenda is built from it; `voice_id` is the person under whose key words about it are sealed.

    `same_person` are the references of other cases on this agenda that are of the same person by another record,
    `told_apart` those of its referrals that turned out to be about somebody else.
    """

    case_id: str
    place: Place
    entry: Entry
    repeat: bool
    voice_id: str
    details: Details
    subject_id: str | None = None
    same_person: tuple[str, ...] = ()
    told_apart: tuple[str, ...] = ()

    def told(self, same_person: tuple[str, ...], told_apart: tuple[str, ...]) -> "AgendaCase":
        """The same, knowing who is who."""
        return msgspec.structs.replace(self, same_person=same_person, told_apart=told_apart)


class OpenAction(msgspec.Struct, frozen=True, kw_only=True):
    """Something an agency has undertaken and not yet closed."""

    action_id: str
    agency: str
    due: date
    case_id: str | None = None
    case_reference: str | None = None
    referral_id: str | None = None


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A coordinator's change of order: a case set directly before or after another of its section."""

    case_id: str
    placed: Literal["before", "after"]
    neighbour_id: str


class AgendaItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an agenda; `why` is made of codes' sentences and days, never of anybody's words."""

    section: SectionCode
    case_reference: str | None
    minutes: int
    why: str
    flags: tuple[str, ...] = ()
    case_id: str | None = None
    action_id: str | None = None
    referral_ids: tuple[str, ...] = ()
    people: tuple[Involved, ...] = ()

    @property
    def key(self) -> str:
        """What stays the same while the line changes."""
        return self.action_id or self.case_id or self.section


class AgendaSection(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of the agenda with its lines."""

    code: SectionCode
    title: str
    items: tuple[AgendaItem, ...] = ()


class ExtraSitting(msgspec.Struct, frozen=True, kw_only=True):
    """The proposal that comes with an overflow: when it could be heard, and how long that takes."""

    starts_at: datetime
    minutes: int
    case_references: tuple[str, ...]


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting's agenda: every case stands either in a section or in the overflow, none in both, none in neither.

    `minutes_planned` is the sum of the sections' items and at most `capacity_minutes`.
    """

    sections: tuple[AgendaSection, ...]
    minutes_planned: int
    capacity_minutes: int
    overflow: tuple[AgendaItem, ...] = ()
    extra_sitting: ExtraSitting | None = None

    @property
    def items(self) -> tuple[AgendaItem, ...]:
        """Every line, the overflow's last."""
        return tuple(item for section in self.sections for item in section.items) + self.overflow

    @property
    def cases(self) -> tuple[AgendaItem, ...]:
        """The lines that are cases."""
        return tuple(item for item in self.items if item.case_id and not item.action_id)

    def without(self, referral_ids: frozenset[str]) -> "Agenda":
        """As it is for somebody from whom these referrals are kept: no line, minute or proposal tells of them."""
        gone = [item for item in self.items if not referral_ids.isdisjoint(item.referral_ids)]
        if not gone:
            return self
        names = {item.case_reference for item in gone}
        sections = tuple(
            msgspec.structs.replace(section, items=tuple(item for item in section.items if item not in gone))
            for section in self.sections
        )
        extra = self.extra_sitting
        if extra is not None:
            left = tuple(reference for reference in extra.case_references if reference not in names)
            extra = msgspec.structs.replace(extra, case_references=left) if left else None
        return Agenda(
            sections=sections,
            minutes_planned=sum(item.minutes for section in sections for item in section.items),
            capacity_minutes=self.capacity_minutes,
            overflow=tuple(item for item in self.overflow if item not in gone),
            extra_sitting=extra,
        )


class AgendaChange(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between two versions of an agenda."""

    change: ChangeKind
    case_reference: str | None
    section: SectionCode


class AgendaInputs(msgspec.Struct, frozen=True, kw_only=True):
    """What an agenda is built from, and the versions already circulated, the oldest first."""

    sitting: Sitting
    cases: tuple[AgendaCase, ...] = ()
    actions: tuple[OpenAction, ...] = ()
    moves: tuple[Move, ...] = ()
    circulated: tuple[Agenda, ...] = ()


def written(value: msgspec.Struct) -> str:
    """A value as JSON text; personal details in it are sealed already and stay so."""
    return msgspec.json.encode(value).decode()


def read(text: str, shape: type[V]) -> V:
    """The value that `written` wrote."""
    return msgspec.json.decode(text, type=shape)
