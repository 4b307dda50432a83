"""Who a request comes from, once the guard has looked, and the context that goes with what they do."""

from fastapi import Request

from shared.access.roles import Principal
from shared.access.sessions import Session
from shared.kernel.messages import Context
from shared.kernel.tracing import Span
from shared.web.correlation import PRINCIPAL, TRACE

SESSION = "waymark.session"
PUBLIC = "public"


def principal_of(request: Request) -> Principal:
    """Whoever the guard let in. Only behind `allow`: elsewhere there is nobody, and that is a KeyError."""
    found: Principal = request.scope[PRINCIPAL]
    return found


def visitor_of(request: Request) -> Principal | None:
    """Whoever the guard let in, or None on a page that is open to anyone."""
    found: Principal | None = request.scope.get(PRINCIPAL)
    return found


def session_of(request: Request) -> Session | None:
    """The browser session behind the request; None for programs and for the public."""
    found: Session | None = request.scope.get(SESSION)
    return found


def correlation_id_of(request: Request) -> str:
    """The id under which this request stands in the log."""
    span: Span = request.scope[TRACE]
    return span.trace_id


def context_of(request: Request, origin: str = "live") -> Context:
    """Who acts, in which role, in which story: goes with every command. The public acts as "public"."""
    span: Span = request.scope[TRACE]
    principal: Principal | None = request.scope.get(PRINCIPAL)
    if principal is None:
        return Context(PUBLIC, PUBLIC, span.trace_id, None, span.header, origin)
    return Context(principal.account_id, principal.role.value, span.trace_id, None, span.header, origin)


def traceparent_of(request: Request) -> str:
    """What whoever we ask on behalf of this request is to go on from."""
    span: Span = request.scope[TRACE]
    return span.header
