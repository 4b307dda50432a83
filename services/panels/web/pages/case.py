"""Meeting mode: one case at a time, with what was decided, what was undertaken, and the forms to write it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.panels.application.agenda_desk import AgendaVersion
from services.panels.domain.definition import PanelDefinition
from services.panels.domain.meeting import Held, lacking
from services.panels.domain.values.agendas import AgendaItem
from services.panels.read_models import actions, bandings, decisions
from services.panels.read_models.agenda import queries
from services.panels.read_models.agenda.people import her_other_cases
from services.panels.read_models.agenda.queries import Standing
from services.panels.web.access import READERS, restricted, sees_names, steers
from services.panels.web.agenda_view import line_of
from services.panels.web.desk import Desk
from services.panels.web.forms import Again
from services.panels.web.words import PAGES, WORDS, missing_words
from shared.kernel.identifiers import new_id, parse_reference
from shared.kernel.personal import Identity, Narrative
from shared.kernel.refusals import NotFound
from shared.web.guard import Role, allow, principal_of

_IDS = {
    name: f"{form}-{name.strip('/')}"
    for form, names in {
        "decide": ("/decision",),
        "action": ("/agency", "/owner", "/due", "/text"),
        "band": ("/result", "/band", "/effective_on", "/review_on", "/words"),
    }.items()
    for name in names
}
_OF_SEVERAL_FORMS = ("reason", "interim_note", "inquorate_reason")


@dataclass(frozen=True, slots=True)
class Place:
    """A case on an agenda: its line, the agenda's other cases in order, and which of them it is (from 0)."""

    shown: AgendaVersion
    panel: PanelDefinition
    item: AgendaItem
    cases: Sequence[AgendaItem]
    number: int


def router(desk: Desk) -> APIRouter:
    """The route /panels/meetings/{meeting_id}/case/{reference}; what is sent from it is in `case_steps`."""
    made = APIRouter(prefix="/panels/meetings", include_in_schema=False)

    @made.get("/{meeting_id}/case/{reference}", name="panels:case", dependencies=[allow(*READERS, hide=True)])
    def show(request: Request, meeting_id: str, reference: str) -> Response:
        late_view = not desk.shows_what_was_saved(request)
        return case_page(desk, request, place_of_case(desk, request, meeting_id, reference), late_view=late_view)

    return made


def place_of_case(desk: Desk, request: Request, meeting_id: str, typed: str) -> Place:
    """Where a case stands on the agenda as it is now; NotFound if it does not, or is not for this reader."""
    who = principal_of(request)
    shown, reference = desk.agenda(who, meeting_id), parse_reference(typed)
    if reference is None or restricted(who):
        raise NotFound
    panel = desk.panel_of(shown)
    case_id = desk.case_on(meeting_id, panel.id, reference)
    cases = shown.agenda.cases
    for number, item in enumerate(cases):
        if item.case_id == case_id:
            return Place(shown, panel, item, cases, number)
    raise NotFound


def case_page(
    desk: Desk, request: Request, place: Place, typed: Again | None = None, late_view: bool = False
) -> Response:
    """One case, once the reading of it is recorded."""
    desk.viewed_case(request, place.item)
    who, typed = principal_of(request), typed or Again()
    names = sees_names(who)
    meeting_id = place.shown.sitting.meeting_id
    context: dict[str, Any] = {
        "panel": place.panel,
        "sitting": place.shown.sitting,
        "line": line_of(place.item, place.panel, desk.opener if names else None),
        "number": place.number,
        "total": len(place.cases),
        "before": sum(item.minutes for item in place.cases[: place.number]),
        "in_overflow": place.item in place.shown.agenda.overflow,
        "previous": _address(meeting_id, place.cases, place.number - 1),
        "following": _address(meeting_id, place.cases, place.number + 1),
        "steers": steers(who),
        "names": names,
        "signs": who.role is Role.PANEL_CHAIR,
        "ids": _IDS | {f"/{name}": f"{typed.place}-{name}" for name in _OF_SEVERAL_FORMS},
        "action_id": (typed.form or {}).get("action_id") or new_id(),
        "back": f"/panels/meetings/{meeting_id}",
        "late_view": late_view,
    }
    context |= _recorded(desk, place, names) | _quorum(desk, place) | {"her_others": _her_others(desk, place)}
    return PAGES.render(request, "panels/case.html", status=typed.status, **context, **typed.context(), **WORDS)


def _recorded(desk: Desk, place: Place, names: bool) -> dict[str, Any]:
    """What stands about the case: decisions, the newest last, and actions; words are opened for those who act."""
    with desk.reading() as connection:
        decided = decisions.of_case(connection, place.item.case_id or "")
        undertaken = actions.of_case(connection, place.item.case_id or "")
        banded = bandings.of_case(connection, place.item.case_id or "")
    here = [each for each in decided if each.meeting_id == place.shown.sitting.meeting_id]
    opened = desk.opener.open

    def words(each: decisions.Decision) -> str | None:
        return opened(each.text, Narrative) if names else None

    return {
        "decided": [(each, words(each)) for each in here],
        "earlier": [(each, words(each)) for each in decided if each not in here],
        "bands": [(each, opened(each.words, Narrative) if names else None) for each in banded],
        "actions": [
            (each, opened(each.owner, Identity) if names else None, opened(each.text, Narrative) if names else None)
            for each in undertaken
        ],
        "today": desk.today(),
    }


def _her_others(desk: Desk, place: Place) -> Sequence[Standing]:
    """Where else she stands before this panel, by a record of her that was decided to be the same person's."""
    with desk.reading() as connection:
        case_ids = her_other_cases(connection, place.item.case_id or "")
        return queries.standings_of(connection, case_ids)


def _quorum(desk: Desk, place: Place) -> dict[str, Any]:
    """Whether the panel may decide, from who was recorded as present."""
    held = desk.histories.meeting(place.shown.sitting.meeting_id)
    if not isinstance(held, Held):
        return {"attendance": False, "missing": []}
    missing = lacking(place.panel, held.sitting.kind, held.attendance.attendees)
    return {"attendance": True, "missing": missing_words(missing, place.panel, held.sitting.kind)}


def _address(meeting_id: str, cases: Sequence[AgendaItem], number: int) -> tuple[str, str] | None:
    """The page of a neighbour and its reference; None at either end."""
    if not 0 <= number < len(cases):
        return None
    reference = cases[number].case_reference or ""
    return f"/panels/meetings/{meeting_id}/case/{reference}", reference
