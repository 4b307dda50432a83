"""What may be asked of a programme for whoever does harm."""

from datetime import date
from typing import Literal

from pydantic import Field

from services.triage.domain.vawg.commands import Code
from services.triage.domain.vawg.file import AbuseFile
from shared.kernel.handling import Command

Lever = Literal["none", "tenancy", "court_order", "child_protection"]
Home = Literal["victim", "landlord", "other_family", "whoever_harms", "not_asked"]
Attendance = Literal["attended", "missed", "excused"]
Result = Literal["completed", "left", "excluded", "not_taken_up", "moved_away"]
Danger = Literal["threat_heard", "contact_sought", "order_breached", "life_in_danger"]


class OnProgramme(Command):
    """Something about one person in one programme; `by` is the account of whoever does it."""

    enrolment_id: str
    by: str


class ReferToProgramme(OnProgramme):
    """Refer whoever does harm in a case. `case` is how it stands, looked up; `home` says who is to have the home."""

    referral_id: str
    programme: Code
    person_id: str
    called: str = Field(repr=False)
    lever: Lever
    home: Home
    case: AbuseFile | None = None


class DecideOnProgramme(OnProgramme):
    """Take them into the programme, or not, and why."""

    taken: bool
    text: str = Field(repr=False)


class RecordSession(OnProgramme):
    """Record whether they came."""

    session_on: date
    attendance: Attendance


class WriteProgrammeNote(OnProgramme):
    """Write something down."""

    note_id: str
    text: str = Field(repr=False)


class EndProgramme(OnProgramme):
    """They are in it no longer."""

    result: Result


class SignalDanger(OnProgramme):
    """Have whoever works with the victim told at once that there is danger."""

    because: Danger
