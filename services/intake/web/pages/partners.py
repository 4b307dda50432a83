"""For whoever writes a partner's system: how to refer, with an example that is taken as it stands, and every error."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.document.reading import MOST_BYTES
from services.intake.web.desk import Desk
from services.intake.web.words import PAGES
from shared.web.guard import Terms, allow_anyone

EXAMPLE: dict[str, Any] = {
    "kind": "asb",
    "channel": "partner",
    "category": "noise",
    "description": "Loud music from the flat above, most nights.",
    "occurred": {"from": "2026-11-02", "pattern": "most nights after 23:00", "ongoing": True},
    "location": {"address": "14 Example Road", "postcode": "SW19 1AA"},
    "reporter": {"full_name": "Alex Example", "phone": "07700 900123", "is_victim": True},
    "safe_contact": {"phone": {"safe": "yes", "voicemail": "no", "times": ["Mon-Fri 10:00-14:00"]}},
    "facts": {"immediate_danger": "no", "child_at_risk": "unknown", "persistent": "yes"},
}
_STATUSES = {
    "201": "It is taken in, and on our disk. Keep the reference.",
    "400": "It is no JSON, or the Idempotency-Key is missing.",
    "401": "The key is missing, or opens nothing any more.",
    "404": "There is no such referral, or this key did not make it.",
    "409": "The same Idempotency-Key is being answered just now. Send it again in a moment.",
    "413": "It is too large: {kib} KiB for a document, 50 MB for a film, a recording or a photo.",
    "415": "Send application/json, or multipart/form-data with a file.",
    "422": "Something in it cannot be taken. Each error says where, as a JSON Pointer, with a code and what to do.",
    "429": "More requests than were agreed. Retry-After says in how many seconds to come again.",
    "503": "We are busy. Send it again in a moment, with the same Idempotency-Key.",
}


def router(desk: Desk) -> APIRouter:
    """The route /partners."""
    made = APIRouter(include_in_schema=False)

    @made.get(
        "/partners", name="intake:partners", dependencies=[allow_anyone("partners read it before they have a key")]
    )
    def show(request: Request) -> Response:
        settings = request.app.state.settings
        scheme = "https" if settings.secure_cookies else request.url.scheme
        return PAGES.render(
            request,
            "intake/partners.html",
            origin=f"{scheme}://{request.url.netloc}",
            example=json.dumps(EXAMPLE, indent=2, ensure_ascii=False),
            statuses={code: says.format(kib=MOST_BYTES // 1024) for code, says in _STATUSES.items()},
            terms=Terms(),
            emergency=False,
            back="/",
        )

    return made
