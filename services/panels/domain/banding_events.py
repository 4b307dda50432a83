"""The fact of a band: what a housing needs panel gave, put off or did not give."""

from datetime import date

from services.panels.domain.concerned import CaseConcerned
from shared.kernel.messages import FactType
from shared.kernel.personal import Narrative, Personal


class CaseBanded(CaseConcerned, frozen=True, kw_only=True):
    """What a panel said about a band: `result` is awarded, not_awarded or deferred. A later one for the same meeting
    corrects the earlier. Codes and days are clear, the reasons in words are sealed; no field takes a place.

    `band`, `reason` and `effective_on` stand where one was awarded; `review_on` where it is looked at again.
    """

    meeting_id: str
    decided_on: date
    result: str
    band: str | None
    reason: str | None
    effective_on: date | None
    review_on: date | None
    words: Personal[Narrative]
    corrects: bool


BANDING_FACTS: tuple[FactType, ...] = (
    FactType("panels.case_banded", 1, CaseBanded, "The {panel} panel spoke about a band for {reference}: {result}."),
)
