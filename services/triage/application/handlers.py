"""Which decision answers which command, and in which stream it is written."""

from collections.abc import Sequence
from functools import partial

from services.triage.application.processes.response_deadline import response_timers
from services.triage.domain import assessment, judged_again
from services.triage.domain.commands import (
    AddAnswers,
    CloseCase,
    ConfirmDecision,
    ConfirmSignpost,
    NoteAnswers,
    NoteContactDetails,
    NoteLateResponse,
    NoteSafeContact,
    OpenAssessment,
    OverrideDecision,
    PutBack,
    RecordSupportOffer,
    TakeOn,
)
from services.triage.domain.judging import Judge
from services.triage.domain.state import Standing
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact


def stream_of(referral_id: str) -> str:
    """The stream of a referral's assessment."""
    return f"assessment-{referral_id}"


def commands(judge: Judge) -> dict[type[Command], Handler]:
    """The table of commands, deciding by these rules."""

    def of(decide: object) -> Handler:
        return Handler(
            decider=assessment.DECIDER,
            stream=lambda command: stream_of(command.referral_id),
            decide=decide,  # type: ignore[arg-type]  # each takes its own command
            about=lambda command, state: (command.referral_id,),
            timers=response_timers,
        )

    opening = Handler(
        decider=assessment.DECIDER,
        stream=lambda command: stream_of(command.referral.referral_id),
        decide=partial(_open, judge),
        about=lambda command, state: (command.referral.referral_id,),
        timers=response_timers,
    )
    return {
        OpenAssessment: opening,
        NoteSafeContact: of(assessment.note_safe_contact),
        NoteContactDetails: of(assessment.note_contact_details),
        AddAnswers: of(lambda command, state: assessment.add_answers(command, state, judge)),
        NoteAnswers: of(lambda command, state: judged_again.note_answers(command, state, judge)),
        ConfirmDecision: of(assessment.confirm_decision),
        ConfirmSignpost: of(assessment.confirm_signpost),
        OverrideDecision: of(lambda command, state: assessment.override_decision(command, state, judge)),
        TakeOn: of(assessment.take_on),
        PutBack: of(assessment.put_back),
        RecordSupportOffer: of(assessment.record_support_offer),
        CloseCase: of(assessment.close_case),
        NoteLateResponse: of(assessment.note_late_response),
    }


def _open(judge: Judge, command: OpenAssessment, state: Standing) -> Sequence[Fact]:
    return assessment.open_assessment(command, state, judge)
