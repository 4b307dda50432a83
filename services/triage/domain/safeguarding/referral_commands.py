"""What may be asked of safeguarding referrals. What a decision needs from outside is gathered before it is made."""

from datetime import date, datetime
from typing import Literal

import msgspec
from pydantic import Field

from services.triage.domain.handover.commands import Known
from services.triage.domain.protection import Protection
from services.triage.domain.safeguarding.practice import Referral
from shared.kernel.handling import Command

How = Literal["message", "telephone", "their_form"]


class Gathered(msgspec.Struct, frozen=True):
    """The referral with its lawful bases, the directory, the practice of the day, and by when what is due."""

    known: Known
    protection: Protection
    practice: Referral | None
    answer_due_at: datetime


class ReferSafeguarding(Command):
    """Refer somebody to those who protect them. `to` is an entry of the directory where it goes by message."""

    referral_id: str
    handover_id: str
    route: str
    how: How
    to: str
    concerning_ids: tuple[str, ...]
    words: str = Field(repr=False)
    with_name: bool
    their_reference: str = Field(repr=False)
    code: str = Field(repr=False)
    by: str
    gathered: Gathered | None = None


class RecordSafeguardingAnswer(Command):
    """What they decided, who, when and why."""

    referral_id: str
    handover_id: str
    answer: str
    decided_by: str = Field(repr=False)
    why: str = Field(repr=False)
    decided_on: date
    today: date
    gathered: Gathered | None = None
