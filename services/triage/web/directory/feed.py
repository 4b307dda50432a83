"""The directory as a feed of the open standard: what it is, pages of services, and one service with its parts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from services.triage.application.directory.feed import DEFAULT, MOST, about, in_full, listed_now, page_of
from services.triage.domain.directory.listed import Listed
from services.triage.web.desk import Desk
from shared.kernel.refusals import NotFound
from shared.web.guard import allow_anyone

_PUBLIC = [allow_anyone("which services there are is for everybody; nobody's data stands here")]
# Others may copy it and read it from their own pages.
_SHARED = {"access-control-allow-origin": "*", "cache-control": "public, max-age=60"}

PageNumber = Annotated[int, Query(ge=1, le=100_000)]
Size = Annotated[int, Query(ge=1, le=MOST)]
Words = Annotated[str, Query(max_length=200)]


def directory_feed(desk: Desk) -> APIRouter:
    """The routes /directory/, /directory/services and /directory/services/{id}."""
    router = APIRouter(prefix="/directory", tags=["directory"])

    @router.get("", include_in_schema=False, name="triage:directory_bare", dependencies=_PUBLIC)
    @router.get("/", name="triage:directory", dependencies=_PUBLIC, summary="Which standard the feed follows")
    def root(request: Request) -> Response:
        # A person who types the address is shown the page, a program the feed.
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/directory/find", 303, {"vary": "accept"})
        base = str(request.base_url).rstrip("/")
        return JSONResponse(about(f"{base}/directory/openapi.json"), headers={**_SHARED, "vary": "accept"})

    _add_services(router, desk)
    return router


def _add_services(router: APIRouter, desk: Desk) -> None:
    @router.get(
        "/services",
        name="triage:directory_services",
        dependencies=_PUBLIC,
        summary="Services in short, in pages; what is asked for must all hold",
    )
    def services(
        search: Words = "", taxonomy_term_id: Words = "", page: PageNumber = 1, per_page: Size = DEFAULT
    ) -> Response:
        day = desk.directory.today()
        found = [
            each
            for each in listed_now(desk.directory.now(), day)
            if _holds(search, each) and _bears(taxonomy_term_id, each, desk)
        ]
        return JSONResponse(page_of(found, page, per_page, day), headers=_SHARED)

    @router.get(
        "/services/{service_id}", name="triage:directory_service", dependencies=_PUBLIC, summary="One service, whole"
    )
    def service(service_id: UUID) -> Response:
        listed = desk.directory.now().services.get(str(service_id))
        if listed is None:
            raise NotFound
        return JSONResponse(in_full(listed, desk.directory.today()), headers=_SHARED)


def _holds(search: str, listed: Listed) -> bool:
    entry = listed.entry
    whole = " ".join(filter(None, (entry.name, entry.description, entry.eligibility, *(t.name for t in entry.terms))))
    return all(word in whole.casefold() for word in search.casefold().split())


def _bears(term_id: str, listed: Listed, desk: Desk) -> bool:
    if not term_id:
        return True
    parts = in_full(listed, desk.directory.today()).get("attributes", [])
    return any(part["taxonomy_term"]["id"] == term_id for part in parts)
