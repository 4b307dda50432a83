"""What was assessed of each case and what was told of it: tools completed and begun, thresholds, lawful bases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Row, Table, Text, delete, insert, select

from services.triage.domain.disclosure.events import DisclosureRecorded, ThresholdConsidered
from services.triage.domain.events import MarkedForPanel, as_text, from_text
from services.triage.domain.risk.events import RiskAnswersKept, RiskAssessed
from shared.event_store.views import View
from shared.kernel.messages import Fact, Recorded

Told = TypeVar("Told", RiskAssessed, RiskAnswersKept, DisclosureRecorded, ThresholdConsidered, MarkedForPanel)
ASSESSED, KEPT, DISCLOSED, CONSIDERED, MARKED = "assessed", "kept", "disclosed", "considered", "marked"

_metadata = MetaData()

entries = Table(
    "triage_protection",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Index("triage_protection_of", "referral_id", "kind", "position"),
)


@dataclass(frozen=True, slots=True)
class Entry(Generic[Told]):
    """A fact with when and by whom; its personal details are still sealed."""

    fact: Told
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All of one referral, each list oldest first; `kept` and `marked` by tool and by panel, the newest of each."""

    assessed: Sequence[Entry[RiskAssessed]]
    kept: dict[str, Entry[RiskAnswersKept]]
    disclosed: Sequence[Entry[DisclosureRecorded]]
    considered: Sequence[Entry[ThresholdConsidered]]
    marked: dict[str, Entry[MarkedForPanel]]

    @property
    def told(self) -> frozenset[str]:
        """Every recipient whose lawful basis is recorded."""
        return frozenset(each.fact.recipient for each in self.disclosed)


def on_risk_assessed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, RiskAssessed)
    _forget_kept(connection, fact.referral_id, fact.given.tool)
    _add(connection, recorded, fact.referral_id, ASSESSED, fact.given.tool, fact)


def on_risk_answers_kept(connection: Connection, recorded: Recorded) -> None:
    """What was kept before is in what is kept now."""
    fact = recorded.fact
    assert isinstance(fact, RiskAnswersKept)
    _forget_kept(connection, fact.referral_id, fact.given.tool)
    _add(connection, recorded, fact.referral_id, KEPT, fact.given.tool, fact)


def on_disclosure_recorded(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, DisclosureRecorded)
    _add(connection, recorded, fact.referral_id, DISCLOSED, fact.recipient, fact)


def on_threshold_considered(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ThresholdConsidered)
    _add(connection, recorded, fact.referral_id, CONSIDERED, fact.threshold, fact)


def on_marked_for_panel(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, MarkedForPanel)
    _add(connection, recorded, fact.referral_id, MARKED, fact.panel, fact)


VIEW = View(
    "protection",
    1,
    (entries,),
    {
        RiskAssessed: on_risk_assessed,
        RiskAnswersKept: on_risk_answers_kept,
        DisclosureRecorded: on_disclosure_recorded,
        ThresholdConsidered: on_threshold_considered,
        MarkedForPanel: on_marked_for_panel,
    },
)


def of(connection: Connection, referral_id: str) -> Shown:
    """Everything about one referral."""
    wanted = select(entries).where(entries.c.referral_id == referral_id).order_by(entries.c.position)
    rows = list(connection.execute(wanted))
    return Shown(
        assessed=_of(rows, ASSESSED, RiskAssessed),
        kept={each.fact.given.tool: each for each in _of(rows, KEPT, RiskAnswersKept)},
        disclosed=_of(rows, DISCLOSED, DisclosureRecorded),
        considered=_of(rows, CONSIDERED, ThresholdConsidered),
        marked={each.fact.panel: each for each in _of(rows, MARKED, MarkedForPanel)},
    )


def _of(rows: Sequence[Row[Any]], kind: str, shape: type[Told]) -> list[Entry[Told]]:
    return [Entry(from_text(row.fact, shape), row.at, row.actor) for row in rows if row.kind == kind]


def _add(connection: Connection, recorded: Recorded, referral_id: str, kind: str, name: str, fact: Fact) -> None:
    connection.execute(
        insert(entries),
        {
            "referral_id": referral_id,
            "position": recorded.position,
            "kind": kind,
            "name": name,
            "at": recorded.occurred,
            "actor": recorded.context.actor,
            "fact": as_text(fact),
        },
    )


def _forget_kept(connection: Connection, referral_id: str, tool: str) -> None:
    connection.execute(delete(entries).filter_by(referral_id=referral_id, kind=KEPT, name=tool))
