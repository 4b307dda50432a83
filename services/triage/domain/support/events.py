"""The facts of support in a case of domestic abuse; of a place never more than its code, its borough or its ward."""

from datetime import date, datetime

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Identity, Narrative, Personal, Place, Sensitive


class SupportWorked(Fact, frozen=True, kw_only=True):
    """A fact of support in one case."""

    referral_id: str
    reference: str


class AdviserGiven(SupportWorked, frozen=True, kw_only=True):
    """An independent adviser has the case. `open_cases` is how many she had before."""

    adviser_id: str
    given_by: str
    open_cases: int


class AdviserTried(SupportWorked, frozen=True, kw_only=True):
    """An adviser tried to reach somebody at risk; only who was reached has been contacted."""

    person_id: str
    way: str
    outcome: str
    tried_at: datetime


class SafetyActionAgreed(SupportWorked, frozen=True, kw_only=True):
    """One action of the safety plan: what, by whom, by when, to protect whom."""

    action_id: str
    person_id: str
    text: Personal[Narrative]
    agency: str
    owner: Personal[Identity]
    due_on: date


class SafetyActionEnded(SupportWorked, frozen=True, kw_only=True):
    """What became of an action: done, not possible any more, or not undertaken."""

    action_id: str
    result: str


class SafetyPlanReviewed(SupportWorked, frozen=True, kw_only=True):
    """The whole plan was looked at again with whoever it protects."""

    reviewed_at: datetime
    next_on: date


class UnsafeAreasAsked(SupportWorked, frozen=True, kw_only=True):
    """Somebody was asked where it is not safe for them, and named no place."""

    person_id: str


class UnsafeAreaNamed(SupportWorked, frozen=True, kw_only=True):
    """Somewhere it is not safe for somebody: a borough, a ward of ours, or a place in words."""

    area_id: str
    person_id: str
    area: str
    borough: str | None
    ward: str | None
    words: Personal[Place] | None


class UnsafeAreaLifted(SupportWorked, frozen=True, kw_only=True):
    """It is safe there again, as she says herself or the police do."""

    area_id: str
    because: str


class PlacementMade(SupportWorked, frozen=True, kw_only=True):
    """Somebody has somewhere else to stay. `code` stands for the place; its address is kept nowhere in triage.

    `found` is what the check against the unsafe areas gave, `despite` the reason where that was not clear.
    """

    placement_id: str
    person_id: str
    place: str
    code: str
    borough: str | None
    ward: str | None
    outside: str
    children: int
    starts_on: date
    found: str
    area_ids: tuple[str, ...]
    despite: str | None
    placed_by: str


class PlacementEnded(SupportWorked, frozen=True, kw_only=True):
    """She no longer stays there."""

    placement_id: str
    ended_on: date
    because: str


class DropInHeld(SupportWorked, frozen=True, kw_only=True):
    """Somebody came to a session of the One Stop Shop. `campaign` is the code on the card that brought them."""

    drop_in_id: str
    person_id: str
    held_on: date
    came: str
    topics: tuple[str, ...]
    campaign: str | None


class OrderToldToPolice(SupportWorked, frozen=True, kw_only=True):
    """The police were told of an order that protects somebody."""

    order_id: str
    order: str
    until_on: date | None
    told_at: datetime
    acknowledge_by: date


class OrderAcknowledged(SupportWorked, frozen=True, kw_only=True):
    """The police have said that they have it."""

    order_id: str
    acknowledged_at: datetime


class SanctuaryAsked(SupportWorked, frozen=True, kw_only=True):
    """Works were asked for, so that somebody can stay at home in safety; one person answers for all of them."""

    sanctuary_id: str
    person_id: str
    tenure: str
    contact_id: str


class SanctuaryMoved(SupportWorked, frozen=True, kw_only=True):
    """The works have come a step further. `works_by` is when they are to be done."""

    sanctuary_id: str
    status: str
    works_by: date | None


class ReciprocalAsked(SupportWorked, frozen=True, kw_only=True):
    """A home in another borough is sought; outside, the code is all that is known of whoever it is for."""

    reciprocal_id: str
    code: str
    person_id: str
    scheme: str
    boroughs: tuple[str, ...]
    bedrooms: int
    nominated_by: str


class ReciprocalOffered(SupportWorked, frozen=True, kw_only=True):
    """A home was offered, in one of those boroughs."""

    reciprocal_id: str
    code: str
    borough: str


class ReciprocalEnded(SupportWorked, frozen=True, kw_only=True):
    """What became of it."""

    reciprocal_id: str
    code: str
    result: str


class PriorityNeedConsidered(SupportWorked, frozen=True, kw_only=True):
    """Whether somebody homeless because of abuse has priority need, by the law of the day they applied."""

    person_id: str
    applied_on: date
    homeless_from_abuse: str
    vulnerable: str
    priority_need: str
    law_version: str


class BandDecided(SupportWorked, frozen=True, kw_only=True):
    """Which band of the housing register a panel or an officer gave."""

    band: str
    ground: str
    decided_on: date


class RecourseNoted(SupportWorked, frozen=True, kw_only=True):
    """Whether somebody has no recourse to public funds: yes, no or unknown; sealed, and published to nobody."""

    person_id: str
    no_recourse: Personal[Sensitive]


SUPPORT_FACTS: tuple[FactType, ...] = (
    FactType("triage.adviser_given", 1, AdviserGiven, "An adviser has the case."),
    FactType("triage.adviser_tried", 1, AdviserTried, "An adviser tried to reach somebody: {way}, {outcome}."),
    FactType("triage.safety_action_agreed", 1, SafetyActionAgreed, "Agreed for {agency}, by {due_on}."),
    FactType("triage.safety_action_ended", 1, SafetyActionEnded, "An action of the safety plan: {result}."),
    FactType("triage.safety_plan_reviewed", 1, SafetyPlanReviewed, "The safety plan was looked at; next by {next_on}."),
    FactType("triage.unsafe_areas_asked", 1, UnsafeAreasAsked, "Asked where it is not safe; no place was named."),
    FactType("triage.unsafe_area_named", 1, UnsafeAreaNamed, "A place that is not safe was named: {area}."),
    FactType("triage.unsafe_area_lifted", 1, UnsafeAreaLifted, "A place is safe again: {because}."),
    FactType("triage.placement_made", 1, PlacementMade, "{place} {code}, from {starts_on}: {found}."),
    FactType("triage.placement_ended", 1, PlacementEnded, "They left on {ended_on}: {because}."),
    FactType("triage.drop_in_held", 1, DropInHeld, "They came to the One Stop Shop on {held_on}."),
    FactType("triage.order_told_to_police", 1, OrderToldToPolice, "The police were told of an order: {order}."),
    FactType("triage.order_acknowledged", 1, OrderAcknowledged, "The police said that they have the order."),
    FactType("triage.sanctuary_asked", 1, SanctuaryAsked, "Works for staying safely at home were asked for."),
    FactType("triage.sanctuary_moved", 1, SanctuaryMoved, "Works for staying safely at home: {status}."),
    FactType("triage.reciprocal_asked", 1, ReciprocalAsked, "Reciprocal move {code} was asked for."),
    FactType("triage.reciprocal_offered", 1, ReciprocalOffered, "Reciprocal move {code}: a home was offered."),
    FactType("triage.reciprocal_ended", 1, ReciprocalEnded, "Reciprocal move {code}: {result}."),
    FactType(
        "triage.priority_need_considered",
        1,
        PriorityNeedConsidered,
        "Priority need: {priority_need}, by the law of {applied_on}.",
    ),
    FactType("triage.band_decided", 1, BandDecided, "{band} was given on {decided_on}."),
    FactType("triage.recourse_noted", 1, RecourseNoted, "Whether there is recourse to public funds was noted."),
)
