"""What was learnt from reviews: by theme and year, one lesson with its actions, and the forms a manager fills in."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.lessons import LessonRoom
from services.triage.domain.lessons.commands import AgreeLessonAction, EndLessonAction, OnLesson, RecordLesson
from services.triage.domain.lessons.lesson import DONE, NOT_DONE, is_late, year_from, year_of
from services.triage.read_models import lessons
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.fields import AREA, CHOICE, DAY, TEXT, Field, read
from services.triage.web.typed import Form, Typed, receipt_of
from services.triage.web.work_form import WorkForm
from shared.kernel.identifiers import new_id
from shared.kernel.personal import ERASED, Narrative
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal
from shared.web.formats import LONDON
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

# Who types a lesson learns from a refusal which names are in the case, so only who sees every case may.
WRITES = Role.SERVICE_MANAGER
READS = (*OFFICERS, Role.IDVA, Role.PANEL_CHAIR, Role.PANEL_COORDINATOR, Role.INFORMATION_GOVERNANCE)
_ADDRESS = "/triage/lessons"
RESULTS = {DONE: "Done", NOT_DONE: "Not done"}
_NO_NAMES = "No names, dates of birth, addresses, telephone numbers or references."


def lesson_pages(desk: Desk, pages: Pages, room: LessonRoom) -> APIRouter:
    """The routes /triage/lessons…"""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False)
    readers, writers = [allow(*READS, hide=True)], [allow(WRITES, hide=True)]

    @router.get("", name="triage:lessons", dependencies=readers)
    def several(request: Request, year: str = "", theme: str = "") -> Response:
        return _list(desk, pages, room, request, year, theme)

    @router.get("/new", name="triage:lesson_form", dependencies=writers)
    def ask(request: Request) -> Response:
        return _form("new", _new_fields(desk, room)).page(pages, request)

    @router.post("/new", name="triage:lesson_recorded", dependencies=writers)
    def record(request: Request, form: Typed) -> Response:
        fields, lesson_id = _new_fields(desk, room), form.get("lesson_id", "")[:64] or new_id()

        def command() -> OnLesson:
            return _recording(desk, request, fields, form, lesson_id)

        return _do(desk, pages, request, "new", fields, form, lesson_id, command)

    @router.get("/{lesson_id}", name="triage:lesson", dependencies=readers)
    def one(request: Request, lesson_id: str) -> Response:
        return _page(desk, pages, room, request, lesson_id)

    _add_actions(router, desk, pages)
    return router


def _add_actions(router: APIRouter, desk: Desk, pages: Pages) -> None:
    readers, writers = [allow(*READS, hide=True)], [allow(WRITES, hide=True)]

    @router.get("/{lesson_id}/action", name="triage:lesson_action_form", dependencies=writers)
    def ask(request: Request, lesson_id: str) -> Response:
        _find(desk, request, lesson_id)
        return _form(f"{lesson_id}/action", _action_fields(request)).page(pages, request)

    @router.post("/{lesson_id}/action", name="triage:lesson_action_agreed", dependencies=writers)
    def agree(request: Request, lesson_id: str, form: Typed) -> Response:
        found, fields = _find(desk, request, lesson_id), _action_fields(request)

        def command() -> OnLesson:
            typed = read(fields, form)
            base = _base(desk, request, lesson_id, found.referral_id)
            return AgreeLessonAction(**base, action_id=form.get("action_id", "")[:64] or new_id(), **typed)

        return _do(desk, pages, request, f"{lesson_id}/action", fields, form, lesson_id, command)

    @router.get("/{lesson_id}/action/{action_id}", name="triage:lesson_action", dependencies=readers)
    def ask_end(request: Request, lesson_id: str, action_id: str) -> Response:
        _own_action(desk, request, lesson_id, action_id)
        return _form(f"{lesson_id}/action/{action_id}", _END_FIELDS).page(pages, request)

    @router.post("/{lesson_id}/action/{action_id}", name="triage:lesson_action_ended", dependencies=readers)
    def end(request: Request, lesson_id: str, action_id: str, form: Typed) -> Response:
        found = _own_action(desk, request, lesson_id, action_id)

        def command() -> OnLesson:
            typed = read(_END_FIELDS, form)
            base = _base(desk, request, lesson_id, found.referral_id)
            return EndLessonAction(**base, action_id=action_id, result=typed["result"], why=typed["why"] or "")

        return _do(desk, pages, request, f"{lesson_id}/action/{action_id}", _END_FIELDS, form, lesson_id, command)


def _recording(desk: Desk, request: Request, fields: Sequence[Field], form: Form, lesson_id: str) -> OnLesson:
    typed = read(fields, form)
    try:
        referral = desk.referral(typed.pop("reference"))
    except NotFound:
        says = "There is no case of that reference. Take it from the case, such as WM-7K3F-Q."
        raise InvalidInput([FieldError("/reference", "unknown", says)]) from None
    return RecordLesson(**_base(desk, request, lesson_id, referral.referral_id), **typed)


def _base(desk: Desk, request: Request, lesson_id: str, referral_id: str) -> dict[str, Any]:
    now, by = desk.clock(), principal_of(request).account_id
    today = now.astimezone(LONDON).date()
    return {"at": now, "lesson_id": lesson_id, "referral_id": referral_id, "by": by, "today": today}


def _do(
    desk: Desk,
    pages: Pages,
    request: Request,
    where: str,
    fields: Sequence[Field],
    form: Form,
    lesson_id: str,
    command: Any,
) -> Response:
    try:
        done = desk.dispatch(command(), context_of(request), receipt_of(request, form))
    except (InvalidInput, Refusal) as why:
        return _form(where, fields, form).refused(pages, request, form, why)
    return saved(request, f"{_ADDRESS}/{lesson_id}", done.last_position)


def _new_fields(desk: Desk, room: LessonRoom) -> Sequence[Field]:
    practice = room.practices.on(desk.clock().astimezone(LONDON).date())
    if practice is None:
        raise NotFound
    return (
        Field("reference", "From which case?", TEXT, "Its reference. Only its id is kept with the lesson."),
        Field("source", "Where does it come from?", CHOICE, choices=practice.sources),
        Field("theme", "What is it about?", CHOICE, choices=practice.themes),
        Field("learnt_on", "On which day was it learnt?", DAY),
        Field("words", "What was learnt?", AREA, _NO_NAMES),
    )


def _action_fields(request: Request) -> Sequence[Field]:
    found = request.app.state.access.accounts.all()
    owners = {each.account_id: each.display_name for each in found if each.active and each.role in READS}
    return (
        Field("words", "What is to be done?", AREA, _NO_NAMES),
        Field("owner_id", "Who answers for it?", CHOICE, choices=owners),
        Field("due_on", "By which day?", DAY),
    )


_END_FIELDS = (
    Field("result", "What became of it?", CHOICE, choices=RESULTS),
    Field("why", "Why, if it was not done?", AREA, _NO_NAMES, optional=True),
)
_TITLES = {"new": ("What was learnt from a review", "Write it down"), "action": ("Agree an action", "Agree it")}


def _form(where: str, fields: Sequence[Field], typed: Form | None = None) -> WorkForm:
    title, button = _TITLES.get(where.rpartition("/")[2], ("What became of an action", "Note it"))
    kept = "lesson_id" if where == "new" else "action_id"
    return WorkForm(
        title=title,
        page_title="Lessons",
        lead=("It is read by colleagues who do not know the case. Words that hold a name from it are refused.",),
        button=button,
        fields=fields,
        chosen={kept: (typed or {}).get(kept) or new_id()},
        action=f"{_ADDRESS}/{where}",
        back_to=_ADDRESS,
        back_text="Lessons",
    )


def _list(desk: Desk, pages: Pages, room: LessonRoom, request: Request, year: str, theme: str) -> Response:
    late_view, today = not desk.shows_what_was_saved(request), desk.clock().astimezone(LONDON).date()
    this_year = year_of(today)
    chosen = int(year) if year.isascii() and year.isdecimal() and 2000 <= int(year or 0) <= this_year else this_year
    first, last = year_from(chosen)
    practice = room.practices.on(today)
    themes: Mapping[str, str] = practice.themes if practice else {}
    with desk.views.reading() as connection:
        found = lessons.between(connection, first, last, theme if theme in themes else None)
        counts = lessons.by_theme(connection, first, last)
        acts = lessons.actions_of(connection, [each.lesson_id for each in found])
    _viewed(desk, request, [each.referral_id for each in found])
    late = {each.lesson_id for each in acts if is_late(each.due_on, each.result, today)}
    waiting = {each.lesson_id for each in acts if each.result is None}
    return pages.render(
        request,
        "triage/lessons.html",
        late_view=late_view,
        rows=[(each, desk.opener.open(each.words, Narrative) or ERASED) for each in found],
        counts=[(code, label, counts.get(code, 0)) for code, label in themes.items()],
        total=sum(counts.values()),
        themes=themes,
        sources=practice.sources if practice else {},
        chosen=theme if theme in themes else "",
        year=chosen,
        years=range(this_year, this_year - 5, -1),
        late=late,
        waiting=waiting,
        writes=principal_of(request).role is WRITES,
    )


def _page(desk: Desk, pages: Pages, room: LessonRoom, request: Request, lesson_id: str) -> Response:
    late_view = not desk.shows_what_was_saved(request)
    found, today = _find(desk, request, lesson_id), desk.clock().astimezone(LONDON).date()
    _viewed(desk, request, [found.referral_id])
    with desk.views.reading() as connection:
        acts = lessons.actions_of(connection, [lesson_id])
    who, opened, practice = principal_of(request), desk.opener.open, room.practices.on(today)
    return pages.render(
        request,
        "triage/lesson.html",
        late_view=late_view,
        lesson=found,
        words=opened(found.words, Narrative) or ERASED,
        actions=[
            {
                "action": each,
                "words": opened(each.words, Narrative) or ERASED,
                "why": opened(each.why, Narrative),
                "late": is_late(each.due_on, each.result, today),
                "mine": each.owner_id == who.account_id or who.role is WRITES,
            }
            for each in acts
        ],
        themes=practice.themes if practice else {},
        sources=practice.sources if practice else {},
        results=RESULTS,
        names=request.app.state.access.accounts.names({each.owner_id for each in acts}),
        writes=who.role is WRITES,
        back=_ADDRESS,
    )


def _find(desk: Desk, request: Request, lesson_id: str) -> lessons.Learnt:
    desk.shows_what_was_saved(request)
    with desk.views.reading() as connection:
        found = lessons.find(connection, lesson_id)
    if found is None:
        raise NotFound
    return found


def _own_action(desk: Desk, request: Request, lesson_id: str, action_id: str) -> lessons.Learnt:
    """The lesson, for whoever owns the action or may write; for others there is nothing to end."""
    found, who = _find(desk, request, lesson_id), principal_of(request)
    with desk.views.reading() as connection:
        acts = lessons.actions_of(connection, [lesson_id])
    owned = any(each.action_id == action_id and each.owner_id == who.account_id for each in acts)
    if who.role is not WRITES and not owned:
        raise NotFound
    return found


def _viewed(desk: Desk, request: Request, referral_ids: Sequence[str]) -> None:
    """Recorded about every case something was learnt from, before anything is sent."""
    about = tuple(dict.fromkeys(referral_ids))
    if about:
        desk.record_view(context_of(request), "lessons", about, "lessons")
