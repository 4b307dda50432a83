"""What an installation's stores are for: a rehearsal is marked for life, says so on every page, and stays inside.

While the year of a rehearsal is played, its stores go by that year's clock, and so does whoever writes beside it.
"""

from collections.abc import Mapping

from shared.event_store.engine import about_store_at
from shared.event_store.store import EventStore
from shared.kernel.clock import Clock, ScriptedClock, parse_rfc3339, system_clock
from shared.runtime.settings import BadSetting, Settings

REHEARSAL = "rehearsal"
NOTICE = "Rehearsal: everybody here is invented"

# Kept beside intake's log: the moment the year has come to, and whether it is over.
YEAR_AT, YEAR_PLAYED = "rehearsal_at", "rehearsal_played"


def about(settings: Settings, service: str) -> Mapping[str, str] | None:
    """What a service's store says about itself, None while there is no such store."""
    return about_store_at(settings.address("DATABASE_URL", service))


def notice_of(store: EventStore) -> str | None:
    """What every page says on top: nothing, unless it is a rehearsal."""
    return NOTICE if store.origin == REHEARSAL else None


def keep_inside(settings: Settings, store: EventStore) -> None:
    """Raise BadSetting where a rehearsal would write to real people, or take in what they write."""
    if store.origin == REHEARSAL and not settings.address("MAIL_URL").startswith("file:"):
        store.close()
        raise BadSetting(
            "This data folder holds a rehearsal, which may not write to anybody, but MAIL_URL names a mail server. "
            "Take MAIL_URL away, or start with another data folder."
        )
    if store.origin == REHEARSAL and settings.address("WAYMARK_MAILBOX") != "none:":
        store.close()
        raise BadSetting(
            "This data folder holds a rehearsal, in which nobody real may come, but WAYMARK_MAILBOX names a mailbox. "
            "Take WAYMARK_MAILBOX away, or start with another data folder."
        )


def clock_beside(settings: Settings, service: str) -> Clock:
    """The clock for a command of a service that writes beside a running system: the year's while one is played.

    By the system's clock it would write months ahead, and the year would go on before what is written.
    """
    if not _is_rehearsal(settings, service):
        return system_clock
    year = about(settings, "intake") or {}
    return ScriptedClock(parse_rfc3339(year[YEAR_AT])) if YEAR_AT in year and YEAR_PLAYED not in year else system_clock


def refuse_while_played(settings: Settings, service: str) -> None:
    """Raise BadSetting where a year has been begun and is not over: only its player may write as it goes."""
    if clock_beside(settings, service) is not system_clock:
        raise BadSetting(
            "The rehearsal's year in this data folder is not played to its end yet. Wait for the `python -m services` "
            "that plays it, or start that again; then start this."
        )


def _is_rehearsal(settings: Settings, service: str) -> bool:
    """A service's own store knows, so that nobody asks intake's in an installation of real people."""
    return (about(settings, service) or {}).get("origin") == REHEARSAL
