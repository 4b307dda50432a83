"""Who came to the One Stop Shop and for what, and orders of which the police must say that they have them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.support import commands as asked
from services.triage.domain.support.events import DropInHeld
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.one_stop import acknowledge_order, record_drop_in, tell_police_of_order
from services.triage.domain.support.refusals import AnsweredBeforeTold, DayInFuture, OrderNotTold
from shared.kernel.refusals import InvalidInput
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.support import VICTIM, a_case, after, at, on_case, the_practice


def visit(**changes: Any) -> asked.RecordDropIn:
    members: dict[str, Any] = {
        "drop_in_id": "visit-1",
        "person_id": VICTIM,
        "held_on": date(2026, 11, 23),
        "came": "call_card",
        "topics": ("orders", "housing"),
        "campaign": "7K3F",
    }
    return asked.RecordDropIn.model_validate(on_case() | members | changes)


def told(file: SupportFile, told_at: datetime) -> SupportFile:
    members = {"order_id": "order-1", "order": "non_molestation", "told_at": told_at}
    command = asked.TellPoliceOfOrder.model_validate({**on_case(at(30)), **members})
    return after(file, tell_police_of_order(command, file, the_practice(), england_and_wales()))


def test_a_visit_says_what_they_came_for_and_which_card_brought_them() -> None:
    (held,) = record_drop_in(visit(), a_case())
    assert isinstance(held, DropInHeld)
    assert (held.topics, held.campaign) == (("orders", "housing"), "7K3F")
    with pytest.raises(InvalidInput):
        record_drop_in(visit(topics=()), a_case())
    with pytest.raises(DayInFuture):
        record_drop_in(visit(held_on=date(2026, 11, 24)), a_case())


@pytest.mark.parametrize(
    ("day", "by"),
    [(23, date(2026, 11, 24)), (27, date(2026, 11, 30))],
    ids=["a Monday: by Tuesday", "a Friday: by Monday"],
)
def test_the_police_say_by_the_next_working_day_that_they_have_the_order(day: int, by: date) -> None:
    (order,) = told(a_case(), at(day)).orders
    assert (order.acknowledge_by, order.acknowledged) == (by, False)


def test_an_order_is_acknowledged_once_and_not_before_it_was_told() -> None:
    file = told(a_case(), at(23))
    command = asked.AcknowledgeOrder(**on_case(at(24)), order_id="order-1", acknowledged_at=at(24, 9))
    known = after(file, acknowledge_order(command, file))
    assert known.orders[0].acknowledged
    with pytest.raises(OrderNotTold):
        acknowledge_order(command, known)
    with pytest.raises(DayInFuture):
        acknowledge_order(command.model_copy(update={"acknowledged_at": at(25)}), file)
    with pytest.raises(AnsweredBeforeTold):
        acknowledge_order(command.model_copy(update={"acknowledged_at": at(23, 11)}), file)


@settings(max_examples=200, deadline=None)
@for_all(
    st.integers(0, 2_900_000).map(lambda minutes: datetime(2022, 5, 6, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.sampled_from(["non_molestation", "occupation"]),
)
def test_whenever_they_were_told_the_next_working_day_in_london_is_the_last(told_at: datetime, order: str) -> None:
    calendar, file = england_and_wales(), a_case()
    members = {"order_id": "order-1", "order": order, "told_at": told_at}
    command = asked.TellPoliceOfOrder.model_validate({**on_case(told_at), **members})
    (waiting,) = after(file, tell_police_of_order(command, file, the_practice(), calendar)).orders
    day = told_at.astimezone(ZoneInfo("Europe/London")).date()
    between = [day + timedelta(days=each) for each in range(1, (waiting.acknowledge_by - day).days + 1)]
    assert [each for each in between if calendar.worked(each)] == [waiting.acknowledge_by]


def test_nobody_was_told_tomorrow() -> None:
    with pytest.raises(DayInFuture):
        told(a_case(), at(30, 13))
