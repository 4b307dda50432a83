"""Which outcome and route each referral took, with its month of receipt, channel and origin."""

from sqlalchemy import Column, Connection, MetaData, Table, Text, insert, select, update

from services.triage.domain import events
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

_metadata = MetaData()

outcomes = Table(
    "rule_outcomes",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("month", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("outcome", Text, nullable=False, default=""),
    Column("route", Text, nullable=False, default=""),
    Column("rules", Text, nullable=False, default=""),
)


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    connection.execute(
        insert(outcomes).values(
            referral_id=referral.referral_id,
            month=rfc3339(referral.received_at)[:7],
            channel=referral.channel,
            origin=referral.origin,
        )
    )


def on_referral_triaged(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralTriaged)
    decision = recorded.fact.decision
    connection.execute(
        update(outcomes)
        .where(outcomes.c.referral_id == recorded.fact.referral_id)
        .values(outcome=decision.outcome, route=decision.primary.route, rules=decision.rules.version)
    )


VIEW = View(
    "rule_outcomes",
    1,
    (outcomes,),
    {events.AssessmentOpened: on_assessment_opened, events.ReferralTriaged: on_referral_triaged},
)


def of(connection: Connection, referral_ids: list[str]) -> dict[str, str]:
    """The outcome of each of these referrals that triage has judged."""
    wanted = select(outcomes.c.referral_id, outcomes.c.outcome).where(
        outcomes.c.referral_id.in_(referral_ids), outcomes.c.outcome != ""
    )
    return {row.referral_id: row.outcome for row in connection.execute(wanted)}
