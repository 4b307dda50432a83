"""What triage does when something is published."""

from collections.abc import Sequence
from typing import Any

import msgspec

from services.triage.application.family_handlers import FAMILY_WHEN
from services.triage.application.handover.policies import WHEN as HANDOVER_WHEN
from services.triage.application.hiding import HIDING
from services.triage.application.panel_answers import PANEL_ANSWERS
from services.triage.domain.commands import (
    ConfirmSignpost,
    NoteAnswers,
    NoteContactDetails,
    NoteSafeContact,
    OpenAssessment,
)
from services.triage.domain.events import Person, ReferralFacts, SafeContact
from shared.contracts.intake import (
    AnswersGiven,
    CallerSignposted,
    ContactDetailsChanged,
    InvolvedPerson,
    ReferralSubmitted,
    SafeContactChanged,
)
from shared.contracts.intake import SafeContact as Told
from shared.contracts.model import SealedText
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message
from shared.kernel.personal import Personal


def open_assessment_when_referral_submitted(message: Message) -> Sequence[Command]:
    """Every referral is judged, whatever channel it came by."""
    told = ReferralSubmitted.model_validate(message.data)
    referral = ReferralFacts(
        referral_id=told.referral_id,
        reference=told.reference,
        kind=told.kind,
        channel=told.channel,
        category=told.category,
        strands=told.strands,
        received_at=told.received_at,
        ward=told.ward,
        answers=told.answers,
        victim_id=told.victim_id,
        people=tuple(_person(person) for person in told.people),
        agency=told.agency,
        account_of=told.account_of or told.reporter_id or told.referral_id,
        origin=told.origin,
    )
    return (OpenAssessment(at=message.time, referral=referral),)


def note_safe_contact_when_referral_submitted(message: Message) -> Sequence[Command]:
    """What was said of each person; what was said of the referral is its reporter's. Nothing said is nothing kept."""
    told = ReferralSubmitted.model_validate(message.data)
    said = {} if told.reporter_id is None else {told.reporter_id: told.safe_contact}
    said |= {person.person_id: person.safe_contact for person in told.people if person.safe_contact is not None}
    contacts = {person_id: _contact(contact) for person_id, contact in said.items() if contact != Told()}
    return (NoteSafeContact(at=message.time, referral_id=told.referral_id, contacts=contacts),) if contacts else ()


def note_safe_contact_when_it_changed(message: Message) -> Sequence[Command]:
    """The case shows the newest answer, never an older one."""
    told = SafeContactChanged.model_validate(message.data)
    contacts = {told.person_id: _contact(told.safe_contact)}
    return (NoteSafeContact(at=message.time, referral_id=told.referral_id, contacts=contacts),)


def note_contact_details_when_they_changed(message: Message) -> Sequence[Command]:
    """The case shows what reaches somebody now, and not as safe until she was asked."""
    told = ContactDetailsChanged.model_validate(message.data)
    details: dict[str, Personal[Any] | None] = {name: _kept(getattr(told, name)) for name in told.changed}
    return (
        NoteContactDetails(
            at=message.time,
            referral_id=told.referral_id,
            person_id=told.person_id,
            changed=told.changed,
            details=details,
        ),
    )


def _kept(value: SealedText | None) -> Personal[Any] | None:
    return None if value is None else Personal(value.p, value.c)


def note_answers_when_answers_given(message: Message) -> Sequence[Command]:
    """Whoever reads an e-mail answers what it says; the rules are asked again."""
    told = AnswersGiven.model_validate(message.data)
    given = {name: getattr(told, name) for name in ("referral_id", "answers", "kind", "category", "strands", "ward")}
    return (NoteAnswers(at=message.time, people=tuple(_person(person) for person in told.people), **given),)


def confirm_signpost_when_caller_signposted(message: Message) -> Sequence[Command]:
    """A person has shown the caller the door; nobody has to say so once more."""
    told = CallerSignposted.model_validate(message.data)
    return (ConfirmSignpost(at=message.time, referral_id=told.referral_id, route=told.route),)


def _contact(told: Told) -> SafeContact:
    return msgspec.convert(told.model_dump(), SafeContact)


def _person(told: InvolvedPerson) -> Person:
    sealed = {
        name: None if value is None else value.model_dump()
        for name in ("full_name", "date_of_birth", "phone", "email", "address")
        if isinstance(value := getattr(told, name), SealedText | None)
    }
    return msgspec.convert({"person_id": told.person_id, "roles": told.roles, **sealed}, Person)


WHEN: tuple[Policy, ...] = (
    Policy(
        "open_assessment_when_referral_submitted",
        ReferralSubmitted.type(),
        open_assessment_when_referral_submitted,
    ),
    Policy(
        "note_safe_contact_when_referral_submitted",
        ReferralSubmitted.type(),
        note_safe_contact_when_referral_submitted,
    ),
    Policy("note_answers_when_answers_given", AnswersGiven.type(), note_answers_when_answers_given),
    Policy("note_safe_contact_when_it_changed", SafeContactChanged.type(), note_safe_contact_when_it_changed),
    Policy(
        "note_contact_details_when_they_changed", ContactDetailsChanged.type(), note_contact_details_when_they_changed
    ),
    Policy("confirm_signpost_when_caller_signposted", CallerSignposted.type(), confirm_signpost_when_caller_signposted),
    *HANDOVER_WHEN,
    *HIDING,
    *FAMILY_WHEN,
    *PANEL_ANSWERS,
)
