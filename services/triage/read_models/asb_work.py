"""What is open on each case of anti-social behaviour: promises kept, the last news, pauses, a review."""

from typing import Any

import msgspec
from sqlalchemy import Column, Connection, MetaData, Row, Table, Text, insert, select, update

from services.triage.domain.asb import events
from services.triage.domain.asb.days import Pause
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

_metadata = MetaData()

# A row stands here from the first thing done on a case; without one nothing was done yet.
work = Table(
    "triage_asb_work",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("kept", Text, nullable=False),
    Column("told_at", Text),
    Column("pauses", Text, nullable=False),
    Column("review_next", Text),
    Column("review_by", Text),
    Column("decide_by", Text),
    Column("meet_by", Text),
)


def on_promise_kept(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.PromiseKept)
    row = _row(connection, fact.referral_id)
    _change(connection, fact.referral_id, kept=f"{row.kept} {fact.promise}".strip())


def on_reporter_told(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReporterTold)
    _row(connection, fact.referral_id)
    _change(connection, fact.referral_id, told_at=rfc3339(fact.told_at))


def on_clocks_paused(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ClocksPaused)
    pauses = pauses_of(_row(connection, fact.referral_id))
    _keep(connection, fact.referral_id, (*pauses, Pause(reason=fact.reason, began_at=fact.began_at)))


def on_clocks_started(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ClocksStarted)
    pauses = pauses_of(_row(connection, fact.referral_id))
    ended = [msgspec.structs.replace(each, ended_at=each.ended_at or fact.ended_at) for each in pauses]
    _keep(connection, fact.referral_id, tuple(ended))


def on_review_asked(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReviewAsked)
    _row(connection, fact.referral_id)
    days = {"decide_by": fact.decide_by.isoformat(), "meet_by": fact.meet_by.isoformat()}
    due = {"review_next": "acknowledge_review", "review_by": fact.acknowledge_by.isoformat()}
    _change(connection, fact.referral_id, **days, **due)


def on_review_acknowledged(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReviewAcknowledged)
    _change(connection, recorded.fact.referral_id, review_next="decide_review", review_by=work.c.decide_by)


def on_review_decided(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReviewDecided)
    due = {"review_next": "hold_review", "review_by": work.c.meet_by} if fact.met else _NO_REVIEW
    _change(connection, fact.referral_id, **due)


def on_review_held(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReviewHeld)
    _change(connection, recorded.fact.referral_id, **_NO_REVIEW)


_NO_REVIEW: dict[str, Any] = {"review_next": None, "review_by": None}

VIEW = View(
    "asb_work",
    1,
    (work,),
    {
        events.PromiseKept: on_promise_kept,
        events.ReporterTold: on_reporter_told,
        events.ClocksPaused: on_clocks_paused,
        events.ClocksStarted: on_clocks_started,
        events.ReviewAsked: on_review_asked,
        events.ReviewAcknowledged: on_review_acknowledged,
        events.ReviewDecided: on_review_decided,
        events.ReviewHeld: on_review_held,
    },
)


def of(connection: Connection, referral_ids: list[str]) -> dict[str, Row[Any]]:
    """What stands of these cases, by referral; of one on which nothing was done there is none."""
    rows = connection.execute(select(work).where(work.c.referral_id.in_(referral_ids)))
    return {row.referral_id: row for row in rows}


def pauses_of(row: Row[Any]) -> tuple[Pause, ...]:
    """The pauses of a row."""
    return msgspec.json.decode(row.pauses, type=tuple[Pause, ...])


def _row(connection: Connection, referral_id: str) -> Row[Any]:
    wanted = select(work).where(work.c.referral_id == referral_id)
    found = connection.execute(wanted).one_or_none()
    if found is not None:
        return found
    connection.execute(insert(work), {"referral_id": referral_id, "kept": "", "pauses": "[]"})
    return connection.execute(wanted).one()


def _keep(connection: Connection, referral_id: str, pauses: tuple[Pause, ...]) -> None:
    _change(connection, referral_id, pauses=msgspec.json.encode(pauses).decode())


def _change(connection: Connection, referral_id: str, **values: Any) -> None:
    connection.execute(update(work).where(work.c.referral_id == referral_id).values(**values))
