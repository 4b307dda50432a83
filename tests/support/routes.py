"""Every route of a whole app, however it came into it."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from shared.web.guard import guard_of
from shared.web.switchboard import Switchboard


def undeclared_routes(app: FastAPI) -> list[str]:
    """Every route, in whatever router it was included, that does not say who may use it."""
    return [
        f"{'/'.join(sorted(route.methods or ['*']))} {route.path or type(route.original_route).__name__}"
        for route in iter_route_contexts(app.router.routes)
        if guard_of(route) is None and not isinstance(route.original_route, Switchboard)
    ]
