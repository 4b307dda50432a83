"""What we count ourselves of violence against women and girls: each referral once for each thing seen in it."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Index, MetaData, Table, Text, func, insert, select

from services.triage.domain import events
from services.triage.domain.vawg.court import quarter_of
from services.triage.domain.vawg.events import RepeatFound
from services.triage.domain.vawg.figures import MEASURES
from shared.event_store.views import View
from shared.kernel.messages import Recorded

_LONDON = ZoneInfo("Europe/London")
_DOMESTIC_ABUSE = "domestic_abuse"

_metadata = MetaData()

# Figures are the borough's and count everything, whoever asks: so the column does not have the name by which rows of
# one record are kept from somebody.
counts = Table(
    "triage_vawg_counts",
    _metadata,
    Column("counted_id", Text, primary_key=True),
    Column("measure", Text, primary_key=True),
    Column("quarter", Text, nullable=False),
    Index("triage_vawg_counts_by_quarter", "quarter", "measure"),
)
received = Table(
    "triage_vawg_received",
    _metadata,
    Column("counted_id", Text, primary_key=True),
    Column("quarter", Text, nullable=False, index=True),
)


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    quarter = _quarter(recorded.fact.referral.received_at)
    connection.execute(insert(received).values(counted_id=referral.referral_id, quarter=quarter))
    for strand in referral.strands:
        _count(connection, referral.referral_id, strand, quarter)


def on_answers_added(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.AnswersAdded)
    for strand in fact.strands or ():
        _count(connection, fact.referral_id, strand, _received(connection, fact.referral_id))


def on_referral_triaged(connection: Connection, recorded: Recorded) -> None:
    """What the rules saw, and hate where it was said of a case of abuse."""
    fact = recorded.fact
    assert isinstance(fact, events.ReferralTriaged)
    routes = {fact.decision.primary.route, *(also.route for also in fact.decision.also)}
    quarter = _received(connection, fact.referral_id)
    if _DOMESTIC_ABUSE in routes:
        _count(connection, fact.referral_id, _DOMESTIC_ABUSE, quarter)
    if routes & {_DOMESTIC_ABUSE, "vawg_specialist"} and fact.answers.get("hate_motive") == "yes":
        _count(connection, fact.referral_id, "hate", quarter)


def on_repeat_found(connection: Connection, recorded: Recorded) -> None:
    """Counted in the quarter in which it was found."""
    fact = recorded.fact
    assert isinstance(fact, RepeatFound)
    year, number = quarter_of(fact.referred_on)
    _count(connection, fact.incident_id, f"repeat_{fact.kind}", f"{year}-{number}")


VIEW = View(
    "vawg_counts",
    1,
    (counts, received),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.AnswersAdded: on_answers_added,
        events.ReferralTriaged: on_referral_triaged,
        RepeatFound: on_repeat_found,
    },
)


def by_quarter(connection: Connection) -> dict[tuple[int, int, str], int]:
    """How many, by year, quarter and what was seen."""
    query = select(counts.c.quarter, counts.c.measure, func.count().label("many"))
    rows = connection.execute(query.group_by(counts.c.quarter, counts.c.measure))
    return {(*(int(part) for part in row.quarter.split("-")), row.measure): row.many for row in rows}


def first_quarter(connection: Connection) -> tuple[int, int] | None:
    """The quarter of the first referral we have; before it we counted nothing, which is not nought."""
    found: str | None = connection.execute(select(func.min(received.c.quarter))).scalar()
    if found is None:
        return None
    year, number = found.split("-")
    return int(year), int(number)


def _count(connection: Connection, counted_id: str, measure: str, quarter: str) -> None:
    if measure not in MEASURES:
        return
    here = (counts.c.counted_id == counted_id) & (counts.c.measure == measure)
    if connection.execute(select(counts.c.measure).where(here)).first() is None:
        connection.execute(insert(counts).values(counted_id=counted_id, measure=measure, quarter=quarter))


def _received(connection: Connection, referral_id: str) -> str:
    found: str = connection.execute(select(received.c.quarter).where(received.c.counted_id == referral_id)).scalar_one()
    return found


def _quarter(moment: Any) -> str:
    year, number = quarter_of(moment.astimezone(_LONDON).date())
    return f"{year}-{number}"
