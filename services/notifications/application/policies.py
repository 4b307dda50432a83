"""What notifications does when something is published: it notes whom one may reach how, and has people told."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid5

from services.notifications.application.noting import (
    change_contacts_when_safe_contact_changed,
    change_details_when_contact_details_changed,
    forget_when_person_forgotten,
    hide_address_when_addresses_hidden,
    note_contacts_when_referral_submitted,
    note_people_when_answers_given,
    raise_sensitivity_when_answers_given,
    raise_sensitivity_when_case_opened,
    raise_sensitivity_when_danger_words_found,
    raise_sensitivity_when_referral_triaged,
    raise_sensitivity_when_support_requested,
    show_address_when_addresses_shown,
)
from services.notifications.application.ports import Library
from services.notifications.domain.commands import RequestNotice
from services.notifications.domain.values.contact import Particulars
from services.notifications.domain.values.handover import Handover
from services.notifications.domain.values.wording import Route
from shared.contracts.intake import (
    AnswersGiven,
    ContactDetailsChanged,
    DangerWordsFound,
    DangerWordsSetAside,
    PersonForgotten,
    ReferralSubmitted,
    SafeContactChanged,
)
from shared.contracts.intake_records import AddressesHidden, AddressesShown, DiaryReminderDue
from shared.contracts.model import Contract
from shared.contracts.panels import AgendaCirculated, LateReferralRaised
from shared.contracts.triage import (
    CaseOpened,
    CaseUpdateGiven,
    EmergencyReviewMissed,
    EmergencyViewOpened,
    HandoverMade,
    ReferralSignposted,
    ReferralTriaged,
    SafetySignalled,
    SilenceNoted,
    SupportRequested,
)
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message
from shared.kernel.personal import Contact, Personal

# The ids of notices are made within this name, so that one event asks for one notice however often it comes.
_NOTICES = UUID("6f0e4a5e-2b3f-5d0c-9b59-0f6a9f0a7c11")

NOTING: tuple[Policy, ...] = (
    Policy("note_contacts_when_referral_submitted", ReferralSubmitted.type(), note_contacts_when_referral_submitted),
    Policy(
        "change_contacts_when_safe_contact_changed",
        SafeContactChanged.type(),
        change_contacts_when_safe_contact_changed,
    ),
    Policy(
        "change_details_when_contact_details_changed",
        ContactDetailsChanged.type(),
        change_details_when_contact_details_changed,
    ),
    Policy("note_people_when_answers_given", AnswersGiven.type(), note_people_when_answers_given),
    Policy("hide_address_when_addresses_hidden", AddressesHidden.type(), hide_address_when_addresses_hidden),
    Policy("show_address_when_addresses_shown", AddressesShown.type(), show_address_when_addresses_shown),
    Policy("forget_when_person_forgotten", PersonForgotten.type(), forget_when_person_forgotten),
    Policy("raise_sensitivity_when_referral_triaged", ReferralTriaged.type(), raise_sensitivity_when_referral_triaged),
    Policy("raise_sensitivity_when_case_opened", CaseOpened.type(), raise_sensitivity_when_case_opened),
    Policy("raise_sensitivity_when_answers_given", AnswersGiven.type(), raise_sensitivity_when_answers_given),
    Policy(
        "raise_sensitivity_when_danger_words_found", DangerWordsFound.type(), raise_sensitivity_when_danger_words_found
    ),
    Policy(
        "raise_sensitivity_when_support_requested", SupportRequested.type(), raise_sensitivity_when_support_requested
    ),
)


def _of_signpost(told: ReferralSignposted) -> Particulars:
    """The destination is left out: where it is a landlord, it may stand there as a caller typed it."""
    return Particulars(route=told.route, done_by=told.done_by)


def _of_support(told: SupportRequested) -> Particulars:
    return Particulars(due_at=told.due_at)


def _of_time(told: SilenceNoted | EmergencyViewOpened | EmergencyReviewMissed) -> Particulars:
    return Particulars(due_at=told.due_at)


def _of_update(told: CaseUpdateGiven) -> Particulars:
    return Particulars(next_on=told.next_by)


def _of_late_referral(told: LateReferralRaised) -> Particulars:
    return Particulars(panel=told.panel, meeting_id=told.meeting_id, starts_at=told.starts_at)


def _of_agenda(told: AgendaCirculated) -> Particulars:
    return Particulars(
        panel=told.panel, meeting_id=told.meeting_id, starts_at=told.starts_at, agenda_version=told.agenda_version
    )


# Whom it may be lawful to tell what nobody else is told: they protect children and adults at risk.
_PROTECTED_BY = ("children_mash", "adult_safeguarding")


def _nothing_more(told: Contract) -> Particulars:
    return Particulars()


_TELLING: tuple[tuple[str, type[Contract], Callable[[Any], Particulars]], ...] = (
    ("acknowledge_when_referral_submitted", ReferralSubmitted, _nothing_more),
    ("alert_when_danger_words_found", DangerWordsFound, _nothing_more),
    ("alert_when_danger_words_set_aside", DangerWordsSetAside, _nothing_more),
    ("tell_resident_when_referral_signposted", ReferralSignposted, _of_signpost),
    ("tell_resident_when_case_opened", CaseOpened, _nothing_more),
    ("tell_resident_when_case_update_given", CaseUpdateGiven, _of_update),
    ("tell_idva_team_when_support_requested", SupportRequested, _of_support),
    ("tell_idva_team_when_safety_signalled", SafetySignalled, _nothing_more),
    ("carry_over_when_handover_made", HandoverMade, _nothing_more),
    ("tell_duty_officer_when_silence_noted", SilenceNoted, _of_time),
    ("tell_governance_when_emergency_view_opened", EmergencyViewOpened, _of_time),
    ("tell_governance_when_emergency_review_missed", EmergencyReviewMissed, _of_time),
    ("remind_when_diary_reminder_due", DiaryReminderDue, _nothing_more),
    ("tell_coordinator_when_late_referral_raised", LateReferralRaised, _of_late_referral),
    ("tell_coordinator_when_agenda_circulated", AgendaCirculated, _of_agenda),
)
TOLD: frozenset[str] = frozenset(contract.type() for _, contract, _ in _TELLING)
"""The events that somebody can be told about; the routing may name no other."""


def policies(library: Library) -> tuple[Policy, ...]:
    """The table of policies. Contacts are noted first, so that what is asked for in the same breath finds them."""
    return NOTING + tuple(
        Policy(name, contract.type(), _telling(library, contract, particulars))
        for name, contract, particulars in _TELLING
    )


def notice_id_of(event_id: str, message: str, audience: str) -> str:
    """The id of the notice that one event asks for."""
    return str(uuid5(_NOTICES, f"{event_id}|{message}|{audience}"))


def _is_for(route: Route, told: Contract) -> bool:
    """An e-mail is answered in its thread or not at all; nobody said yet how else its sender may be reached."""
    by_mail = isinstance(told, ReferralSubmitted) and told.mail is not None
    return not by_mail if not route.in_thread else _thread_of(told) is not None


def _thread_of(told: Contract) -> Personal[Contact] | None:
    """The id of the e-mail that may be answered, sealed; None where there is none."""
    mail = told.mail if isinstance(told, ReferralSubmitted) else None
    sealed = mail.header_id if mail is not None and mail.answerable else None
    return None if sealed is None else Personal(sealed.p, sealed.c)


def _handover(told: HandoverMade) -> Handover:
    return Handover(
        handover_id=told.handover_id,
        destination=told.destination,
        mailbox=Personal(told.mailbox.p, told.mailbox.c),
        mailbox_due_on=told.mailbox_due_on,
        carries=told.carries,
        words=Personal(told.words.p, told.words.c),
        code=Personal(told.code.p, told.code.c),
        receipt_due_at=told.receipt_due_at,
        lawful_basis=told.lawful_basis if told.route in _PROTECTED_BY else None,
    )


def _telling(
    library: Library, contract: type[Contract], particulars: Callable[[Any], Particulars]
) -> Callable[[Message], Sequence[Command]]:
    def react(message: Message) -> Sequence[Command]:
        if message.context.origin == "import":
            return ()
        told = contract.model_validate(message.data)
        return tuple(
            RequestNotice(
                at=message.time,
                notice_id=notice_id_of(message.id, route.message, route.to),
                message=route.message,
                when_sensitive=route.when_sensitive,
                plain_only=route.plain_only,
                watched=route.watched,
                audience=route.to,
                referral_id=getattr(told, "referral_id", None),
                reference=getattr(told, "reference", None),
                origin=message.context.origin,
                particulars=particulars(told),
                in_reply_to=_thread_of(told) if route.in_thread else None,
                about_mail_id=told.message_id if isinstance(told, DangerWordsSetAside) else None,
                handover=_handover(told) if isinstance(told, HandoverMade) else None,
            )
            for route in library.routes(message.type)
            if _is_for(route, told)
        )

    return react
