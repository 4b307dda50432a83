"""The peer: the same calls as an aggregate of the `eventsourcing` library, on its own recorders."""

from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from sqlalchemy.engine import make_url

from bench.calls import ACCOUNT, ANSWERS

_FULL = 2


class CallsAggregate(Aggregate):
    """Calls as the library would have them. Their details stand in clear, since it seals nothing."""

    @event("Opened")
    def __init__(self, referral_id: str) -> None:
        self.referral_id = referral_id
        self.contacts = 0
        self.persistent = False
        self.last_account: str | None = None

    class CallRecorded(Aggregate.Event):
        """An event that applies itself: the faster of the library's two forms, by a tenth."""

        channel: str
        category: str
        contacts_in_180_days: int
        answers: dict[str, str]
        account: str

        def apply(self, aggregate: Any) -> None:
            """The calls after this one."""
            aggregate.contacts += 1
            aggregate.persistent = aggregate.persistent or self.answers.get("persistent") == "yes"
            aggregate.last_account = self.account

    def record_call(self) -> None:
        """One more call, not saved yet."""
        self.trigger_event(
            self.CallRecorded,
            channel="phone",
            category="noise",
            contacts_in_180_days=self.contacts + 1,
            answers=ANSWERS,
            account=ACCOUNT,
        )


def open_peer(path: Path) -> Application[UUID]:
    """The library with its SQLite module as it comes: WAL, and synchronous=FULL, which is made sure of here."""
    path.parent.mkdir(parents=True)
    application = Application[UUID](env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})
    datastore: Any = application.recorder
    with datastore.datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA synchronous")
        if cursor.fetchone()[0] != _FULL:
            raise RuntimeError("eventsourcing does not run at synchronous=FULL here, so it cannot be compared")
    return application


def open_peer_on_postgres(address: str, callers: int) -> Application[UUID]:
    """The library with its PostgreSQL module in its default mode, the one whose readers miss nothing."""
    url = make_url(address)
    return Application[UUID](
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": url.database or "",
            "POSTGRES_HOST": url.host or "",
            "POSTGRES_PORT": str(url.port),
            "POSTGRES_USER": url.username or "",
            "POSTGRES_PASSWORD": url.password or "",
            "POSTGRES_POOL_SIZE": str(callers),
        }
    )


def saved(application: Application[UUID], count: int, length: int) -> list[CallsAggregate]:
    """Aggregates with so many calls each, saved in the interleaved batches that the store is filled in."""
    aggregates = [CallsAggregate(referral_id=str(number)) for number in range(count)]
    batch = min(10, max(length, 1))
    for _ in range(0, max(length, 1), batch):
        for aggregate in aggregates:
            for _ in range(min(batch, length)):
                aggregate.record_call()
            application.save(aggregate)
    return aggregates
