"""Keeps a form whose sender was signed out or locked out when it came, sealed, with its key in their browser."""

import contextlib

import structlog
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from shared.access.register import Access
from shared.kernel.refusals import Unavailable
from shared.web.cookies import UNSENT, keep_signed, kept_signed
from shared.web.correlation import template_of

ADDRESS = "/unsent"
_URLENCODED, _WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"

_log = structlog.get_logger()


async def keep_unsent(request: Request, session_id: str) -> str | None:
    """Keep the form that came with a session which has ended or is locked; the key for the browser, None if not kept.

    Only a form of a page that this very session was given: nobody else's gets in. Files are not kept.
    """
    if _media_type(request) != _URLENCODED:
        return None
    form = await request.form()
    fields = [(name, value) for name, value in form.multi_items() if name != "csrf" and isinstance(value, str)]
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    with contextlib.suppress(Unavailable):  # then it is said that nothing was kept
        return await run_in_threadpool(_kept, request, session_id, str(form.get("csrf", "")), path, fields)
    return None


def lost(request: Request) -> str:
    """What to say of a form that was not kept: "files" where files came with it, which are kept nowhere."""
    return "files" if _media_type(request) == _WITH_FILES else "lost"


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _kept(request: Request, session_id: str, csrf: str, path: str, fields: list[tuple[str, str]]) -> str | None:
    access: Access = request.app.state.access
    account_id = access.sessions.whose(session_id)
    if account_id is None or csrf != access.sessions.csrf(session_id):
        return None
    key = access.unsent.keep(kept_signed(request, UNSENT), account_id, path, fields)
    _log.info("unsent_form_kept", route=template_of(request.scope), actor=account_id)
    return key


def hand_key(request: Request, response: Response, key: str) -> None:
    """Let the browser hold the key to what was kept."""
    keep_signed(request, response, UNSENT, key)


def first_page(request: Request, account_id: str, wanted: str) -> str:
    """Where somebody goes who has signed in: to what they could not send, before anything else."""
    key = kept_signed(request, UNSENT)
    access: Access = request.app.state.access
    return ADDRESS if key is not None and access.unsent.waiting(key, account_id) else wanted
