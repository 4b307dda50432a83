"""The public pages of the directory: what you need, who helps with it, and how they are reached."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from services.triage.application.directory.feed import listed_now
from services.triage.domain.directory.entry import CLOSED, OPEN
from services.triage.domain.directory.kinds import TAXONOMY
from services.triage.domain.directory.listed import Listed
from services.triage.domain.directory.shown import Shown, shown_service
from services.triage.web.desk import Desk
from services.triage.web.directory.dead_ends import WHAT
from shared.kernel.refusals import NotFound
from shared.web.guard import allow_anyone
from shared.web.openapi import describe
from shared.web.pages import Pages

_PUBLIC = [allow_anyone("residents look for whoever can help; what they look for is kept nowhere")]
FIND = "/directory/find"
STATUS_WORDS = {
    "open": "Open",
    "full": "Full: takes nobody new at present",
    "paused": "Closed for now",
    "closed": "Closed for good",
}


@dataclass(frozen=True, slots=True)
class Need:
    """Something that people look for. Its code says nothing in an address that others may see later."""

    code: str
    name: str
    services: int


def directory_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /directory/find, /directory/find/{service} and the description of the feed."""
    router = APIRouter(prefix="/directory", include_in_schema=False)

    @router.get("/openapi.json", name="triage:directory_openapi", dependencies=_PUBLIC)
    def described(request: Request) -> Response:
        document = describe(request.app)
        paths = {path: each for path, each in document["paths"].items() if path.startswith("/directory")}
        return JSONResponse({**document, "paths": paths}, headers={"access-control-allow-origin": "*"})

    @router.get("/find", name="triage:directory_find", dependencies=_PUBLIC)
    def find(request: Request, need: str = "") -> Response:
        day = desk.directory.today()
        listed = listed_now(desk.directory.now(), day)
        needs = needs_in(listed)
        chosen = next((each for each in needs if each.code == need), None)
        found = [each for each in listed if chosen and chosen.name in names_of(each)]
        return pages.render(
            request,
            "triage/directory_find.html",
            needs=needs,
            chosen=chosen,
            found=_in_order(found, day),
            words=STATUS_WORDS,
            sensitive=True,
            back=FIND if chosen else "/",
        )

    @router.get("/find/{service_id}", name="triage:directory_entry", dependencies=_PUBLIC)
    def entry(request: Request, service_id: UUID) -> Response:
        listed = desk.directory.now().services.get(str(service_id))
        day = desk.directory.today()
        if listed is None or listed.status_on(day) == CLOSED:
            raise NotFound
        told: Mapping[str, Any] = {"entry": listed.entry, "shown": shown_service(listed, "", day)}
        return pages.render(
            request, "triage/directory_entry.html", words=STATUS_WORDS, what=WHAT, sensitive=True, back=FIND, **told
        )

    return router


def names_of(listed: Listed) -> set[str]:
    """What it is for."""
    return {term.name for term in listed.entry.terms if term.taxonomy != TAXONOMY}


def needs_in(listed: Sequence[Listed]) -> list[Need]:
    """Everything that services say they are for, by name."""
    names = sorted({name for each in listed for name in names_of(each)}, key=str.casefold)
    return [Need(need_code(name), name, sum(name in names_of(each) for each in listed)) for name in names]


def need_code(name: str) -> str:
    """A few letters that stand for a need."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def _in_order(found: Sequence[Listed], day: date) -> list[Shown]:
    """Whoever is open first, and among them whoever was checked in time."""
    shown = [shown_service(each, "", day) for each in found]
    return sorted(shown, key=lambda each: (each.status != OPEN, each.overdue, each.name.casefold()))
