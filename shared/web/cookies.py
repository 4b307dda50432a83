"""The few cookies there are: the session, what one has just saved, a resident's unfinished answers, their return.

All are signed or random, unreadable to scripts, gone with the browser, and have names that say nothing about us.
"""

import hmac
import json

from fastapi import Request
from fastapi.responses import Response

from shared.access.register import Access
from shared.web.settings import WebSettings

_POSITIONS = "p"
DRAFT, RETURN, ADDING = "d", "r", "a"
# The key to forms that could not be taken. It outlives signing out: it opens nothing but to whose the forms are.
UNSENT = "u"
# What is taken back at the end of a visit: the session, positions, a resident's draft, their visit when they come back,
# and the referral they may add to.
_KEPT = ("s", _POSITIONS, DRAFT, RETURN, ADDING)


def session_cookie(request: Request) -> str | None:
    """The session id the browser sent."""
    return request.cookies.get(_named(request, "s"))


def set_session_cookie(request: Request, response: Response, session_id: str) -> None:
    """Hand the browser its session id."""
    _set(request, response, "s", session_id)


def keep_signed(request: Request, response: Response, name: str, value: str) -> None:
    """Let the browser keep a value it can read but not change, such as the id of a draft (`DRAFT`)."""
    _set(request, response, name, _access(request).signer.seal(f"cookie {name}", value))


def kept_signed(request: Request, name: str) -> str | None:
    """The value kept by `keep_signed`; None if there is none, or it was changed."""
    sealed = request.cookies.get(_named(request, name))
    return _access(request).signer.open(f"cookie {name}", sealed) if sealed else None


def form_token(request: Request, name: str) -> str:
    """What a form carries that may only be sent by the browser which keeps this cookie; "" where it keeps none."""
    kept = kept_signed(request, name)
    return _access(request).signer.mark(f"form {name}", kept) if kept else ""


def is_form_token(request: Request, name: str, sent: str) -> bool:
    """Whether a form that was sent carries what `form_token` gives this browser."""
    return hmac.compare_digest(form_token(request, name).encode(), sent.encode())


def forget_cookies(request: Request, response: Response) -> None:
    """Take back every cookie that says who was here or what they did."""
    for name in _KEPT:
        response.delete_cookie(_named(request, name), path="/", secure=_tls(request), httponly=True, samesite="lax")


def remember_position(request: Request, response: Response, service: str, position: int) -> None:
    """After a command: note how far the service's log had come, so that the next page waits until it shows that."""
    known = _positions(request)
    known[service] = max(position, known.get(service, 0))
    keep_signed(request, response, _POSITIONS, json.dumps(known, separators=(",", ":")))


def last_position(request: Request, service: str) -> int | None:
    """The position this browser has itself brought about in a service's log; None if it saved nothing there."""
    return _positions(request).get(service)


def _positions(request: Request) -> dict[str, int]:
    kept = kept_signed(request, _POSITIONS)
    found: dict[str, int] = json.loads(kept) if kept else {}
    return found


def _set(request: Request, response: Response, name: str, value: str) -> None:
    # Lax, not strict: a link to a page in a colleague's e-mail should find its reader signed in.
    response.set_cookie(_named(request, name), value, path="/", secure=_tls(request), httponly=True, samesite="lax")


def _named(request: Request, name: str) -> str:
    return f"__Host-{name}" if _tls(request) else name


def _tls(request: Request) -> bool:
    settings: WebSettings = request.app.state.settings
    return settings.secure_cookies


def _access(request: Request) -> Access:
    access: Access = request.app.state.access
    return access
