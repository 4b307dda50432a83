"""How far the year has been played, kept beside intake's log so that a start after any stop goes on from there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shared.kernel.clock import Clock, ScriptedClock, parse_rfc3339, rfc3339, system_clock
from shared.runtime.origin import about
from shared.runtime.service import Service
from shared.runtime.settings import Settings

_TODAY, _NEXT, _AT, _PLAYED = "rehearsal_today", "rehearsal_next", "rehearsal_at", "rehearsal_played"
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
    at = about.get(_AT)
    return Progress(
        today=date.fromisoformat(about[_TODAY]),
        next_deed=int(about.get(_NEXT, "0")),
        at=parse_rfc3339(at) if at else None,
        played=_PLAYED in about,
    )


def keep(intake: Service, progress: Progress) -> None:
    """Write it down. What was done since counts as done all the same: every deed has its receipt."""
    rows = {_TODAY: progress.today.isoformat(), _NEXT: str(progress.next_deed)}
    if progress.at is not None:
        rows[_AT] = rfc3339(progress.at)
    if progress.played:
        rows[_PLAYED] = "yes"
    for row in rows.items():
        intake.store.beside(_KEEP, row)


def clock_beside(settings: Settings) -> Clock:
    """The clock for a command that writes beside a running system: by the year's while one is being played."""
    progress = progress_in(about(settings, "intake") or {})
    if progress is None or progress.played or progress.at is None:
        return system_clock
    return ScriptedClock(progress.at)
