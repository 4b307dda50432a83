"""Which of intake's facts others may know, and in what words; sealed details are copied unopened."""

from collections.abc import Callable
from typing import Any, cast

from services.intake.application import record_publication
from services.intake.domain import events
from shared.contracts import intake as contracts
from shared.contracts.model import Contract, SealedText
from shared.kernel.messages import Fact, Recorded
from shared.kernel.personal import Personal

_CHANNELS = ("phone", "sms", "email", "post", "in_person")


def _submitted(recorded: Recorded) -> Contract:
    fact = cast("events.ReferralSubmitted", recorded.fact)
    return contracts.ReferralSubmitted(
        referral_id=fact.referral_id,
        reference=fact.reference,
        kind=fact.kind,
        channel=fact.channel,
        category=fact.category,
        strands=fact.strands,
        received_at=fact.received_at,
        occurred=contracts.Occurred(from_=fact.occurred.from_, to=fact.occurred.to, ongoing=fact.occurred.ongoing),
        ward=events.ward_of(fact),
        answers=events.answers_of(fact),
        words=tuple(contracts.Words(name=said.name, text=_copied(said.text)) for said in fact.words),
        reporter_id=fact.reporter_id,
        reporter_is_victim=fact.reporter_is_victim,
        victim_id=fact.victim_id,
        people=tuple(_person(person) for person in fact.people),
        safe_contact=_safe_contact(fact.safe_contact),
        language=fact.language,
        agency=fact.agency,
        origin=recorded.context.origin,
        account_of=fact.account_of,
        derived=tuple(
            contracts.Derived(name=each.name, from_=each.from_, data_of=each.data_of) for each in fact.derived
        ),
        mail=_mail(fact.mail),
    )


def _mail(mail: events.CameAsMail | None) -> contracts.CameAsMail | None:
    if mail is None:
        return None
    return contracts.CameAsMail(
        message_id=mail.message_id, header_id=_sealed(mail.header_id), answerable=mail.answerable
    )


def _answers_given(recorded: Recorded) -> Contract:
    fact = cast("events.AnswersGiven", recorded.fact)
    return contracts.AnswersGiven(
        referral_id=fact.referral_id,
        reference=fact.reference,
        kind=fact.kind,
        category=fact.category,
        strands=fact.strands,
        answers=events.answers_of(fact),
        people=tuple(_person(person) for person in fact.people),
        ward=events.ward_of(fact),
        language=fact.language,
    )


def _danger_words(recorded: Recorded) -> Contract:
    fact = cast("events.DangerWordsFound", recorded.fact)
    if fact.referral_id is None or fact.reference is None:
        return contracts.DangerWordsSetAside(message_id=fact.message_id)
    return contracts.DangerWordsFound(
        message_id=fact.message_id, referral_id=fact.referral_id, reference=fact.reference
    )


def _safe_contact_changed(recorded: Recorded) -> Contract:
    fact = cast("events.SafeContactChanged", recorded.fact)
    return contracts.SafeContactChanged(
        referral_id=fact.referral_id,
        reference=fact.reference,
        person_id=fact.person_id,
        safe_contact=_safe_contact(fact.safe_contact),
    )


def _call_ended(recorded: Recorded) -> Contract | None:
    """Only that a caller was shown another door is for others; how else a call ended is for our own lists."""
    fact = cast("events.CallEnded", recorded.fact)
    if fact.ended != "signposted" or fact.route is None:
        return None
    passed = fact.passed_on
    told = {"referral_id": fact.referral_id, "reference": fact.reference, "route": fact.route, "sent_on": fact.sent_on}
    if passed is not None:
        told |= {"passed_on": _copied(passed.words), "why": _sealed(passed.why)}
        told |= {"consent": passed.consent, "basis": passed.basis, "landlord": passed.landlord}
    return contracts.CallerSignposted.model_validate(told)


def _details_changed(recorded: Recorded) -> Contract:
    fact = cast("events.ContactDetailsChanged", recorded.fact)
    return contracts.ContactDetailsChanged.model_validate(
        {
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "person_id": fact.person_id,
            "changed": fact.changed,
            "phone": _sealed(fact.phone),
            "email": _sealed(fact.email),
            "address": _sealed(fact.address),
            "safe_contact": _safe_contact(fact.safe_contact),
        }
    )


def _forgotten(recorded: Recorded) -> Contract:
    fact = cast("events.PersonForgotten", recorded.fact)
    return contracts.PersonForgotten(person_id=fact.person_id, authority=fact.authority)


def _person(person: events.Involved) -> contracts.InvolvedPerson:
    return contracts.InvolvedPerson(
        person_id=person.person_id,
        roles=person.roles,
        full_name=_sealed(person.full_name),
        date_of_birth=_sealed(person.date_of_birth),
        phone=_sealed(person.phone),
        email=_sealed(person.email),
        address=_sealed(person.address),
        safe_contact=None if person.safe_contact is None else _safe_contact(person.safe_contact),
    )


def _safe_contact(contact: events.SafeContact) -> contracts.SafeContact:
    return contracts.SafeContact(
        **{name: _channel(getattr(contact, name)) for name in _CHANNELS},
        confirmed_at=contact.confirmed_at,
        codeword=_sealed(contact.codeword),
        must_not_receive=tuple(_copied(name) for name in contact.must_not_receive),
    )


def _channel(channel: events.ChannelSafety) -> contracts.ChannelSafety:
    return contracts.ChannelSafety.model_validate(
        {"safe": channel.safe, "voicemail": channel.voicemail, "times": channel.times}
    )


def _sealed(value: Personal[Any] | None) -> SealedText | None:
    return None if value is None else _copied(value)


def _copied(value: Personal[Any]) -> SealedText:
    return SealedText(p=value.p, c=value.c)


PUBLISH: dict[type[Fact], Callable[[Recorded], Contract | None]] = {
    events.ReferralSubmitted: _submitted,
    events.SafeContactChanged: _safe_contact_changed,
    events.ContactDetailsChanged: _details_changed,
    events.AnswersGiven: _answers_given,
    events.DangerWordsFound: _danger_words,
    events.CallEnded: _call_ended,
    events.PersonForgotten: _forgotten,
    **record_publication.PUBLISH,
}
