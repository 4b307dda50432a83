"""The facts of a programme for whoever does harm. Everything told in it is sealed under that person's own key.

They stand in streams of their own. Of the case they hold its id and reference, so that a signal can find its way; of
whoever is harmed they hold nothing.
"""

from datetime import date, datetime

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Identity, Narrative, Personal


class ProgrammeWorked(Fact, frozen=True, kw_only=True):
    """A fact about one person in one programme."""

    enrolment_id: str
    referral_id: str
    reference: str


class ProgrammeReferred(ProgrammeWorked, frozen=True, kw_only=True):
    """Somebody was referred to a programme. `age` in whole years as known that day."""

    programme: str
    edition: str
    person_id: str
    called: Personal[Identity]
    age: int
    lever: str
    referred_by: str


class ProgrammeDecided(ProgrammeWorked, frozen=True, kw_only=True):
    """The programme takes them, or does not."""

    taken: bool
    decided_by: str
    text: Personal[Narrative]


class SessionRecorded(ProgrammeWorked, frozen=True, kw_only=True):
    """Whether they came to a session."""

    session_on: date
    attendance: str
    recorded_by: str


class ProgrammeNoteWritten(ProgrammeWorked, frozen=True, kw_only=True):
    """What a worker of the programme wrote down."""

    note_id: str
    written_by: str
    text: Personal[Narrative]


class ProgrammeEnded(ProgrammeWorked, frozen=True, kw_only=True):
    """They are in it no longer."""

    result: str
    ended_by: str


class SafetySignalled(ProgrammeWorked, frozen=True, kw_only=True):
    """Something whoever works with the victim must know at once; a code, and nothing else crosses the wall."""

    signal_id: str
    because: str
    signalled_at: datetime


PROGRAMME_FACTS: tuple[FactType, ...] = (
    FactType("triage.programme_referred", 1, ProgrammeReferred, "Somebody was referred to a programme: {programme}."),
    FactType("triage.programme_decided", 1, ProgrammeDecided, "The programme decided whether it takes them."),
    FactType("triage.session_recorded", 1, SessionRecorded, "The session of {session_on}: {attendance}."),
    FactType("triage.programme_note_written", 1, ProgrammeNoteWritten, "A note was written in the programme."),
    FactType("triage.programme_ended", 1, ProgrammeEnded, "The programme ended: {result}."),
    FactType("triage.safety_signalled", 1, SafetySignalled, "The adviser is told at once: {because}."),
)
