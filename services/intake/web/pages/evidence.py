"""The evidence of one referral for staff: what there is, what may be done with it, adding more, fetching a piece."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from services.intake.application.ports import Held
from services.intake.document.changes import EvidenceDocument, read_change
from services.intake.domain.refusals import FileNotTaken
from services.intake.read_models import evidence
from services.intake.read_models.referral_timeline import Standing
from services.intake.web import evidence_words as words
from services.intake.web.access import MAY_OPEN_EVIDENCE, STAFF
from services.intake.web.adding import add_all
from services.intake.web.desk import Desk
from services.intake.web.files_sent import FILE, MOST_SENT, as_sent, files_sent, kept_before, status_of
from services.intake.web.forms import Typed, by_field, document_of, typed_in, written
from services.intake.web.pages.referral import PREFIX, found_for
from services.intake.web.words import PAGES
from shared.kernel.personal import Narrative
from shared.kernel.refusals import InvalidInput
from shared.web.body_limit import takes_files
from shared.web.cookies import last_position, remember_position
from shared.web.guard import allow, context_of, principal_of

_NO_FILE = "Choose a file."
WORDS: Mapping[str, Any] = {
    "kinds": words.KINDS, "types": words.TYPES, "roads": words.ROADS, "cleaned": words.CLEANED,
    "purposes": words.PURPOSES, "consents": words.CONSENT, "by": words.BY, "taken_back": words.WITHDRAWN,
}  # fmt: skip


def router(desk: Desk) -> APIRouter:
    """The routes under /intake/referrals/{reference}/evidence."""
    made = APIRouter(prefix=f"{PREFIX}/evidence", include_in_schema=False)
    for_staff = allow(*STAFF, hide=True)

    @made.get("", name="intake:evidence", dependencies=[for_staff])
    def listed(request: Request, reference: str, cursor: Annotated[str, Query(max_length=60)] = "") -> Response:
        found = found_for(desk, request, reference)
        return _page(desk, request, found, {"purposes": ["assess"]}, {}, cursor=cursor)

    @made.post("", name="intake:evidence_sent", dependencies=[for_staff])
    @takes_files(up_to=MOST_SENT)
    async def sent(request: Request, reference: str) -> Response:
        found = await run_in_threadpool(found_for, desk, request, reference)
        return await _sent(desk, request, found)

    return made


async def _sent(desk: Desk, request: Request, found: Standing) -> Response:
    reference, person_id = found.submitted.reference, found.submitted.account_of
    came = await files_sent(request, desk.evidence, reference, person_id)
    typed = typed_in(words.STAFF, as_sent(came.typed))
    before = await run_in_threadpool(kept_before, desk.evidence, came.typed, reference, person_id)
    files, wrong = [*before, *came.files], dict[str, str]()
    if says := came.says() or (_NO_FILE if not files else None):
        wrong[FILE] = says
    try:
        given = read_change(EvidenceDocument, written(document_of(words.STAFF, typed)), desk.clock)
    except InvalidInput as invalid:
        wrong |= by_field(invalid.errors, words.STAFF, typed)
    if not typed["purposes"]:
        wrong["purposes"] = "Choose at least one."
    if wrong:
        status = status_of([refusal for _, refusal in came.refused]) if list(wrong) == [FILE] else 422
        return await run_in_threadpool(_page, desk, request, found, typed, wrong, files, status)
    try:
        position = await add_all(desk, request, found, files, given, "staff")
    except FileNotTaken as full:
        return await run_in_threadpool(_page, desk, request, found, typed, {FILE: full.says}, (), status_of([full]))
    answer = RedirectResponse(f"/intake/referrals/{reference}/evidence", 303)
    remember_position(request, answer, "intake", position)
    return answer


def _page(
    desk: Desk,
    request: Request,
    found: Standing,
    typed: Typed,
    wrong: Mapping[str, str],
    held: Sequence[Held] = (),
    status: int = 422,
    cursor: str = "",
) -> Response:
    desk.look(context_of(request), found, "evidence")
    reference = found.submitted.reference
    shown = desk.views.wait_for(last_position(request, "intake") or 0)
    with desk.views.reading() as connection:
        page = evidence.page(connection, reference, cursor or None)
    names = request.app.state.access.accounts.names(piece.actor for piece in page.pieces)
    here = f"/intake/referrals/{reference}/evidence"
    return PAGES.render(
        request,
        "intake/evidence.html",
        status=status if wrong else 200,
        reference=reference,
        pieces=[(piece, desk.opener.open(piece.added.says, Narrative)) for piece in page.pieces],
        names=names,
        further=f"{here}?cursor={page.cursor}" if page.cursor else None,
        first=here if cursor else None,
        may_open=principal_of(request).role in MAY_OPEN_EVIDENCE,
        fields=words.STAFF,
        typed=typed,
        wrong=wrong,
        held=held,
        not_shown_yet=not shown,
        back=f"/intake/referrals/{reference}",
        **WORDS,
    )
