"""One person in one programme: referred, taken in, coming or not; and what safety must know at once."""

from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

import msgspec

from services.triage.domain.programme import events as told
from services.triage.domain.programme.book import ProgrammeBook, ProgrammeBooks
from services.triage.domain.programme.commands import (
    DecideOnProgramme,
    EndProgramme,
    OnProgramme,
    RecordSession,
    ReferToProgramme,
    SignalDanger,
    WriteProgrammeNote,
)
from services.triage.domain.programme.refusals import (
    AgeNotKnown,
    AlreadyInProgramme,
    ChildrensServicesFirst,
    HomeIsNoReward,
    NotDomesticAbuse,
    NotForThatAge,
    NotInProgramme,
    NotWhoeverHarms,
    SessionAhead,
)
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.state import Assessed
from services.triage.domain.vawg.file import AbuseFile, worked_on
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Identity, Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput

_LONDON = ZoneInfo("Europe/London")
_ADULT = 18
REFERRED, TAKEN, REFUSED, ENDED = "referred", "taken", "refused", "ended"
# Ending in one of these is what whoever works with the victim must know; so is not being taken at all.
_DROPPED = ("left", "excluded", "not_taken_up")
_WHY = "Say why, in a sentence."


class Enrolment(State, frozen=True, kw_only=True):
    """How it stands; `state` is empty before the referral. `missed` counts sessions missed in a row."""

    state: str = ""
    referral_id: str = ""
    reference: str = ""
    person_id: str = ""
    missed: int = 0
    sessions: tuple[tuple[str, str], ...] = ()
    notes: frozenset[str] = frozenset()
    signals: int = 0


def evolve(state: Enrolment, fact: Fact) -> Enrolment:
    """How it stands after one more fact."""
    match fact:
        case told.ProgrammeReferred():
            return msgspec.structs.replace(
                state,
                state=REFERRED,
                referral_id=fact.referral_id,
                reference=fact.reference,
                person_id=fact.person_id,
            )
        case told.ProgrammeDecided():
            return msgspec.structs.replace(state, state=TAKEN if fact.taken else REFUSED)
        case told.SessionRecorded():
            missed = {"missed": state.missed + 1, "excused": state.missed}.get(fact.attendance, 0)
            sessions = (*state.sessions, (fact.session_on.isoformat(), fact.attendance))
            return msgspec.structs.replace(state, missed=missed, sessions=sessions)
        case told.ProgrammeNoteWritten():
            return msgspec.structs.replace(state, notes=state.notes | {fact.note_id})
        case told.ProgrammeEnded():
            return msgspec.structs.replace(state, state=ENDED)
        case told.SafetySignalled():
            return msgspec.structs.replace(state, signals=state.signals + 1)
        case _:
            return state


ENROLMENT: Decider[Enrolment] = Decider(Enrolment(), evolve)


def refer_to_programme(command: ReferToProgramme, state: Enrolment, books: ProgrammeBooks) -> Sequence[Fact]:
    """Refer whoever does harm. Under 18 they are a child first; and no home is held out to them."""
    if state.state:
        raise AlreadyInProgramme
    if command.case is None:
        raise NotYetTriaged
    standing = worked_on(command.case)
    if not standing.support_requested:
        raise NotDomesticAbuse
    book = books.on(command.at.astimezone(_LONDON).date())
    age = _may_be_referred(command, command.case, standing, book)
    return [
        told.ProgrammeReferred(
            enrolment_id=command.enrolment_id,
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            programme=command.programme,
            edition=book.version,
            person_id=command.person_id,
            called=private(command.person_id, Identity, command.called.strip()),
            age=age,
            lever=command.lever,
            referred_by=command.by,
        )
    ]


def decide_on_programme(command: DecideOnProgramme, state: Enrolment) -> Sequence[Fact]:
    """Taken in or not. Whoever is not taken is somebody of whom nobody should believe that he is being worked with."""
    if state.state != REFERRED:
        raise NotInProgramme
    text = _worded(command.text)
    decided = told.ProgrammeDecided(
        **_named(command, state),
        taken=command.taken,
        decided_by=command.by,
        text=private(state.person_id, Narrative, text),
    )
    return [decided] if command.taken else [decided, _signal(command, state, "not_taken")]


def record_session(command: RecordSession, state: Enrolment, books: ProgrammeBooks) -> Sequence[Fact]:
    """Came, or did not. Once as many are missed in a row as the book says, safety is told in the same breath."""
    if state.state != TAKEN:
        raise NotInProgramme
    if command.session_on > command.at.astimezone(_LONDON).date():
        raise SessionAhead
    if (command.session_on.isoformat(), command.attendance) in state.sessions:
        return ()
    recorded = told.SessionRecorded(
        **_named(command, state),
        session_on=command.session_on,
        attendance=command.attendance,
        recorded_by=command.by,
    )
    book = books.on(command.at.astimezone(_LONDON).date())
    if command.attendance == "missed" and evolve(state, recorded).missed == book.tell_after_missed:
        return [recorded, _signal(command, state, "attendance_dropped")]
    return [recorded]


def write_note(command: WriteProgrammeNote, state: Enrolment) -> Sequence[Fact]:
    """Kept under the key of whoever it is about, and read on this side of the wall alone."""
    if not state.state:
        raise NotInProgramme
    if command.note_id in state.notes:
        return ()
    text = private(state.person_id, Narrative, _worded(command.text))
    return [
        told.ProgrammeNoteWritten(**_named(command, state), note_id=command.note_id, written_by=command.by, text=text)
    ]


def end_programme(command: EndProgramme, state: Enrolment) -> Sequence[Fact]:
    """It is over; where it was not brought to its end, safety is told in the same breath."""
    if state.state not in (REFERRED, TAKEN):
        raise NotInProgramme
    ended = told.ProgrammeEnded(**_named(command, state), result=command.result, ended_by=command.by)
    return [ended, _signal(command, state, command.result)] if command.result in _DROPPED else [ended]


def signal_danger(command: SignalDanger, state: Enrolment) -> Sequence[Fact]:
    """Told at once, also of somebody who is in the programme no longer: danger does not end with it."""
    if not state.state:
        raise NotInProgramme
    return [_signal(command, state, command.because)]


def _may_be_referred(command: ReferToProgramme, case: AbuseFile, standing: Assessed, book: ProgrammeBook) -> int:
    person = next((each for each in standing.referral.people if each.person_id == command.person_id), None)
    if person is None or "perpetrator" not in person.roles or "victim" in person.roles:
        raise NotWhoeverHarms
    if command.programme not in book.programmes:
        raise InvalidInput([FieldError("/programme", "unknown_value", "Choose the programme.")])
    age = case.answer("perpetrator_age")
    if not isinstance(age, int):
        raise AgeNotKnown
    if age < _ADULT and "children_mash" not in standing.routes():
        raise ChildrensServicesFirst
    if not book.programmes[command.programme].takes(age):
        raise NotForThatAge
    if command.lever == "tenancy" and (command.home in ("whoever_harms", "not_asked") or age < _ADULT):
        raise HomeIsNoReward
    return age


def _signal(command: OnProgramme, state: Enrolment, because: str) -> told.SafetySignalled:
    """Its id is made of what it is the signal of, so that a repeated request makes no second one."""
    signal_id = str(uuid5(NAMESPACE_OID, f"{command.enrolment_id}|{state.signals}"))
    return told.SafetySignalled(**_named(command, state), signal_id=signal_id, because=because, signalled_at=command.at)


def _named(command: OnProgramme, state: Enrolment) -> dict[str, Any]:
    return {
        "enrolment_id": command.enrolment_id,
        "referral_id": state.referral_id,
        "reference": state.reference,
    }


def _worded(text: str) -> str:
    if not text.strip():
        raise InvalidInput([FieldError("/text", "missing", _WHY)])
    return text.strip()
