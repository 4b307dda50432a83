"""What agencies have undertaken: mine first, overdue first; and one action, with the three ways in which it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.panels.domain.commands import CloseAction
from services.panels.read_models import actions
from services.panels.read_models.actions import Action
from services.panels.read_models.agenda import queries
from services.panels.web.access import UNDERTAKING, may_close, may_know, own_agency, panels_of
from services.panels.web.desk import Desk, saved
from services.panels.web.forms import Again, Form, Typed, again, receipt_of
from services.panels.web.words import OUTCOMES, PAGES, WORDS
from shared.kernel.personal import Identity, Narrative
from shared.kernel.refusals import FieldError, InvalidInput, NotAllowed, NotFound, Refusal
from shared.web.guard import Principal, allow, context_of, principal_of

_ROWS, _LAST_PAGE = 50, 10_000
_STATES = {"open": "Open", "done": "Done", "not_possible": "Not possible", "not_undertaken": "Not undertaken"}
_IDS = {"/outcome": "outcome", "/reason": "reason"}


@dataclass(frozen=True, slots=True)
class Opened:
    """An action with its words opened."""

    action: Action
    agency: str
    panel: str
    owner: str | None
    text: str | None
    overdue: bool


def router(desk: Desk) -> APIRouter:
    """The routes /panels/actions, /panels/actions/{action_id} and its form."""
    made = APIRouter(prefix="/panels/actions", include_in_schema=False, dependencies=[allow(*UNDERTAKING, hide=True)])

    @made.get("", name="panels:actions")
    def several(request: Request) -> Response:
        return _list(desk, request)

    @made.get("/{action_id}", name="panels:action")
    def one(request: Request, action_id: str) -> Response:
        return _page(desk, request, _find(desk, request, action_id))

    @made.post("/{action_id}/close", name="panels:close_action")
    def close(request: Request, action_id: str, form: Typed) -> Response:
        found = _find(desk, request, action_id)
        if not may_close(principal_of(request), found):
            raise NotAllowed
        try:
            command = _closing(desk, found, form)
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as wrong:
            return _page(desk, request, found, again(wrong, form))
        return saved(request, "/panels/actions", done.last_position)

    return made


def _closing(desk: Desk, found: Action, form: Form) -> CloseAction:
    outcome = form.get("outcome", "")
    if outcome not in OUTCOMES:
        raise InvalidInput([FieldError("/outcome", "missing", "Choose how the action ended.")])
    return CloseAction.model_validate(
        {
            "at": desk.clock(),
            "meeting_id": found.meeting_id,
            "action_id": found.action_id,
            "outcome": outcome,
            "reason": form.get("reason", ""),
        }
    )


def _list(desk: Desk, request: Request) -> Response:
    """One's own agency's, then, for who may know of them, the others'; reading any of them is recorded."""
    late_view = not desk.shows_what_was_saved(request)
    asked, who = dict(request.query_params), principal_of(request)
    # A walled panel gives no actions here, and its name is nobody's to read.
    choices = {code: each for code, each in desk.timetable.panels.items() if each.cohort is None}
    panel = asked.get("panel") if asked.get("panel") in choices else None
    state = asked.get("state") if asked.get("state") in _STATES else "open"
    number = _number(asked.get("page", ""))
    known, agency = panels_of(who, desk.timetable.panels.values()), own_agency(who)
    page: dict[str, Any] = {"panel": panel, "state": state, "limit": _ROWS + 1, "offset": (number - 1) * _ROWS}
    with desk.reading() as connection:
        mine = actions.listed(connection, agency, **page) if agency else []
        others = actions.listed(connection, other_than=agency, panels=known, **page)
    own, shown = mine[:_ROWS], others[:_ROWS]
    _viewed(desk, request, "actions", [*own, *shown])
    context: dict[str, Any] = {
        "mine": _opened(desk, own),
        "others": _opened(desk, shown),
        "sees_others": bool(known),
        "agency": _agency_name(desk, who),
        "panels": choices,
        "panel": panel,
        "state": state,
        "state_choices": _STATES,
        "number": number,
        "newer": _address(asked, number - 1) if number > 1 else None,
        "older": _address(asked, number + 1) if max(len(mine), len(others)) > _ROWS else None,
    }
    return PAGES.render(request, "panels/actions.html", late_view=late_view, **context, **WORDS)


def _page(desk: Desk, request: Request, found: Action, typed: Again | None = None) -> Response:
    _viewed(desk, request, "an action", [found])
    typed = typed or Again()
    context: dict[str, Any] = {
        "opened": _opened(desk, [found])[0],
        "reason": desk.opener.open(found.reason, Narrative),
        "closes": found.state == "open" and may_close(principal_of(request), found),
        "meeting": desk.meeting(found.meeting_id).sitting,
        "ids": _IDS,
        "back": "/panels/actions",
    }
    return PAGES.render(request, "panels/action.html", status=typed.status, **context, **typed.context(), **WORDS)


def _find(desk: Desk, request: Request, action_id: str) -> Action:
    """The action; NotFound where there is none, or none for this reader."""
    desk.shows_what_was_saved(request)
    with desk.reading() as connection:
        found = actions.find(connection, action_id)
    if found is None or not may_know(principal_of(request), found, desk.timetable.panels.values()):
        raise NotFound
    return found


def _viewed(desk: Desk, request: Request, what: str, shown: Sequence[Action]) -> None:
    """Record that somebody reads what was undertaken about people, before it is sent."""
    cases = {action.case_id for action in shown if action.case_id}
    if not cases:
        return
    with desk.reading() as connection:
        about = queries.referral_ids(connection, cases)
    streams = {f"meeting-{action.meeting_id}" for action in shown}
    desk.record_view(context_of(request), streams.pop() if len(streams) == 1 else "actions", about, what)


def _opened(desk: Desk, shown: Sequence[Action]) -> list[Opened]:
    """With the words of those whom the actions are about; whoever sees an action has to know what it is."""
    found = []
    for action in shown:
        panel = desk.timetable.panel(action.panel)
        owner, text = desk.opener.open(action.owner, Identity), desk.opener.open(action.text, Narrative)
        agency = panel.agency_name(action.agency)
        found.append(Opened(action, agency, panel.title, owner, text, action.overdue(desk.today())))
    return found


def _agency_name(desk: Desk, who: Principal) -> str | None:
    agency = own_agency(who)
    named = (panel.agency_name(agency) for panel in desk.timetable.panels.values() if agency in panel.agency_codes)
    return next(named, None)


def _number(text: str) -> int:
    return min(int(text), _LAST_PAGE) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text) else 1


def _address(asked: dict[str, str], number: int) -> str:
    kept = {name: asked[name] for name in ("panel", "state") if asked.get(name)}
    return f"/panels/actions?{urlencode({**kept, 'page': number})}"
