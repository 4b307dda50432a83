"""Headers that keep an answer to itself: no framing, no foreign scripts, no trace left in caches or referrers."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
# What has links, windows and devices to speak of; a program's document has none, and the server checks every header.
_PAGE = [
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
_JSON = (b"content-type", b"application/json")
_NO_STORE = (b"cache-control", b"no-store")
_TWO_YEARS_OF_TLS = (b"strict-transport-security", b"max-age=63072000")


class SecurityHeaders:
    """ASGI layer that adds them; only an answer that sets its own Cache-Control (an asset) may be kept by anybody."""

    def __init__(self, app: ASGIApp, tls: bool) -> None:
        self._app = app
        self._document = [*_ALWAYS, _TWO_YEARS_OF_TLS] if tls else _ALWAYS
        self._page = [*self._document, *_PAGE]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                ours = self._document if _JSON in given else self._page
                says_how_long = any(name == b"cache-control" for name, _ in given)
                message["headers"] = [*given, *ours] if says_how_long else [*given, *ours, _NO_STORE]
            await send(message)

        await self._app(scope, receive, adding)
