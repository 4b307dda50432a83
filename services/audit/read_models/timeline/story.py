"""One story ready to be told: each fact one line with both clocks, what was known at a moment, and what came after."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

import msgspec

from services.audit.domain.ledger import Entry
from services.audit.domain.timeline import (
    AtPosition,
    Idle,
    Known,
    Moment,
    StoryFact,
    as_of,
    in_words,
    known_by,
    squeezed,
)
from services.audit.domain.wording import (
    NOT_STATED,
    NOTHING,
    Catalogue,
    Change,
    Detail,
    Erased,
    date_time,
    details,
    differences,
    masked,
    plainly_said,
    tell,
    words,
)
from services.audit.read_models.timeline.queries import Meeting

Kind = Literal["fact", "decision", "notice", "viewed", "revealed"]
KINDS: Mapping[Kind, str] = {
    "fact": "What happened",
    "decision": "Decisions",
    "notice": "Notices",
    "viewed": "Who looked",
    "revealed": "Details revealed",
}
LATE = timedelta(hours=24)

_DECISIONS = frozenset(
    {
        "triage.referral_triaged",
        "triage.decision_confirmed",
        "triage.decision_overridden",
        "panels.late_referral_accepted",
        "panels.case_deferred",
        "panels.case_decided",
    }
)
_LOOKED: tuple[Kind, ...] = ("viewed", "revealed")


class Line(msgspec.Struct, frozen=True):
    """One fact as the story tells it. `late` says in words how long after it happened it was written down."""

    fact: StoryFact
    kind: Kind
    says: str
    late: str | None
    details: Sequence[Detail]


class Standing(msgspec.Struct, frozen=True):
    """What one stream amounted to at a moment, its fields in words, and where its owner shows the same."""

    known: Known
    details: Sequence[tuple[Detail, StoryFact]]

    @property
    def history(self) -> str:
        """The owner's own page about the stream as it stood after its last fact then."""
        last = max((detail[1] for detail in self.details), key=lambda fact: fact.position, default=None)
        position = f"?position={last.position}" if last else ""
        return f"/{self.known.source}/history/{self.known.stream}{position}"


class Learned(msgspec.Struct, frozen=True):
    """A fact that told things nobody had known, in its sentence, and how many they were."""

    fact: StoryFact
    says: str
    count: int


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """All that the ledger holds about one reference, with what is needed to tell it.

    `one_person_with` are the references of other referrals in which somebody of this one stands under another record.
    """

    reference: str
    names: Sequence[str]
    referral_ids: Sequence[str]
    entries: Sequence[Entry]
    facts: Sequence[StoryFact]
    meetings: Sequence[Meeting]
    catalogue: Catalogue
    erased: Erased
    one_person_with: Sequence[str] = ()

    def until(self, moment: Moment | None) -> list[StoryFact]:
        """The facts there were at a moment, None being now."""
        return [fact for fact in self.facts if moment is None or known_by(fact, moment)]

    def concerned_by(self, fact: StoryFact) -> list[str]:
        """The referrals of this story that a fact is about; at least one, or it would not be told here."""
        return [referral_id for referral_id in self.referral_ids if referral_id in fact.about]

    def line(self, fact: StoryFact) -> Line:
        """One fact in words."""
        late = in_words(fact.late_by) if fact.late_by > LATE else None
        says = tell(fact, self.catalogue, self.erased)
        return Line(fact, kind_of(fact), says, late, details(fact, self.catalogue, self.erased))

    def lines(self, moment: Moment | None, kinds: Iterable[Kind] = KINDS, newest_first: bool = False) -> list[Any]:
        """Lines and idle stretches by time of recording, for the kinds of fact asked for."""
        wanted = frozenset(kinds)
        line = squeezed(fact for fact in self.until(moment) if kind_of(fact) in wanted)
        told = [one if isinstance(one, Idle) else self.line(one) for one in line]
        return told[::-1] if newest_first else told

    def standing(self, moment: Moment | None) -> list[Standing]:
        """What each stream amounted to; who looked is no part of that."""
        return [
            Standing(
                known,
                [
                    (detail, value.told_by)
                    for name, value in known.fields.items()
                    for detail in details(value.told_by, self.catalogue, self.erased, (name,))
                ],
            )
            for known in self._as_of(moment).values()
        ]

    def masked_standing(self, known: Known) -> dict[str, Any]:
        """A stream's fields for programs."""
        return {
            name: part
            for name, value in known.fields.items()
            for part in masked(value.told_by, self.catalogue, self.erased, (name,)).values()
        }

    def changes(self, before: Moment, after: Moment | None = None) -> list[Change]:
        """What differs between two moments, in words; that something nobody stated is still not stated is left out."""
        found = differences(self._as_of(before), self._as_of(after), self.catalogue, self.erased)
        return [change for change in found if {change.before, change.after} != {NOTHING, NOT_STATED}]

    def learned(self, changes: Iterable[Change]) -> list[Learned]:
        """What was not known at all at the earlier moment, one line for each fact that told it."""
        counts: dict[int, tuple[StoryFact, int]] = {}
        for change in changes:
            if change.before == NOTHING:
                told_by = change.told_by
                counts[told_by.ledger_position] = (told_by, counts.get(told_by.ledger_position, (told_by, 0))[1] + 1)
        return [Learned(fact, tell(fact, self.catalogue, self.erased), count) for fact, count in counts.values()]

    def title(self, known: Known) -> str:
        """What to call a stream: whose it is, what it is of, and a meeting by its panel and day."""
        kind, _, name = known.stream.partition("-")
        named = (name, known.stream)
        meeting = next((one for one in self.meetings if kind == "meeting" and one.meeting_id in named), None)
        if meeting is not None and meeting.starts_at:
            panel = plainly_said(meeting.panel or "panel")
            return f"{words(known.source)}: {panel} meeting, {date_time(meeting.starts_at)}"
        about = next((value.value for of, value in known.fields.items() if of == "message"), None)
        more = f", {plainly_said(about)}" if isinstance(about, str) and known.source == "notifications" else ""
        return f"{words(known.source)}: {kind}{more}"

    def steps(self, moment: Moment | None) -> "Steps":
        """Where stepping leads from a moment."""
        positions = [fact.ledger_position for fact in self.facts]
        shown = len(self.until(moment))
        return Steps(shown, len(positions), positions)

    def _as_of(self, moment: Moment | None) -> dict[tuple[str, str], Known]:
        facts = [fact for fact in self.until(moment) if kind_of(fact) not in _LOOKED]
        return as_of(facts, AtPosition(max((fact.ledger_position for fact in facts), default=0)))


class Steps(msgspec.Struct, frozen=True):
    """How many of a story's facts are shown, and after which ledger positions the others begin."""

    shown: int
    total: int
    positions: Sequence[int]

    def at(self, step: int) -> int | None:
        """The ledger position at which so many facts are shown."""
        return self.positions[step - 1] if 1 <= step <= self.total else None


def kind_of(fact: StoryFact) -> Kind:
    """What sort of thing it was, for the eye."""
    if fact.name.endswith(".record_viewed"):
        return "viewed"
    if fact.name == "audit.detail_revealed":
        return "revealed"
    if fact.source == "notifications":
        return "notice"
    return "decision" if fact.name in _DECISIONS else "fact"


def told(story: Story, fact: StoryFact) -> dict[str, Any]:
    """One fact as the API tells it; positions are strings of digits."""
    return {
        "ledger_position": str(fact.ledger_position),
        "source": fact.source,
        "position": str(fact.position),
        "stream": fact.stream,
        "version": fact.version,
        "event_id": fact.event_id,
        "name": fact.name,
        "schema_version": fact.schema_version,
        "kind": kind_of(fact),
        "says": tell(fact, story.catalogue, story.erased),
        "occurred_at": fact.occurred_at.isoformat(),
        "recorded_at": fact.recorded_at.isoformat(),
        "late_by_seconds": int(fact.late_by.total_seconds()),
        "actor": fact.context.actor,
        "role": fact.context.role,
        "origin": fact.context.origin,
        "correlation_id": fact.context.correlation_id,
        "causation_id": fact.context.causation_id,
        "fields": masked(fact, story.catalogue, story.erased),
    }
