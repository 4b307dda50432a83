"""The agenda of one meeting, as it stands or as it was circulated, and what the coordinator does to it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.panels.application.agenda_desk import AgendaVersion
from services.panels.domain.commands import CirculateAgenda, MoveAgendaItem
from services.panels.domain.meeting import Held
from services.panels.domain.values.sittings import london_day
from services.panels.read_models import actions
from services.panels.web.access import READERS, STEERING, restricted, sees_names, steers
from services.panels.web.agenda_view import shown_agenda
from services.panels.web.desk import Desk, saved
from services.panels.web.forms import Again, Form, Typed, again, moment_in, receipt_of
from services.panels.web.sittings import move_to_sitting
from services.panels.web.words import PAGES, WORDS
from shared.kernel.handling import Command
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal
from shared.web.guard import allow, context_of, principal_of

_MOVE, _EXTRA = "move", "extra"
_IDS = {"/starts_on": "starts_on", "/starts_at": "starts_at", "/reason": "reason", "/cases": "cases"}


def router(desk: Desk) -> APIRouter:
    """The route /panels/meetings/{meeting_id} and the forms on it."""
    made = APIRouter(prefix="/panels/meetings", include_in_schema=False)
    readers, steering = [allow(*READERS, hide=True)], [allow(*STEERING, hide=True)]

    @made.get("/{meeting_id}", name="panels:agenda", dependencies=readers)
    def show(request: Request, meeting_id: str, version: Annotated[int | None, Query(ge=1)] = None) -> Response:
        late_view = not desk.shows_what_was_saved(request)
        if desk.panel_of(desk.agenda(principal_of(request), meeting_id)).cohort is not None:
            return RedirectResponse(f"/panels/cohort/meetings/{meeting_id}", 303)
        return agenda_page(desk, request, meeting_id, version, late_view=late_view)

    @made.post("/{meeting_id}/circulate", name="panels:circulate", dependencies=steering)
    def circulate(request: Request, meeting_id: str, form: Typed) -> Response:
        return do(request, meeting_id, CirculateAgenda(at=desk.clock(), meeting_id=meeting_id), form)

    @made.post("/{meeting_id}/move", name="panels:move_item", dependencies=steering)
    def move(request: Request, meeting_id: str, form: Typed) -> Response:
        return do(request, meeting_id, _move(desk, meeting_id, form), form, f"{_MOVE}-{form.get('case_id', '')}")

    @made.post("/{meeting_id}/extra-sitting", name="panels:extra_sitting", dependencies=steering)
    def extra_sitting(request: Request, meeting_id: str, form: Typed) -> Response:
        try:
            sitting_id, position = _move_to_extra(desk, request, meeting_id, form)
        except (InvalidInput, Refusal) as wrong:
            return agenda_page(desk, request, meeting_id, shown_again=again(wrong, form, _EXTRA))
        return saved(request, f"/panels/meetings/{sitting_id}", position)

    def do(request: Request, meeting_id: str, command: Command, form: Form, place: str = "") -> Response:
        try:
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as wrong:
            return agenda_page(desk, request, meeting_id, shown_again=again(wrong, form, place))
        return saved(request, f"/panels/meetings/{meeting_id}", done.last_position)

    return made


def _move(desk: Desk, meeting_id: str, form: Form) -> MoveAgendaItem:
    """One place up or down, with the reason that was given."""
    if form.get("direction") not in ("up", "down"):
        raise NotFound
    return MoveAgendaItem.model_validate(
        {
            "at": desk.clock(),
            "meeting_id": meeting_id,
            "case_id": form.get("case_id", ""),
            "direction": form["direction"],
            "reason": form.get("reason", ""),
        }
    )


def agenda_page(
    desk: Desk,
    request: Request,
    meeting_id: str,
    version: int | None = None,
    shown_again: Again | None = None,
    late_view: bool = False,
) -> Response:
    """The agenda, once the reading of it is recorded."""
    who, typed = principal_of(request), shown_again or Again()
    version_shown = desk.agenda(who, meeting_id, version)
    desk.viewed(request, version_shown)
    panel = desk.panel_of(version_shown)
    begun = version_shown.sitting.starts_at <= desk.clock()
    newest = version_shown.since or 0 if version_shown.draft else desk.meeting(meeting_id).agenda_version
    proposed = version_shown.agenda.extra_sitting
    context: dict[str, Any] = {
        "panel": panel,
        "view": shown_agenda(
            version_shown, panel, desk.opener if sees_names(who) else None, _on_time(desk, version_shown)
        ),
        "newest": newest,
        "steers": steers(who) and version_shown.draft,
        "held": isinstance(desk.histories.meeting(meeting_id), Held),
        "begun": begun,
        "restricted": restricted(who),
        "names": sees_names(who),
        "closed": version_shown.sitting.deadline < desk.today(),
        "past_at": f"when version {version} was circulated" if version is not None and version < newest else None,
        "proposed": proposed,
        "proposed_on": london_day(proposed.starts_at).isoformat() if proposed else "",
        "ids": _ids(typed),
        "late_view": late_view,
        "back": "/panels",
    }
    context |= _version_words(version_shown, begun)
    return PAGES.render(
        request, "panels/agenda.html", status=typed.status, shown=version_shown, **context, **typed.context(), **WORDS
    )


def _version_words(shown: AgendaVersion, begun: bool) -> dict[str, Any]:
    """As what the agenda is shown: a draft, the version that members hold, or what became of it.

    As long as nothing has changed since it was circulated, what members hold is what stands. Once the meeting has
    begun there is nothing to draft any more.
    """
    again = shown.draft and shown.since is not None
    unchanged = again and not shown.changes
    return {
        "number": shown.since if unchanged or (again and begun) else shown.version,
        "draft": shown.draft and not unchanged,
        "last_circulated": again and begun and not unchanged,
    }


def _on_time(desk: Desk, shown: AgendaVersion) -> frozenset[str]:
    """The actions on an agenda whose day has not passed, by today; at the latest by the day of the meeting."""
    ids = [item.action_id for item in shown.agenda.items if item.action_id]
    with desk.reading() as connection:
        days = actions.due_days(connection, ids)
    read_on = min(desk.today(), shown.sitting.day)
    return frozenset(action_id for action_id, due in days.items() if due >= read_on)


def _ids(typed: Again) -> dict[str, str]:
    """Where the errors lead: into the form of the item that was to be moved, or into that of the extra sitting."""
    if typed.place.startswith(_MOVE) and typed.form:
        return {"/reason": f"reason-{typed.form.get('case_id', '')}"}
    return _IDS


def _move_to_extra(desk: Desk, request: Request, meeting_id: str, form: Form) -> tuple[str, int]:
    """The cases chosen go to an extra sitting, as proposed or on another day. Gives its id and the position."""
    shown = desk.agendas.draft(meeting_id)
    standing = {item.case_id for item in shown.agenda.cases}
    chosen = [case_id for case_id in form.get("cases", "").split(",") if case_id in standing]
    if not chosen:
        raise InvalidInput([FieldError("/cases", "missing", "Choose at least one case to move.")])
    starts_at = moment_in(form, "starts_on", "starts_at")
    return move_to_sitting(desk, request, form, shown.sitting, "extra", starts_at, chosen)
