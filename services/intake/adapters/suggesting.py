"""Compares whoever came in with everybody like them, beside the requests, and suggests; it decides nothing."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from services.intake.domain.likeness import MATCHER, Compare, Details
from services.intake.domain.record_commands import SuggestSamePerson
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context

NAME = "likenesses seen"
_REFERRALS_AT_ONCE = 20
# The likeliest of those like a newcomer: nobody looks through more, and among many alike all pairs would be a flood.
_MOST_SUGGESTED = 5
# While much comes in, so many a second and no more, and a fifth of the time at most, however many are alike: comparing
# can wait, whoever is on the telephone cannot.
_PAUSE_SECONDS = 1.0
_REST = 4.0


class Views(Protocol):
    """Intake's views, and how far a reader of theirs has come."""

    def reading(self) -> AbstractContextManager[Any]: ...

    def mark(self, name: str) -> int: ...

    def move_mark(self, name: str, before: int, position: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class Records:
    """The records of people: those behind a position, those near one of them, and what one says."""

    after: Callable[[Any, int, int], Any]
    near: Callable[[Any, Any], Any]
    opened: Callable[[Any], Details]


class Suggester:
    """Looks at each record once, in the order of the log; met twice it suggests the same again, which is nothing."""

    def __init__(
        self,
        views: Views,
        records: Records,
        compare: Compare,
        suggest: Callable[[SuggestSamePerson, Context], object],
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._views, self._records, self._compare = views, records, compare
        self._suggest, self._clock, self._monotonic = suggest, clock, monotonic
        self._not_before = float("-inf")

    def step(self) -> bool:
        """Compare the people of the next few referrals; False when there were none, or it has to wait."""
        began = self._monotonic()
        if began < self._not_before:
            return False
        since = self._views.mark(NAME)
        with self._views.reading() as connection:
            parts = self._records.after(connection, since, _REFERRALS_AT_ONCE)
            found = [(part.origin, command) for part in parts for command in self._likeliest(connection, part)]
        for origin, command in found:
            self._suggest(command, Context("intake/likeness", "system", new_id(), origin=origin))
        if len({part.position for part in parts}) == _REFERRALS_AT_ONCE:
            ended = self._monotonic()
            self._not_before = ended + max(_PAUSE_SECONDS, _REST * (ended - began))
        return bool(parts) and self._views.move_mark(NAME, since, parts[-1].position)

    def _likeliest(self, connection: Any, part: Any) -> list[SuggestSamePerson]:
        alike = sorted(self._alike(connection, part), key=lambda command: command.score, reverse=True)
        return alike[:_MOST_SUGGESTED]

    def _alike(self, connection: Any, part: Any) -> Iterator[SuggestSamePerson]:
        hers: Details | None = None
        for other in self._records.near(connection, part):
            # With those who came before: of two, the later one meets the earlier.
            if other.position > part.position or _harms(part) != _harms(other):
                continue
            hers = hers or self._records.opened(part)
            likeness = self._compare(hers, self._records.opened(other))
            if likeness.alike:
                yield SuggestSamePerson(
                    at=self._clock(),
                    one_id=part.person_id,
                    other_id=other.person_id,
                    score=likeness.score,
                    because=likeness.because,
                    matcher=MATCHER,
                    referral_ids=tuple(sorted({part.referral_id, other.referral_id})),
                )


def _harms(part: Any) -> bool:
    """Whether somebody is in a referral as the one who does harm. Such a record and one of somebody who suffers it are
    never suggested to be one person: a machine that erred there would show one the other's life."""
    roles = part.roles.split()
    return "perpetrator" in roles and "victim" not in roles
