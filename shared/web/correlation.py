"""Gives each request one trace, and writes one canonical log line about it when it is answered.

The line holds the method, the route's template (never the path or the query: they may say who somebody is), the status,
the milliseconds and the opaque id of whoever acted. A failure nobody expected is logged by type and place alone.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.access.roles import Principal
from shared.kernel.failures import described
from shared.kernel.randomness import random_bytes

TRACE = "waymark.trace"
PRINCIPAL = "waymark.principal"
NO_ROUTE = "no_route"
_CLOSED_BY_CALLER = 499

# W3C Trace Context: version, trace id, span id, flags; ids of zeros alone are not ids, and version ff is not a version.
_TRACEPARENT = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?")

_log = structlog.get_logger()

Answer = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Trace:
    """`correlation_id` names the whole story (it is the trace id); `parent` is the traceparent to hand on."""

    correlation_id: str
    parent: str


class Correlation:
    """ASGI layer around everything else. `answer_failure` sends the answer to a failure nobody expected."""

    def __init__(self, app: ASGIApp, answer_failure: Answer) -> None:
        self._app, self._answer_failure = app, answer_failure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace = trace_from(scope["headers"])
        scope[TRACE] = trace
        status, began = 0, perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        bound = structlog.contextvars.bind_contextvars(correlation_id=trace.correlation_id)
        try:
            await self._app(scope, receive, noting)
        except Exception as failure:
            _log.error("request_failed", **described(failure))
            if status == 0:
                await self._answer_failure(scope, receive, noting)
        finally:
            _log.info(
                "request",
                method=scope["method"],
                route=template_of(scope),
                status=status or _CLOSED_BY_CALLER,
                ms=round((perf_counter() - began) * 1000, 2),
                actor=actor_of(scope),
            )
            # Put back, not cleared: a question to ourselves runs inside the request that asked it.
            structlog.contextvars.reset_contextvars(**bound)


def trace_from(headers: Iterable[tuple[bytes, bytes]]) -> Trace:
    """The caller's trace where a program with credentials brought a valid one, else a new one.

    The public cannot choose the id under which we file what they did.
    """
    given, known = b"", False
    for name, value in headers:
        if name == b"traceparent":
            given = value
        elif name == b"authorization":
            known = True
    match = _TRACEPARENT.fullmatch(given) if given and known else None
    fresh = random_bytes(24).hex()
    if match is None:
        return Trace(fresh[:32], f"00-{fresh[:32]}-{fresh[32:]}-01")
    trace_id = match[1].decode()
    return Trace(trace_id, f"00-{trace_id}-{fresh[32:]}-{match[2].decode()}")


def template_of(scope: Scope) -> str:
    """The template of the route that took the request, such as /intake/api/referrals/{reference}."""
    return getattr(scope.get("route"), "path", NO_ROUTE)


def actor_of(scope: Scope) -> str:
    """The opaque id of whoever the guard let in, or "public"."""
    principal: Principal | None = scope.get(PRINCIPAL)
    return principal.account_id if principal is not None else "public"
