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
from starlette.types import ASGIApp, Receive, Scope, Send

Check = Callable[[Request], Awaitable[None]]

FAILURE = "waymark.failure"

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
        self._by_name = {route.name: route for route in reversed(self._routes)}
        self._direct = {
            (method, route.path): (route, checks)
            for route in self._routes
            if (checks := _checks(route)) is not None
            for method in route.methods or ()
            if self.matches({"type": "http", "method": method, "path": route.path})[1].get("route") is route
        }

    def direct(self, scope: Scope) -> tuple[APIRoute, list[Check]] | None:
        """The route of a request whose handler needs nothing but the request, and the checks that stand before it."""
        return self._direct.get((scope["method"], scope["path"])) if scope["type"] == "http" else None

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
        if (failure := scope.pop(FAILURE, None)) is not None:
            raise failure
        await scope["route"].handle(scope, receive, send)

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


class Shortcut:
    """ASGI layer: calls a handler that needs nothing but the request, behind its checks, without the layers below.

    These read parameters, keep stacks and try routes; where there is nothing to read that costs a quarter of a small
    request (measured). What is raised here is raised again below, where every failure is answered alike.
    """

    def __init__(self, app: ASGIApp, switchboard: Switchboard) -> None:
        self._app, self._switchboard = app, switchboard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        found = self._switchboard.direct(scope)
        if found is None:
            await self._app(scope, receive, send)
            return
        route, checks = found
        scope["route"], scope["path_params"] = route, {}
        request = Request(scope, receive, send)
        try:
            for check in checks:
                await check(request)
            response: Response = await route.endpoint(request)
        except Exception as failure:
            scope[FAILURE] = failure
            await self._app(scope, receive, send)
        else:
            await response(scope, receive, send)


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

    None for any other route, and where a check or the path has parameters to be read too.
    """
    if type(route) is not APIRoute:  # it answers failures in a way of its own
        return None
    signature = inspect.signature(route.endpoint)
    checks: list[Any] = [each.dependency for each in route.dependencies]
    whole = inspect.iscoroutinefunction(route.endpoint) and signature.return_annotation is Response
    return (
        checks if whole and "{" not in route.path and all(map(_takes_the_request, (route.endpoint, *checks))) else None
    )


def _takes_the_request(call: Callable[..., Any]) -> bool:
    return list(inspect.signature(call).parameters) == ["request"]
