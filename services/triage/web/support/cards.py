"""The support in a case as its pages show it: one card for each part, and what is due."""

from datetime import datetime

from services.triage.domain.support.due import due_on
from services.triage.domain.support.file import SupportFile
from services.triage.web.support import wording
from services.triage.web.support.card import Card, Table
from services.triage.web.support.home_cards import (
    homes_card,
    one_stop_card,
    reciprocal_card,
    recourse_card,
    sanctuary_card,
)
from services.triage.web.support.safety_cards import adviser_card, areas_card, plan_card, stay_card
from shared.kernel.clock import rfc3339


def due_lines(file: SupportFile, now: datetime) -> list[tuple[str, str]]:
    """What is due in the support of a case, as its pages list it."""
    at_once = rfc3339(now)
    return [(rfc3339(each.at) if each.at else at_once, wording.DUE[each.what]) for each in due_on(file, now)]


def cards_of(table: Table) -> list[Card]:
    """All of them, what keeps somebody safe first."""
    return [
        adviser_card(table),
        plan_card(table),
        areas_card(table),
        stay_card(table),
        sanctuary_card(table),
        homes_card(table),
        reciprocal_card(table),
        one_stop_card(table),
        recourse_card(table),
    ]
