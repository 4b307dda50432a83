"""What verification ever found to differ, the newest first."""

from sqlalchemy import Column, Connection, Integer, MetaData, Row, Table, Text, insert, select

from services.audit.domain.events import FindingRecorded
from shared.event_store.views import View
from shared.kernel.messages import Recorded

_metadata = MetaData()

findings = Table(
    "findings",
    _metadata,
    Column("finding_id", Text, primary_key=True),
    Column("found_at", Text, nullable=False, index=True),
    Column("verification_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("source", Text),
    Column("stream", Text),
    Column("position", Integer),
    Column("ledger_position", Integer),
)


def on_finding_recorded(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, FindingRecorded)
    found = fact.finding
    connection.execute(
        insert(findings),
        {
            "finding_id": fact.finding_id,
            "found_at": recorded.recorded,
            "verification_id": fact.verification_id,
            "kind": found.kind,
            "says": found.says,
            "source": found.source,
            "stream": found.stream,
            "position": found.position,
            "ledger_position": found.ledger_position,
        },
    )


def newest(connection: Connection, limit: int = 50) -> list[Row[tuple[object, ...]]]:
    """The latest findings."""
    return list(connection.execute(select(findings).order_by(findings.c.found_at.desc()).limit(limit)))


VIEW = View("findings", 1, (findings,), {FindingRecorded: on_finding_recorded})
