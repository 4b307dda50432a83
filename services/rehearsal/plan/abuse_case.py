"""A case of domestic abuse as those who work on it see it: since when, until when, and who advises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.rehearsal.plan.case_deeds import FillIn, id_of
from services.rehearsal.plan.deeds import Close, Referral
from services.rehearsal.plan.year import LONDON
from shared.kernel.handling import Command

VICTIM: Mapping[str, str] = {"person_id": "victim"}


@dataclass(frozen=True, slots=True)
class AbuseCase:
    """`read_at` is when an officer had read it, `accepted_at` when support was accepted, None where it was not.

    `heard_at` is when the MARAC heard it; `heard_elsewhere` says that only another area's did before.
    """

    referral: Referral
    opened_at: datetime
    read_at: datetime
    adviser: str
    accepted_at: datetime | None
    closing: Close | None
    heard_at: datetime | None = None
    heard_elsewhere: bool = False

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed; None while it is open."""
        return self.closing.at if self.closing else None

    @property
    def opened_on(self) -> date:
        """The day in London."""
        return self.opened_at.astimezone(LONDON).date()

    @property
    def answers(self) -> Mapping[str, Any]:
        """What was said when it was referred."""
        answers: Mapping[str, Any] = self.referral.document["facts"]
        return answers

    @property
    def children(self) -> int:
        """How many stand in the referral."""
        return sum("child" in each["roles"] for each in self.referral.document["people"])

    @property
    def whoever_harms(self) -> Mapping[str, Any]:
        """As the referral names them."""
        people = self.referral.document["people"]
        found: Mapping[str, Any] = next(each for each in people if "perpetrator" in each["roles"])
        return found

    def open_at(self, at: datetime) -> bool:
        """Whether it is still worked on then."""
        return self.closed_at is None or at < self.closed_at

    def fill_in(
        self,
        at: datetime,
        key: str,
        command: type[Command],
        by: str | None = None,
        people: Mapping[str, str] | None = None,
        accounts: Mapping[str, str] | None = None,
        **said: Any,
    ) -> FillIn:
        """A form on it, by the adviser unless somebody else is named."""
        return FillIn(
            at=at,
            key=f"{self.referral.key}/{key}",
            by=by or self.adviser,
            referral=self.referral,
            command=command,
            said=said,
            people=people or {},
            accounts=accounts or {},
        )

    def id_of(self, part: str) -> str:
        """The id of a part of the work on it."""
        return id_of(f"{self.referral.key}/{part}")
