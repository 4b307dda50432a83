"""Puts a read-only question to another service's published API, as the caller and by the caller's own rights.

The one exception to "events only": never a command, never part of a decision. Whoever asks works without the answer.
"""

import asyncio
import json
import ssl
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import httpx2
import structlog
from fastapi import Request
from starlette.types import Message

from shared.web.caller import session_of, traceparent_of

Headers = list[tuple[bytes, bytes]]

_SHARED = ("asgi", "http_version", "scheme", "server", "client")
_HANDED_ON = (b"authorization", b"cookie")
# Somebody is on the telephone.
WITHIN_SECONDS = 0.3

_log = structlog.get_logger()


class Answering(Protocol):
    """Whatever answers questions: this very app, or another service at its address."""

    async def answer(self, request: Request, path: str, headers: Headers, body: bytes) -> tuple[int, bytes]:
        """Status and body of what is answered to a POST; raises ConnectionError where nobody answers."""
        ...


async def ask(
    request: Request, path: str, document: Mapping[str, Any], seconds: float = WITHIN_SECONDS
) -> dict[str, Any] | None:
    """The JSON that a POST of this document is answered with; None if it is refused or does not come in time."""
    answering: Answering = request.app.state.settings.questions
    body = json.dumps(document, ensure_ascii=False).encode()
    try:
        status, answer = await asyncio.wait_for(answering.answer(request, path, _headers(request, body), body), seconds)
    except (TimeoutError, ConnectionError) as failed:
        _log.warning("question_unanswered", path=path, seconds=seconds, reason=type(failed).__name__)
        return None
    if status != 200:
        return None
    found: dict[str, Any] = json.loads(answer)
    return found


class OwnApp:
    """The app in which the question arises: all services of one process."""

    async def answer(self, request: Request, path: str, headers: Headers, body: bytes) -> tuple[int, bytes]:
        status, told = 0, bytearray()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def take(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            told.extend(message.get("body", b""))

        host = [(name, value) for name, value in request.scope["headers"] if name == b"host"]
        scope = {**_transport_of(request), "path": path, "raw_path": path.encode(), "headers": [*host, *headers]}
        await request.app(scope, receive, take)
        return status, bytes(told)


class Elsewhere:
    """Another service, at the root of its own address."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._certificates = ssl.create_default_context()

    async def answer(self, request: Request, path: str, headers: Headers, body: bytes) -> tuple[int, bytes]:
        # A connection for each question: a few a call, and none is kept that the other side may have closed.
        async with httpx2.AsyncClient(verify=self._certificates, trust_env=False, timeout=None) as client:
            try:
                answer = await client.post(self._address + path, headers=headers, content=body)
            except httpx2.TransportError as failed:
                raise ConnectionError from failed
            return answer.status_code, answer.content


_KINDS: Mapping[str, Callable[[str], Answering]] = {
    "inprocess": lambda _address: OwnApp(),
    "http": Elsewhere,
    "https": Elsewhere,
}


def answering_at(address: str) -> Answering:
    """Who answers at an address: `inprocess:`, or the `http:` or `https:` address of a service."""
    return _KINDS[address.partition(":")[0]](address)


def _transport_of(request: Request) -> dict[str, Any]:
    """The parts of a request that another one by the same caller shares."""
    kept = {name: request.scope[name] for name in _SHARED if name in request.scope}
    return {**kept, "type": "http", "method": "POST", "query_string": b"", "root_path": ""}


def _headers(request: Request, body: bytes) -> Headers:
    handed = [(name, value) for name, value in request.scope["headers"] if name in _HANDED_ON]
    session = session_of(request)
    forgery = [(b"x-csrf-token", session.csrf.encode())] if session is not None else []
    own = [
        (b"traceparent", traceparent_of(request).encode()),
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"accept", b"application/json"),
    ]
    return [*handed, *forgery, *own]
