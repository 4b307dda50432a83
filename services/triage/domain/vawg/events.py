"""The facts of the work on a case of abuse: strands and what was done about them."""

from datetime import date, datetime

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Narrative, Personal


class AbuseWorked(Fact, frozen=True, kw_only=True):
    """A fact about the work on one case of abuse."""

    referral_id: str
    reference: str


class StrandNamed(AbuseWorked, frozen=True, kw_only=True):
    """Somebody who works on the case found that it is this too."""

    strand: str
    named_by: str


class HandlingStepSettled(AbuseWorked, frozen=True, kw_only=True):
    """What became of one step of how a strand is handled, under which edition. Words are sealed under the victim."""

    handling: str
    step: str
    edition: str
    came_of: str
    done_at: datetime
    done_by: str
    text: Personal[Narrative] | None


class FurtherIncidentRecorded(AbuseWorked, frozen=True, kw_only=True):
    """Something more happened. Yes, no and unknown are codes; what was told is sealed under the victim."""

    incident_id: str
    occurred_on: date
    criminal: str
    same_person: str
    sexual: str
    police_told: str
    recorded_by: str
    text: Personal[Narrative] | None


class RepeatFound(AbuseWorked, frozen=True, kw_only=True):
    """A further incident makes a repeat by the definition of the day: of what, and counted from which day."""

    incident_id: str
    kind: str
    counted_from: date
    referred_on: date
    edition: str


class TransferRequested(AbuseWorked, frozen=True, kw_only=True, omit_defaults=True):
    """The case moves to another area's MARAC, or comes from one. Nothing of where somebody lives stands in it.

    `area_name` is what that area was called on the day; facts stored before it was written down have none.
    """

    transfer_id: str
    direction: str
    area: str
    lasting: str
    heard: str
    agenda_out: str
    requested_at: datetime
    requested_by: str
    area_name: str | None = None


class PackRecorded(AbuseWorked, frozen=True, kw_only=True):
    """The pack went out, or came in: what it holds, and what of it is missing."""

    transfer_id: str
    holds: tuple[str, ...]
    missing: tuple[str, ...]
    done_at: datetime
    done_by: str


class PackAcknowledged(AbuseWorked, frozen=True, kw_only=True):
    """Whoever was to have the pack says that they have all of it."""

    transfer_id: str
    acknowledged_at: datetime
    done_by: str


class SupportHandedOver(AbuseWorked, frozen=True, kw_only=True):
    """Adviser has spoken to adviser."""

    transfer_id: str
    handed_at: datetime
    done_by: str


class HearingListed(AbuseWorked, frozen=True, kw_only=True):
    """A court will hear it: which, what, when, and on which day it happened that is heard."""

    hearing_id: str
    court: str
    what: str
    hearing_at: datetime
    incident_on: date | None
    measures: str
    listed_by: str


class HearingMoved(AbuseWorked, frozen=True, kw_only=True):
    """The court has put it on another day."""

    hearing_id: str
    hearing_at: datetime
    why: str
    moved_by: str


class HearingEnded(AbuseWorked, frozen=True, kw_only=True):
    """What became of a hearing; `held` where the court sat on it."""

    hearing_id: str
    held: bool
    result: str
    ended_by: str


class SafetySignalAnswered(AbuseWorked, frozen=True, kw_only=True):
    """Whoever works with the victim has acted on what came over the wall."""

    signal_id: str
    came_of: str
    answered_by: str


VAWG_FACTS: tuple[FactType, ...] = (
    FactType("triage.strand_named", 1, StrandNamed, "It was found to be this too: {strand}."),
    FactType(
        "triage.handling_step_settled",
        1,
        HandlingStepSettled,
        "Handling of {handling}, {step}: {came_of}, {done_at}.",
    ),
    FactType(
        "triage.further_incident_recorded",
        1,
        FurtherIncidentRecorded,
        "A further incident of {occurred_on} was recorded.",
    ),
    FactType(
        "triage.repeat_found",
        1,
        RepeatFound,
        "It is a repeat ({kind}), counted from {counted_from}, by the definition of {edition}.",
    ),
    FactType(
        "triage.transfer_requested", 1, TransferRequested, "A transfer between areas was begun: {direction}, {area}."
    ),
    FactType("triage.pack_recorded", 1, PackRecorded, "The pack of the transfer was recorded."),
    FactType("triage.pack_acknowledged", 1, PackAcknowledged, "All of the pack was acknowledged."),
    FactType("triage.support_handed_over", 1, SupportHandedOver, "The adviser has spoken to the adviser there."),
    FactType("triage.hearing_listed", 1, HearingListed, "A hearing was listed: {what}, {court}, {hearing_at}."),
    FactType("triage.hearing_moved", 1, HearingMoved, "A hearing was moved to {hearing_at}: {why}."),
    FactType("triage.safety_signal_answered", 1, SafetySignalAnswered, "A safety signal was acted on: {came_of}."),
    FactType("triage.hearing_ended", 1, HearingEnded, "A hearing ended: {result}."),
)
