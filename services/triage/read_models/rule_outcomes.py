"""Which outcome and route each referral took, and how often people decided otherwise than each rule."""

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, func, insert, select, update

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

# Which rule gave the primary route of each round, and what people made of it. A row for each referral and no sums:
# a sum would count what is kept from whoever reads it.
rounds = Table(
    "rule_rounds",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("rule", Text, nullable=False),
    Column("times", Integer, nullable=False, default=0),
    Column("otherwise", Integer, nullable=False, default=0),
)


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    connection.execute(
        insert(outcomes),
        {
            "referral_id": referral.referral_id,
            "month": rfc3339(referral.received_at)[:7],
            "channel": referral.channel,
            "origin": referral.origin,
        },
    )


def on_referral_triaged(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralTriaged)
    decision = recorded.fact.decision
    connection.execute(
        update(outcomes)
        .where(outcomes.c.referral_id == recorded.fact.referral_id)
        .values(outcome=decision.outcome, route=decision.primary.route, rules=decision.rules.version)
    )
    connection.execute(
        insert(rounds),
        {"referral_id": recorded.fact.referral_id, "round": recorded.fact.round, "rule": decision.reasons[0].rule},
    )


def on_settled(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.DecisionConfirmed | events.DecisionOverridden)
    otherwise = int(isinstance(fact, events.DecisionOverridden))
    this = (rounds.c.referral_id == fact.referral_id) & (rounds.c.round == fact.round)
    added = {"times": rounds.c.times + 1, "otherwise": rounds.c.otherwise + otherwise}
    connection.execute(update(rounds).where(this).values(**added))


VIEW = View(
    "rule_outcomes",
    3,
    (outcomes, rounds),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.ReferralTriaged: on_referral_triaged,
        events.DecisionConfirmed: on_settled,
        events.DecisionOverridden: on_settled,
    },
)


def decided_otherwise(connection: Connection) -> dict[str, tuple[int, int]]:
    """For each rule how often people decided otherwise, of how many rounds they settled."""
    counted = select(rounds.c.rule, func.sum(rounds.c.otherwise), func.sum(rounds.c.times)).group_by(rounds.c.rule)
    counted = counted.where(rounds.c.times > 0)
    return {rule: (otherwise, times) for rule, otherwise, times in connection.execute(counted)}


def of(connection: Connection, referral_ids: list[str]) -> dict[str, str]:
    """The outcome of each of these referrals that triage has judged."""
    wanted = select(outcomes.c.referral_id, outcomes.c.outcome).where(
        outcomes.c.referral_id.in_(referral_ids), outcomes.c.outcome != ""
    )
    return {row.referral_id: row.outcome for row in connection.execute(wanted)}
