"""A form whose sender was signed out meanwhile is not lost: what was kept of it is given back once they are here again.

It is sent again by a press of theirs and never by itself. The browser holds the key, so nothing is given to anybody who
signs in elsewhere; and what was kept is bound to the account, so nothing is given to a colleague at the same desk.
"""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from shared.access.register import Access
from shared.access.unsent import KEPT_FOR, UnsentForm
from shared.kernel.refusals import NotFound
from shared.web.caller import principal_of
from shared.web.cookies import UNSENT, kept_signed
from shared.web.guard import allow_signed_in
from shared.web.keeping import ADDRESS, first_page
from shared.web.pages import Pages
from shared.web.places import first_place, place_of

# What a form carries for us; it says nothing to whoever typed the rest.
_OURS = frozenset({"form_key", "once", "draft", "then"})


def unsent_router(pages: Pages) -> APIRouter:
    """The routes under /unsent."""
    made = APIRouter(prefix=ADDRESS, include_in_schema=False, dependencies=[allow_signed_in()])

    @made.get("", name="shared:unsent")
    def listed(request: Request) -> Response:
        principal, key = principal_of(request), kept_signed(request, UNSENT)
        access: Access = request.app.state.access
        found = access.unsent.waiting(key, principal.account_id) if key is not None else []
        return _page(pages, request, found)

    @made.get("/{unsent_id}", name="shared:unsent_one")
    def one(request: Request, unsent_id: str) -> Response:
        return _page(pages, request, [_own(request, unsent_id)])

    @made.post("/{unsent_id}", name="shared:unsent_sent")
    def send(request: Request, unsent_id: str) -> Response:
        found = _own(request, unsent_id)
        access: Access = request.app.state.access
        access.unsent.sent(unsent_id)
        # The browser sends the same fields once more, to where they were meant to go.
        return RedirectResponse(found.path, 307)

    @made.post("/{unsent_id}/discard", name="shared:unsent_discarded")
    def discard(request: Request, unsent_id: str) -> Response:
        access: Access = request.app.state.access
        access.unsent.discard(_own(request, unsent_id).unsent_id)
        account_id = principal_of(request).account_id
        return RedirectResponse(first_page(request, account_id, first_place(principal_of(request).role)), 303)

    return made


def _own(request: Request, unsent_id: str) -> UnsentForm:
    key = kept_signed(request, UNSENT)
    access: Access = request.app.state.access
    found = access.unsent.find(key, principal_of(request).account_id, unsent_id) if key is not None else None
    if found is None:
        raise NotFound
    return found


def _page(pages: Pages, request: Request, found: Sequence[UnsentForm]) -> Response:
    role = principal_of(request).role
    forms: list[dict[str, Any]] = [
        {"kept": each, "place": place_of(role, each.path.partition("?")[0]), "typed": _typed(each)} for each in found
    ]
    hours = int(KEPT_FOR.total_seconds() // 3600)
    return pages.render(request, "shared/unsent.html", forms=forms, hours=hours, here_now=first_place(role))


def _typed(form: UnsentForm) -> list[tuple[str, str]]:
    """What stood in its fields, by the last part of each name, in words."""
    return [
        (name.rpartition(".")[2].strip("_").replace("_", " "), value)
        for name, value in form.fields
        if value.strip() and name not in _OURS and not name.startswith("_")
    ]
