"""Which decision answers which command, and in which stream it is written."""

from collections.abc import Callable, Sequence
from typing import Any

from services.intake.application.diary_reminders import reminder_timers
from services.intake.application.forgetting import forgetting_timers
from services.intake.application.insider_handlers import INSIDER_COMMANDS
from services.intake.domain import (
    belonging,
    change_calls,
    details,
    diary,
    evidence,
    forms,
    hidden_addresses,
    message,
    person,
    referral,
    restricted,
    sameness,
)
from services.intake.domain.change_call_commands import AnswerChangeCall, RequestChangeCall
from services.intake.domain.commands import (
    AddEvidence,
    ChangeContactDetails,
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
from services.intake.domain.complete_commands import CompleteReferral, HearSafeContact
from services.intake.domain.completing import complete_referral
from services.intake.domain.heard import hear_safe_contact
from services.intake.domain.record_commands import (
    HideAddresses,
    LinkReferrals,
    MergePeople,
    MergeReferral,
    NoteCaseClosed,
    NoteSettled,
    ReleasePlace,
    RestrictPlace,
    ShowAddresses,
    SplitPersonOff,
    SuggestSamePerson,
    TellPeopleApart,
    TellReferralsApart,
    TightenSafeContact,
    UnlinkReferrals,
    UnmergePeople,
    UnmergeReferral,
)
from services.intake.domain.reminder_commands import RemindOfDiary
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
        timers=reminder_timers,
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


def place_stream(code: str) -> str:
    """The stream of a place that nobody may find."""
    return f"place-{code}"


def hiding_stream(reference: str) -> str:
    """The stream of which addresses of a referral are those of places that nobody may find."""
    return f"hidden-{reference}"


def pair_stream(one_id: str, other_id: str) -> str:
    """The stream of what was decided about two records of people, whichever is named first."""
    return f"pair-{'-'.join(sameness.in_order(one_id, other_id))}"


def belonging_stream(reference: str, other: str) -> str:
    """The stream of what was decided about two referrals, whichever is named first."""
    return f"belonging-{'-'.join(sameness.in_order(reference, other))}"


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


def _of_pair(decide: Decide) -> Handler:
    return Handler(
        decider=sameness.DECIDER,
        stream=lambda command: pair_stream(command.one_id, command.other_id),
        decide=decide,
        about=lambda command, state: command.referral_ids,
    )


def _of_two(decide: Decide, other: str) -> Handler:
    """`other` is the member of the command that names the second referral."""
    return Handler(
        decider=belonging.DECIDER,
        stream=lambda command: belonging_stream(command.reference, getattr(command, other)),
        decide=decide,
        about=lambda command, state: command.referral_ids,
    )


def _of_place(decide: Decide) -> Handler:
    return Handler(
        decider=restricted.DECIDER,
        stream=lambda command: place_stream(command.code),
        decide=decide,
        about=lambda command, state: (),
    )


def _of_hiding(decide: Decide) -> Handler:
    return Handler(
        decider=hidden_addresses.DECIDER,
        stream=lambda command: hiding_stream(command.reference),
        decide=decide,
        about=lambda command, state: (command.referral_id,),
    )


def change_call_stream(request_id: str) -> str:
    """The stream of a call that somebody asked for about their own behaviour."""
    return f"change-{request_id}"


def _of_change_call(decide: Decide) -> Handler:
    return Handler(
        decider=change_calls.DECIDER,
        stream=lambda command: change_call_stream(command.request_id),
        decide=decide,
        about=lambda command, state: (),
    )


COMMANDS: dict[type[Command], Handler] = {
    SubmitReferral: Handler(
        decider=referral.DECIDER,
        stream=lambda command: referral_stream(command.reference),
        decide=referral.submit_referral,
        about=lambda command, state: (command.referral_id,),
        opens=True,
    ),
    CompleteReferral: _of_referral(complete_referral),
    JoinMessage: _of_referral(referral.join_message),
    TakeMessage: _of_message(message.take_message),
    ReleaseMessage: _of_message(message.release_message),
    DismissMessage: _of_message(message.dismiss_message),
    ChangeContactDetails: _of_referral(details.change_contact_details),
    ChangeSafeContact: _of_referral(referral.change_safe_contact),
    HearSafeContact: _of_referral(hear_safe_contact),
    RecordMinutes: _of_referral(referral.record_minutes),
    NoteCallBack: _of_referral(referral.note_call_back),
    NoteOutcome: _of_referral(referral.note_outcome),
    NoteSettled: _of_referral(referral.note_settled),
    NoteCaseClosed: _of_referral(referral.note_case_closed),
    AddEvidence: _of_evidence(evidence.add_evidence),
    ChangeEvidenceConsent: _of_evidence(evidence.change_evidence_consent),
    WithdrawEvidence: _of_evidence(evidence.withdraw_evidence),
    OpenDiary: _of_diary(diary.open_diary),
    WriteDiaryEntry: _of_diary(diary.write_diary_entry),
    CloseDiary: _of_diary(diary.close_diary),
    RemindOfDiary: _of_diary(diary.remind_of_diary),
    IssueForms: Handler(
        decider=forms.BOOK,
        stream=lambda command: FORM_BOOK,
        decide=forms.issue_forms,
        about=lambda command, state: (),
    ),
    KeyForm: _of_form(forms.key_form),
    KeyFormAgain: _of_form(forms.key_form_again),
    VoidForm: _of_form(forms.void_form),
    RequestChangeCall: _of_change_call(change_calls.request_change_call),
    AnswerChangeCall: _of_change_call(change_calls.answer_change_call),
    PlaceHold: _of_person(person.place_hold),
    LiftHold: _of_person(person.lift_hold),
    ForgetPerson: _of_person(person.forget_person),
    CompleteForgetting: _of_person(person.complete_forgetting),
    TightenSafeContact: _of_referral(referral.tighten_safe_contact),
    SplitPersonOff: _of_referral(referral.split_person_off),
    SuggestSamePerson: _of_pair(sameness.suggest_same_person),
    MergePeople: _of_pair(sameness.merge_people),
    UnmergePeople: _of_pair(sameness.unmerge_people),
    TellPeopleApart: _of_pair(sameness.tell_people_apart),
    LinkReferrals: _of_two(belonging.link_referrals, "other_reference"),
    UnlinkReferrals: _of_two(belonging.unlink_referrals, "other_reference"),
    MergeReferral: _of_two(belonging.merge_referral, "into_reference"),
    UnmergeReferral: _of_two(belonging.unmerge_referral, "into_reference"),
    TellReferralsApart: _of_two(belonging.tell_referrals_apart, "other_reference"),
    RestrictPlace: _of_place(restricted.restrict_place),
    ReleasePlace: _of_place(restricted.release_place),
    **INSIDER_COMMANDS,
    HideAddresses: _of_hiding(hidden_addresses.hide_addresses),
    ShowAddresses: _of_hiding(hidden_addresses.show_addresses),
}
