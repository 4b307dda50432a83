"""The evidence of each referral as it stands: what each piece is, what may be done with it, and never its bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Row, Table, Text, func, insert, select, update

from services.intake.domain.events import (
    Consent,
    EvidenceAdded,
    EvidenceConsentChanged,
    EvidenceWithdrawn,
    as_text,
    from_text,
)
from shared.event_store.cursors import cursor_behind, place_in
from shared.event_store.views import View
from shared.kernel.messages import Recorded

MOST_ROWS = 50
_AT_ONCE = 200

evidence = Table(
    "evidence",
    MetaData(),
    Column("evidence_id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("added", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("withdrawn", Text),
    Index("evidence_of_referral", "reference", "number"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece as it stands; `number` counts from 1 within its referral, `withdrawn` says why it was taken back."""

    number: int
    added: EvidenceAdded
    consent: Consent
    withdrawn: str | None
    recorded_at: str
    actor: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some pieces in order, and the cursor of the next page; None at the end."""

    pieces: list[Piece]
    cursor: str | None


def on_evidence_added(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, EvidenceAdded)
    before = select(func.count()).select_from(evidence).where(evidence.c.reference == fact.reference)
    connection.execute(
        insert(evidence),
        {
            "evidence_id": fact.evidence_id,
            "reference": fact.reference,
            "number": connection.execute(before).scalar_one() + 1,
            "digest": fact.file.digest,
            "person_id": fact.person_id,
            "recorded_at": recorded.recorded,
            "actor": recorded.context.actor,
            "added": as_text(fact),
            "consent": as_text(fact.consent),
        },
    )


def on_consent_changed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, EvidenceConsentChanged)
    this = update(evidence).where(evidence.c.evidence_id == fact.evidence_id)
    connection.execute(this.values(consent=as_text(fact.consent)))


def on_withdrawn(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, EvidenceWithdrawn)
    this = update(evidence).where(evidence.c.evidence_id == fact.evidence_id)
    connection.execute(this.values(withdrawn=fact.because))


VIEW = View(
    "evidence",
    1,
    (evidence,),
    {
        EvidenceAdded: on_evidence_added,
        EvidenceConsentChanged: on_consent_changed,
        EvidenceWithdrawn: on_withdrawn,
    },
)


def page(connection: Connection, reference: str, cursor: str | None = None, limit: int = MOST_ROWS) -> Page:
    """A referral's evidence in the order it came; raises InvalidInput for a cursor that is not one of ours."""
    limit = max(1, min(limit, MOST_ROWS))
    after = place_in(cursor, int)[0] if cursor else 0
    wanted = select(evidence).where(evidence.c.reference == reference, evidence.c.number > after)
    rows = list(connection.execute(wanted.order_by(evidence.c.number).limit(limit + 1)))
    pieces = [_piece(row) for row in rows[:limit]]
    return Page(pieces, cursor_behind(pieces[-1].number) if len(rows) > limit else None)


def one(connection: Connection, reference: str, evidence_id: str) -> Piece | None:
    """One piece of a referral's evidence."""
    this = (evidence.c.reference == reference) & (evidence.c.evidence_id == evidence_id)
    row = connection.execute(select(evidence).where(this)).one_or_none()
    return None if row is None else _piece(row)


def count(connection: Connection, reference: str) -> int:
    """How many pieces a referral has that were not taken back."""
    this = (evidence.c.reference == reference) & evidence.c.withdrawn.is_(None)
    return connection.execute(select(func.count()).select_from(evidence).where(this)).scalar_one()


def standing(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Id, digest and person of every piece that was not taken back, in order of their ids."""
    after = ""
    columns = (evidence.c.evidence_id, evidence.c.digest, evidence.c.person_id)
    while True:
        wanted = select(*columns).where(evidence.c.evidence_id > after, evidence.c.withdrawn.is_(None))
        rows = list(connection.execute(wanted.order_by(evidence.c.evidence_id).limit(_AT_ONCE)))
        yield from (tuple(row) for row in rows)
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].evidence_id


def _piece(row: Row[Any]) -> Piece:
    return Piece(
        number=row.number,
        added=from_text(row.added, EvidenceAdded),
        consent=from_text(row.consent, Consent),
        withdrawn=row.withdrawn,
        recorded_at=row.recorded_at,
        actor=row.actor,
    )
