"""The few pages every app has beside its service's: leaving in a hurry, help, accessibility, finding by reference."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from shared.access.register import Access
from shared.kernel.identifiers import parse_reference
from shared.web.caller import principal_of
from shared.web.cookies import forget_cookies, session_cookie
from shared.web.guard import allow_anyone, allow_signed_in
from shared.web.pages import Pages
from shared.web.places import first_place, record_page


def left(request: Request) -> Response:
    """End the session, take back every cookie and lead away.

    A service that keeps more of a visitor has its own /leave, throws that away, then answers with this; services'
    routes come before the shared ones.
    """
    access: Access = request.app.state.access
    if session_id := session_cookie(request):
        access.sessions.end(session_id)
    # No Clear-Site-Data: some browsers take seconds over it, and this is the button for when there are none.
    answer = RedirectResponse(request.app.state.settings.exit_to, 303)
    forget_cookies(request, answer)
    return answer


def public_pages_router(pages: Pages) -> APIRouter:
    """The routes /leave, /contact, /accessibility, /find and /health/live."""
    router = APIRouter(include_in_schema=False)

    @router.get("/leave", name="shared:leave", dependencies=[allow_anyone("leaving must never be refused")])
    def leave(request: Request) -> Response:
        return left(request)

    @router.get("/contact", name="shared:contact", dependencies=[allow_anyone("help is for everybody")])
    def contact(request: Request) -> Response:
        return pages.render(request, "shared/contact.html")

    @router.get("/accessibility", name="shared:accessibility", dependencies=[allow_anyone("the law wants it public")])
    def accessibility(request: Request) -> Response:
        return pages.render(request, "shared/accessibility.html")

    @router.get("/find", name="shared:find", dependencies=[allow_signed_in()])
    def find(request: Request, reference: str = "") -> Response:
        role, known = principal_of(request).role, parse_reference(reference)
        if known is None:
            return pages.render(request, "shared/not_a_reference.html", status=422)
        return RedirectResponse(record_page(role, known) or first_place(role), 303)

    @router.get("/health/live", name="shared:live", dependencies=[allow_anyone("a supervisor asks; it says nothing")])
    async def live() -> dict[str, str]:
        return {"status": "live"}

    return router
