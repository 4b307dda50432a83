"""The calls that read evidence: what there is with a referral, a page at a time, and one file as a file."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.intake.read_models import evidence
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.access import MAY_OPEN_EVIDENCE, MAY_SUBMIT, check_may_know, sees_only_own
from services.intake.web.desk import Desk
from services.intake.web.fetching import fetched
from shared.kernel.clock import rfc3339
from shared.kernel.identifiers import parse_reference
from shared.kernel.personal import Narrative
from shared.web.guard import allow, context_of, principal_of


def router(desk: Desk) -> APIRouter:
    """The routes GET /intake/api/referrals/{reference}/evidence and /{evidence_id} under it."""
    made = APIRouter(prefix="/intake/api/referrals/{reference}/evidence", tags=["intake"])

    @made.get("", name="intake:api_evidence", dependencies=[allow(*MAY_SUBMIT, hide=True)])
    def listed(request: Request, reference: str, cursor: Annotated[str, Query(max_length=60)] = "") -> dict[str, Any]:
        """What there is, in the order it came, a page at a time; an agency sees what it sent itself."""
        found = found_by_program(desk, request, reference)
        desk.views.wait_for(desk.head())
        with desk.views.reading() as connection:
            page = evidence.page(connection, found.submitted.reference, cursor or None)
        only_own = sees_only_own(principal_of(request))
        desk.look(context_of(request), found, "evidence, by program")
        pieces = [piece for piece in page.pieces if not only_own or piece.added.road == "partner"]
        return {"items": [_item(desk, piece) for piece in pieces], "next_cursor": page.cursor}

    @made.get("/{evidence_id}", name="intake:api_evidence_fetched", response_class=Response,
              dependencies=[allow(*MAY_OPEN_EVIDENCE, hide=True)])  # fmt: skip
    def fetch(request: Request, reference: str, evidence_id: str) -> Response:
        """One file, as a file; fetching it is recorded first."""
        return fetched(desk, request, found_by_program(desk, request, reference), evidence_id)

    return made


def found_by_program(desk: Desk, request: Request, reference: str) -> Standing:
    """The referral of that reference, as far as the caller may know of it; else NotFound."""
    known = parse_reference(reference)
    return check_may_know(principal_of(request), desk.standing(known) if known else None)


def _item(desk: Desk, piece: evidence.Piece) -> dict[str, Any]:
    added, consent = piece.added, piece.consent
    return {
        "evidence_id": added.evidence_id,
        "number": piece.number,
        "kind": added.kind,
        "media_type": added.file.media_type,
        "size": added.file.size,
        "cleaned": added.file.cleaned,
        "road": added.road,
        "says": desk.opener.open(added.says, Narrative),
        "made_on": added.made_on.isoformat() if added.made_on else None,
        "made_at_by_device": rfc3339(added.file.made_at) if added.file.made_at else None,
        "received_at": rfc3339(added.received_at),
        "recorded_at": piece.recorded_at,
        "purposes": list(added.purposes),
        "consent": {
            "said": consent.said,
            "by": consent.by,
            "purposes": list(consent.purposes),
            "said_at": rfc3339(consent.said_at) if consent.said_at else None,
        },
        "withdrawn": piece.withdrawn,
    }
