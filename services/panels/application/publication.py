"""Which facts of panels the other services may know, and in which form."""

from collections.abc import Callable, Mapping

from services.panels.domain import events
from services.panels.domain.banding_events import CaseBanded as BandedFact
from shared.contracts.model import Contract, SealedText
from shared.contracts.panels import (
    ActionAssigned,
    AgendaCirculated,
    CaseBanded,
    CaseDecided,
    CaseDeferred,
    CaseListed,
    LateReferralRaised,
)
from shared.kernel.messages import Fact, Recorded

Listing = events.CaseListed | events.LateReferralAccepted | events.CaseMovedToSitting | events.CaseCarriedOver


def case_listed(recorded: Recorded) -> CaseListed | None:
    """A case stands on an agenda: put there in time, by choice, by moving it, or because a meeting passed."""
    fact = recorded.fact
    assert isinstance(fact, Listing)
    late = isinstance(fact, events.LateReferralAccepted) or (isinstance(fact, events.CaseMovedToSitting) and fact.late)
    return CaseListed(
        referral_id=fact.referral_id,
        reference=fact.reference,
        case_id=fact.case_id,
        panel=fact.panel,
        meeting_id=fact.sitting.meeting_id,
        starts_at=fact.sitting.starts_at,
        late=late,
    )


def referral_added(recorded: Recorded) -> CaseListed:
    """The case another referral joined stands on that agenda, and so does the referral."""
    fact = recorded.fact
    assert isinstance(fact, events.ReferralAdded)
    return CaseListed(
        referral_id=fact.referral.referral_id,
        reference=fact.reference,
        case_id=fact.case_id,
        panel=fact.panel,
        meeting_id=fact.sitting.meeting_id,
        starts_at=fact.sitting.starts_at,
        late=fact.late,
    )


def late_referral_raised(recorded: Recorded) -> LateReferralRaised:
    """The coordinator must choose."""
    fact = recorded.fact
    assert isinstance(fact, events.LateReferralRaised)
    return LateReferralRaised(
        referral_id=fact.referral_id,
        reference=fact.reference,
        case_id=fact.case_id,
        panel=fact.panel,
        meeting_id=fact.sitting.meeting_id,
        starts_at=fact.sitting.starts_at,
        deadline=fact.deadline,
    )


def case_deferred(recorded: Recorded) -> CaseDeferred:
    """The case is heard later; the words stay in the log."""
    fact = recorded.fact
    assert isinstance(fact, events.CaseDeferred)
    return CaseDeferred(
        referral_id=fact.referral_id,
        reference=fact.reference,
        case_id=fact.case_id,
        panel=fact.panel,
        meeting_id=fact.sitting.meeting_id,
        starts_at=fact.sitting.starts_at,
    )


def agenda_circulated(recorded: Recorded) -> AgendaCirculated:
    """How many cases, in which version; the agenda itself stays behind sign-in."""
    fact = recorded.fact
    assert isinstance(fact, events.AgendaCirculated)
    return AgendaCirculated(
        meeting_id=fact.meeting_id,
        panel=fact.panel,
        starts_at=fact.sitting.starts_at,
        agenda_version=fact.agenda_version,
        items=len(fact.agenda.cases),
        referral_ids=fact.referral_ids,
    )


def case_decided(recorded: Recorded) -> CaseDecided:
    """The decision's code."""
    fact = recorded.fact
    assert isinstance(fact, events.CaseDecided)
    return CaseDecided(
        referral_id=fact.referral_id,
        reference=fact.reference,
        case_id=fact.case_id,
        panel=fact.panel,
        meeting_id=fact.meeting_id,
        decision=fact.decision,
    )


def case_banded(recorded: Recorded) -> CaseBanded:
    """The band with its days, and the reasons sealed as they are."""
    fact = recorded.fact
    assert isinstance(fact, BandedFact)
    told = {name: getattr(fact, name) for name in CaseBanded.model_fields if name != "words"}
    return CaseBanded(**told, words=SealedText(p=fact.words.p, c=fact.words.c))


def action_assigned(recorded: Recorded) -> ActionAssigned:
    """Who owes something by when, not what."""
    fact = recorded.fact
    assert isinstance(fact, events.ActionAssigned)
    return ActionAssigned(
        referral_id=fact.referral_id,
        reference=fact.reference,
        action_id=fact.action_id,
        meeting_id=fact.meeting_id,
        panel=fact.panel,
        agency=fact.agency,
        due=fact.due,
    )


PUBLISH: Mapping[type[Fact], Callable[[Recorded], Contract | None]] = {
    events.CaseListed: case_listed,
    events.ReferralAdded: referral_added,
    events.LateReferralRaised: late_referral_raised,
    events.LateReferralAccepted: case_listed,
    events.CaseMovedToSitting: case_listed,
    events.CaseDeferred: case_deferred,
    events.CaseCarriedOver: case_listed,
    events.AgendaCirculated: agenda_circulated,
    events.CaseDecided: case_decided,
    BandedFact: case_banded,
    events.ActionAssigned: action_assigned,
}
