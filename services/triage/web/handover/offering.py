"""Whether a hand-over can work for a referral at all, so that pages offer it only where it does."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.triage.domain.directory.entry import OPEN, Provision
from services.triage.domain.directory.listed import Listed
from services.triage.domain.events import SupportRequested
from services.triage.domain.handover.making import LANDLORD, PROTECTING, goes_another_way, is_reachable
from services.triage.read_models import handovers
from services.triage.read_models.decision_card import Card
from services.triage.web.desk import Desk


def stands_in_the_way(desk: Desk, card: Card) -> str | None:
    """The code of what no form can mend: it is about abuse, or came with an import; None where nothing is."""
    referral, decision = card.referral, card.newest.decision
    routes = {decision["primary"]["route"], *(also["route"] for also in decision["also"])}
    supported = any(isinstance(each.fact, SupportRequested) for each in desk.story(referral.stream))
    if supported or goes_another_way(referral.kind, referral.strands.split(), routes):
        return "abuse_goes_another_way"
    return "imports_are_not_handed_over" if referral.origin == "import" else None


def handing_over(desk: Desk, card: Card) -> str | None:
    """What a card offers: "open" where somebody could take it today by message, "past" where something was handed
    over before, else nothing."""
    if stands_in_the_way(desk, card) is None and choices(desk, card):
        return "open"
    with desk.views.reading() as connection:
        return "past" if handovers.of_reference(connection, card.referral.reference) else None


def choices(desk: Desk, card: Card) -> list[tuple[str, str]]:
    """Who could take it over today and has a mailbox that was made sure of in time: those of its route first."""
    directory, day = desk.directory.now(), desk.directory.today()
    route = card.newest.decision["primary"]["route"]
    services = [
        (each.destination != route, f"{each.destination}|{listed.entry.id}", listed.entry.name)
        for listed, each in _reachable(desk)
        if each.destination not in PROTECTING
    ]
    return [(value, name) for _, value, name in sorted(services + _landlords(directory, route, day), key=_order)]


def mailboxes(desk: Desk, route: str) -> dict[str, str]:
    """Who takes one route today and has a mailbox that was made sure of in time: the id and what it is called."""
    return {listed.entry.id: listed.entry.name for listed, each in _reachable(desk) if each.destination == route}


def _reachable(desk: Desk) -> Iterator[tuple[Listed, Provision]]:
    directory, day = desk.directory.now(), desk.directory.today()
    for listed in directory.services.values():
        for each in listed.provides:
            if each.on(day) and listed.status_on(day) == OPEN and is_reachable(listed, day):
                yield listed, each


def _landlords(directory: Any, route: str, day: date) -> list[tuple[bool, str, str]]:
    return [
        (route != LANDLORD, f"{LANDLORD}|{number}", listed.landlord.name)
        for number, listed in directory.landlords.items()
        if is_reachable(listed, day)
    ]


def _order(choice: tuple[bool, str, str]) -> tuple[bool, str]:
    return choice[0], choice[2]
