"""Which decision answers which command, and in which stream it is written."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from services.triage.application.processes.response_deadline import response_timers
from services.triage.domain import assessment, hidden_addresses, judged_again, overriding
from services.triage.domain.commands import (
    AddAnswers,
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
from services.triage.domain.desk import in_hand, second_reader, silence
from services.triage.domain.desk.commands import (
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


def _of(decide: Decide) -> Handler:
    return Handler(
        decider=assessment.DECIDER,
        stream=lambda command: stream_of(command.referral_id),
        decide=answering(decide),
        about=lambda command, state: (command.referral_id,),
        timers=response_timers,
    )


def commands(judge: Judge) -> dict[type[Command], Handler]:
    """The table of commands, deciding by these rules."""

    opening = Handler(
        decider=assessment.DECIDER,
        stream=lambda command: stream_of(command.referral.referral_id),
        decide=partial(_open, judge),
        about=lambda command, state: (command.referral.referral_id,),
        timers=response_timers,
    )
    return {
        OpenAssessment: opening,
        NoteSafeContact: _of(assessment.note_safe_contact),
        NoteContactDetails: _of(assessment.note_contact_details),
        HideAddress: _of(hidden_addresses.hide_address),
        ShowAddress: _of(hidden_addresses.show_address),
        AddAnswers: _of(lambda command, state: assessment.add_answers(command, state, judge)),
        NoteAnswers: _of(lambda command, state: judged_again.note_answers(command, state, judge)),
        ConfirmDecision: _of(assessment.confirm_decision),
        ConfirmSignpost: _of(assessment.confirm_signpost),
        OverrideDecision: _of(lambda command, state: overriding.override_decision(command, state, judge)),
        AgreeOverride: _of(lambda command, state: overriding.agree_override(command, state, judge)),
        DeclineOverride: _of(second_reader.decline_override),
        TakeOn: _of(in_hand.take_on),
        PutBack: _of(in_hand.put_back),
        GiveTo: _of(in_hand.give_to),
        HandOver: _of(in_hand.hand_over),
        RecordContact: _of(in_hand.record_contact),
        RecordReceipt: _of(in_hand.record_receipt),
        NoteSilence: _of(silence.note_silence),
        RecordSupportOffer: _of(assessment.record_support_offer),
        NoteLateResponse: _of(assessment.note_late_response),
    }


def _open(judge: Judge, command: OpenAssessment, state: Standing) -> Sequence[Fact]:
    return assessment.open_assessment(command, state, judge)


def answering(decide: Decide, standing: Callable[[Any], Standing] = lambda state: state) -> Decide:
    """With each act goes which silence it answers, so that none stays noted when somebody has acted.

    `standing` finds the assessment in what is decided on.
    """

    def decided(command: Any, state: Any) -> Sequence[Fact]:
        facts = decide(command, state)
        return (*facts, *silence.answered(standing(state), facts))

    return decided
