"""Opens the accounts of an installation, with every change to them recorded as a fact of the service that owns them."""

from shared.access.register import Access, open_access
from shared.event_store.databases import open_database
from shared.runtime.service import Service
from shared.runtime.settings import Settings


def open_access_for(settings: Settings, owner: Service) -> Access:
    """Accounts, sessions and tokens; a change that cannot be recorded in the owner's log does not happen."""
    address = settings.address("ACCESS_URL")
    database = open_database(address, "ACCESS_URL", lasting=True)
    counts = open_database(address, "ACCESS_URL", "quotas")
    recorder = owner.recorder
    return open_access(database, counts, changes=recorder.account_changed, met=recorder.wall_met)
