"""How an open case is kept up: somebody gets in touch again and again, and the risk is looked at once a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from services.rehearsal.plan import cast
from services.rehearsal.plan.deeds import GetInTouch, LookAgain, Referral
from services.rehearsal.plan.working_deeds import TellNews
from services.rehearsal.plan.year import LONDON, moment

Outcome = Literal["reached", "no_answer"]

_OUTCOMES: tuple[Outcome, ...] = ("reached", "reached", "reached", "no_answer")
# Where most is at stake nobody lets a week pass; in every other case somebody rings now and then.
_WEEKLY, _FORTNIGHTLY, _MONTHLY = timedelta(days=6), timedelta(days=13), timedelta(days=26)
# One case in so many is forgotten about, as it happens anywhere: the queue says so.
_FORGOTTEN = 25
_FIRST_HOUR, _HOURS = 9, 7


@dataclass(frozen=True, slots=True)
class KeepingUp:
    """Lays out what is done on a case until it is closed, or the year is over at `ends_at`.

    Each case has chance of its own, named by `seed` and its key: what is done on one changes no other.
    """

    seed: str
    ends_at: datetime

    def of_abuse(
        self, referral: Referral, opened_at: datetime, closed_at: datetime | None, by: str = cast.IDVA.sign_in_name
    ) -> Iterator[GetInTouch | LookAgain]:
        """An adviser rings every week; each month the adviser's agency tells us what its own form came to."""
        chance, until = self._chance(referral), closed_at or self.ends_at
        if _is_forgotten(chance):
            return
        at, number = opened_at, 0
        while (at := daytime(at + _WEEKLY, chance)) < until:
            number += 1
            yield self._touched(referral, at, number, chance, by)
        at, number = opened_at, 0
        while (at := daytime(at + _MONTHLY, chance)) < until:
            number += 1
            key = f"{referral.key}/look-again/{number}"
            yield LookAgain(at=at, key=key, by=by, referral=referral, total=chance.randint(20, 64))

    def of_behaviour(
        self, referral: Referral, opened_at: datetime, closed_at: datetime | None, urgent: bool = False
    ) -> Iterator[GetInTouch | TellNews]:
        """An officer rings soon after the case opened, and then every other week, or weekly where it is urgent."""
        chance, until = self._chance(referral), closed_at or self.ends_at
        if _is_forgotten(chance):
            return
        at, number = daytime(opened_at + timedelta(days=1), chance), 0
        while at < until:
            number += 1
            touched = self._touched(referral, at, number, chance, cast.CASES.sign_in_name)
            told = TellNews(at=at, key=touched.key, by=touched.by, referral=referral)
            yield told if touched.outcome == "reached" else touched
            at = daytime(at + (_WEEKLY if urgent else _FORTNIGHTLY), chance)

    def forgets(self, referral: Referral) -> bool:
        """Whether it is one of those cases that are forgotten about."""
        return _is_forgotten(self._chance(referral))

    def _touched(self, referral: Referral, at: datetime, number: int, chance: Random, by: str) -> GetInTouch:
        outcome = chance.choice(_OUTCOMES)
        return GetInTouch(at=at, key=f"{referral.key}/touch/{number}", by=by, referral=referral, outcome=outcome)

    def _chance(self, referral: Referral) -> Random:
        return Random(f"{self.seed}/{referral.key}")


def _is_forgotten(chance: Random) -> bool:
    """The first thing that is left to chance."""
    return chance.randrange(_FORGOTTEN) == 0


def daytime(at: datetime, chance: Random) -> datetime:
    """On the same day, while people are up."""
    return moment(at.astimezone(LONDON).date(), _FIRST_HOUR + chance.randrange(_HOURS), chance.randrange(60))
