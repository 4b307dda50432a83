"""Bounds what a request may send, before anything reads it."""

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.correlation import Answer


class BodyLimit:
    """ASGI layer: a declared length over the limit is refused unread, an undeclared one as soon as it is over."""

    def __init__(self, app: ASGIApp, max_bytes: int, answer_too_large: Answer) -> None:
        self._app, self._max, self._answer = app, max_bytes, answer_too_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = _declared(scope)
        if declared is None:
            await self._app(scope, self._counting(receive), send)
        elif declared > self._max:
            await self._answer(scope, receive, send)
        else:  # the server takes no more than was declared, so there is nothing to count
            await self._app(scope, receive, send)

    def _counting(self, receive: Receive) -> Receive:
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._max:
                raise HTTPException(413)  # the one kind of error that the framework's body readers let through
            return message

        return counted


def _declared(scope: Scope) -> int | None:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else None
    return None
