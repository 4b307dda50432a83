"""The JSON bodies that panels take."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.panels.domain.values.agendas import ActionOutcome
from services.panels.domain.values.sittings import Capacity

LONGEST_TEXT = 4_000
_Code = Annotated[str, Field(max_length=60)]
_Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
_Reference = Annotated[str, Field(max_length=20, examples=["WM-7K3F-Q"])]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PresentBody(_Body):
    """Somebody who came: for which agency, in which capacity, and whether the confidentiality statement was signed."""

    agency: _Code
    capacity: Capacity = "member"
    signed: bool = False


class AttendanceBody(_Body):
    """Who came and which agencies sent apologies; replaces what was recorded before."""

    attendees: Annotated[tuple[PresentBody, ...], Field(max_length=200)]
    apologies: Annotated[tuple[_Code, ...], Field(max_length=100)] = ()


class DecisionBody(_Body):
    """What was decided about a case. `inquorate_reason` is needed where there was no quorum."""

    case_reference: _Reference
    decision: _Code = ""
    text: _Text = ""
    core_group: bool = False
    inquorate_reason: _Text = ""


class BandBody(_Body):
    """What a panel that gives bands said of one. Put off again, it is the chair who sends it."""

    case_reference: _Reference
    result: _Code = ""
    band: _Code = ""
    reason: _Code = ""
    effective_on: date | None = None
    review_on: date | None = None
    words: _Text = ""
    interim_note: _Text = ""
    inquorate_reason: _Text = ""


class ActionBody(_Body):
    """Something for an agency to do by a day; without `case_reference` it belongs to the meeting and to no case."""

    agency: _Code = ""
    owner: Annotated[str, Field(max_length=200)] = ""
    due: date | None = None
    text: _Text = ""
    case_reference: _Reference | None = None


class CloseBody(_Body):
    """How an action ended. Whatever was not done needs a reason."""

    outcome: ActionOutcome
    reason: _Text = ""
