"""Which decision answers which command, and in which stream it is written."""

from collections.abc import Callable, Sequence
from typing import Any

from services.intake.application.forgetting import forgetting_timers
from services.intake.domain import diary, evidence, forms, message, person, referral
from services.intake.domain.commands import (
    AddEvidence,
    ChangeEvidenceConsent,
    ChangeSafeContact,
    CloseDiary,
    CompleteForgetting,
    DismissMessage,
    ForgetPerson,
    IssueForms,
    JoinMessage,
    KeyForm,
    KeyFormAgain,
    LiftHold,
    NoteCallBack,
    NoteOutcome,
    OpenDiary,
    PlaceHold,
    RecordMinutes,
    ReleaseMessage,
    SubmitReferral,
    TakeMessage,
    VoidForm,
    WithdrawEvidence,
    WriteDiaryEntry,
)
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact

Decide = Callable[[Any, Any], Sequence[Fact]]


def referral_stream(reference: str) -> str:
    """The stream of a referral. Its name is its reference, so no two referrals can bear the same one."""
    return f"referral-{reference}"


def person_stream(person_id: str) -> str:
    """The stream of what is decided about keeping a person's details."""
    return f"person-{person_id}"


def message_stream(message_id: str) -> str:
    """The stream of a message that came by e-mail."""
    return f"message-{message_id}"


def evidence_stream(reference: str) -> str:
    """The stream of a referral's evidence: apart, so that a photo never waits for what an officer writes."""
    return f"evidence-{reference}"


def diary_stream(reference: str) -> str:
    """The stream of the diary kept for a referral."""
    return f"diary-{reference}"


def _of_diary(decide: Decide) -> Handler:
    return Handler(
        decider=diary.DECIDER,
        stream=lambda command: diary_stream(command.reference),
        decide=decide,
        about=lambda command, state: (command.referral_id,),
    )


def _of_evidence(decide: Decide) -> Handler:
    return Handler(
        decider=evidence.DECIDER,
        stream=lambda command: evidence_stream(command.reference),
        decide=decide,
        about=lambda command, state: (command.referral_id,),
    )


def form_stream(number: str) -> str:
    """The stream of a numbered form."""
    return f"form-{number}"


FORM_BOOK = "forms"
"""The stream of the numbers that were issued; one, so that none is issued twice."""


def _of_form(decide: Decide) -> Handler:
    return Handler(
        decider=forms.DECIDER,
        stream=lambda command: form_stream(command.number),
        decide=decide,
        about=lambda command, state: (id_,) if (id_ := getattr(command, "referral_id", None)) else forms.about(state),
    )


def _of_referral(decide: Decide) -> Handler:
    return Handler(
        decider=referral.DECIDER,
        stream=lambda command: referral_stream(command.reference),
        decide=decide,
        about=lambda command, state: (referral.id_of(state),),
    )


def _of_message(decide: Decide) -> Handler:
    return Handler(
        decider=message.DECIDER,
        stream=lambda command: message_stream(command.message_id),
        decide=decide,
        about=lambda command, state: (id_,) if (id_ := getattr(command, "referral_id", None)) else (),
    )


def _of_person(decide: Decide) -> Handler:
    return Handler(
        decider=person.DECIDER,
        stream=lambda command: person_stream(command.person_id),
        decide=decide,
        about=lambda command, state: (),
        timers=forgetting_timers,
    )


COMMANDS: dict[type[Command], Handler] = {
    SubmitReferral: Handler(
        decider=referral.DECIDER,
        stream=lambda command: referral_stream(command.reference),
        decide=referral.submit_referral,
        about=lambda command, state: (command.referral_id,),
        opens=True,
    ),
    JoinMessage: _of_referral(referral.join_message),
    TakeMessage: _of_message(message.take_message),
    ReleaseMessage: _of_message(message.release_message),
    DismissMessage: _of_message(message.dismiss_message),
    ChangeSafeContact: _of_referral(referral.change_safe_contact),
    RecordMinutes: _of_referral(referral.record_minutes),
    NoteCallBack: _of_referral(referral.note_call_back),
    NoteOutcome: _of_referral(referral.note_outcome),
    AddEvidence: _of_evidence(evidence.add_evidence),
    ChangeEvidenceConsent: _of_evidence(evidence.change_evidence_consent),
    WithdrawEvidence: _of_evidence(evidence.withdraw_evidence),
    OpenDiary: _of_diary(diary.open_diary),
    WriteDiaryEntry: _of_diary(diary.write_diary_entry),
    CloseDiary: _of_diary(diary.close_diary),
    IssueForms: Handler(
        decider=forms.BOOK,
        stream=lambda command: FORM_BOOK,
        decide=forms.issue_forms,
        about=lambda command, state: (),
    ),
    KeyForm: _of_form(forms.key_form),
    KeyFormAgain: _of_form(forms.key_form_again),
    VoidForm: _of_form(forms.void_form),
    PlaceHold: _of_person(person.place_hold),
    LiftHold: _of_person(person.lift_hold),
    ForgetPerson: _of_person(person.forget_person),
    CompleteForgetting: _of_person(person.complete_forgetting),
}
