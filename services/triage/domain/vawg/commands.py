"""What may be asked of the work on a case of abuse."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.kernel.handling import Command

# Lists of these belong to the page and to dated files; nobody's words fit into one.
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,59}$")]
YesNo = Literal["yes", "no", "unknown"]
CameOf = Literal["done", "not_wanted", "not_safe_now", "does_not_apply"]


class OnAbuseCase(Command):
    """Something about the work on one case; `by` is the account of whoever does it."""

    referral_id: str
    by: str


class NameStrand(OnAbuseCase):
    """Say that the case is this too; the rules judge it anew with it."""

    strand: Code


class SettleStep(OnAbuseCase):
    """Record what became of one step of a handling."""

    handling: Code
    step: Code
    came_of: CameOf
    done_at: datetime
    text: str = Field(default="", repr=False)


class RecordFurtherIncident(OnAbuseCase):
    """Something more happened. `marked_on` is the day on which the case was last marked for MARAC, looked up."""

    incident_id: str
    occurred_on: date
    criminal: YesNo
    same_person: YesNo
    sexual: YesNo
    police_told: YesNo
    text: str = Field(default="", repr=False)
    marked_on: date | None = None


class RequestTransfer(OnAbuseCase):
    """Move the case to another area's MARAC, or take one in; `last_marac_on` is the day the other area named."""

    transfer_id: str
    direction: Literal["out", "in"]
    area: Code
    lasting: Literal["temporary", "for_good", "unknown"]
    heard: YesNo
    agenda_out: YesNo
    last_marac_on: date | None = None


class RecordPack(OnAbuseCase):
    """Record that the pack went out, or came in, and what it holds."""

    holds: tuple[Code, ...]
    done_at: datetime


class AcknowledgePack(OnAbuseCase):
    """Record that whoever was to have the pack has all of it."""


class HandOverSupport(OnAbuseCase):
    """Record that adviser has spoken to adviser."""


class ListHearing(OnAbuseCase):
    """Put a hearing on the case."""

    hearing_id: str
    court: Code
    what: Code
    hearing_at: datetime
    incident_on: date | None = None
    measures: Code


class MoveHearing(OnAbuseCase):
    """The court has put it on another day."""

    hearing_id: str
    hearing_at: datetime
    why: Code


class EndHearing(OnAbuseCase):
    """Record what became of a hearing."""

    hearing_id: str
    held: bool
    result: Code


class AnswerSafetySignal(OnAbuseCase):
    """Record what was done on a signal that came over the wall."""

    signal_id: str
    came_of: Literal["plan_changed", "plan_holds", "not_reached"]
