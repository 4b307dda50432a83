"""Lets in programs that name their key as their own standard has it: in the form or query, as a bearer, as Basic."""

import base64
import binascii
from typing import Any

import structlog
from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from shared.access.roles import Principal, Role
from shared.web.correlation import PRINCIPAL, template_of
from shared.web.errors import Problem
from shared.web.guard import Guard, holder_of

_NONE = "Give the api_key you were issued: in the form, in the query, or as a bearer token."
_NOT_LIVE = "This api_key opens nothing. Ask who issued it for another."
_NOT_FOR_THIS = "This api_key is not for this."

_log = structlog.get_logger()


class KeyGuard(Guard):
    """Stands before a route that takes keys and nothing else: no session of a browser opens it.

    Whoever is not let in is answered 403, as the standard wants it, where a guard of ours would say 401.
    """

    async def __call__(self, request: Request) -> None:
        """Let the request pass, with its principal in the scope, or raise."""
        key = _in_header(request) or request.query_params.get("api_key") or await _in_form(request)
        if not key:
            raise Problem(403, "api_key_missing", _NONE)
        principal = await holder_of(request.scope, key)
        if principal is None:
            raise Problem(403, "api_key_invalid", _NOT_LIVE)
        request.scope[PRINCIPAL] = principal
        self._check(request, principal)

    def _check(self, request: Request, principal: Principal) -> None:
        if principal.role not in (self.roles or ()):
            route = template_of(request.scope)
            _log.warning("access_denied", route=route, actor=principal.account_id, role=principal.role)
            raise Problem(403, "not_allowed", _NOT_FOR_THIS)


def allow_key(role: Role) -> Any:
    """Only the keys of this role."""
    return Depends(KeyGuard(frozenset({role})))


def _in_header(request: Request) -> str:
    kind, _, said = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return said
    return _of_basic(said) if kind.lower() == "basic" else ""


def _of_basic(said: str) -> str:
    """The password, else the name: some clients take a key only as part of an address."""
    try:
        name, _, password = base64.b64decode(said, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return password or name


async def _in_form(request: Request) -> str:
    if request.method != "POST":
        return ""
    key = (await request.form()).get("api_key", "")
    return "" if isinstance(key, UploadFile) else key
