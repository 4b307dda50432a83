"""Takes in a file of the offline page: each form by itself, so that one that is wrong keeps no other back."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from services.intake.domain.form_numbers import kind_of, parse_form_number
from services.intake.domain.offline_format import NotOurFile, OfflineForm, WrongPassphrase
from services.intake.web.access import STAFF
from services.intake.web.forms import Typed
from services.intake.web.paper.questions import fields_of
from services.intake.web.paper.room import ADDRESS, PaperRoom
from services.intake.web.paper.side_by_side import named
from services.intake.web.paper.taking import Taken, Wrong, take_in
from services.intake.web.words import PAGES
from shared.kernel.refusals import Refusal
from shared.web.cookies import remember_position
from shared.web.guard import allow, context_of, principal_of

_NO_FILE = "Choose the file that the offline page saved."
_NOT_OURS = "This is no file of the offline page, or it was cut short. Choose the one that it saved."
_PASSPHRASE = "The file does not open with this passphrase. Type it as it was typed on the laptop."
_NO_NUMBER = {"number": "This number cannot be one of ours. Open the file on the laptop and put it right there."}


async def _sent(request: Request) -> tuple[bytes, str]:
    form: FormData = await request.form()
    file, passphrase = form.get("file"), form.get("passphrase")
    content = await file.read() if isinstance(file, UploadFile) else b""
    return content, passphrase if isinstance(passphrase, str) else ""


def router(room: PaperRoom) -> APIRouter:
    """The routes GET and POST /intake/forms/upload."""
    made = APIRouter(prefix=f"{ADDRESS}/upload", include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.get("", name="intake:forms_upload")
    def ask(request: Request) -> Response:
        return _ask(request, {})

    @made.post("", name="intake:forms_uploaded")
    def take(request: Request, sent: Annotated[tuple[bytes, str], Depends(_sent)]) -> Response:
        content, passphrase = sent
        if not content:
            return _ask(request, {"file": _NO_FILE})
        try:
            forms = room.open_file(content, passphrase)
        except NotOurFile:
            return _ask(request, {"file": _NOT_OURS})
        except WrongPassphrase:
            return _ask(request, {"passphrase": _PASSPHRASE})
        return _told(request, [_taken(room, request, form) for form in forms])

    return made


def _taken(room: PaperRoom, request: Request, form: OfflineForm) -> Taken | Wrong:
    number = parse_form_number(form.number)
    if number is None:
        return Wrong(form.number[:20], {}, _NO_NUMBER)
    known = {name for each in fields_of(kind_of(number)) for name in each.names()}
    typed: Typed = {name: values for name, values in form.typed.items() if name in known}
    try:
        return take_in(room.desk, room.form_of, principal_of(request), context_of(request), number, typed, "uploaded")
    except Refusal as refusal:
        return Wrong(number, typed, {"number": refusal.says})


def _ask(request: Request, wrong: dict[str, str]) -> Response:
    status = 422 if wrong else 200
    return PAGES.render(request, "intake/paper/upload.html", status=status, wrong=wrong, back=ADDRESS)


def _told(request: Request, came: Sequence[Taken | Wrong]) -> Response:
    taken = [each for each in came if isinstance(each, Taken)]
    wrong = [_to_mend(each) for each in came if isinstance(each, Wrong)]
    context: dict[str, Any] = {
        "new": [each for each in taken if not each.before],
        "before": [each for each in taken if each.before and not each.differing],
        "differing": [(each, [named(member) for member in each.differing]) for each in taken if each.differing],
        "wrong": wrong,
        "many": len(came),
    }
    status = 422 if wrong else 200
    answer = PAGES.render(request, "intake/paper/uploaded.html", status=status, back=ADDRESS, **context)
    if position := max((each.position for each in taken), default=0):
        remember_position(request, answer, "intake", position)
    return answer


def _to_mend(came: Wrong) -> dict[str, Any]:
    """What is wrong, with everything that was typed, so that it can be put right here and at once."""
    number = parse_form_number(came.number)
    labels = {each.name: each.label for each in fields_of(kind_of(number))} if number else {}
    says = [(labels.get(name, "Number"), text) for name, text in came.wrong.items()]
    sent = [(name, value) for name, values in came.typed.items() for value in values]
    return {"number": came.number, "says": says, "sent": sent, "known": number is not None}
