"""Lets nothing be changed while there is a reason not to; reading goes on, and so does signing in and out."""

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.correlation import Answer

_READING = ("GET", "HEAD", "OPTIONS")
_ALWAYS = ("/sign-in", "/sign-out", "/lock", "/unlock")


class Pause:
    """ASGI layer: `reason` says in a sentence why nothing can be changed just now, None when it can."""

    def __init__(self, app: ASGIApp, reason: Callable[[], str | None], answer: Callable[[str], Answer]) -> None:
        self._app, self._reason, self._answer = app, reason, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say why not yet."""
        changes = scope["type"] == "http" and scope["method"] not in _READING and scope["path"] not in _ALWAYS
        why = self._reason() if changes else None
        await (self._app if why is None else self._answer(why))(scope, receive, send)
