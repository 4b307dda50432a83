"""Opens the accounts of an installation, with every change to them recorded as a fact of the service that owns them."""

from shared.access.register import Access, open_access
from shared.event_store.databases import open_database
from shared.runtime.service import Service
from shared.runtime.settings import Settings


def open_access_for(settings: Settings, owner: Service) -> Access:
    """Accounts, sessions and tokens; a change that cannot be recorded in the owner's log does not happen."""
    database = open_database(settings.address("ACCESS_URL"), "ACCESS_URL", lasting=True)
    return open_access(database, changes=owner.recorder.account_changed)
