"""What may be asked of support in a case of domestic abuse, and of the borough's registers of it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.kernel.handling import Command

# Lists of these belong to the page; nobody's words fit into one.
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
# As among the restricted places: letters, a dash and a number lead nowhere.
PlaceCode = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Z]{1,4}-[0-9]{1,4}$")]
Campaign = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{3}-?[0-9A-Z]$")]

Answer = Literal["yes", "no", "unknown"]
Way = Literal["phone", "sms", "email", "post", "in_person"]
Outcome = Literal["reached", "no_answer", "message_left", "sent", "not_safe_then"]
ActionResult = Literal["done", "not_possible", "not_undertaken"]
AreaKind = Literal["borough", "ward", "words"]
Lifted = Literal["she_says_so", "police_say_so", "named_by_mistake"]
Stay = Literal["refuge", "emergency_accommodation", "temporary_accommodation", "managed_move", "own_choice"]
Checked = Literal["clear", "not_safe", "not_checked"]
Despite = Literal["she_chooses_it_knowing", "no_threat_there_now", "police_advise_it", "nowhere_else_tonight"]
Left = Literal["moved_on", "went_home", "not_safe_there", "asked_to_leave", "recorded_by_mistake"]
Works = Literal[
    "surveyed", "owner_agreed", "works_ordered", "works_done", "checked_with_her", "refused", "withdrawn",
]  # fmt: skip
MoveResult = Literal["accepted", "refused", "withdrawn"]


class OnSupport(Command):
    """Something about the support in one case; `by` is the account of whoever does it."""

    referral_id: str
    by: str


class GiveToAdviser(OnSupport):
    """Give the case to an independent adviser, who has so many open ones."""

    adviser_id: str
    open_cases: int = 0


class RecordAdviserTried(OnSupport):
    """Record that an adviser tried to reach somebody."""

    person_id: str
    way: Way
    outcome: Outcome


class AgreeSafetyAction(OnSupport):
    """Put an action into the safety plan; without who and by when there is none."""

    action_id: str
    person_id: str
    text: str = Field(repr=False)
    agency: Code
    owner: str = Field(repr=False)
    due_on: date | None


class EndSafetyAction(OnSupport):
    """Record what became of an action."""

    action_id: str
    result: ActionResult


class ReviewSafetyPlan(OnSupport):
    """Record that the plan was looked at again."""


class RecordNoUnsafeArea(OnSupport):
    """Record that somebody was asked where it is not safe, and named no place."""

    person_id: str


class NameUnsafeArea(OnSupport):
    """Record where it is not safe for somebody."""

    area_id: str
    person_id: str
    area: AreaKind
    borough: str | None = None
    ward: str | None = None
    words: str = Field(default="", repr=False)


class LiftUnsafeArea(OnSupport):
    """Record that it is safe there again."""

    area_id: str
    because: Lifted


class MakePlacement(OnSupport):
    """Record where somebody stays, by code. `checked` is what whoever knows the place says of the unsafe areas."""

    placement_id: str
    person_id: str
    place: Stay
    code: PlaceCode
    borough: str | None = None
    ward: str | None = None
    outside: Answer = "unknown"
    children: int = Field(default=0, ge=0, le=20)
    starts_on: date
    checked: Checked = "not_checked"
    despite: Despite | None = None


class EndPlacement(OnSupport):
    """Record that they left."""

    placement_id: str
    ended_on: date
    because: Left


class RecordDropIn(OnSupport):
    """Record a session of the One Stop Shop."""

    drop_in_id: str
    person_id: str
    held_on: date
    came: Code
    topics: tuple[Code, ...]
    campaign: Campaign | None = None


class TellPoliceOfOrder(OnSupport):
    """Record that the police were told of an order."""

    order_id: str
    order: Code
    until_on: date | None = None
    told_at: datetime


class AcknowledgeOrder(OnSupport):
    """Record that the police have it."""

    order_id: str
    acknowledged_at: datetime


class AskForSanctuary(OnSupport):
    """Ask for works at home."""

    sanctuary_id: str
    person_id: str
    tenure: Code
    contact_id: str


class MoveSanctuary(OnSupport):
    """Record how far the works have come."""

    sanctuary_id: str
    status: Works
    works_by: date | None = None


class AskForReciprocal(OnSupport):
    """Seek a home in other boroughs, by a code."""

    reciprocal_id: str
    code: str = Field(pattern=r"^RM-[0-9A-Z]{4}-[0-9A-Z]$")
    person_id: str
    scheme: Code
    boroughs: tuple[str, ...]
    bedrooms: int = Field(ge=1, le=9)
    landlord_agrees: bool = False


class RecordReciprocalOffer(OnSupport):
    """Record that a home was offered."""

    reciprocal_id: str
    borough: str


class EndReciprocal(OnSupport):
    """Record what became of it."""

    reciprocal_id: str
    result: MoveResult


class ConsiderPriorityNeed(OnSupport):
    """Consider priority need for whoever is homeless because of abuse."""

    person_id: str
    applied_on: date
    homeless_from_abuse: Answer
    vulnerable: Answer = "unknown"


class DecideBand(OnSupport):
    """Record the band that was given."""

    band: Code
    ground: Code
    decided_on: date


class NoteRecourse(OnSupport):
    """Note whether somebody has no recourse to public funds."""

    person_id: str
    no_recourse: Answer = Field(repr=False)


class OfSupport(Command):
    """Something about support in the borough as a whole; `by` is the account of whoever does it."""

    by: str


class SetAdviserHours(OfSupport):
    """Enter how much of a whole adviser somebody is."""

    adviser_id: str
    hundredths: int = Field(ge=0, le=100)
    from_on: date


class Load(BaseModel):
    """What one adviser has, and what can be carried; `adviser_id` None for all together."""

    model_config = ConfigDict(frozen=True)

    adviser_id: str | None
    open_cases: int
    most: int


class NoteCaseloads(OfSupport):
    """Note which caseloads can be carried and which not."""

    loads: tuple[Load, ...]
    practice_version: str


class TellVacancies(OfSupport):
    """Note what a refuge says that it has free."""

    code: PlaceCode
    rooms: int = Field(ge=0, le=99)
    children_places: int = Field(ge=0, le=99)
