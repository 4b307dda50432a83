"""What is done on cases of anti-social behaviour and with what is shown another door, beside ringing people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from services.rehearsal.plan.deeds import AboutReferral, Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class AssureDoors(Deed):
    """The manager makes sure of those whom matters are handed over to; the first time also who may issue what."""

    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepWord(AboutReferral):
    """What was promised to whoever reported it is done."""

    promise: Literal["acknowledge", "interview", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNews(AboutReferral):
    """Whoever reported it is told how it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRisk(AboutReferral):
    """The risk is looked at again with the matrix, out of the file."""

    answers: Mapping[str, str] = field(repr=False)
    judged: Literal["standard", "medium", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeIt(AboutReferral):
    """An officer sees it happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWhom(AboutReferral):
    """Whom a warning would be addressed to is named, and whether they are vulnerable is considered."""

    age: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Serve(AboutReferral):
    """A step of enforcement is served."""

    tool: str
    comply_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStep(AboutReferral):
    """What came of the step that the deed named `step` served."""

    step: str
    result: Literal["complied", "breached", "paid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn(AboutReferral):
    """Details are carried to whoever deals with it."""

    route: str
    landlord: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HearBack(AboutReferral):
    """They say that they have it; where they have not said so in time, or it never went, a person rings them."""
