"""Gives each request its place in a trace, and writes one canonical log line about it when it is answered.

The line holds the method, the route's template (never the path or the query: they may say who somebody is), the status,
the milliseconds, the opaque id and the role of whoever acted. A failure nobody expected is logged by type and place
alone.
"""

from collections.abc import Awaitable, Callable, Iterable
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.access.roles import Principal
from shared.kernel.failures import described
from shared.kernel.tracing import Span, begun, continued
from shared.web.tally import RequestTally

TRACE = "waymark.trace"
PRINCIPAL = "waymark.principal"
NO_ROUTE = "no_route"
_PUBLIC = "public"
_CLOSED_BY_CALLER = 499
# A method is a word of the caller's own, so only those that mean something are repeated.
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_OTHER_METHOD = "other"
# Asked by machines every few seconds; a line each would bury the lines about people.
_ROUTINE = frozenset(("/health/live", "/health/ready", "/metrics"))

_log = structlog.get_logger()

Answer = Callable[[Scope, Receive, Send], Awaitable[None]]


class Correlation:
    """ASGI layer around everything else. `answer_failure` sends the answer to a failure nobody expected."""

    def __init__(self, app: ASGIApp, answer_failure: Answer, tally: RequestTally) -> None:
        self._app, self._answer_failure, self._tally = app, answer_failure, tally

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        span = scope[TRACE] = trace_from(scope["headers"])
        status, began = 0, perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        bound = structlog.contextvars.bind_contextvars(correlation_id=span.trace_id)
        try:
            await self._app(scope, receive, noting)
        except Exception as failure:
            _log.error("request_failed", **described(failure))
            if status == 0:
                await self._answer_failure(scope, receive, noting)
        finally:
            self._note(scope, status or _CLOSED_BY_CALLER, perf_counter() - began)
            # Put back, not cleared: a question to ourselves runs inside the request that asked it.
            structlog.contextvars.reset_contextvars(**bound)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else _OTHER_METHOD
        route = template_of(scope)
        self._tally.count(route, method, status, seconds)
        say = _log.warning if status >= 500 else _log.debug if route in _ROUTINE else _log.info
        span: Span = scope[TRACE]
        principal: Principal | None = scope.get(PRINCIPAL)
        say(
            "request",
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 2),
            actor=_PUBLIC if principal is None else principal.account_id,
            role=_PUBLIC if principal is None else principal.role.value,
            trace_id=span.trace_id,
            span_id=span.span_id,
            parent_span_id=span.parent_id,
        )


def trace_from(headers: Iterable[tuple[bytes, bytes]]) -> Span:
    """The next hop of the caller's trace where one with credentials brought it, else a new trace.

    Whether the credentials open anything shows later; see `begin_anew`.
    """
    given: list[bytes] = []
    known = False
    for name, value in headers:
        if name == b"traceparent":
            given.append(value)
        elif name in (b"authorization", b"cookie"):
            known = True
    return continued(given[0].decode("latin-1")) if known and len(given) == 1 else begun()


def begin_anew(scope: Scope) -> None:
    """Let go of a trace the caller brought: the public cannot choose the id under which we file what they did."""
    span: Span = scope[TRACE]
    if span.parent_id is not None:
        scope[TRACE] = begun()
        structlog.contextvars.bind_contextvars(correlation_id=scope[TRACE].trace_id)


def template_of(scope: Scope) -> str:
    """The template of the route that took the request, such as /intake/api/referrals/{reference}."""
    return getattr(scope.get("route"), "path", NO_ROUTE)


def actor_of(scope: Scope) -> str:
    """The opaque id of whoever the guard let in, or "public"."""
    principal: Principal | None = scope.get(PRINCIPAL)
    return principal.account_id if principal is not None else "public"
