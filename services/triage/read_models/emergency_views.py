"""Records opened in an emergency: by whom, for which reason, until when, and what a second person made of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Index, MetaData, Row, Table, Text, insert, select, update

from services.triage.domain.desk.events import EmergencyReviewMissed, EmergencyViewOpened, EmergencyViewReviewed
from services.triage.domain.events import as_text
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

views = Table(
    "triage_emergency_views",
    MetaData(),
    Column("view_id", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("account_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    Column("review_due_at", Text, nullable=False),
    Column("missed", Boolean, nullable=False),
    Column("verdict", Text),
    Column("reviewed_by", Text),
    Column("reviewed_at", Text),
    Index("triage_emergency_views_due", "verdict", "review_due_at"),
    Index("triage_emergency_views_of", "account_id", "ends_at"),
)


def on_opened(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, EmergencyViewOpened)
    connection.execute(
        insert(views),
        {
            "view_id": fact.view_id,
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "account_id": fact.account_id,
            "role": recorded.context.role,
            "code": fact.code,
            "text": as_text(fact.text),
            "opened_at": recorded.occurred,
            "ends_at": rfc3339(fact.ends_at),
            "review_due_at": rfc3339(fact.review_due_at),
            "missed": False,
        },
    )


def on_missed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, EmergencyReviewMissed)
    connection.execute(update(views).where(views.c.view_id == recorded.fact.view_id).values(missed=True))


def on_reviewed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, EmergencyViewReviewed)
    values = {"verdict": fact.verdict, "reviewed_by": fact.reviewed_by, "reviewed_at": recorded.occurred}
    connection.execute(update(views).where(views.c.view_id == fact.view_id).values(**values))


VIEW = View(
    "emergency_views",
    1,
    (views,),
    {EmergencyViewOpened: on_opened, EmergencyReviewMissed: on_missed, EmergencyViewReviewed: on_reviewed},
)


def one(connection: Connection, view_id: str) -> Row[Any] | None:
    """One of them."""
    return connection.execute(select(views).where(views.c.view_id == view_id)).one_or_none()


def to_judge(connection: Connection) -> Sequence[Row[Any]]:
    """Those nobody has judged yet, the first due first."""
    return list(connection.execute(select(views).where(views.c.verdict.is_(None)).order_by(views.c.review_due_at)))


def judged(connection: Connection, limit: int = 50) -> Sequence[Row[Any]]:
    """The last ones that were judged, the newest first."""
    query = select(views).where(views.c.verdict.is_not(None)).order_by(views.c.reviewed_at.desc())
    return list(connection.execute(query.limit(limit)))


def open_for(connection: Connection, account_id: str, now: str) -> Sequence[Row[Any]]:
    """What somebody may look at just now."""
    mine = (views.c.account_id == account_id) & (views.c.ends_at > now)
    return list(connection.execute(select(views).where(mine).order_by(views.c.ends_at)))
