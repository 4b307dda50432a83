"""What callers say later about a referral: how somebody may be reached now, and the time an officer spent."""

from typing import Literal, TypeVar

from pydantic import Field, ValidationError

from services.intake.document.errors import field_errors
from services.intake.domain.given import Given, GivenConsent, GivenDetails, GivenEvidence, GivenSafeContact
from services.intake.domain.given_diary import GivenDiaryEntry
from shared.kernel.clock import Clock
from shared.kernel.refusals import InvalidInput

G = TypeVar("G", bound=Given)


class SafeContactDocument(Given):
    """How somebody may be reached from now on; absent `person_id` is whoever the account is of."""

    person_id: str | None = Field(default=None, max_length=60)
    safe_contact: GivenSafeContact


class DetailsDocument(GivenDetails):
    """What reaches somebody now; absent `person_id` is whoever the account is of."""

    person_id: str | None = Field(default=None, max_length=60)


class MinutesDocument(Given):
    """Whole minutes spent on a referral, up to a day."""

    minutes: int = Field(ge=1, le=1_440)
    activity: Literal["call", "reading", "contact", "writing", "other"] = "other"


class EvidenceDocument(GivenEvidence):
    """What is said about a file that is added."""


class DiaryEntryDocument(GivenDiaryEntry):
    """One entry of a diary."""


class ConsentDocument(Given):
    """What may be done with a piece of evidence from now on."""

    consent: GivenConsent


def read_change(shape: type[G], body: bytes, clock: Clock) -> G:
    """The checked change in these bytes; raises InvalidInput with every error found."""
    try:
        return shape.model_validate_json(body, context={"now": clock()})
    except ValidationError as invalid:
        raise InvalidInput(field_errors(invalid)) from None
