"""Finds the route of a request by the first parts of its path, however many routes the app has.

The framework tries every route in turn, twice for an included router: measured, up to a quarter of a millisecond for
150 routes, more than everything else a request passes through. Here only the few that can match are tried, in order.
"""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

Check = Callable[[Request], Awaitable[None]]

_DEEPEST = 3  # parts of the path that are looked at: /intake/api/referrals


class Switchboard(BaseRoute):
    """Stands before all other routes of an app; what it does not know, they get."""

    def __init__(self, routers: Sequence[APIRouter]) -> None:
        """Every router must be flat; raises TypeError for one that includes or mounts something itself."""
        routes = [route for router in routers for route in router.routes]
        for route in routes:
            if not isinstance(route, APIRoute):
                raise TypeError(f"a router holds a {type(route).__name__}: give create_app each router by itself")
        self._routes = [route for route in routes if isinstance(route, APIRoute)]
        fixed = [_fixed_parts(route.path) for route in self._routes]
        self._by_parts: dict[tuple[str, ...], list[APIRoute]] = {
            parts: [route for route, own in zip(self._routes, fixed, strict=True) if parts[: len(own)] == own]
            for parts in {(), *fixed}
        }
        # The framework reads parameters out of a request; where there are none to read, that costs a fifth of the
        # whole (measured), so such a handler is called here, behind the same checks.
        self._direct = {route.endpoint: checks for route in self._routes if (checks := _checks(route)) is not None}
        self._by_name = {route.name: route for route in reversed(self._routes)}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that takes the request wholly, else the first that takes only its path (405)."""
        if scope["type"] != "http":
            return Match.NONE, {}
        partly: Scope | None = None
        for route in self._candidates(scope["path"]):
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, found
            if match is Match.PARTIAL and partly is None:
                partly = found
        return (Match.PARTIAL, partly) if partly is not None else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand over to the route that `matches` put into the scope."""
        route: APIRoute = scope["route"]
        checks = self._direct.get(route.endpoint)
        if checks is None or scope["method"] not in (route.methods or ()):
            await route.handle(scope, receive, send)
            return
        request = Request(scope, receive, send)
        for check in checks:
            await check(request)
        response: Response = await route.endpoint(request)
        await response(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """The path of a route by its name."""
        route = self._by_name.get(name)
        if route is None:
            raise NoMatchFound(name, path_params)
        return route.url_path_for(name, **path_params)

    def _candidates(self, path: str) -> list[APIRoute]:
        parts = tuple(path.split("/", _DEEPEST + 1)[1 : _DEEPEST + 1])
        for depth in range(len(parts), -1, -1):
            if (found := self._by_parts.get(parts[:depth])) is not None:
                return found
        return []


def _fixed_parts(path: str) -> tuple[str, ...]:
    """The leading parts of a route's path that hold no parameter, at most as many as are looked at."""
    parts: list[str] = []
    for part in path.split("/")[1 : _DEEPEST + 1]:
        if "{" in part:
            break
        parts.append(part)
    return tuple(parts)


def _checks(route: APIRoute) -> list[Check] | None:
    """What stands before a route whose handler is awaited with the request alone and gives a whole answer.

    None for any other route, and where a check has parameters to be read too.
    """
    signature = inspect.signature(route.endpoint)
    checks: list[Any] = [each.dependency for each in route.dependencies]
    whole = inspect.iscoroutinefunction(route.endpoint) and signature.return_annotation is Response
    return checks if whole and all(map(_takes_the_request, (route.endpoint, *checks))) else None


def _takes_the_request(call: Callable[..., Any]) -> bool:
    return list(inspect.signature(call).parameters) == ["request"]
