"""The diary a resident fills in on a telephone: its days, one entry a page, and nothing shown of what was written."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.domain.commands import CloseDiary
from services.intake.domain.diary_codes import parse_diary_code
from services.intake.read_models import diary
from services.intake.read_models.referral_timeline import Standing
from services.intake.web import diary_words as words
from services.intake.web.admission import admit, admitted, is_own_form, token_of
from services.intake.web.desk import Desk
from services.intake.web.diaries import day_of, days_of, entry_command, is_open, progress, read_entry, sheet_of
from services.intake.web.forms import Typed, typed_in
from services.intake.web.pages.coming_back import visited
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.words import PAGES
from shared.kernel.identifiers import new_id
from shared.web.caller import client_of
from shared.web.guard import allow_anyone, context_of

_WHY = "whoever keeps a diary has no account; a code or a phrase opens it"
_ADDRESS = "/diary"
_WRONG = "This code opens no diary. Check it, or call us."
_LONGEST = 300


def router(desk: Desk) -> APIRouter:
    """The routes under /diary."""
    made = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow_anyone(_WHY)])

    @made.get("", name="intake:diary")
    def show(request: Request, saved: Annotated[str, Query(max_length=20)] = "") -> Response:
        found = _kept(desk, request)
        return _code_form(request, {}) if found is None else _days(desk, request, found[1], saved)

    @made.post("", name="intake:diary_code")
    def by_code(request: Request, code: Annotated[str, Form(max_length=_LONGEST)] = "") -> Response:
        return _opened(desk, request, code)

    @made.get("/returned", name="intake:diary_returned")
    def returned(request: Request) -> Response:
        found = visited(desk, request)
        if found is None or not is_open(sheet_of(desk, found.submitted.reference), desk.clock()):
            return RedirectResponse("/return", 303)
        answer = RedirectResponse(_ADDRESS, 303)
        admit(request, answer, found.submitted.reference, desk.clock())
        return answer

    _add_writing(made, desk)
    _add_ends(made, desk)

    @made.get("/{code}", name="intake:diary_link")
    def by_link(request: Request, code: str) -> Response:
        return _opened(desk, request, code)

    return made


def _add_writing(made: APIRouter, desk: Desk) -> None:
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("/entry", name="intake:diary_entry")
    def entry(request: Request, on: Annotated[str, Query(max_length=20)] = "") -> Response:
        if _kept(desk, request) is None:
            return RedirectResponse(_ADDRESS, 303)
        return _entry_form(request, day_of(on), {}, new_id())

    @made.post("/entry", name="intake:diary_entry_written")
    def written(request: Request, form: form_sent) -> Response:
        found, typed = _kept(desk, request), typed_in(words.ENTRY, form.multi_items())
        if found is None or not is_own_form(request, str(form.get("token") or "")):
            return RedirectResponse(_ADDRESS, 303)
        given, wrong = read_entry(desk, words.ENTRY, typed, found[1])
        entry_id = str(form.get("entry") or "")[:60] or new_id()
        if given is None:
            return _entry_form(request, typed, wrong, entry_id)
        desk.dispatch(entry_command(desk, found[0], given, entry_id, "resident", desk.clock()), context_of(request))
        return _again(desk, request, found[1], "entry")


def _add_ends(made: APIRouter, desk: Desk) -> None:
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.post("/quiet", name="intake:diary_quiet")
    def quiet(request: Request, form: form_sent) -> Response:
        found, typed = _kept(desk, request), day_of(str(form.get("on") or ""))
        if found is None or not is_own_form(request, str(form.get("token") or "")):
            return RedirectResponse(_ADDRESS, 303)
        given, _ = read_entry(desk, words.QUIET, typed, found[1], quiet=True)
        if given is None:
            return _days(desk, request, found[1], "")
        entry_id = f"quiet-{found[1].opened.reference}-{given.on.isoformat()}"
        desk.dispatch(entry_command(desk, found[0], given, entry_id, "resident", desk.clock()), context_of(request))
        return _again(desk, request, found[1], "quiet")

    @made.post("/finish", name="intake:diary_finished")
    def finish(request: Request, form: form_sent) -> Response:
        found = _kept(desk, request)
        if found is None or not is_own_form(request, str(form.get("token") or "")):
            return RedirectResponse(_ADDRESS, 303)
        submitted = found[0].submitted
        about = {"referral_id": submitted.referral_id, "reference": submitted.reference}
        command = CloseDiary.model_validate({"at": desk.clock(), "because": "finished", **about})
        desk.dispatch(command, context_of(request))
        return PAGES.render(request, "intake/diary_finished.html", sensitive=True)


def _kept(desk: Desk, request: Request) -> tuple[Standing, diary.Sheet] | None:
    """The open diary that this browser may write in, with its referral."""
    reference = admitted(request, desk.clock())
    found = desk.standing(reference) if reference else None
    sheet = sheet_of(desk, reference) if reference else None
    return (found, sheet) if found is not None and sheet is not None and is_open(sheet, desk.clock()) else None


def _opened(desk: Desk, request: Request, typed: str) -> Response:
    """Let whoever has the code in; how often one may guess is counted."""
    code = parse_diary_code(typed)
    if code is None:
        return _code_form(request, {"code": _WRONG})
    if wait := desk.residents.tries.wait(f"diary {code}", client_of(request)):
        return _code_form(request, {"code": f"Too many tries. Wait {-(-wait // 60)} minutes, then try again."}, wait)
    desk.views.wait_for(desk.head())
    with desk.views.reading() as connection:
        sheet = diary.opened_by(connection, desk.indexer, code)
    if sheet is None or not is_open(sheet, desk.clock()):
        return _code_form(request, {"code": _WRONG})
    desk.residents.tries.forgive(f"diary {code}")
    answer = RedirectResponse(_ADDRESS, 303)
    admit(request, answer, sheet.opened.reference, desk.clock())
    return answer


def _again(desk: Desk, request: Request, sheet: diary.Sheet, saved: str) -> Response:
    answer = RedirectResponse(f"{_ADDRESS}?saved={saved}", 303)
    admit(request, answer, sheet.opened.reference, desk.clock())
    return answer


def _code_form(request: Request, wrong: Mapping[str, str], wait: int = 0) -> Response:
    status, headers = (429, {"Retry-After": str(wait)}) if wait else (422 if wrong else 200, None)
    shown: dict[str, Any] = {"wrong": wrong, "sensitive": True, "back": "/"}
    return PAGES.render(request, "intake/diary_code.html", status=status, headers=headers, **shown)


def _days(desk: Desk, request: Request, sheet: diary.Sheet, saved: str) -> Response:
    days = days_of(desk, sheet)
    shown: dict[str, Any] = {"days": days, "progress": progress(days), "saved": saved}
    return PAGES.render(request, "intake/diary.html", token=token_of(request), sensitive=True, **shown)


def _entry_form(request: Request, typed: Typed, wrong: Mapping[str, str], entry_id: str) -> Response:
    return PAGES.render(
        request,
        "intake/diary_entry.html",
        status=422 if wrong else 200,
        fields=words.ENTRY,
        typed=typed,
        wrong=wrong,
        entry_id=entry_id,
        token=token_of(request),
        sensitive=True,
        back=_ADDRESS,
    )
