"""The facts of a case before the housing needs panel: it was asked, and what it said about a band."""

from datetime import date

from services.triage.domain.support.events import SupportWorked
from shared.kernel.messages import FactType
from shared.kernel.personal import Narrative, Personal


class HousingPanelAsked(SupportWorked, frozen=True, kw_only=True):
    """The housing needs panel is asked for a band, a move, or another look. Why stands sealed and stays here."""

    person_id: str
    asks: str
    asked_on: date
    why: Personal[Narrative]


class PanelBanded(SupportWorked, frozen=True, kw_only=True):
    """What the panel said: awarded with its days, not awarded, or put off; `words` are its reasons, sealed by it."""

    meeting_id: str
    decided_on: date
    result: str
    band: str | None
    reason: str | None
    effective_on: date | None
    review_on: date | None
    words: Personal[Narrative]


PANEL_FACTS: tuple[FactType, ...] = (
    FactType("triage.housing_panel_asked", 1, HousingPanelAsked, "The housing needs panel was asked: {asks}."),
    FactType("triage.panel_banded", 1, PanelBanded, "The housing needs panel said on {decided_on}: {result}."),
)
