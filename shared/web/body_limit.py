"""Bounds what a request may send, before anything reads it."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from fastapi import APIRouter, HTTPException
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.correlation import Answer

MULTIPART = b"multipart/form-data"
_TAKES = "takes_files_up_to"

H = TypeVar("H", bound=Callable[..., Any])
Roomy = Sequence[tuple[str, "re.Pattern[str]", int]]
"""Routes that take files: method, pattern of the path, and how many bytes."""


def takes_files(up_to: int) -> Callable[[H], H]:
    """Mark a handler that reads files piece by piece (`shared.web.uploads`); only it may be sent more than others."""

    def marked(handler: H) -> H:
        setattr(handler, _TAKES, up_to)
        return handler

    return marked


def room_of(route: Any) -> int | None:
    """How many bytes a route takes as files; None for one that takes none."""
    found: int | None = getattr(getattr(route, "endpoint", None), _TAKES, None)
    return found


def roomy_routes(routers: Iterable[APIRouter]) -> Roomy:
    """All routes that take files."""
    return [
        (method, route.path_regex, room)
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute) and (room := room_of(route)) is not None
        for method in route.methods or ()
    ]


class BodyLimit:
    """ASGI layer: a declared length over the limit is refused unread, an undeclared one as soon as it is over.

    `roomy` routes take more, if what comes is a form with files.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, answer_too_large: Answer, roomy: Roomy = ()) -> None:
        self._app, self._max, self._answer, self._roomy = app, max_bytes, answer_too_large, roomy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = _declared(scope)
        if declared is None:
            await self._app(scope, self._counting(receive, self._most(scope)), send)
        elif declared > self._max and declared > self._most(scope):
            await self._answer(scope, receive, send)
        else:  # the server takes no more than was declared, so there is nothing to count
            await self._app(scope, receive, send)

    def _most(self, scope: Scope) -> int:
        """Asked only where more than usual comes, or nobody knows how much."""
        if not _header(scope, b"content-type").lower().startswith(MULTIPART):
            return self._max
        fits = (
            room
            for method, path, room in self._roomy
            if method == scope["method"] and path.match(scope["path"]) is not None
        )
        return max(self._max, next(fits, 0))

    def _counting(self, receive: Receive, most: int) -> Receive:
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413)  # the one kind of error that the framework's body readers let through
            return message

        return counted


def _declared(scope: Scope) -> int | None:
    value = _header(scope, b"content-length")
    return int(value) if value.isdigit() else None


def _header(scope: Scope, wanted: bytes) -> bytes:
    return next((bytes(value) for name, value in scope["headers"] if name == wanted), b"")
