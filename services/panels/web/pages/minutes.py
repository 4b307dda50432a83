"""The minutes of a meeting, written from what was recorded: who came, what was decided, and who undertook what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.panels.application.agenda_desk import AgendaVersion
from services.panels.domain.definition import PanelDefinition
from services.panels.domain.meeting import Convened, Held
from services.panels.domain.values.agendas import AgendaItem
from services.panels.domain.values.sittings import Capacity
from services.panels.read_models import actions, bandings, decisions
from services.panels.read_models.actions import Action
from services.panels.read_models.bandings import Banding
from services.panels.read_models.decisions import Decision
from services.panels.web.access import READERS, restricted, sees_names
from services.panels.web.agenda_view import Line, line_of
from services.panels.web.desk import Desk
from services.panels.web.words import PAGES, WORDS, missing_words
from shared.kernel.kept_from import kept_from
from shared.kernel.personal import Identity, Narrative
from shared.kernel.refusals import NotFound
from shared.web.guard import allow, principal_of


@dataclass(frozen=True, slots=True)
class Undertaken:
    """An action with its words, which are None for readers who do not see them."""

    action: Action
    agency: str
    owner: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Minuted:
    """A case with what the meeting decided about it, None where it was not decided there."""

    line: Line
    decision: Decision | None
    text: str | None
    band: Banding | None
    undertaken: Sequence[Undertaken]


def router(desk: Desk) -> APIRouter:
    """The route /panels/meetings/{meeting_id}/minutes."""
    made = APIRouter(prefix="/panels/meetings", include_in_schema=False)

    @made.get("/{meeting_id}/minutes", name="panels:minutes", dependencies=[allow(*READERS, hide=True)])
    def show(request: Request, meeting_id: str) -> Response:
        late_view = not desk.shows_what_was_saved(request)
        return _page(desk, request, meeting_id, late_view)

    return made


def _page(desk: Desk, request: Request, meeting_id: str, late_view: bool) -> Response:
    who = principal_of(request)
    shown, meeting = desk.agenda(who, meeting_id), desk.meeting(meeting_id)
    if restricted(who):
        raise NotFound
    items = list(_minuted_items(shown, meeting))
    desk.viewed_minutes(request, meeting_id, items)
    panel, names = desk.panel_of(shown), sees_names(who)
    with desk.reading() as connection:
        undertaken = _by_case(desk, panel, actions.of_meeting(connection, meeting_id), names)
        decided = {each.case_id: each for each in decisions.of_meeting(connection, meeting_id)}
        banded = {each.case_id: each for each in bandings.of_meeting(connection, meeting_id)}
    cases = [_minuted(desk, panel, item, decided, banded, undertaken, names) for item in items]
    context: dict[str, Any] = {
        "panel": panel,
        "sitting": meeting.sitting,
        "attendance": _attendance(panel, meeting) if isinstance(meeting, Held) else None,
        "cases": cases,
        "decided": sum(case.decision is not None for case in cases),
        "of_no_case": undertaken.get(None, []),
        "names": names,
        "today": desk.today(),
        "late_view": late_view,
        "back": f"/panels/meetings/{meeting_id}",
    }
    return PAGES.render(request, "panels/minutes.html", **context, **WORDS)


def _minuted_items(shown: AgendaVersion, meeting: Convened) -> Iterator[AgendaItem]:
    """The cases of the agenda in order, then those that stood on what members hold and are elsewhere now."""
    yield from shown.agenda.cases
    here = {item.case_id for item in shown.agenda.cases}
    held = meeting.agenda.without(kept_from()).cases if meeting.agenda else ()
    yield from (item for item in held if item.case_id not in here)


def _minuted(
    desk: Desk,
    panel: PanelDefinition,
    item: AgendaItem,
    decided: Mapping[str, Decision],
    banded: Mapping[str, Banding],
    undertaken: Mapping[str | None, Sequence[Undertaken]],
    names: bool,
) -> Minuted:
    decision = decided.get(item.case_id or "")
    band = banded.get(item.case_id or "")
    words = band.words if band else decision.text if decision else None
    text = desk.opener.open(words, Narrative) if names else None
    line = line_of(item, panel, desk.opener if names else None)
    return Minuted(line, decision, text, band, undertaken.get(item.case_id, []))


def _by_case(
    desk: Desk, panel: PanelDefinition, found: Sequence[Action], names: bool
) -> dict[str | None, list[Undertaken]]:
    opened = desk.opener.open
    by_case: dict[str | None, list[Undertaken]] = {}
    for action in found:
        owner, text = (opened(action.owner, Identity), opened(action.text, Narrative)) if names else (None, None)
        each = Undertaken(action, panel.agency_name(action.agency), owner, text)
        by_case.setdefault(action.case_id, []).append(each)
    return by_case


def _attendance(panel: PanelDefinition, held: Held) -> dict[str, Any]:
    """Who was there in which capacity, by agency, who had not signed, and what was missing for a quorum."""
    came = held.attendance.attendees

    def agencies(capacity: Capacity) -> list[str]:
        return list(dict.fromkeys(panel.agency_name(each.agency) for each in came if each.capacity == capacity))

    offices = {chair.agency: chair.office for chair in panel.chairs}
    chairs = [each.agency for each in came if each.capacity == "chair"]
    return {
        "chairs": [offices.get(agency, panel.agency_name(agency)) for agency in chairs],
        "members": agencies("member"),
        "observers": agencies("observer"),
        "apologies": [panel.agency_name(code) for code in held.attendance.apologies],
        "unsigned": list(dict.fromkeys(panel.agency_name(each.agency) for each in came if not each.signed)),
        "missing": missing_words(held.attendance.missing, panel, held.sitting.kind),
    }
