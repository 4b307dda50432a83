"""One piece of evidence for staff: fetching it as a file, saying what may be done with it, taking it back."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.document.changes import ConsentDocument, read_change
from services.intake.domain.commands import ChangeEvidenceConsent, WithdrawEvidence
from services.intake.read_models import evidence
from services.intake.read_models.referral_timeline import Standing
from services.intake.web import evidence_words as words
from services.intake.web.access import MAY_OPEN_EVIDENCE, STAFF
from services.intake.web.desk import Desk
from services.intake.web.fetching import fetched, piece_of
from services.intake.web.forms import Typed, by_field, document_of, typed_in, written
from services.intake.web.pages.evidence import WORDS
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.pages.referral import PREFIX, found_for
from services.intake.web.words import PAGES
from shared.kernel.handling import Command
from shared.kernel.refusals import InvalidInput, NotFound
from shared.web.cookies import remember_position
from shared.web.guard import allow, context_of


def router(desk: Desk) -> APIRouter:
    """The routes under /intake/referrals/{reference}/evidence/{evidence_id}."""
    made = APIRouter(prefix=f"{PREFIX}/evidence", include_in_schema=False)
    form_sent = Annotated[FormData, Depends(sent_form)]
    for_staff = allow(*STAFF, hide=True)

    @made.get("/{evidence_id}", name="intake:evidence_fetched", dependencies=[allow(*MAY_OPEN_EVIDENCE, hide=True)])
    def fetch(request: Request, reference: str, evidence_id: str) -> Response:
        return fetched(desk, request, found_for(desk, request, reference), evidence_id)

    @made.get("/{evidence_id}/consent", name="intake:evidence_consent_asked", dependencies=[for_staff])
    def consent_asked(request: Request, reference: str, evidence_id: str) -> Response:
        found = found_for(desk, request, reference)
        piece = _piece(desk, found, evidence_id)
        return _consent_page(desk, request, found, piece, _said_before(piece), {})

    @made.post("/{evidence_id}/consent", name="intake:evidence_consent", dependencies=[for_staff])
    def consent(request: Request, reference: str, evidence_id: str, form: form_sent) -> Response:
        found, fields = found_for(desk, request, reference), words.CONSENT_CHANGED
        piece, typed = _piece(desk, found, evidence_id), typed_in(fields, form.multi_items())
        try:
            said = read_change(ConsentDocument, written({"consent": {}} | document_of(fields, typed)), desk.clock)
        except InvalidInput as invalid:
            return _consent_page(desk, request, found, piece, typed, by_field(invalid.errors, fields, typed))
        return _done(desk, request, found, ChangeEvidenceConsent, evidence_id, consent=said.consent)

    @made.post("/{evidence_id}/withdraw", name="intake:evidence_withdrawn", dependencies=[for_staff])
    def withdraw(request: Request, reference: str, evidence_id: str) -> Response:
        found = found_for(desk, request, reference)
        _piece(desk, found, evidence_id)
        return _done(desk, request, found, WithdrawEvidence, evidence_id, because="added_by_mistake")

    return made


def _said_before(piece: evidence.Piece) -> Typed:
    consent = piece.consent
    return {
        "consent.said": [consent.said],
        "consent.by": [consent.by or ""],
        "consent.purposes": list(consent.purposes),
    }


def _consent_page(
    desk: Desk, request: Request, found: Standing, piece: evidence.Piece, typed: Typed, wrong: Mapping[str, str]
) -> Response:
    desk.look(context_of(request), found, "consent to evidence")
    return PAGES.render(
        request,
        "intake/evidence_consent.html",
        status=422 if wrong else 200,
        reference=found.submitted.reference,
        piece=piece,
        fields=words.CONSENT_CHANGED,
        typed=typed,
        wrong=wrong,
        back=f"/intake/referrals/{found.submitted.reference}/evidence",
        **WORDS,
    )


def _piece(desk: Desk, found: Standing, evidence_id: str) -> evidence.Piece:
    """A piece of this referral about which something may still be said; else NotFound."""
    piece = piece_of(desk, found, evidence_id)
    if piece.withdrawn is not None:
        raise NotFound
    return piece


def _done(
    desk: Desk, request: Request, found: Standing, kind: type[Command], evidence_id: str, **members: Any
) -> Response:
    submitted = found.submitted
    about = {"referral_id": submitted.referral_id, "reference": submitted.reference, "evidence_id": evidence_id}
    command = kind.model_validate({"at": desk.clock(), **about, **members})
    done = desk.dispatch(command, context_of(request))
    answer = RedirectResponse(f"/intake/referrals/{submitted.reference}/evidence", 303)
    remember_position(request, answer, "intake", done.last_position)
    return answer
