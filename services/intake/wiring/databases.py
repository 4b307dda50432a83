"""Databases of intake's beside its log."""

from shared.event_store.databases import Database
from shared.runtime.ground import Ground

SERVICE = "intake"


def beside(ground: Ground, name: str, *, lasting: bool = False) -> Database:
    """The database of that name beside intake's log; `lasting` is for what could not be made again."""
    return ground.database(ground.settings.address("DATABASE_URL", SERVICE), "DATABASE_URL", name, lasting=lasting)
