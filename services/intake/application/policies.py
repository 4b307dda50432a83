"""What intake does when something is published: it notes what triage made of a referral, for its own lists."""

from collections.abc import Sequence

from services.intake.domain.commands import NoteOutcome, Status
from services.intake.domain.complete_commands import HearSafeContact
from services.intake.domain.given import GivenSafeContact
from services.intake.domain.insider_commands import NotePersonNamed
from services.intake.domain.record_commands import NoteCaseClosed, NoteSettled
from shared.contracts.intake import SafeContact
from shared.contracts.triage import (
    CaseClosed,
    CaseOpened,
    DecisionSettled,
    PersonNamed,
    ReferralSignposted,
    ReferralTriaged,
    SafeWaysHeard,
)
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message
from shared.kernel.personal import Personal

_STATUS: dict[str, Status] = {"ask": "more_needed", "emergency": "emergency"}


def note_outcome_when_referral_triaged(message: Message) -> Sequence[Command]:
    """Judged, for the first time or again."""
    told = ReferralTriaged.model_validate(message.data)
    return (
        NoteOutcome(
            at=message.time,
            reference=told.reference,
            status=_STATUS.get(told.outcome, "triaged"),
            outcome=told.outcome,
            route=told.primary.route,
            priority=told.priority,
            confirmed=told.confirmed,
        ),
    )


def note_case_when_case_opened(message: Message) -> Sequence[Command]:
    """It has become a case of ours: where danger asked for it at once, before any person agreed."""
    told = CaseOpened.model_validate(message.data)
    return (
        NoteOutcome(
            at=message.time,
            reference=told.reference,
            status="case_open",
            outcome="open_case",
            route=told.route,
            priority=told.priority,
            case_reference=told.case_reference,
        ),
    )


def note_decision_when_decision_settled(message: Message) -> Sequence[Command]:
    """A person has looked at what the rules recommended."""
    told = DecisionSettled.model_validate(message.data)
    return (NoteSettled(at=message.time, reference=told.reference, route=told.route),)


def note_closing_when_case_closed(message: Message) -> Sequence[Command]:
    """Nothing more is done on the case."""
    told = CaseClosed.model_validate(message.data)
    return (NoteCaseClosed(at=message.time, reference=told.reference),)


def note_signpost_when_referral_signposted(message: Message) -> Sequence[Command]:
    """A person has confirmed that another door is the right one."""
    told = ReferralSignposted.model_validate(message.data)
    return (
        NoteOutcome(
            at=message.time,
            reference=told.reference,
            status="signposted",
            outcome="signpost",
            route=told.route,
            confirmed=True,
        ),
    )


def compare_name_when_person_named(message: Message) -> Sequence[Command]:
    """Whoever of staff is tied to somebody who is named later is kept from the record from then on."""
    told = PersonNamed.model_validate(message.data)
    return (
        NotePersonNamed(
            at=message.time,
            referral_id=told.referral_id,
            reference=told.reference,
            called=Personal(told.called.p, told.called.c),
        ),
    )


def take_safe_ways_when_an_adviser_heard_them(message: Message) -> Sequence[Command]:
    """Whoever is in contact with her hears it first."""
    told = SafeWaysHeard.model_validate(message.data)
    return (
        HearSafeContact(
            at=message.time,
            reference=told.reference,
            person_id=told.person_id,
            heard=_ways_of(told.safe_contact),
            instead_of=_ways_of(told.instead_of),
        ),
    )


def _ways_of(told: SafeContact) -> GivenSafeContact:
    """The ways alone: the codeword and who must not find out stay as they were said here."""
    return GivenSafeContact.model_validate_json(told.model_dump_json(exclude={"codeword", "must_not_receive"}))


WHEN: tuple[Policy, ...] = (
    Policy("note_outcome_when_referral_triaged", ReferralTriaged.type(), note_outcome_when_referral_triaged),
    Policy("note_case_when_case_opened", CaseOpened.type(), note_case_when_case_opened),
    Policy("note_decision_when_decision_settled", DecisionSettled.type(), note_decision_when_decision_settled),
    Policy("note_closing_when_case_closed", CaseClosed.type(), note_closing_when_case_closed),
    Policy("note_signpost_when_referral_signposted", ReferralSignposted.type(), note_signpost_when_referral_signposted),
    Policy("compare_name_when_person_named", PersonNamed.type(), compare_name_when_person_named),
    Policy(
        "take_safe_ways_when_an_adviser_heard_them", SafeWaysHeard.type(), take_safe_ways_when_an_adviser_heard_them
    ),
)
