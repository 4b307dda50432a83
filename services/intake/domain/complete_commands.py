"""What may be asked of intake about a referral that lacks answers, or of which something was heard elsewhere."""

from pydantic import Field

from services.intake.domain.given import GivenDetails, GivenReferral, GivenSafeContact
from services.intake.domain.places import Placed
from shared.kernel.handling import Command


class CompleteReferral(Command):
    """Answer questions about a referral, and say what it is about where nobody had; what is None stays as it was.

    Of `given` its place, its times, its languages and its people count, each only where it is there; `reporter_id` and,
    for each of its people, `person_ids` say who they are. `placed` is where open data puts the place. `details` are the
    reporter's where she is known and has others now, `safe_contact` is how she may be reached.
    """

    reference: str
    kind: str | None = None
    category: str | None = None
    strands: tuple[str, ...] | None = None
    answers: dict[str, str | int | None] = Field(default={}, repr=False)
    reporter_id: str = ""
    person_ids: tuple[str, ...] = ()
    given: GivenReferral | None = Field(default=None, repr=False)
    placed: Placed | None = Field(default=None, repr=False)
    details: GivenDetails | None = Field(default=None, repr=False)
    safe_contact: GivenSafeContact | None = Field(default=None, repr=False)


class HearSafeContact(Command):
    """Somebody told her adviser how she may be reached, instead of what the adviser was shown."""

    reference: str
    person_id: str
    heard: GivenSafeContact = Field(repr=False)
    instead_of: GivenSafeContact = Field(repr=False)
