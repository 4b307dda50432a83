"""The cards about homes and rights: works at home, priority need, a move in exchange, orders, recourse."""

from collections.abc import Iterator
from typing import Any

from services.triage.domain.support import events
from services.triage.domain.support.recourse import way_without_recourse
from services.triage.domain.support.sanctuary import running
from services.triage.web.support import wording
from services.triage.web.support.card import Card, Line, Table, low
from services.triage.web.support.panel_tasks import panel_lines
from shared.kernel.personal import ERASED, Sensitive
from shared.web.formats import full_date


def sanctuary_card(table: Table) -> Card:
    """Works so that they can stay at home."""
    lines = []
    for works in table.file.sanctuaries:
        contact = table.accounts.get(works.contact_id, "somebody")
        by = f", by {full_date(works.works_by)}" if works.status == "works_ordered" and works.works_by else ""
        late = "Late" if by and works.works_by and works.works_by < table.today else ""
        step = ("Record the next step", f"sanctuary-step?works={works.sanctuary_id}") if running(works) else None
        says = f"{wording.WORKS.get(works.status, works.status)}{by}. {contact} answers for it"
        lines.append(Line(f"{says}{table.who(works.person_id)}.", late, step))
    going_on = next((each for each in table.file.sanctuaries if running(each)), None)
    step = ("Ask for works at home", "sanctuary")
    if going_on is not None:
        step = ("Record the next step", f"sanctuary-step?works={going_on.sanctuary_id}")
        lines = [Line(each.says, each.warning) if each.step == step else each for each in lines]
    return Card("sanctuary", "Safe at home", lines, "No works were asked for.", step)


def homes_card(table: Table) -> Card:
    """Priority need and the band."""
    lines = []
    if needs := table.facts(events.PriorityNeedConsidered):
        last = needs[-1]
        answer = wording.YES_NO.get(last.priority_need, last.priority_need)
        lines.append(Line(f"Priority need: {answer.lower()}, by the law of {full_date(last.applied_on)}."))
    if bands := table.facts(events.BandDecided):
        practice = table.room.practice(table.today)
        named = practice.bands if practice else {}
        decided = bands[-1]
        lines.append(Line(f"{named.get(decided.band, decided.band)}, decided {full_date(decided.decided_on)}."))
    lines += panel_lines(table)
    need, band = ("Consider priority need", "need"), ("Record the band", "band")
    step, other = (band, need) if needs and not bands else (need, band)
    waits = table.file.panel_asked is not None and not table.file.panel_answered
    others = [other] if waits else [other, ("Put it before the housing needs panel", "housing-panel")]
    return Card("homes", "Homelessness and the register", lines, "Nothing is recorded.", step, others)


def reciprocal_card(table: Table) -> Card:
    """A home sought elsewhere, by code."""
    lines = [
        Line(
            f"{each.code}: {', '.join(each.boroughs)}; {each.bedrooms} bedroom{'s' if each.bedrooms != 1 else ''}. "
            + (f"Offered in {each.offered[-1]}. " if each.offered else "No offer yet. ")
            + (f"{wording.MOVES.get(each.result, each.result)}." if each.result else "")
        )
        for each in table.file.reciprocals
    ]
    step = ("Seek a home elsewhere", "reciprocal")
    if table.file.seeking is not None:
        offered = bool(table.file.seeking.offered)
        step = ("Record what became of it", "reciprocal-end") if offered else ("Record an offer", "reciprocal-offer")
        others = [] if offered else [("Withdraw it", "reciprocal-end")]
        return Card("reciprocal", "A home in another borough", lines, "", step, others)
    return Card("reciprocal", "A home in another borough", lines, "No home elsewhere is sought.", step)


def one_stop_card(table: Table) -> Card:
    """Visits, and orders the police were told of."""
    lines = [
        Line(f"They came on {full_date(each.held_on)}: {', '.join(map(_topic, each.topics))}.")
        for each in table.facts(events.DropInHeld)
    ]
    lines += _orders(table)
    visit, order = ("Record a visit", "drop-in"), ("Tell the police of an order", "order")
    waiting = next((each for each in table.file.orders if not each.acknowledged), None)
    if waiting is None:
        return Card("one-stop", "One Stop Shop and orders", lines, "No visit and no order is recorded.", visit, [order])
    step = ("The police have the order", f"order-known?order={waiting.order_id}")
    lines = [Line(each.says, each.warning) if each.step == step else each for each in lines]
    return Card("one-stop", "One Stop Shop and orders", lines, "", step, [visit, order])


def _topic(code: str) -> str:
    return low(wording.TOPICS.get(code, code))


def _orders(table: Table) -> Iterator[Line]:
    for each in table.file.orders:
        name = wording.ORDERS.get(each.order, each.order)
        if each.acknowledged:
            yield Line(f"{name}: the police have it.")
        else:
            late = "Late" if each.acknowledge_by < table.today else ""
            says = f"{name}: the police were told and must say by {full_date(each.acknowledge_by)} that they have it."
            yield Line(says, late, ("The police have the order", f"order-known?order={each.order_id}"))


def recourse_card(table: Table) -> Card:
    """Whether there is recourse to public funds, and where that leads."""
    newest = {each.person_id: each for each in table.facts(events.RecourseNoted)}
    lines = [_way(table, each) for each in newest.values()]
    step = ("Note it anew", "recourse") if lines else ("Note it", "recourse")
    return Card("recourse", "Recourse to public funds", lines, "Nobody has asked yet.", step)


def _way(table: Table, fact: events.RecourseNoted) -> Line:
    said = table.opener.open(fact.no_recourse, Sensitive) or ERASED
    who = table.who(fact.person_id)
    if said != "yes":
        return Line(f"No recourse: {wording.YES_NO.get(said, said).lower()}{who}.")
    standing: Any = table.file.standing
    practice = table.room.practice(table.today)
    way = way_without_recourse(standing.panels, standing.answers)
    return Line(f"No recourse: yes{who}. {practice.recourse[way] if practice else ''}.")
