"""What is taken along for the day when nothing here answers: forms to print, and a page for a laptop."""

import json
from pathlib import Path as FilePath
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.domain import offline_format
from services.intake.domain.form_numbers import ASB, DOMESTIC_ABUSE, kind_of
from services.intake.read_models import forms as view
from services.intake.web.access import STAFF
from services.intake.web.forms import Field
from services.intake.web.paper.overview import Batch
from services.intake.web.paper.questions import PARTS
from services.intake.web.paper.room import ADDRESS, PaperRoom
from services.intake.web.words import PAGES
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.identifiers import ALPHABET
from shared.kernel.refusals import NotFound
from shared.web.guard import allow, allow_anyone

_STYLES = (FilePath(__file__).parent / "paper.css").read_bytes()
_ON_PAPER = view.MOST_ROWS
_NAMES = {ASB: "Anti-social behaviour", DOMESTIC_ABUSE: "Confidential form C"}
"""What stands on top of a form: whoever finds one at home must not learn from its title what it is about."""


def router(room: PaperRoom) -> APIRouter:
    """The routes /intake/forms/batches/{batch}/print and /offline, and the print's style sheet."""
    made = APIRouter(prefix=ADDRESS, include_in_schema=False)

    @made.get("/paper.css", name="intake:forms_styles", dependencies=[allow_anyone("a style sheet")])
    def styles() -> Response:
        return Response(_STYLES, media_type="text/css")

    @made.get("/batches/{batch}/print", name="intake:forms_print", dependencies=[allow(*STAFF, hide=True)])
    def printed(request: Request, batch: Batch) -> Response:
        forms = [(number, _NAMES[kind_of(number)], PARTS[kind_of(number)]) for number in _numbers(room, request, batch)]
        return PAGES.render(request, "intake/paper/print.html", batch=batch, forms=forms)

    @made.get("/batches/{batch}/offline", name="intake:forms_offline", dependencies=[allow(*STAFF, hide=True)])
    def offline(request: Request, batch: Batch) -> Response:
        data = _offline(request, batch, _numbers(room, request, batch))
        text = PAGES.text(request, "intake/paper/offline.html", data=data, batch=batch)
        headers = {"Content-Disposition": f'attachment; filename="offline-{batch}.html"'}
        return Response(text, headers=headers, media_type="text/html")

    return made


def _numbers(room: PaperRoom, request: Request, batch: int) -> list[str]:
    """The numbers of a batch of which nothing came yet."""
    with room.reading(request) as connection:
        rows = view.listed(connection, batch, view.MISSING, most=_ON_PAPER)
        if not rows and not view.reconciled(connection, batch)["issued"]:
            raise NotFound
    return [row.number for row in rows]


def _offline(request: Request, batch: int, numbers: list[str]) -> str:
    """All that the page needs, as JSON that may stand in a page."""
    data: dict[str, Any] = {
        "batch": batch,
        "numbers": numbers,
        "council": request.app.state.settings.council,
        "alphabet": ALPHABET,
        "kinds": {"A": ASB, "C": DOMESTIC_ABUSE},
        "names": {ASB: VOCABULARY.kinds[ASB], DOMESTIC_ABUSE: VOCABULARY.kinds[DOMESTIC_ABUSE]},
        "parts": {kind: [_part(part.heading, part.fields) for part in parts] for kind, parts in PARTS.items()},
        "format": offline_format.FORMAT,
        "iterations": offline_format.ITERATIONS,
        "salt": offline_format.SALT_BYTES,
        "nonce": offline_format.NONCE_BYTES,
        "shortest": offline_format.SHORTEST_PASSPHRASE,
        "most": offline_format.MOST_FORMS_IN_A_FILE,
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _part(heading: str, fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "heading": heading,
        "fields": [
            {
                "name": each.name,
                "kind": each.kind,
                "label": each.label,
                "hint": each.hint,
                "options": dict(each.options),
            }
            for each in fields
        ],
    }
