"""Which decision answers which command in a programme; each person in each programme has a stream of their own."""

from collections.abc import Callable
from functools import partial
from typing import Any

from services.triage.application.handlers import stream_of
from services.triage.domain.programme import commands as asked
from services.triage.domain.programme import enrolment
from services.triage.domain.programme.book import ProgrammeBooks
from services.triage.domain.programme.enrolment import ENROLMENT, Enrolment
from services.triage.domain.vawg.file import AbuseFile
from shared.kernel.handling import Command, Handler

PROGRAMME = "programme-"


def programme_stream(enrolment_id: str) -> str:
    """The stream of one person in one programme: apart from that of the case, so that whoever reads one reads no word
    of the other."""
    return f"{PROGRAMME}{enrolment_id}"


def programme_commands(books: ProgrammeBooks, case: Callable[[str], AbuseFile]) -> dict[type[Command], Handler]:
    """The table of commands in programmes. `case` gives a case of abuse as it stands, by the stream it has."""
    decisions: dict[type[Command], Callable[[Any, Any], Any]] = {
        asked.DecideOnProgramme: enrolment.decide_on_programme,
        asked.RecordSession: lambda command, state: enrolment.record_session(command, state, books),
        asked.WriteProgrammeNote: enrolment.write_note,
        asked.EndProgramme: enrolment.end_programme,
        asked.SignalDanger: enrolment.signal_danger,
    }
    table = {kind: _of(decide) for kind, decide in decisions.items()}
    table[asked.ReferToProgramme] = Handler(
        decider=ENROLMENT,
        stream=lambda command: programme_stream(command.enrolment_id),
        decide=lambda command, state: enrolment.refer_to_programme(command, state, books),
        about=lambda command, state: (command.referral_id,),
        gather=partial(_with_case, case),
    )
    return table


def _of(decide: Callable[[Any, Any], Any]) -> Handler:
    return Handler(
        decider=ENROLMENT,
        stream=lambda command: programme_stream(command.enrolment_id),
        decide=decide,
        about=_about,
    )


def _about(command: asked.OnProgramme, state: Enrolment) -> tuple[str, ...]:
    return (state.referral_id,)


def _with_case(case: Callable[[str], AbuseFile], command: asked.ReferToProgramme) -> asked.ReferToProgramme:
    return command.model_copy(update={"case": case(stream_of(command.referral_id))})
