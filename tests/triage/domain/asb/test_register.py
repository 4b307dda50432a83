"""Who may issue what and when, and orders over places: consulted on, made for so long, reviewed ahead of their end."""

from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.asb import borough_commands as asked
from services.triage.domain.asb import register
from services.triage.domain.asb.register import (
    AUTHORITIES,
    ORDERS,
    Authorities,
    DaysOutOfOrder,
    NotInRegister,
    NotYetSo,
    Order,
    OrderMadeAlready,
    Orders,
    OrderTooLong,
    StillToConsult,
)
from tests.support.builders.asb import MANAGER, at, the_law, the_practice

PSPO = "public_spaces_protection_order"
BASE = {"at": at(5), "by": MANAGER, "on": date(2017, 8, 1)}


def proposed(kind: str = PSPO) -> Orders:
    command = asked.ProposeOrder(**BASE, order_id="order-1", order=kind, wards=("Abbey",))
    return ORDERS.fold(register.propose_order(command, ORDERS.initial, the_law()))


def consulted(kind: str = PSPO) -> Orders:
    state, law = proposed(kind), the_law().on(date(2017, 8, 1))
    assert law is not None
    order = law.order(kind)
    assert order is not None
    for who in order.consult:
        command = asked.ConsultOnOrder(**BASE, order_id="order-1", consulted=who, closed_on=date(2017, 8, 1))
        state = ORDERS.fold(register.consult_on_order(command, state), state)
    return state


def make(state: Orders, starts_on: date, ends_on: date) -> Orders:
    command = asked.MakeOrder(**BASE, order_id="order-1", starts_on=starts_on, ends_on=ends_on)
    return ORDERS.fold(register.make_order(command, state, the_law(), the_practice()), state)


def made() -> Orders:
    return make(consulted(), date(2017, 10, 21), date(2020, 10, 20))


def test_the_boroughs_order_of_2017_lasts_three_years_and_its_review_is_due_half_a_year_before() -> None:
    """The controlled drinking zone became an order on 21 October 2017, until October 2020 (K29)."""
    order = made().one("order-1")
    assert order.review_by == date(2020, 4, 20)
    assert not order.review_due(date(2020, 4, 19))
    assert order.review_due(date(2020, 4, 20))
    assert (order.in_force(date(2017, 10, 20)), order.in_force(date(2017, 10, 21))) == (False, True)
    assert (order.in_force(date(2020, 10, 20)), order.in_force(date(2020, 10, 21))) == (True, False)


def test_it_never_lasts_a_day_longer() -> None:
    with pytest.raises(OrderTooLong, match="20 October 2020"):
        make(consulted(), date(2017, 10, 21), date(2020, 10, 21))
    with pytest.raises(DaysOutOfOrder):
        make(consulted(), date(2017, 10, 21), date(2017, 10, 20))


def test_everybody_who_must_be_is_consulted_first() -> None:
    with pytest.raises(StillToConsult, match="police, community representatives, owners of the land"):
        make(proposed(), date(2017, 10, 21), date(2020, 10, 20))
    with pytest.raises(StillToConsult, match="those who use it"):
        make(proposed("gating"), date(2017, 10, 21), date(2020, 10, 20))
    assert make(consulted("gating"), date(2017, 10, 21), date(2020, 10, 20)).one("order-1").in_force(date(2018, 1, 1))


def test_a_consultation_counts_once() -> None:
    command = asked.ConsultOnOrder(**BASE, order_id="order-1", consulted="police", closed_on=date(2017, 8, 1))
    assert register.consult_on_order(command, consulted()) == []


def reviewed(state: Orders, day: date) -> Orders:
    on = BASE | {"on": day}
    command = asked.ReviewOrder.model_validate({**on, "order_id": "order-1", "reviewed_on": day, "finding": "vary"})
    return ORDERS.fold(register.review_order(command, state), state)


def test_a_review_long_before_its_end_is_not_the_one_that_the_end_asks_for() -> None:
    early = reviewed(made(), date(2018, 2, 1)).one("order-1")
    assert (early.reviewed_on, early.review_due(date(2020, 4, 20))) == (date(2018, 2, 1), True)
    in_time = reviewed(made(), date(2020, 4, 20)).one("order-1")
    assert not in_time.review_due(date(2020, 4, 21))


def test_nothing_is_recorded_of_a_day_to_come() -> None:
    ahead = asked.ReviewOrder(**BASE, order_id="order-1", reviewed_on=date(2017, 11, 1), finding="vary")
    with pytest.raises(NotYetSo):
        register.review_order(ahead, made())
    open_still = asked.ConsultOnOrder(**BASE, order_id="order-1", consulted="police", closed_on=date(2017, 8, 2))
    with pytest.raises(NotYetSo):
        register.consult_on_order(open_still, proposed())


def test_an_order_is_made_once_and_after_everybody_was_heard() -> None:
    """Made again it would go on without anybody being asked, and an order that was discharged would come back."""
    over = asked.DischargeOrder(**BASE, order_id="order-1", from_on=date(2018, 1, 1))
    ended = ORDERS.fold(register.discharge_order(over, made()), made())
    for state in (made(), ended):
        with pytest.raises(OrderMadeAlready):
            make(state, date(2020, 10, 21), date(2023, 10, 20))
        late = asked.ConsultOnOrder(**BASE, order_id="order-1", consulted="police", closed_on=date(2017, 8, 1))
        with pytest.raises(OrderMadeAlready):
            register.consult_on_order(late, state)
    with pytest.raises(StillToConsult, match="until 1 August 2017"):
        make(consulted(), date(2017, 8, 1), date(2020, 7, 31))
    assert make(consulted(), date(2017, 8, 2), date(2020, 8, 1)).one("order-1").in_force(date(2017, 8, 2))


@settings(max_examples=60)
@for_all(days=st.lists(st.integers(-400, 1400), max_size=4), day=st.integers(0, 1200))
def test_a_review_is_due_exactly_in_the_last_half_year_until_one_was_held_in_it(days: list[int], day: int) -> None:
    first, by, last = date(2017, 10, 21), date(2020, 4, 20), date(2020, 10, 20)
    state, held = made(), []
    for each in days:
        on = date.fromordinal(first.toordinal() + each)
        if first <= on <= last:
            state, held = reviewed(state, on), [on]
    asked_on = date.fromordinal(first.toordinal() + day)
    in_its_time = any(by <= each for each in held)
    assert state.one("order-1").review_due(asked_on) == (by <= asked_on <= last and not in_its_time)


def test_the_same_authority_entered_twice_is_one_so_that_ending_it_ends_it() -> None:
    def giving(one: str, tools: tuple[str, ...]) -> asked.GiveAuthority:
        return asked.GiveAuthority(
            **BASE, authority_id=one, holder_id="police", tools=tools, starts_on=date(2017, 1, 1)
        )

    state = AUTHORITIES.fold(register.give_authority(giving("a", ("fixed_penalty", "prosecution")), Authorities()))
    assert register.give_authority(giving("b", ("prosecution", "fixed_penalty")), state) == []
    assert register.give_authority(giving("c", ("fixed_penalty",)), state)
    ending = asked.WithdrawAuthority(**BASE, authority_id="a", from_on=date(2017, 7, 1))
    ended = AUTHORITIES.fold(register.withdraw_authority(ending, state), state)
    assert ended.covering("police", "prosecution", date(2017, 8, 1)) is None


def test_once_reviewed_no_review_is_due_and_one_that_was_discharged_counts_no_more() -> None:
    state = made()
    state = reviewed(state, date(2020, 5, 1))
    assert not state.one("order-1").review_due(date(2020, 6, 1))
    ending = asked.DischargeOrder(**BASE, order_id="order-1", from_on=date(2020, 7, 1))
    state = ORDERS.fold(register.discharge_order(ending, state), state)
    assert state.one("order-1").in_force(date(2020, 6, 30))
    assert not state.one("order-1").in_force(date(2020, 7, 1))
    with pytest.raises(NotInRegister):
        register.discharge_order(ending, state)


def test_an_order_counts_in_its_wards_and_one_without_wards_everywhere() -> None:
    day = date(2018, 1, 1)
    assert made().in_force(PSPO, "Abbey", day) is not None
    assert made().in_force(PSPO, "Cricket Green", day) is None
    everywhere = Order(order_id="order-2", order=PSPO, wards=(), starts_on=day, ends_on=day)
    assert Orders(orders=(everywhere,)).in_force(PSPO, None, day) is everywhere


def test_what_the_law_does_not_know_is_no_order_and_what_is_not_there_is_not_found() -> None:
    for command in (
        asked.ProposeOrder(**BASE, order_id="order-1", order="curfew", wards=()),
        asked.ProposeOrder(at=at(5), by=MANAGER, on=date(2013, 1, 1), order_id="order-1", order=PSPO, wards=()),
    ):
        with pytest.raises(NotInRegister):
            register.propose_order(command, ORDERS.initial, the_law())
    with pytest.raises(NotInRegister):
        make(ORDERS.initial, date(2017, 10, 21), date(2020, 10, 20))


@settings(max_examples=60)
@for_all(
    starts=st.integers(0, 50),
    lasts=st.none() | st.integers(0, 50),
    ends=st.none() | st.integers(0, 60),
    day=st.integers(-5, 120),
)
def test_an_authority_covers_exactly_its_days(starts: int, lasts: int | None, ends: int | None, day: int) -> None:
    first = date(2026, 1, 1).toordinal()
    begins = date.fromordinal(first + starts)
    until = None if lasts is None else date.fromordinal(begins.toordinal() + lasts)
    giving = asked.GiveAuthority(
        **BASE,
        authority_id="authority-1",
        holder_id="police",
        tools=("fixed_penalty",),
        starts_on=begins,
        ends_on=until,
    )
    state = AUTHORITIES.fold(register.give_authority(giving, AUTHORITIES.initial))
    withdrawn = None if ends is None else date.fromordinal(begins.toordinal() + ends)
    if withdrawn is not None and (until is None or withdrawn <= until):
        ending = asked.WithdrawAuthority(**BASE, authority_id="authority-1", from_on=withdrawn)
        state = AUTHORITIES.fold(register.withdraw_authority(ending, state), state)
    else:
        withdrawn = None
    asked_on = date.fromordinal(first + day)
    expected = (
        begins <= asked_on and (until is None or asked_on <= until) and (withdrawn is None or asked_on < withdrawn)
    )
    assert (state.covering("police", "fixed_penalty", asked_on) is not None) == expected
    assert state.covering("police", "prosecution", asked_on) is None
    assert state.covering("landlord", "fixed_penalty", asked_on) is None
    assert (state.ever("fixed_penalty"), state.ever("prosecution")) == (["police"], [])


def test_an_authority_covers_its_first_day_and_its_last_and_none_beside() -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    giving = asked.GiveAuthority(
        **BASE, authority_id="authority-1", holder_id="police", tools=("prosecution",), starts_on=first, ends_on=last
    )
    state = AUTHORITIES.fold(register.give_authority(giving, AUTHORITIES.initial))
    days = (date(2025, 12, 31), first, last, date(2026, 2, 1))
    assert [state.covering("police", "prosecution", day) is not None for day in days] == [False, True, True, False]


def test_an_authority_that_is_not_there_or_over_is_not_ended_again() -> None:
    ending = asked.WithdrawAuthority(**BASE, authority_id="authority-1", from_on=date(2026, 1, 1))
    with pytest.raises(NotInRegister):
        register.withdraw_authority(ending, AUTHORITIES.initial)
    backwards = asked.GiveAuthority(
        **BASE,
        authority_id="authority-1",
        holder_id="police",
        tools=("fixed_penalty",),
        starts_on=date(2026, 1, 2),
        ends_on=date(2026, 1, 1),
    )
    with pytest.raises(DaysOutOfOrder):
        register.give_authority(backwards, AUTHORITIES.initial)
