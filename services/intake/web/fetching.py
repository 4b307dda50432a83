"""How a piece of evidence leaves: as a file to be laid down, under a name of ours, and never to be run or shown."""

from collections.abc import Iterator

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from services.intake.read_models import evidence
from services.intake.read_models.evidence import Piece
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.adding import record_opened
from services.intake.web.desk import Desk
from shared.kernel.refusals import NotFound

_HEADERS = {
    # Whatever a browser makes of it after all: no script, no form, no request, as from nowhere.
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Download-Options": "noopen",
    "Cache-Control": "no-store",
}


def piece_of(desk: Desk, found: Standing, evidence_id: str) -> Piece:
    """A piece of this referral's evidence, taken back or not; else NotFound."""
    desk.views.wait_for(desk.head())
    with desk.views.reading() as connection:
        piece = evidence.one(connection, found.submitted.reference, evidence_id)
    if piece is None:
        raise NotFound
    return piece


def fetched(desk: Desk, request: Request, found: Standing, evidence_id: str) -> Response:
    """The file, once it is recorded who fetches it."""
    piece = piece_of(desk, found, evidence_id)
    if piece.withdrawn is not None:
        raise NotFound
    record_opened(desk, request, found, evidence_id)
    return _as_attachment(desk, piece)


def _as_attachment(desk: Desk, piece: Piece) -> Response:
    """The file, piece by piece; NotFound where it is gone, or its person was forgotten."""
    added = piece.added
    opened = desk.evidence.read(added.evidence_id)
    if opened is None:
        raise NotFound
    first = next(opened, b"")  # what is damaged at its beginning is said, not sent
    ending = desk.evidence.endings.get(added.file.media_type, "bin")
    name = f"{added.reference}-{piece.number}.{ending}"
    headers = _HEADERS | {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(added.file.size),
    }
    return StreamingResponse(_all(first, opened), media_type=added.file.media_type, headers=headers)


def _all(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others
