"""Small parts for tests of pages and calls: an app around a few routes, and the people and programs in front of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from shared.access.register import Access
from shared.access.roles import Role
from shared.web.app import create_app
from shared.web.settings import WebSettings
from tests.support.builders.access import PASSWORD, an_access, an_officer

PAGE = {"accept": "text/html,application/xhtml+xml"}


def a_router(*routes: tuple[str, str, Callable[..., Any], Any], described: bool = True) -> APIRouter:
    """A router of (method, path, handler, guard); `described` False makes them pages."""
    router = APIRouter(include_in_schema=described)
    for method, path, handler, guard in routes:
        router.add_api_route(path, handler, methods=[method], dependencies=[guard] if guard is not None else [])
    return router


def an_app(folder: Path, *routers: APIRouter, access: Access | None = None, **settings: Any) -> FastAPI:
    """An app with these routers, without TLS; `settings` are those of `WebSettings`."""
    chosen = WebSettings(**({"secure_cookies": False} | settings))
    return create_app("Waymark", routers, access=access or an_access(folder), settings=chosen)


def a_token(app: FastAPI, role: Role) -> dict[str, str]:
    """The header of a program that acts in a role."""
    access: Access = app.state.access
    return {"Authorization": f"Bearer {access.tokens.issue(access.accounts.ensure(role).account_id).text}"}


def a_browser(app: FastAPI) -> TestClient:
    """A browser that follows no redirect by itself and asks for pages."""
    return TestClient(app, follow_redirects=False, headers=PAGE)


def signed_in(app: FastAPI, role: Role = Role.TRIAGE_OFFICER, name: str = "j.okafor") -> TestClient:
    """A browser in which somebody of this role has signed in."""
    an_officer(app.state.access, role, sign_in_name=name)
    browser = a_browser(app)
    answer = browser.post("/sign-in", data={"sign_in_name": name, "password": PASSWORD})
    assert answer.status_code == 303
    return browser


def csrf_of(app: FastAPI, browser: TestClient) -> str:
    """The anti-forgery token of the session in a browser, as its pages carry it."""
    access: Access = app.state.access
    return access.sessions.csrf(browser.cookies["s"])


@contextmanager
def logged() -> Iterator[list[Mapping[str, Any]]]:
    """Every log entry made inside, with what was bound around it."""
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as entries:
        yield entries


def named(entries: Sequence[Mapping[str, Any]], event: str) -> list[Mapping[str, Any]]:
    """The entries of one kind."""
    return [entry for entry in entries if entry["event"] == event]
