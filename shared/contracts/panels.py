"""What panels tell the others: what stands on which agenda, what came too late, what was circulated and decided."""

from datetime import date, datetime
from typing import ClassVar

from shared.contracts.model import Contract, SealedText


class CaseListed(Contract):
    """A case stands on the agenda of a meeting."""

    event: ClassVar[str] = "panels.case_listed"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_id: str
    panel: str
    meeting_id: str
    starts_at: datetime
    late: bool


class LateReferralRaised(Contract):
    """A case arrived after its meeting's deadline; the coordinator must choose at once how it is heard."""

    event: ClassVar[str] = "panels.late_referral_raised"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_id: str
    panel: str
    meeting_id: str
    starts_at: datetime
    deadline: date


class CaseDeferred(Contract):
    """The hearing of a case has been moved to a later meeting, with an interim safety note."""

    event: ClassVar[str] = "panels.case_deferred"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_id: str
    panel: str
    meeting_id: str
    starts_at: datetime


class AgendaCirculated(Contract):
    """An agenda has been frozen in one version and made known to the panel."""

    event: ClassVar[str] = "panels.agenda_circulated"
    version: ClassVar[int] = 1

    meeting_id: str
    panel: str
    starts_at: datetime
    agenda_version: int
    items: int
    referral_ids: tuple[str, ...]


class CaseDecided(Contract):
    """A panel has heard a case and recorded what it decided."""

    event: ClassVar[str] = "panels.case_decided"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_id: str
    panel: str
    meeting_id: str
    decision: str


class CaseBanded(Contract):
    """A panel has said about a band of the housing register: awarded with its days, not awarded, or put off.

    `band`, `reason` (codes) and `effective_on` stand where one was awarded, `review_on` where it is looked at again;
    `words` are the reasons, sealed.
    """

    event: ClassVar[str] = "panels.case_banded"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_id: str
    panel: str
    meeting_id: str
    decided_on: date
    result: str
    band: str | None
    reason: str | None
    effective_on: date | None
    review_on: date | None
    words: SealedText


class ActionAssigned(Contract):
    """A panel has given an agency something to do by a date."""

    event: ClassVar[str] = "panels.action_assigned"
    version: ClassVar[int] = 1

    referral_id: str | None
    reference: str | None
    action_id: str
    meeting_id: str
    panel: str
    agency: str
    due: date


EVENTS: tuple[type[Contract], ...] = (
    CaseListed,
    LateReferralRaised,
    CaseDeferred,
    AgendaCirculated,
    CaseDecided,
    CaseBanded,
    ActionAssigned,
)
