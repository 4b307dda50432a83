"""The borough's registers: who may issue what and when, and which orders are in force over which places."""

from collections.abc import Sequence
from datetime import date

import msgspec

from services.triage.domain.asb import borough_commands as asked
from services.triage.domain.asb import borough_events as told
from services.triage.domain.asb.days import last_day, months_after
from services.triage.domain.asb.law import InForce, Law, Practice
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.refusals import Refusal


class NotInRegister(Refusal):
    """There is no such entry, or it has ended."""

    says = "There is no such entry in the register, or it has ended already."


class DaysOutOfOrder(Refusal):
    """The end is before the beginning."""

    says = "It ends before it begins. Correct the days."


class StillToConsult(Refusal):
    """An order is made only after everybody who must be consulted was."""


class OrderTooLong(Refusal):
    """The law lets an order last so long and no longer."""


class OrderMadeAlready(Refusal):
    """An order is made once; what goes on after it is consulted on anew."""

    says = "This order was made already. To have it go on, propose it again and consult on it."


class NotYetSo(Refusal):
    """A day to come says nothing of what was done."""

    says = "That day has not come yet. Record it when it was done."


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """One entry: who may issue what, from when, and until when if that is known."""

    authority_id: str
    holder_id: str
    tools: tuple[str, ...]
    starts_on: date
    ends_on: date | None

    def covers(self, holder_id: str, tool: str, day: date) -> bool:
        """Whether this holder may issue it on that day."""
        running = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return running and self.holder_id == holder_id and tool in self.tools


class Authorities(State, frozen=True, kw_only=True):
    """The register of authority."""

    entries: tuple[Authority, ...] = ()

    def covering(self, holder_id: str | None, tool: str, day: date) -> Authority | None:
        """The entry under which this holder may issue it on that day; None where there is none."""
        return next((each for each in self.entries if each.covers(holder_id or "", tool, day)), None)

    def ever(self, tool: str) -> list[str]:
        """Everybody who may issue it, might once, or will."""
        return list(dict.fromkeys(each.holder_id for each in self.entries if tool in each.tools))


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One order over a place. It is in force only between its days; `closed_on` is the last consultation's last day."""

    order_id: str
    order: str
    wards: tuple[str, ...]
    consulted: tuple[str, ...] = ()
    closed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    review_by: date | None = None
    reviewed_on: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it counts on that day, the last one included."""
        return self.starts_on is not None and self.ends_on is not None and self.starts_on <= day <= self.ends_on

    @property
    def reviewed(self) -> bool:
        """Whether the review that its end asks for was held."""
        return self.reviewed_on is not None and self.review_by is not None and self.review_by <= self.reviewed_on

    def review_due(self, day: date) -> bool:
        """Whether its review is due: from the day it must be begun until it was reviewed or has ended.

        One held before that day was another: what the order will be followed by is decided towards its end.
        """
        return self.in_force(day) and self.review_by is not None and self.review_by <= day and not self.reviewed


class Orders(State, frozen=True, kw_only=True):
    """The register of orders."""

    orders: tuple[Order, ...] = ()

    def in_force(self, kind: str, ward: str | None, day: date) -> Order | None:
        """An order of this kind over the ward on that day; one without wards is borough-wide."""
        return next(
            (
                each
                for each in self.orders
                if each.order == kind and each.in_force(day) and (not each.wards or ward in each.wards)
            ),
            None,
        )

    def one(self, order_id: str) -> Order:
        """The order with this id. Raises NotInRegister."""
        found = next((each for each in self.orders if each.order_id == order_id), None)
        if found is None:
            raise NotInRegister
        return found


def _authority(state: Authorities, fact: Fact) -> Authorities:
    match fact:
        case told.AuthorityGiven():
            entry = Authority(
                authority_id=fact.authority_id,
                holder_id=fact.holder_id,
                tools=fact.tools,
                starts_on=fact.starts_on,
                ends_on=fact.ends_on,
            )
            return Authorities(entries=(*state.entries, entry))
        case told.AuthorityWithdrawn():
            return Authorities(
                entries=tuple(
                    msgspec.structs.replace(each, ends_on=date.fromordinal(fact.from_on.toordinal() - 1))
                    if each.authority_id == fact.authority_id
                    else each
                    for each in state.entries
                )
            )
    return state


def _orders(state: Orders, fact: Fact) -> Orders:
    match fact:
        case told.OrderProposed():
            return Orders(orders=(*state.orders, Order(order_id=fact.order_id, order=fact.order, wards=fact.wards)))
        case told.OrderConsulted():
            order = state.one(fact.order_id)
            closed_on = max(fact.closed_on, order.closed_on or fact.closed_on)
            consulted = (*order.consulted, fact.consulted)
            return _changed(state, fact.order_id, consulted=consulted, closed_on=closed_on)
        case told.OrderMade():
            days = {"starts_on": fact.starts_on, "ends_on": fact.ends_on, "review_by": fact.review_by}
            return _changed(state, fact.order_id, **days)
        case told.OrderReviewed():
            return _changed(state, fact.order_id, reviewed_on=fact.reviewed_on)
        case told.OrderDischarged():
            return _changed(state, fact.order_id, ends_on=date.fromordinal(fact.from_on.toordinal() - 1))
    return state


def _changed(state: Orders, order_id: str, **values: object) -> Orders:
    return Orders(
        orders=tuple(
            msgspec.structs.replace(each, **values) if each.order_id == order_id else each for each in state.orders
        )
    )


AUTHORITIES: Decider[Authorities] = Decider(Authorities(), _authority)
ORDERS: Decider[Orders] = Decider(Orders(), _orders)


def give_authority(command: asked.GiveAuthority, state: Authorities) -> Sequence[Fact]:
    """Enter who may issue what. The same said again is known already."""
    if command.ends_on is not None and command.ends_on < command.starts_on:
        raise DaysOutOfOrder
    if any(_same(each, command) for each in state.entries):
        return []
    members = {"authority_id", "holder_id", "tools", "starts_on", "ends_on"}
    return [told.AuthorityGiven(**command.model_dump(include=members), given_by=command.by)]


def _same(entry: Authority, command: asked.GiveAuthority) -> bool:
    """Whether it stands so already: entered twice, one would be left when the other is withdrawn."""
    days = (entry.starts_on, entry.ends_on) == (command.starts_on, command.ends_on)
    return days and entry.holder_id == command.holder_id and set(entry.tools) == set(command.tools)


def withdraw_authority(command: asked.WithdrawAuthority, state: Authorities) -> Sequence[Fact]:
    """End an authority early; what was issued under it stands."""
    found = next((each for each in state.entries if each.authority_id == command.authority_id), None)
    if found is None or (found.ends_on is not None and found.ends_on < command.from_on):
        raise NotInRegister
    return [told.AuthorityWithdrawn(authority_id=command.authority_id, from_on=command.from_on)]


def propose_order(command: asked.ProposeOrder, state: Orders, law: InForce[Law]) -> Sequence[Fact]:
    """Propose an order of a kind that the law of the day knows."""
    found = law.on(command.on)
    if found is None or found.order(command.order) is None:
        raise NotInRegister("The law kept here knew no such order on that day.")
    proposed = told.OrderProposed(
        order_id=command.order_id, order=command.order, law_version=found.version, wards=command.wards
    )
    return [proposed]


def consult_on_order(command: asked.ConsultOnOrder, state: Orders) -> Sequence[Fact]:
    """Record that somebody was consulted; once is enough."""
    order = state.one(command.order_id)
    if order.starts_on is not None:
        raise OrderMadeAlready
    if command.closed_on > command.on:
        raise NotYetSo("The consultation is not over yet. Record it once it has closed.")
    if command.consulted in order.consulted:
        return []
    return [told.OrderConsulted(order_id=command.order_id, consulted=command.consulted, closed_on=command.closed_on)]


def make_order(
    command: asked.MakeOrder, state: Orders, law: InForce[Law], practice: InForce[Practice]
) -> Sequence[Fact]:
    """Record that an order was made, where everybody was consulted and it does not last too long."""
    order, found, agreed = state.one(command.order_id), law.on(command.starts_on), practice.on(command.starts_on)
    kind = found.order(order.order) if found else None
    if kind is None or agreed is None:
        raise NotInRegister("The law kept here knew no such order on that day.")
    if order.starts_on is not None:
        raise OrderMadeAlready
    if missing := [each for each in kind.consult if each not in order.consulted]:
        still = ", ".join(missing).replace("_", " ")
        raise StillToConsult(f"Not everybody was consulted. Record the consultation of these first: {still}.")
    if command.ends_on < command.starts_on:
        raise DaysOutOfOrder
    if order.closed_on is not None and command.starts_on <= order.closed_on:
        closed = f"{order.closed_on.day} {order.closed_on:%B %Y}"
        raise StillToConsult(f"People were consulted until {closed}. Give a first day after that.")
    latest = last_day(command.starts_on, kind.longest_months)
    if command.ends_on > latest:
        raise OrderTooLong(
            f"It may last until {latest.day} {latest:%B %Y} at most. Give an earlier end; it may be made again."
        )
    review_by = max(months_after(command.ends_on, -agreed.review_ahead_months), command.starts_on)
    made = told.OrderMade(
        order_id=command.order_id, starts_on=command.starts_on, ends_on=command.ends_on, review_by=review_by
    )
    return [made]


def review_order(command: asked.ReviewOrder, state: Orders) -> Sequence[Fact]:
    """Record that an order in force was reviewed."""
    if command.reviewed_on > command.on:
        raise NotYetSo
    if not state.one(command.order_id).in_force(command.reviewed_on):
        raise NotInRegister("It was not in force on that day. Give the day on which it was reviewed.")
    reviewed = told.OrderReviewed(order_id=command.order_id, reviewed_on=command.reviewed_on, finding=command.finding)
    return [reviewed]


def discharge_order(command: asked.DischargeOrder, state: Orders) -> Sequence[Fact]:
    """Record that an order in force ended early."""
    if not state.one(command.order_id).in_force(command.from_on):
        raise NotInRegister
    return [told.OrderDischarged(order_id=command.order_id, from_on=command.from_on)]
