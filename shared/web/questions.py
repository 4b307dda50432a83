"""Puts a read-only question to another service's published API, as the caller and by the caller's own rights.

The one exception to "events only": never a command, never part of a decision. Whoever asks works without the answer.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import Request
from starlette.types import Message

from shared.web.caller import session_of

_SHARED = ("asgi", "http_version", "scheme", "server", "client")
_HANDED_ON = (b"authorization", b"cookie", b"host", b"traceparent")
# Somebody is on the telephone.
WITHIN_SECONDS = 0.3

_log = structlog.get_logger()


async def ask(
    request: Request, path: str, document: Mapping[str, Any], seconds: float = WITHIN_SECONDS
) -> dict[str, Any] | None:
    """The JSON that this app answers a POST of this document with; None if it is refused or does not come in time."""
    body = json.dumps(document, ensure_ascii=False).encode()
    answer = _Answer()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {**_transport_of(request), "path": path, "raw_path": path.encode(), "headers": _headers(request, body)}
    try:
        await asyncio.wait_for(request.app(scope, receive, answer.take), seconds)
    except TimeoutError:
        _log.warning("question_unanswered", path=path, seconds=seconds)
        return None
    return answer.document()


class _Answer:
    """What came back."""

    def __init__(self) -> None:
        self._status, self._body = 0, bytearray()

    async def take(self, message: Message) -> None:
        self._status = message.get("status", self._status)
        self._body += message.get("body", b"")

    def document(self) -> dict[str, Any] | None:
        if self._status != 200:
            return None
        found: dict[str, Any] = json.loads(bytes(self._body))
        return found


def _transport_of(request: Request) -> dict[str, Any]:
    """The parts of a request that another one by the same caller shares."""
    kept = {name: request.scope[name] for name in _SHARED if name in request.scope}
    return {**kept, "type": "http", "method": "POST", "query_string": b"", "root_path": ""}


def _headers(request: Request, body: bytes) -> list[tuple[bytes, bytes]]:
    handed = [(name, value) for name, value in request.scope["headers"] if name in _HANDED_ON]
    session = session_of(request)
    forgery = [(b"x-csrf-token", session.csrf.encode())] if session is not None else []
    own = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"accept", b"application/json"),
    ]
    return [*handed, *forgery, *own]
