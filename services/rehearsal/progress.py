"""How far the year has been played, kept beside intake's log so that a start after any stop goes on from there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shared.kernel.clock import parse_rfc3339, rfc3339
from shared.runtime.origin import YEAR_AT, YEAR_PLAYED
from shared.runtime.service import Service

_TODAY, _NEXT = "rehearsal_today", "rehearsal_next"
_KEEP = "INSERT INTO about_store (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


@dataclass(frozen=True, slots=True)
class Progress:
    """`today` is the day the year ends before; `next_deed` the first that is still to do, at `at` by the year's clock.

    `played` once the year is over.
    """

    today: date
    next_deed: int = 0
    at: datetime | None = None
    played: bool = False


def progress_in(about: Mapping[str, str]) -> Progress | None:
    """What a store says of it; None where it was not begun."""
    if _TODAY not in about:
        return None
    at = about.get(YEAR_AT)
    return Progress(
        today=date.fromisoformat(about[_TODAY]),
        next_deed=int(about.get(_NEXT, "0")),
        at=parse_rfc3339(at) if at else None,
        played=YEAR_PLAYED in about,
    )


def keep(intake: Service, progress: Progress) -> None:
    """Write it down. What was done since counts as done all the same: every deed has its receipt."""
    rows = {_TODAY: progress.today.isoformat(), _NEXT: str(progress.next_deed)}
    if progress.at is not None:
        rows[YEAR_AT] = rfc3339(progress.at)
    if progress.played:
        rows[YEAR_PLAYED] = "yes"
    for row in rows.items():
        intake.store.beside(_KEEP, row)
