"""The diary of one referral: given only in a way that is safe, written in for some days, ended by either side."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from services.intake.domain.commands import CloseDiary, OpenDiary, WriteDiaryEntry
from services.intake.domain.events import DiaryClosed, DiaryEntryWritten, DiaryOpened, DiaryReminderRequested
from services.intake.domain.refusals import (
    DayOutsideDiary,
    DiaryFull,
    DiaryNotOpen,
    NoDiaryWithAbuse,
    WayNotSafe,
)
from services.intake.domain.reminder_commands import RemindOfDiary
from services.intake.domain.under_keys import kept
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Contact, Narrative, private

# Seven to ten days (dated): what councils ask for. What was forgotten may be written for as long again.
FEWEST_DAYS, MOST_DAYS = 7, 10
GRACE = timedelta(days=7)
MOST_ENTRIES = 150
# Whoever wrote something so lately needs no reminder.
_LATELY = timedelta(days=2)
# Said to whoever is on the telephone or stands before us; every other way must be known to be safe.
NOW = "now"


class NoDiary(State, frozen=True, kw_only=True):
    """None was ever given."""


class Diary(State, frozen=True, kw_only=True):
    """A diary that was given; `came_at` is when we were last given something for it."""

    person_id: str
    first_on: date
    days: int
    entries: frozenset[str] = frozenset()
    closed: bool = False
    remind: bool = False
    came_at: datetime | None = None

    @property
    def last_on(self) -> date:
        return self.first_on + timedelta(days=self.days - 1)


Stands = NoDiary | Diary


def evolve(state: Stands, fact: Fact) -> Stands:
    """Each fact moves it on."""
    match state, fact:
        case _, DiaryOpened():
            entries = state.entries if isinstance(state, Diary) else frozenset[str]()
            return Diary(
                person_id=fact.person_id, first_on=fact.first_on, days=fact.days, entries=entries, remind=fact.remind
            )
        case Diary(), DiaryEntryWritten():
            return replace(state, entries=state.entries | {fact.entry_id}, came_at=fact.received_at)
        case Diary(), DiaryClosed():
            return replace(state, closed=True)
    return state


def open_diary(command: OpenDiary, state: Stands) -> Sequence[Fact]:
    """Never with abuse, where a diary that is found may cost a life, and never by a way not known to be safe."""
    if command.abuse:
        raise NoDiaryWithAbuse
    if command.way != NOW and command.safe != "yes":
        raise WayNotSafe
    return (
        DiaryOpened(
            referral_id=command.referral_id,
            reference=command.reference,
            person_id=command.person_id,
            code=private(command.person_id, Contact, command.code),
            first_on=command.first_on,
            days=command.days,
            way=command.way,
            remind=command.remind,
        ),
    )


def remind_of_diary(command: RemindOfDiary, state: Stands) -> Sequence[Fact]:
    """Only as long as it is open, as wished, as safe as when it was given, and nothing was written lately."""
    if not isinstance(state, Diary) or not state.remind or state.closed or command.abuse or command.said_anew:
        return ()
    if command.at.date() > state.last_on or (state.came_at is not None and command.at - state.came_at < _LATELY):
        return ()
    about = {"referral_id": command.referral_id, "reference": command.reference}
    return (DiaryReminderRequested(**about, person_id=state.person_id, last_on=state.last_on),)


def write_diary_entry(command: WriteDiaryEntry, state: Stands) -> Sequence[Fact]:
    """Within the days it was given for; the same entry once. From paper it is taken in after the end, too."""
    if not isinstance(state, Diary) or (state.closed and command.road != "staff"):
        raise DiaryNotOpen
    given = command.given
    if command.entry_id in state.entries:
        return ()
    if len(state.entries) >= MOST_ENTRIES:
        raise DiaryFull
    if not state.first_on <= given.on <= state.last_on:
        raise DayOutsideDiary
    owner = state.person_id
    return (
        DiaryEntryWritten(
            referral_id=command.referral_id,
            reference=command.reference,
            entry_id=command.entry_id,
            person_id=owner,
            on=given.on,
            quiet=given.quiet,
            road=command.road,
            received_at=command.received_at,
            began=given.began,
            ended=given.ended,
            what=kept(owner, Narrative, given.what),
            effect=kept(owner, Narrative, given.effect),
            witnesses=kept(owner, Narrative, given.witnesses),
        ),
    )


def close_diary(command: CloseDiary, state: Stands) -> Sequence[Fact]:
    """Once."""
    if not isinstance(state, Diary):
        raise DiaryNotOpen
    if state.closed:
        return ()
    return (DiaryClosed(referral_id=command.referral_id, reference=command.reference, because=command.because),)


DECIDER: Decider[Stands] = Decider(NoDiary(), evolve)
