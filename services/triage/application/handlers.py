"""Which decision answers which command, and in which stream it is written."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from services.triage.application.processes.response_deadline import response_timers
from services.triage.domain import (
    assessment,
    hidden_addresses,
    in_hand,
    judged_again,
    overriding,
    second_reader,
    silence,
)
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
    RecordSupportOffer,
)
from services.triage.domain.desk_commands import (
    AgreeOverride,
    DeclineOverride,
    GiveTo,
    HandOver,
    NoteSilence,
    PutBack,
    RecordContact,
    RecordReceipt,
    TakeOn,
)
from services.triage.domain.hidden_commands import HideAddress, ShowAddress
from services.triage.domain.judging import Judge
from services.triage.domain.state import Standing
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact

Decide = Callable[[Any, Any], Sequence[Fact]]


def stream_of(referral_id: str) -> str:
    """The stream of a referral's assessment."""
    return f"assessment-{referral_id}"


def commands(judge: Judge) -> dict[type[Command], Handler]:
    """The table of commands, deciding by these rules."""

    def of(decide: Decide) -> Handler:
        return Handler(
            decider=assessment.DECIDER,
            stream=lambda command: stream_of(command.referral_id),
            decide=_answering(decide),
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
        HideAddress: of(hidden_addresses.hide_address),
        ShowAddress: of(hidden_addresses.show_address),
        AddAnswers: of(lambda command, state: assessment.add_answers(command, state, judge)),
        NoteAnswers: of(lambda command, state: judged_again.note_answers(command, state, judge)),
        ConfirmDecision: of(assessment.confirm_decision),
        ConfirmSignpost: of(assessment.confirm_signpost),
        OverrideDecision: of(lambda command, state: overriding.override_decision(command, state, judge)),
        AgreeOverride: of(lambda command, state: overriding.agree_override(command, state, judge)),
        DeclineOverride: of(second_reader.decline_override),
        TakeOn: of(in_hand.take_on),
        PutBack: of(in_hand.put_back),
        GiveTo: of(in_hand.give_to),
        HandOver: of(in_hand.hand_over),
        RecordContact: of(in_hand.record_contact),
        RecordReceipt: of(in_hand.record_receipt),
        NoteSilence: of(silence.note_silence),
        RecordSupportOffer: of(assessment.record_support_offer),
        CloseCase: of(assessment.close_case),
        NoteLateResponse: of(assessment.note_late_response),
    }


def _open(judge: Judge, command: OpenAssessment, state: Standing) -> Sequence[Fact]:
    return assessment.open_assessment(command, state, judge)


def _answering(decide: Decide) -> Decide:
    """With each act goes which silence it answers, so that none stays noted when somebody has acted."""

    def decided(command: Any, state: Any) -> Sequence[Fact]:
        facts = decide(command, state)
        return (*facts, *silence.answered(state, facts))

    return decided
