"""Who a request comes from, once the guard has looked, and the context that goes with what they do."""

import ipaddress

from fastapi import Request

from shared.access.roles import Principal
from shared.access.sessions import Session
from shared.kernel.messages import Context
from shared.kernel.tracing import Span
from shared.web.correlation import PRINCIPAL, TRACE

SESSION = "waymark.session"
PUBLIC = "public"
# What one household or office is given; whoever has it may take any address in it.
_ONE_NETWORK_IPV6 = 64


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


def client_of(request: Request) -> str:
    """Whoever's tries count together: an address, of IPv6 the network it lies in; "" where nobody knows.

    For counting in memory alone. Behind a proxy this is what the proxy says, if it is one that the settings trust.
    """
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _ONE_NETWORK_IPV6), strict=False))


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
