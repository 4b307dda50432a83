"""Sees that nothing stays in the hands of somebody who cannot act on it: away, gone, or kept from it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from services.triage.domain.desk.absence import Away, cover_of
from services.triage.domain.desk.commands import HandOver
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context

LONDON = ZoneInfo("Europe/London")


class InHand(Protocol):
    """A piece of open work in somebody's hands."""

    @property
    def referral_id(self) -> str: ...

    @property
    def taken_by(self) -> str: ...


class Kept(Protocol):
    """What is kept from one account."""

    @property
    def records(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Looking:
    """What is asked: who is away on a day, what is in these hands, what is kept from whom, who has left."""

    reading: Callable[[], AbstractContextManager[Any]]
    away_on: Callable[[Any, date], Mapping[str, Away]]
    in_hand_of: Callable[[Any, Collection[str]], Sequence[InHand]]
    kept_from: Callable[[str], Kept]
    kept_somewhere: Callable[[], Collection[str]]
    left: Callable[[], Collection[str]]


@dataclass(frozen=True, slots=True)
class HandingOver:
    """Compares all that is in hand with who may have it; like this nothing depends on being there at a moment."""

    looking: Looking
    do: Callable[[HandOver, Context], object]
    clock: Clock

    def step(self) -> bool:
        """Hand over what is in the wrong hands; False when nothing was."""
        looking, today = self.looking, self.clock().astimezone(LONDON).date()
        gone, kept = looking.left(), looking.kept_somewhere()
        with looking.reading() as connection:
            away = looking.away_on(connection, today)
            found = looking.in_hand_of(connection, {*away, *gone, *kept})
        moved = [self._hand_over(each, away, gone) for each in found]
        return any(moved)

    def _hand_over(self, each: InHand, away: Mapping[str, Away], gone: Collection[str]) -> bool:
        because = self._because(each, away, gone)
        if because is None:
            return False
        cover = cover_of(each.taken_by, away) if because == "absence" else None
        if cover is not None and (cover in gone or self._is_kept(cover, each.referral_id)):
            cover = None
        command = HandOver(
            at=self.clock(),
            referral_id=each.referral_id,
            handed_from=each.taken_by,
            given_to=cover,
            because=because,
        )
        done = self.do(command, Context("triage/handing-over", "system", new_id()))
        return bool(getattr(done, "facts", ()))

    def _because(
        self, each: InHand, away: Mapping[str, Away], gone: Collection[str]
    ) -> Literal["absence", "kept_away", "left"] | None:
        if self._is_kept(each.taken_by, each.referral_id):
            return "kept_away"
        if each.taken_by in gone:
            return "left"
        return "absence" if each.taken_by in away else None

    def _is_kept(self, account_id: str, referral_id: str) -> bool:
        return referral_id in self.looking.kept_from(account_id).records
