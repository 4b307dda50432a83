"""One request, one effect: the `Idempotency-Key` header becomes the receipt of the command behind it.

    async with keyed(request) as once:
        command = ...
        done = await dispatch.later(command, context_of(request), once.receipt(b'{"reference": ...}'))
        answer = done.repeated.answer if done.repeated else ...

Follows the IETF draft: missing 400, the same key still running here 409, the same key for another body 422, the same
key and body the first answer. Keys are kept 24 hours, each caller's and each route's apart.
"""

import re
from dataclasses import dataclass

from fastapi import Request

from shared.access.register import Access
from shared.kernel.dispatching import Receipt
from shared.web.caller import PUBLIC, visitor_of
from shared.web.correlation import template_of
from shared.web.errors import Problem

SCOPE_PREFIX = "http/"
_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,128})"?')

_running: set[tuple[str, str]] = set()


@dataclass(frozen=True, slots=True)
class Once:
    """A request's key, with what it was sent for."""

    scope: str
    key: str
    fingerprint: str

    def receipt(self, answer: bytes) -> Receipt:
        """The receipt to write with the command's facts; `answer` is what a repeated request is told again."""
        return Receipt(self.scope, self.key, self.fingerprint, answer)


def keyed(request: Request, body: bytes | None = None) -> "_Held":
    """The request's key, held while it is being answered. Raises Problem where it is missing or already running.

    `body` is what stands for the body of one that is read piece by piece, such as a digest of it.
    """
    return _Held(request, body)


def must_have_key(request: Request) -> str:
    """The key a request was sent with; Problem 400 without one."""
    found = _KEY.fullmatch(request.headers.get("idempotency-key", "").strip())
    if found is None:
        raise Problem(
            400,
            "idempotency_key_missing",
            "Send an Idempotency-Key header: up to 128 printable characters, new for each thing you want done.",
        )
    return found[1]


class _Held:
    __slots__ = ("_body", "_held", "_request")

    def __init__(self, request: Request, body: bytes | None) -> None:
        self._request, self._body = request, body

    async def __aenter__(self) -> Once:
        once = await _once(self._request, self._body)
        self._held = (once.scope, once.key)
        if self._held in _running:
            raise Problem(409, "still_running", "The first request with this key is still being answered. Wait for it.")
        _running.add(self._held)
        return once

    async def __aexit__(self, *_failure: object) -> None:
        _running.discard(self._held)


async def _once(request: Request, body: bytes | None) -> Once:
    key = must_have_key(request)
    principal = visitor_of(request)
    who = principal.account_id if principal else PUBLIC
    scope = f"{SCOPE_PREFIX}{who}/{request.method} {template_of(request.scope)}"
    body = await request.body() if body is None else body
    access: Access = request.app.state.access
    fingerprint = access.signer.mark("idempotency", f"{request.method} {request.scope['path']}\0", body)
    return Once(scope, key, fingerprint)
