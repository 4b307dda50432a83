"""Residents add photos, recordings and documents to what they have told us; without scripts, never instead of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from services.intake.application.ports import Held
from services.intake.document.changes import EvidenceDocument, read_change
from services.intake.domain.refusals import FileNotTaken
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.adding import add_all
from services.intake.web.admission import admit, admitted, is_own_form, token_of
from services.intake.web.desk import Desk
from services.intake.web.drafts import REFERENCE, draft_of
from services.intake.web.evidence_words import RESIDENT, SHARE, residents_consent
from services.intake.web.files_sent import FILE, MOST_SENT, Came, as_sent, files_sent, kept_before, status_of
from services.intake.web.forms import Typed, by_field, document_of, typed_in, written
from services.intake.web.pages.coming_back import visited
from services.intake.web.words import PAGES
from shared.kernel.refusals import InvalidInput
from shared.web.body_limit import takes_files
from shared.web.guard import allow_anyone

_ADDRESS = "/evidence"
_WHY = "residents add to what they have just sent, or have shown to be theirs"
_NO_FILE = "Choose a file."
_STALE = "This page was open for too long. Choose your files again."


def router(desk: Desk) -> APIRouter:
    """The routes /evidence, /evidence/just-sent and /evidence/returned."""
    made = APIRouter(include_in_schema=False, dependencies=[allow_anyone(_WHY)])

    @made.get(_ADDRESS, name="intake:add_files")
    def form(request: Request, added: Annotated[int, Query(ge=0, le=99)] = 0) -> Response:
        if admitted(request, desk.clock()) is None:
            return RedirectResponse("/return", 303)
        return _page(request, {}, {}, added=added)

    @made.get(f"{_ADDRESS}/just-sent", name="intake:add_files_just_sent")
    def just_sent(request: Request) -> Response:
        draft = draft_of(request, desk.drafts)
        if draft is None or not draft.typed.get(REFERENCE):
            return RedirectResponse("/return", 303)
        answer = RedirectResponse(_ADDRESS, 303)
        admit(request, answer, draft.typed[REFERENCE][0], desk.clock())
        return answer

    @made.get(f"{_ADDRESS}/returned", name="intake:add_files_returned")
    def returned(request: Request) -> Response:
        found = visited(desk, request)
        if found is None:
            return RedirectResponse("/return", 303)
        answer = RedirectResponse(_ADDRESS, 303)
        admit(request, answer, found.submitted.reference, desk.clock())
        return answer

    @made.post(_ADDRESS, name="intake:files_sent")
    @takes_files(up_to=MOST_SENT)
    async def sent(request: Request) -> Response:
        reference = admitted(request, desk.clock())
        found = await desk.standing_later(reference) if reference else None
        if found is None:
            return RedirectResponse("/return", 303)
        came = await files_sent(request, desk.evidence, found.submitted.reference, found.submitted.account_of)
        return await _sent(desk, request, found, came)

    return made


async def _sent(desk: Desk, request: Request, found: Standing, came: Came) -> Response:
    reference, person_id = found.submitted.reference, found.submitted.account_of
    typed, wrong = typed_in(RESIDENT, as_sent(came.typed)), dict[str, str]()
    before = await run_in_threadpool(kept_before, desk.evidence, came.typed, reference, person_id)
    files = [*before, *came.files]
    if not is_own_form(request, (came.typed.get("token") or [""])[0]):
        wrong[FILE] = _STALE
    elif says := came.says() or (_NO_FILE if not files else None):
        wrong[FILE] = says
    share = (typed.pop(SHARE) or [""])[0]
    document = document_of(RESIDENT, typed) | {"consent": dict(residents_consent(share))}
    typed[SHARE] = [share]
    try:
        given = read_change(EvidenceDocument, written(document), desk.clock)
    except InvalidInput as invalid:
        wrong |= by_field(invalid.errors, RESIDENT, typed)
    status = status_of([refusal for _, refusal in came.refused]) if list(wrong) == [FILE] else 422
    try:
        if not wrong:
            await add_all(desk, request, found, files, given, "resident")
    except FileNotTaken as full:
        wrong, files, status = {FILE: full.says}, [], status_of([full])
    if wrong:
        return _page(request, typed, wrong, files, status)
    answer = RedirectResponse(f"{_ADDRESS}?added={len(files)}", 303)
    admit(request, answer, reference, desk.clock())
    return answer


def _page(
    request: Request,
    typed: Typed,
    wrong: Mapping[str, str],
    held: Sequence[Held] = (),
    status: int = 422,
    added: int = 0,
) -> Response:
    return PAGES.render(
        request,
        "intake/add_files.html",
        status=status if wrong else 200,
        fields=RESIDENT,
        typed=typed,
        wrong=wrong,
        held=held,
        added=added,
        token=token_of(request),
        sensitive=True,
    )
