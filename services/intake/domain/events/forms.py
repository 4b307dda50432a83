"""What has happened to paper forms and to those on a laptop: numbers issued, keyed, keyed again, void."""

from services.intake.domain.events.referral import ReferralSubmitted
from shared.kernel.messages import Fact, FactType


class FormsIssued(Fact, frozen=True, kw_only=True):
    """Numbers were given out: `held_as` "paper" for forms that are printed, "laptop" for the offline page."""

    batch: int
    held_as: str
    numbers: tuple[str, ...]


class FormKeyed(Fact, frozen=True, kw_only=True):
    """What stands on a form was taken in as a referral; `road` is "keyed" or "uploaded".

    Written before the referral itself, so that a form never becomes two: whoever is interrupted between them goes on
    under the same reference.
    """

    number: str
    referral_id: str
    reference: str
    road: str


class FormKeyedAgain(Fact, frozen=True, kw_only=True):
    """The same form came once more. `differing` are the members in which this copy is not what was taken in.

    Where it differs the copy is kept as it would have been received; no second referral is made of it.
    """

    number: str
    referral_id: str
    reference: str
    road: str
    differing: tuple[str, ...]
    copy: ReferralSubmitted | None


class FormVoided(Fact, frozen=True, kw_only=True):
    """Nothing will come of this number; `why` is a code."""

    number: str
    why: str


FACTS: tuple[FactType, ...] = (
    FactType("intake.forms_issued", 1, FormsIssued, "Numbered forms were issued: batch {batch}, {held_as}."),
    FactType("intake.form_keyed", 1, FormKeyed, "Form {number} was taken in as {reference} ({road})."),
    FactType("intake.form_keyed_again", 1, FormKeyedAgain, "Form {number} came again ({road})."),
    FactType("intake.form_voided", 1, FormVoided, "Form {number} is void: {why}."),
)
