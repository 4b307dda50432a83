"""What an installation's stores are for: a rehearsal is marked for life, says so on every page, and stays inside."""

from collections.abc import Mapping

from shared.event_store.engine import about_store_at
from shared.event_store.store import EventStore
from shared.runtime.settings import BadSetting, Settings

REHEARSAL = "rehearsal"
NOTICE = "Rehearsal: everybody here is invented"


def about(settings: Settings, service: str) -> Mapping[str, str] | None:
    """What a service's store says about itself, None while there is no such store."""
    return about_store_at(settings.address("DATABASE_URL", service))


def notice_of(store: EventStore) -> str | None:
    """What every page says on top: nothing, unless it is a rehearsal."""
    return NOTICE if store.origin == REHEARSAL else None


def keep_inside(settings: Settings, store: EventStore) -> None:
    """Raise BadSetting where a rehearsal would write to real people."""
    if store.origin == REHEARSAL and not settings.address("MAIL_URL").startswith("file:"):
        store.close()
        raise BadSetting(
            "This data folder holds a rehearsal, which may not write to anybody, but MAIL_URL names a mail server. "
            "Take MAIL_URL away, or start with another data folder."
        )
