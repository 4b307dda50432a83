"""When and where domestic abuse is reported: one row a referral, counted and never listed."""

from collections import Counter
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Table, Text, func, insert, select, update

from services.triage.domain import events
from shared.event_store.views import View
from shared.kernel.messages import Recorded

_LONDON = ZoneInfo("Europe/London")
_ROUTE = "domestic_abuse"
COUNTED = ("ward", "weekday", "hour", "month")

_metadata = MetaData()

reports = Table(
    "triage_abuse_reports",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("ward", Text),
    Column("abuse", Integer, nullable=False),
    Index("triage_abuse_reports_of", "abuse", "year"),
)


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    """By the clock and calendar of London, at which the report was received."""
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    local = referral.received_at.astimezone(_LONDON)
    when = {"year": local.year, "month": local.month, "weekday": local.weekday(), "hour": local.hour}
    row = {"referral_id": referral.referral_id, "ward": referral.ward, "abuse": 0, **when}
    connection.execute(insert(reports), row)


def on_referral_triaged(connection: Connection, recorded: Recorded) -> None:
    """Abuse, once seen, stays seen."""
    fact = recorded.fact
    assert isinstance(fact, events.ReferralTriaged)
    if _ROUTE in (fact.decision.primary.route, *(also.route for also in fact.decision.also)):
        _change(connection, fact.referral_id, abuse=1)


def on_answers_added(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AnswersAdded)
    if recorded.fact.ward is not None:
        _change(connection, recorded.fact.referral_id, ward=recorded.fact.ward)


def on_address_hidden(connection: Connection, recorded: Recorded) -> None:
    """A place that nobody may find is counted for no ward."""
    assert isinstance(recorded.fact, events.AddressHidden)
    if recorded.fact.location:
        _change(connection, recorded.fact.referral_id, ward=None)


def _change(connection: Connection, referral_id: str, **changed: object) -> None:
    connection.execute(update(reports).where(reports.c.referral_id == referral_id).values(**changed))


VIEW = View(
    "abuse_reports",
    1,
    (reports,),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.ReferralTriaged: on_referral_triaged,
        events.AnswersAdded: on_answers_added,
        events.AddressHidden: on_address_hidden,
    },
)


def years(connection: Connection) -> list[int]:
    """The years in which any was reported, the newest first; each is looked up, so that none is counted through."""
    found: list[int] = []
    newest = select(func.max(reports.c.year)).where(reports.c.abuse == 1)
    year = connection.execute(newest).scalar()
    while year is not None:
        found.append(year)
        year = connection.execute(newest.where(reports.c.year < year)).scalar()
    return found


def counts(connection: Connection, year: int) -> Mapping[str, Counter[str]]:
    """How many were reported in a year, by ward, weekday, hour and month; a ward that is not known is empty."""
    return {name: _count(connection, year, name) for name in COUNTED}


def _count(connection: Connection, year: int, name: str) -> Counter[str]:
    column = reports.c[name]
    wanted = select(column, func.count()).where(reports.c.abuse == 1, reports.c.year == year).group_by(column)
    return Counter({"" if value is None else str(value): count for value, count in connection.execute(wanted)})
