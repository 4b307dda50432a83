"""What we count ourselves of violence against women and girls: each referral once for each thing seen in it."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, func, insert, select, update

from services.triage.domain import events
from services.triage.domain.vawg.court import quarter_of
from services.triage.domain.vawg.events import RepeatFound
from services.triage.domain.vawg.figures import MEASURES
from shared.event_store.views import View
from shared.kernel.messages import Recorded

_LONDON = ZoneInfo("Europe/London")
_DOMESTIC_ABUSE = "domestic_abuse"

_metadata = MetaData()

# Sums, which count everything; what is kept from whoever asks is taken off again, by what stands in `seen`. No column
# there has the name by which rows of one record are kept from somebody. A quarter stands as its first day.
counts = Table(
    "triage_vawg_counts",
    _metadata,
    Column("measure", Text, primary_key=True),
    Column("quarter_on", Text, primary_key=True),
    Column("many", Integer, nullable=False),
)
seen = Table(
    "triage_vawg_seen",
    _metadata,
    Column("counted_id", Text, primary_key=True),
    Column("measure", Text, primary_key=True),
    Column("seen_in", Text, nullable=False, index=True),
    Column("quarter_on", Text, nullable=False),
)
received = Table(
    "triage_vawg_received",
    _metadata,
    Column("counted_id", Text, primary_key=True),
    Column("quarter_on", Text, nullable=False, index=True),
)


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    quarter = _quarter_on(referral.received_at.astimezone(_LONDON).date())
    connection.execute(insert(received), {"counted_id": referral.referral_id, "quarter_on": quarter})
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
    quarter = _quarter_on(fact.referred_on)
    _count(connection, fact.referral_id, f"repeat_{fact.kind}", quarter, fact.incident_id)


VIEW = View(
    "vawg_counts",
    3,
    (counts, seen, received),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.AnswersAdded: on_answers_added,
        events.ReferralTriaged: on_referral_triaged,
        RepeatFound: on_repeat_found,
    },
)


def by_quarter(connection: Connection, kept: Collection[str] = ()) -> dict[tuple[int, int, str], int]:
    """How many, by year, quarter and what was seen, as if what is kept from whoever asks had never come in."""
    many = Counter({(row.quarter_on, row.measure): row.many for row in connection.execute(select(counts))})
    taken_off = select(seen.c.quarter_on, seen.c.measure).where(seen.c.seen_in.in_(sorted(kept)))
    many.subtract((row.quarter_on, row.measure) for row in (connection.execute(taken_off) if kept else ()))
    return {(*_read(quarter), measure): count for (quarter, measure), count in many.items() if count}


def first_quarter(connection: Connection) -> tuple[int, int] | None:
    """The quarter of the first referral we have; before it we counted nothing, which is not nought."""
    found: str | None = connection.execute(select(func.min(received.c.quarter_on))).scalar()
    return None if found is None else _read(found)


def _count(
    connection: Connection, referral_id: str, measure: str, quarter_on: str | None, incident_id: str | None = None
) -> None:
    """Once for each referral, or for each incident where that is what is counted."""
    if measure not in MEASURES or quarter_on is None:
        return
    counted_id = incident_id or referral_id
    known = (seen.c.counted_id == counted_id) & (seen.c.measure == measure)
    if connection.execute(select(seen.c.measure).where(known)).first() is not None:
        return
    row = {"counted_id": counted_id, "measure": measure, "seen_in": referral_id, "quarter_on": quarter_on}
    connection.execute(insert(seen), row)
    here = (counts.c.measure == measure) & (counts.c.quarter_on == quarter_on)
    if not connection.execute(update(counts).where(here).values(many=counts.c.many + 1)).rowcount:
        connection.execute(insert(counts), {"measure": measure, "quarter_on": quarter_on, "many": 1})


def _received(connection: Connection, referral_id: str) -> str | None:
    """None where the fact of its receipt was taken out of the log: verification, which looks at views too, says so."""
    query = select(received.c.quarter_on).where(received.c.counted_id == referral_id)
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found


def _quarter_on(day: date) -> str:
    year, number = quarter_of(day)
    return date(year, 3 * number - 2, 1).isoformat()


def _read(quarter_on: str) -> tuple[int, int]:
    return quarter_of(date.fromisoformat(quarter_on))
