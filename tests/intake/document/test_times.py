"""Occurred, received, recorded: in that order, each kept apart, and whose clock runs a day ahead is believed."""

import json
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.given import CLOCK_SKEW
from shared.kernel.refusals import InvalidInput
from tests.support.builders.intake import NOW, read

DAYS = st.integers(-400, 400).map(lambda days: NOW.date() + timedelta(days=days))
MOMENTS = st.integers(-500_000, 500_000).map(lambda minutes: NOW + timedelta(minutes=minutes))


def errors(received_at: datetime | None, first: date | None, last: date | None) -> set[tuple[str, str]]:
    """Where and what is wrong with these times."""
    occurred = {"from": first.isoformat() if first else None, "to": last.isoformat() if last else None}
    received = received_at.isoformat() if received_at else None
    document = {"kind": "asb", "channel": "phone", "received_at": received, "occurred": occurred}
    try:
        read(json.loads(json.dumps(document)))
    except InvalidInput as invalid:
        return {(error.pointer, error.code) for error in invalid.errors}
    return set()


@settings(max_examples=150, deadline=None)
@given(st.none() | MOMENTS, st.none() | DAYS, st.none() | DAYS)
def test_what_is_taken_occurred_before_it_was_received_and_was_received_by_now(
    received_at: datetime | None, first: date | None, last: date | None
) -> None:
    latest_day = ((received_at or NOW) + CLOCK_SKEW).date()
    in_order = first is None or last is None or first <= last
    come = all(day is None or day <= min(latest_day, (NOW + CLOCK_SKEW).date()) for day in (first, last))
    received = received_at is None or received_at <= NOW + CLOCK_SKEW
    assert (errors(received_at, first, last) == set()) == (in_order and come and received)


def test_each_is_pointed_at_where_it_stands() -> None:
    tomorrow, later = NOW.date() + timedelta(days=1), NOW.date() + timedelta(days=3)
    assert errors(NOW + timedelta(hours=25), None, None) == {("/received_at", "in_the_future")}
    assert errors(NOW + timedelta(hours=23), tomorrow, None) == set()
    assert errors(None, later, None) == {("/occurred/from", "in_the_future")}
    assert errors(NOW - timedelta(days=9), None, NOW.date()) == {("/occurred/to", "after_receipt")}


def test_a_day_in_london_that_has_not_come_in_greenwich_is_believed() -> None:
    midnight = datetime.combine(date(2026, 7, 1), time(23, 30), UTC)
    assert errors(midnight, date(2026, 7, 2), None) == set()
