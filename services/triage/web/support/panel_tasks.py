"""The housing needs panel in a case: the form that asks it, and what its card says of the answer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.triage.domain.support.panel_commands import AskHousingPanel
from services.triage.domain.support.panel_events import HousingPanelAsked, PanelBanded
from services.triage.web.fields import AREA, CHOICE, Field
from services.triage.web.support import wording
from services.triage.web.support.card import Line, Table
from services.triage.web.support.plan_tasks import person
from services.triage.web.support.tasks import Seat, Task, lead
from shared.kernel.handling import Command
from shared.kernel.personal import ERASED, Narrative
from shared.web.formats import full_date


def _fields(seat: Seat) -> Sequence[Field]:
    return (
        person(seat, "Who needs the home?"),
        Field("asks", "What is the panel asked for?", CHOICE, choices=wording.ASKS),
        Field("why", "Why?", AREA, "Stays on this case. The panel is told only what was chosen above."),
    )


def _command(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return seat.make(AskHousingPanel, **typed)


PANEL_TASKS: dict[str, Task] = {
    "housing-panel": Task(
        "Put the case before the housing needs panel",
        "Put it on the next agenda",
        _fields,
        _command,
        lead(
            "It stands on the panel’s next agenda at once. Names follow once the lawful basis of telling that panel is "
            "recorded: it is due on the case.",
            "The panel learns who needs the home, of the children, and what kind of place they stay in. It never "
            "learns where: no address, and of a refuge not even the code.",
        ),
    ),
}


def panel_lines(table: Table) -> Iterator[Line]:
    """What the panel was asked, and what it said last."""
    asked, said = table.facts(HousingPanelAsked), table.facts(PanelBanded)
    if asked and not table.file.panel_answered:
        last = asked[-1]
        yield Line(
            f"Before the housing needs panel since {full_date(last.asked_on)}{table.who(last.person_id)}: "
            f"{wording.said(last.asks)}.",
            "" if table.file.panel_basis else "Lawful basis missing",
        )
    if said:
        yield Line(_answer(table, said[-1]), _late(table, said[-1]))


def _answer(table: Table, fact: PanelBanded) -> str:
    words = (table.opener.open(fact.words, Narrative) or ERASED).rstrip(".")
    told = f"The housing needs panel on {full_date(fact.decided_on)}: {wording.said(fact.result)}"
    if fact.band is None or fact.effective_on is None or fact.review_on is None:
        return f"{told}. {words}."
    practice = table.room.practice(table.today)
    band = practice.bands.get(fact.band, fact.band) if practice else fact.band
    return (
        f"{told}. {band}, from {full_date(fact.effective_on)}, looked at again by {full_date(fact.review_on)}: "
        f"{wording.said(fact.reason or '')}. {words}."
    )


def _late(table: Table, fact: PanelBanded) -> str:
    return "Review due" if fact.review_on is not None and fact.review_on < table.today else ""
