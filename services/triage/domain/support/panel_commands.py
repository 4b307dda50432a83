"""What may be asked of a case before the housing needs panel."""

from datetime import date
from typing import Literal

from pydantic import Field

from services.triage.domain.support.commands import OnSupport
from shared.kernel.handling import Command
from shared.kernel.personal import Narrative, Personal

Asks = Literal["band", "management_move", "review"]


class AskHousingPanel(OnSupport):
    """Put the case before the housing needs panel for somebody at risk in it."""

    person_id: str
    asks: Asks
    why: str = Field(repr=False)


class NotePanelBand(Command):
    """Note what the panel said about a band."""

    referral_id: str
    meeting_id: str
    decided_on: date
    result: str
    band: str | None
    reason: str | None
    effective_on: date | None
    review_on: date | None
    words: Personal[Narrative]
