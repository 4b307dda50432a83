"""Headers that keep a page to itself: no framing, no foreign scripts, no trace left in caches or referrers."""

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
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
_NO_STORE = (b"cache-control", b"no-store")
_TWO_YEARS_OF_TLS = (b"strict-transport-security", b"max-age=63072000")


class SecurityHeaders:
    """ASGI layer that adds them; only an answer that sets its own Cache-Control (an asset) may be kept by anybody."""

    def __init__(self, app: ASGIApp, tls: bool) -> None:
        self._app = app
        self._headers = [*_ALWAYS, _TWO_YEARS_OF_TLS] if tls else _ALWAYS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                kept_short = any(name == b"cache-control" for name, _ in given)
                message["headers"] = [*given, *self._headers] if kept_short else [*given, *self._headers, _NO_STORE]
            await send(message)

        await self._app(scope, receive, adding)
