"""Signing in and out, and the quick lock for whoever must leave the desk."""

from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from shared.access.register import Access
from shared.kernel.refusals import FieldError
from shared.web.caller import principal_of, session_of
from shared.web.cookies import forget_cookies, session_cookie, set_session_cookie
from shared.web.errors import Problem
from shared.web.guard import allow_anyone, allow_signed_in, local_path
from shared.web.keeping import first_page
from shared.web.pages import Pages
from shared.web.places import first_place

_WRONG = FieldError("/password", "wrong", "Check your sign-in name and your password. One of them is not right.")
_LONGEST_FIELD = 200
# Ends the address of a sign-in page after a form that came when nobody was signed in: "kept", "lost" or "files".
UNSENT = "unsent"

_log = structlog.get_logger()

Typed = Annotated[str, Form(max_length=_LONGEST_FIELD)]
Next = Annotated[str, Form(max_length=500)]


def sign_in_router(pages: Pages) -> APIRouter:
    """The routes /sign-in, /sign-out, /lock and /unlock."""
    router = APIRouter(include_in_schema=False)

    def form(request: Request, back: str | None, status: int = 200, wait: int = 0, name: str = "") -> HTMLResponse:
        errors = [] if status == 200 else [_waiting(wait) if wait else _WRONG]
        headers = {"Retry-After": str(wait)} if wait else None
        context: dict[str, Any] = {"next": back, "errors": errors, "emergency": False, "name": name}
        context["unsent"] = request.query_params.get(UNSENT)
        return pages.render(request, "shared/sign_in.html", status=status, headers=headers, **context)

    @router.get("/sign-in", name="shared:sign_in", dependencies=[allow_anyone("nobody is signed in yet")])
    def ask(request: Request, next: str | None = None) -> Response:
        return form(request, local_path(next))

    @router.post("/sign-in", name="shared:signed_in", dependencies=[allow_anyone("nobody is signed in yet")])
    def sign_in(request: Request, sign_in_name: Typed = "", password: Typed = "", next: Next = "") -> Response:
        access: Access = request.app.state.access
        answer, back = access.accounts.check(sign_in_name, password), local_path(next)
        if answer.account is None:
            _log.warning("sign_in_failed", waits=answer.wait_seconds)
            status = 429 if answer.wait_seconds else 422
            return form(request, back, status, answer.wait_seconds, sign_in_name)
        return _begin(request, answer.account.account_id, back or first_place(answer.account.role))

    @router.post("/sign-out", name="shared:sign_out", dependencies=[allow_signed_in(even_locked=True)])
    def sign_out(request: Request) -> Response:
        _end(request)
        answer = RedirectResponse("/sign-in", 303)
        forget_cookies(request, answer)
        return answer

    _add_lock(router, pages)
    return router


def _add_lock(router: APIRouter, pages: Pages) -> None:
    def form(request: Request, back: str | None, status: int = 200, wait: int = 0) -> HTMLResponse:
        errors = [] if status == 200 else [_waiting(wait) if wait else _WRONG_PASSWORD]
        context: dict[str, Any] = {"next": back, "errors": errors, "emergency": False}
        context["unsent"] = request.query_params.get(UNSENT)
        return pages.render(request, "shared/locked.html", status=status, **context)

    @router.post("/lock", name="shared:lock", dependencies=[allow_signed_in(even_locked=True)])
    def lock(request: Request) -> Response:
        access: Access = request.app.state.access
        access.sessions.lock(session_cookie(request) or "")
        _log.info("session_locked", actor=principal_of(request).account_id)
        return RedirectResponse("/lock", 303)

    @router.get("/lock", name="shared:locked", dependencies=[allow_signed_in(even_locked=True)])
    def locked(request: Request, next: str | None = None) -> Response:
        session = session_of(request)
        if session is None or not session.locked:
            return RedirectResponse(first_place(principal_of(request).role), 303)
        return form(request, local_path(next))

    @router.post("/unlock", name="shared:unlock", dependencies=[allow_signed_in(even_locked=True)])
    def unlock(request: Request, password: Typed = "", next: Next = "") -> Response:
        access: Access = request.app.state.access
        account = access.accounts.find(principal_of(request).account_id)
        if account is None or session_of(request) is None:
            raise Problem(409, "no_session", "There is no session to unlock.")
        answer, back = access.accounts.check(account.sign_in_name, password), local_path(next)
        if answer.account is None:
            return form(request, back, 429 if answer.wait_seconds else 422, answer.wait_seconds)
        access.sessions.replace(session_cookie(request) or "")
        return _begin(request, account.account_id, back or first_place(account.role))


_WRONG_PASSWORD = FieldError("/password", "wrong", "That is not the password.")


def _waiting(seconds: int) -> FieldError:
    return FieldError("/password", "wait", f"Too many tries. Wait {seconds} seconds, then try again.")


def _begin(request: Request, account_id: str, page: str) -> Response:
    """A new session with a new id each time, so that an id planted beforehand is worth nothing."""
    access: Access = request.app.state.access
    answer = RedirectResponse(first_page(request, account_id, page), 303)
    set_session_cookie(request, answer, access.sessions.start(account_id))
    _log.info("signed_in", actor=account_id)
    return answer


def _end(request: Request) -> None:
    access: Access = request.app.state.access
    if session_id := session_cookie(request):
        access.sessions.end(session_id)
