"""What triage does when something is published."""

from collections.abc import Sequence

import msgspec

from services.triage.domain.commands import OpenAssessment
from services.triage.domain.events import Person, ReferralFacts
from shared.contracts.intake import InvolvedPerson, ReferralSubmitted
from shared.contracts.model import SealedText
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message


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
)
