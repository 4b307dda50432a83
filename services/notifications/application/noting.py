"""What others published, kept as our own facts: whom one may reach how, and what is sensitive. Details stay sealed."""

from collections.abc import Sequence
from typing import Any

from services.notifications.domain.commands import (
    ChangeContacts,
    ChangeDetails,
    ForgetPerson,
    HideAddress,
    NoteContacts,
    NotePeople,
    RaiseSensitivity,
    ShowAddress,
)
from services.notifications.domain.sensitivity import reason_in_outcome, reasons_in_referral
from services.notifications.domain.values.contact import KnownPerson, NewDetails, Safety, WaySafety
from shared.contracts import intake, intake_records, triage
from shared.contracts.model import SealedText
from shared.kernel.handling import Command
from shared.kernel.messages import Message
from shared.kernel.personal import Identity, Personal

_WAYS = ("phone", "sms", "email", "post", "in_person")


def note_contacts_when_referral_submitted(message: Message) -> Sequence[Command]:
    """Everybody's roles and sealed contacts; the referral's safe contact is the reporter's."""
    told = intake.ReferralSubmitted.model_validate(message.data)
    return (
        NoteContacts(
            at=message.time,
            referral_id=told.referral_id,
            reference=told.reference,
            reporter_id=told.reporter_id,
            people=tuple(_person(person, told) for person in told.people),
            sensitive_because=reasons_in_referral(told.kind, told.strands, told.answers, told.category),
            language=told.language,
            origin=told.origin,
        ),
    )


def change_contacts_when_safe_contact_changed(message: Message) -> Sequence[Command]:
    """Whatever waits is held to the new answer."""
    told = intake.SafeContactChanged.model_validate(message.data)
    return (
        ChangeContacts(
            at=message.time,
            referral_id=told.referral_id,
            person_id=told.person_id,
            safety=_safety(told.safe_contact),
        ),
    )


def change_details_when_contact_details_changed(message: Message) -> Sequence[Command]:
    """A new number is held for not safe from the moment it is known."""
    told = intake.ContactDetailsChanged.model_validate(message.data)
    details = NewDetails(
        changed=told.changed, phone=_sealed(told.phone), email=_sealed(told.email), address=_sealed(told.address)
    )
    return (
        ChangeDetails(
            at=message.time,
            referral_id=told.referral_id,
            person_id=told.person_id,
            details=details,
            safety=_safety(told.safe_contact),
        ),
    )


def hide_address_when_addresses_hidden(message: Message) -> Sequence[Command]:
    """Also an address that came long before anybody knew."""
    told = intake_records.AddressesHidden.model_validate(message.data)
    about = {"referral_id": told.referral_id, "code": told.code, "person_ids": told.person_ids}
    return (HideAddress.model_validate({"at": message.time, **about}),)


def show_address_when_addresses_shown(message: Message) -> Sequence[Command]:
    """What was a refuge is one no more."""
    told = intake_records.AddressesShown.model_validate(message.data)
    return (ShowAddress(at=message.time, referral_id=told.referral_id, code=told.code),)


def forget_when_person_forgotten(message: Message) -> Sequence[Command]:
    """Nothing that is queued goes out to her."""
    told = intake.PersonForgotten.model_validate(message.data)
    return (ForgetPerson(at=message.time, person_id=told.person_id),)


def raise_sensitivity_when_referral_triaged(message: Message) -> Sequence[Command]:
    """A first judgement, confirmed or not, is enough to be careful."""
    told = triage.ReferralTriaged.model_validate(message.data)
    routes = (told.primary.route, *(route.route for route in told.also))
    return _raised(message, told.referral_id, reason_in_outcome(routes, told.panels))


def raise_sensitivity_when_case_opened(message: Message) -> Sequence[Command]:
    """The route of the case may be another than first judged."""
    told = triage.CaseOpened.model_validate(message.data)
    return _raised(message, told.referral_id, reason_in_outcome((told.route,), ()))


def raise_sensitivity_when_support_requested(message: Message) -> Sequence[Command]:
    """Independent support is asked for where there is domestic abuse."""
    told = triage.SupportRequested.model_validate(message.data)
    return _raised(message, told.referral_id, "support_requested")


def raise_sensitivity_when_answers_given(message: Message) -> Sequence[Command]:
    """What an officer has read in a referral counts as if it had been said at once; kind unsaid is no other kind."""
    told = intake.AnswersGiven.model_validate(message.data)
    reasons = reasons_in_referral(told.kind or "asb", told.strands or (), told.answers, told.category)
    return _raised(message, told.referral_id, next(iter(reasons), None))


def raise_sensitivity_when_danger_words_found(message: Message) -> Sequence[Command]:
    """Whoever wrote of danger may share the screen with whoever it comes from."""
    told = intake.DangerWordsFound.model_validate(message.data)
    return _raised(message, told.referral_id, "danger_words")


def note_people_when_answers_given(message: Message) -> Sequence[Command]:
    """Whoever is named later may share a number or a home with somebody who is to be told."""
    told = intake.AnswersGiven.model_validate(message.data)
    people = tuple(_of_person(person, person.safe_contact) for person in told.people)
    return (NotePeople(at=message.time, referral_id=told.referral_id, people=people),) if people else ()


def _raised(message: Message, referral_id: str, because: str | None) -> Sequence[Command]:
    if because is None:
        return ()
    return (RaiseSensitivity(at=message.time, referral_id=referral_id, because=because),)


def _person(person: intake.InvolvedPerson, told: intake.ReferralSubmitted) -> KnownPerson:
    return _of_person(person, told.safe_contact if person.person_id == told.reporter_id else person.safe_contact)


def _of_person(person: intake.InvolvedPerson, stated: intake.SafeContact | None) -> KnownPerson:
    return KnownPerson(
        person_id=person.person_id,
        roles=person.roles,
        full_name=_sealed(person.full_name),
        phone=_sealed(person.phone),
        email=_sealed(person.email),
        address=_sealed(person.address),
        safety=None if stated is None or stated == intake.SafeContact() else _safety(stated),
    )


def _safety(stated: intake.SafeContact) -> Safety:
    ways = {name: _way(getattr(stated, name)) for name in _WAYS}
    names: tuple[Personal[Identity], ...] = tuple(Personal(name.p, name.c) for name in stated.must_not_receive)
    return Safety(**ways, confirmed_at=stated.confirmed_at, must_not_receive=names)


def _way(stated: intake.ChannelSafety) -> WaySafety:
    return WaySafety(safe=stated.safe, voicemail=stated.voicemail, times=stated.times)


def _sealed(value: SealedText | None) -> Personal[Any] | None:
    return None if value is None else Personal(value.p, value.c)
