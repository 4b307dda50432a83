"""Every route says who may come in, `allow(Role.A, Role.B)` or `allow_anyone("why")`; else the app is not made.

    @router.post("/triage/api/referrals/{reference}/confirm", dependencies=[allow(Role.TRIAGE_OFFICER)])
    async def confirm(reference: str, request: Request) -> Response:
        context = context_of(request)      # for the command
        officer = principal_of(request)    # who it is; or as a parameter: Annotated[Principal, Depends(current)]

A bearer token (programs) or a session cookie (browsers) is taken. Without one a page sends to the sign-in, the API
answers 401. A role that is not listed gets 403, or with `hide=True` the same 404 as a record that does not exist.
A browser session must send its anti-forgery token with every unsafe method: the form field `csrf` (the macro
`csrf_field` in shared/forms.html) or the header `X-CSRF-Token`.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from starlette.types import Scope

from shared.access.register import Access
from shared.access.roles import Principal as Principal
from shared.access.roles import Role as Role
from shared.access.roles import Terms as Terms
from shared.access.sessions import Session
from shared.access.walls import Walls
from shared.kernel.kept_from import keep_from
from shared.kernel.refusals import NotAllowed, NotFound, Unavailable
from shared.web.body_limit import room_of
from shared.web.caller import SESSION
from shared.web.caller import context_of as context_of
from shared.web.caller import principal_of as principal_of
from shared.web.caller import visitor_of as visitor_of
from shared.web.cookies import session_cookie
from shared.web.correlation import PRINCIPAL, actor_of, begin_anew, template_of
from shared.web.errors import Problem
from shared.web.keeping import keep_unsent, lost
from shared.web.uploads import CSRF_DUE, check_csrf, is_multipart

_SAFE = ("GET", "HEAD", "OPTIONS")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# No reference, and in no id: whatever reads it finds what a stranger's mistyped address leads to.
_NOBODYS = "kept-from-you"
_TOO_MANY = "This key has made as many requests as were agreed. Retry-After says in how many seconds to come again."

_log = structlog.get_logger()


class SignInFirst(Exception):
    """A page needs somebody who is signed in; `address` is where to go for that.

    `kept` is the key to the form that came, for the browser; None where none came or it was not kept.
    """

    def __init__(self, address: str, kept: str | None = None) -> None:
        self.address, self.kept = address, kept
        super().__init__()


class UndeclaredRoutes(Exception):
    """Routes that say nothing about who may use them."""


class Guard:
    """Stands before one route. `roles` None lets anyone in, for the reason in `why`."""

    def __init__(
        self, roles: frozenset[Role] | None, why: str = "", hide: bool = False, even_locked: bool = False
    ) -> None:
        self.roles, self.why, self.hide, self.even_locked = roles, why, hide, even_locked

    async def __call__(self, request: Request) -> None:
        """Let the request pass, with its principal in the scope, or raise."""
        scope = request.scope
        if self.roles is None:
            begin_anew(scope)
            _same_origin(request)
            keep_from(frozenset())
            return
        principal = await _by_token(scope)
        if principal is None:
            principal = await self._by_session(request)
        scope[PRINCIPAL] = principal
        if principal.role not in self.roles:
            _log.warning("access_denied", route=template_of(scope), actor=principal.account_id, role=principal.role)
            raise NotFound if self.hide else NotAllowed
        await _keep_apart(scope, principal)

    async def _by_session(self, request: Request) -> Principal:
        session_id = session_cookie(request)
        access: Access = request.app.state.access
        session = await run_in_threadpool(access.sessions.find, session_id) if session_id else None
        if session is None:
            raise await _not_signed_in(request, "/sign-in", "not_signed_in", session_id, sent=not self.even_locked)
        if session.locked and not self.even_locked:
            raise await _not_signed_in(request, "/lock", "session_locked", session_id)
        _same_origin(request)
        await _require_csrf(request, session)
        request.scope[SESSION] = session
        return session.principal


def allow(*roles: Role, hide: bool = False) -> Any:
    """Only these roles. With `hide`, anybody else is told that there is nothing here."""
    if not roles:
        raise ValueError("allow() needs at least one role; for everybody say allow_anyone and why")
    return Depends(Guard(frozenset(roles), hide=hide))


def allow_signed_in(*, even_locked: bool = False) -> Any:
    """Every role; `even_locked` is for the pages that unlock and sign out."""
    return Depends(Guard(frozenset(Role), even_locked=even_locked))


def allow_anyone(why: str) -> Any:
    """Everybody, signed in or not; the reason is for whoever reviews the list of open routes."""
    if not why.strip():
        raise ValueError("allow_anyone() needs a reason")
    return Depends(Guard(None, why=why))


async def current(request: Request) -> Principal:
    """Dependency: whoever the guard let in. Behind `allow` only."""
    return principal_of(request)


def guard_of(route: Any) -> Guard | None:
    """The guard a route declares, wherever in its dependencies."""
    return next(_guards(getattr(route, "dependant", None)), None)


def undeclared_in(routers: Iterable[APIRouter]) -> list[str]:
    """Every route of flat routers that does not say who may use it.

    Asked of the routers, since the framework works out an app's routes only when it is asked for them, and they are all
    in the switchboard: that was a quarter of the making of an app.
    """
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    return [f"{'/'.join(sorted(route.methods or ()))} {route.path}" for route in routes if guard_of(route) is None]


def local_path(address: str | None) -> str | None:
    """The address if it leads to a page of ours, else None: nobody is sent elsewhere by a link to our sign-in."""
    if not address or len(address) > 500 or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    return address if address.isascii() and address.isprintable() and "\\" not in address else None


def wants_page(scope: Scope) -> bool:
    """Whether a person in a browser asks, so that answers are pages and not documents."""
    if "/api/" in scope["path"]:
        return False
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _guards(dependant: Any) -> Iterator[Guard]:
    for part in getattr(dependant, "dependencies", ()):
        if isinstance(part.call, Guard):
            yield part.call
        yield from _guards(part)


async def _by_token(scope: Scope) -> Principal | None:
    """Who the bearer token belongs to; None if none was sent; 401 if it opens nothing."""
    sent = next((value for name, value in scope["headers"] if name == b"authorization"), None)
    if sent is None:
        return None
    kind, _, token = sent.decode("latin-1").partition(" ")
    principal = await holder_of(scope, token) if kind.lower() == "bearer" else None
    if principal is None:
        raise Problem(401, "bad_token", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return principal


async def holder_of(scope: Scope, token: str) -> Principal | None:
    """Whose token this is; None if it opens nothing. A partner's request is counted; one too many is Problem 429."""
    access: Access = scope["app"].state.access
    principal = access.tokens.remembered(token) or await run_in_threadpool(access.tokens.principal, token)
    if principal is not None and principal.terms is not None:
        wait = await run_in_threadpool(access.quotas.take, principal)
        if wait:
            _log.warning("quota_reached", route=template_of(scope), actor=principal.account_id)
            raise Problem(429, "quota_reached", _TOO_MANY, headers={"Retry-After": str(wait)})
    return principal


async def _keep_apart(scope: Scope, principal: Principal) -> None:
    """What is kept from somebody is not there for them: no row of it is read, and its address is that of nothing.

    That they asked is written down beside the answer and not before it: how long a page takes tells them no more than
    the page does. Stopping waits for what is being written.
    """
    walls: Walls = scope["app"].state.access.walls
    kept = walls.remembered(principal.account_id)
    if kept is None:
        kept = await walls.of_later(principal.account_id)
    keep_from(kept.records)
    if not kept.by_reference:
        return
    given: Mapping[str, Any] = scope.get("path_params", {})
    sought = {name: found for name, value in given.items() if (found := kept.named_in(str(value))) is not None}
    scope["path_params"] = {**given, **dict.fromkeys(sought, _NOBODYS)}
    for referral_id in sought.values():
        asyncio.get_running_loop().run_in_executor(None, _note_met, walls, principal, referral_id, template_of(scope))


def _note_met(walls: Walls, principal: Principal, referral_id: str, route: str) -> None:
    try:
        walls.met(principal.account_id, principal.role.value, referral_id)
    except Unavailable:  # answered like any other address of nothing, also while nothing can be written
        _log.error("wall_met_unrecorded", route=route, actor=principal.account_id)


async def _not_signed_in(
    request: Request, page: str, code: str, session_id: str | None, sent: bool = True
) -> Exception:
    """What to raise; `session_id` is over or locked, `sent` is whether a form that came is to be spoken of."""
    if not _is_page(request):
        return Problem(401, code, headers={"WWW-Authenticate": "Bearer"})
    if request.method not in _SAFE and sent:
        # There is no page at its address to come back to, and nobody may think that it was acted on. What a script
        # sends stays on its page, which says so by itself.
        kept = await keep_unsent(request, session_id) if session_id and wants_page(request.scope) else None
        return SignInFirst(f"{page}?unsent={'kept' if kept else lost(request)}", kept)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = local_path(wanted) if request.method == "GET" else None
    return SignInFirst(f"{page}?next={quote(back, safe='/')}" if back else page)


def _is_page(request: Request) -> bool:
    """A person asks, or something that does not say so asks for a page: pages stand outside the API's description."""
    if wants_page(request.scope):
        return True
    described = getattr(request.scope.get("route"), "include_in_schema", True)
    return not described and "json" not in request.headers.get("accept", "")


def _same_origin(request: Request) -> None:
    """A browser that was sent here by another site's form says so; programs send neither header."""
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        # "null" is what a browser says under our own no-referrer policy.
        foreign = origin not in (None, "null") and _host_of(origin) != request.headers.get("host")
    if foreign:
        _log.warning("foreign_form_refused", route=template_of(request.scope), actor=actor_of(request.scope))
        raise Problem(403, "foreign_origin", "This was sent from another site. Start again from our own page.")


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # no browser says such a thing
        return ""


async def _require_csrf(request: Request, session: Session) -> None:
    if request.method in _SAFE:
        return
    sent = request.headers.get("x-csrf-token", "")
    if not sent and is_multipart(request) and room_of(request.scope["route"]) is not None:
        request.scope[CSRF_DUE] = session.csrf  # it comes first in a body too large to be read here
        return
    if not sent and request.headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS:
        if getattr(request.scope["route"], "body_field", None) is None:
            await request.body()  # kept by the request, so that the handler can still read it in its own way
        sent = str((await request.form()).get("csrf", ""))
    try:
        check_csrf(sent, session.csrf)
    except Problem:  # or a page from before they signed in anew
        access: Access = request.app.state.access
        if not await run_in_threadpool(access.sessions.once_had, session.principal.account_id, sent):
            raise
