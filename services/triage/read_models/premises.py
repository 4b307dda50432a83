"""Premises where sex may be sold: how many are told of each month, what became of each, and of the people there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, Table, Text, func, insert, select, update

from services.triage.domain import events
from services.triage.domain.safeguarding.events import PremisesClaimAssessed, PremisesStepTaken
from services.triage.domain.safeguarding.premises import CATEGORIES
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

_MOST = 200

_metadata = MetaData()

premises = Table(
    "triage_premises",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("ward", Text),
    Column("claim", Text),
    Column("people", Text),
    Column("step", Text),
    Column("closed_at", Text),
    Index("triage_premises_received", "received_at"),
)


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    if referral.category in CATEGORIES:
        row = {"referral_id": referral.referral_id, "reference": referral.reference, "ward": referral.ward}
        connection.execute(insert(premises), {**row, "received_at": rfc3339(referral.received_at)})


def on_address_hidden(connection: Connection, recorded: Recorded) -> None:
    """Where nobody may find the place, not even its ward is told."""
    assert isinstance(recorded.fact, events.AddressHidden)
    if recorded.fact.location:
        _change(connection, recorded.fact.referral_id, ward=None)


def on_claim_assessed(connection: Connection, recorded: Recorded) -> None:
    """What was thought to be about something else is here from its first claim on."""
    fact = recorded.fact
    assert isinstance(fact, PremisesClaimAssessed)
    known = connection.execute(select(premises.c.referral_id).filter_by(referral_id=fact.referral_id)).first()
    if known is None:
        row = {"referral_id": fact.referral_id, "reference": fact.reference, "received_at": recorded.occurred}
        connection.execute(insert(premises), row)
    _change(connection, fact.referral_id, claim=fact.claim, people=fact.people)


def on_step_taken(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, PremisesStepTaken)
    _change(connection, recorded.fact.referral_id, step=recorded.fact.step)


def on_case_closed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.CaseClosed | events.ReferralSignposted)
    _change(connection, recorded.fact.referral_id, closed_at=recorded.occurred)


VIEW = View(
    "premises",
    1,
    (premises,),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.AddressHidden: on_address_hidden,
        PremisesClaimAssessed: on_claim_assessed,
        PremisesStepTaken: on_step_taken,
        events.CaseClosed: on_case_closed,
        events.ReferralSignposted: on_case_closed,
    },
)


def newest(connection: Connection) -> Sequence[Row[Any]]:
    """Those told of last, the newest first."""
    return list(connection.execute(select(premises).order_by(premises.c.received_at.desc()).limit(_MOST)))


def by_month(connection: Connection, since: str) -> list[tuple[str, int]]:
    """How many were told of in each month (as "2026-11") since a moment, the newest first."""
    month = func.substr(premises.c.received_at, 1, 7).label("month")
    counted = select(month, func.count()).where(premises.c.received_at >= since).group_by(month)
    return [(row[0], row[1]) for row in connection.execute(counted.order_by(month.desc()))]


def _change(connection: Connection, referral_id: str, **values: object) -> None:
    connection.execute(update(premises).where(premises.c.referral_id == referral_id).values(**values))
