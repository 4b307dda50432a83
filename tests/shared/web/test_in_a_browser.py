"""The shared pages in a real browser: with scripts and without, on a telephone, and under the accessibility rules."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import Response
from playwright.sync_api import Page

from shared.access.roles import Role
from shared.web.asset_files import BUILT
from shared.web.guard import allow, allow_anyone
from shared.web.pages import Pages
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD, an_access, an_officer
from tests.support.builders.web import a_router, an_app
from tests.support.missing import missing

TEMPLATES = {
    "queue": '{% extends "shared/base.html" %}{% block content %}<h1 class="govuk-heading-l">Queue</h1>'
    '<ul class="govuk-list"><li>E-mail ' + "x" * 60 + "@example.org</li></ul>{% endblock %}",
    "help": '{% extends "shared/public.html" %}{% block content %}<h1 class="govuk-heading-l">Help</h1>{% endblock %}',
}
NEUTRAL = "/accessibility"  # stands in for the neutral site, which a test must not call


def an_app_with_pages(folder: Path) -> FastAPI:
    for name, template in TEMPLATES.items():
        (folder / f"{name}.html").write_text(template)
    pages = Pages(folder)

    def queue(request: Request) -> Response:
        return pages.render(request, "queue.html", past_at=request.query_params.get("past"))

    def help_page(request: Request) -> Response:
        return pages.render(request, "help.html", sensitive=True, back="/contact")

    router = a_router(
        ("GET", "/triage/queue", queue, allow(Role.TRIAGE_OFFICER)),
        ("GET", "/help/safety", help_page, allow_anyone("a test")),
        described=False,
    )
    access = an_access(folder)
    an_officer(access)
    return an_app(folder, router, access=access, exit_to=NEUTRAL, phase="Beta", notice=lambda: "Rehearsal")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    app = an_app_with_pages(tmp_path_factory.mktemp("app"))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=5)
    listening.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/triage/queue")
    page.get_by_label("Sign-in name").fill("j.okafor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Queue").wait_for()


def test_signing_in_locking_and_unlocking_need_no_script(plain_page: Page, address: str) -> None:
    sign_in(plain_page, address)
    plain_page.get_by_role("button", name="Lock").click()
    plain_page.get_by_role("heading", name="Locked").wait_for()
    plain_page.goto(f"{address}/triage/queue")
    plain_page.get_by_label("Password", exact=True).fill(PASSWORD)
    plain_page.get_by_role("button", name="Unlock").click()
    plain_page.get_by_role("heading", name="Queue").wait_for()
    plain_page.get_by_role("button", name="Sign out").click()
    plain_page.get_by_role("heading", name="Staff sign-in").wait_for()


def test_finding_a_slip_in_a_reference_says_so(page: Page, address: str) -> None:
    sign_in(page, address)
    page.get_by_label("Find by reference").fill("WM-2222-3")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("heading", name="That is not a reference").wait_for()


@pytest.mark.parametrize("how", ["button", "three presses of Shift"])
def test_the_exit_leads_away_and_leaves_no_cookie(page: Page, address: str, how: str) -> None:
    page.goto(f"{address}/help/safety")
    if how == "button":
        page.locator(".govuk-js-exit-this-page-button").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(f"{address}{NEUTRAL}")
    assert page.context.cookies() == []


def test_the_exit_works_without_script(plain_page: Page, address: str) -> None:
    plain_page.goto(f"{address}/help/safety")
    plain_page.locator(".govuk-js-exit-this-page-button").click()
    plain_page.wait_for_url(f"{address}{NEUTRAL}")


PATHS = [
    "/sign-in",
    "/contact",
    "/accessibility",
    "/help/safety",
    "/nowhere",
    "/triage/queue",
    "/triage/queue?past=then",
    "/unsent",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_keeps_the_rules_fits_a_telephone_and_obeys_its_own_policy(
    page: Page, address: str, path: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    if path.startswith(("/triage", "/unsent")):
        sign_in(page, address)
    page.goto(f"{address}{path}")
    found = violations(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert [complaint for complaint in complaints if "404" not in complaint] == []
