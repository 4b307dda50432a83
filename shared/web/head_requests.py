"""Answers HEAD wherever there is a GET, with the same status and headers; the server leaves the body out."""

from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadAsGet:
    """ASGI layer: what lies below is asked for a GET, so that no route has to be declared twice.

    What was learnt on the way (the route, who asked) goes back up, where the log line still says HEAD.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one request."""
        # Not a coroutine of its own: every other request passes here too, and pays for nothing.
        if scope["type"] == "http" and scope["method"] == "HEAD":
            return self._as_get(scope, receive, send)
        return self._app(scope, receive, send)

    async def _as_get(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = {**scope, "method": "GET"}
        try:
            await self._app(asked, receive, send)
        finally:
            scope.update(asked, method="HEAD")
