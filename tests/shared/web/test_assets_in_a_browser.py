"""The styles and scripts as a browser takes them: components wake, Exit works, nothing is fetched from elsewhere."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page

from tests.support.tree import ROOT

ASSETS = ROOT / "shared" / "web" / "assets"
PAGE = """<!doctype html><html lang="en" class="govuk-template"><head><title>Waymark</title>
<link rel="stylesheet" href="/waymark.css"><link rel="icon" href="/favicon.svg"></head>
<body class="govuk-template__body"><div class="govuk-width-container">
<div class="wm-call"><section class="wm-call__section">question</section>
<aside class="wm-answer">answer</aside></div>
<div class="govuk-exit-this-page" data-module="govuk-exit-this-page"><a href="/elsewhere" role="button"
class="govuk-button govuk-button--warning govuk-exit-this-page__button govuk-js-exit-this-page-button">Exit</a></div>
<h1 class="govuk-heading-l">Report</h1></div><script type="module" src="/waymark.js"></script></body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Requests are no news here."""

    def do_GET(self) -> None:
        if self.path not in ("/", "/elsewhere"):
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(ASSETS / "built")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_loads_its_assets_from_one_place_and_wakes_its_components(page: Page, address: str) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(address, wait_until="networkidle")
    assert failed == []
    assert all(url.startswith(address) for url in asked)
    assert "govuk-frontend-supported" in (page.locator("body").get_attribute("class") or "")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").lower() == "arial, sans-serif"


def test_exit_leaves_the_page_behind_on_three_presses_of_shift(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{address}/elsewhere")


@pytest.mark.parametrize(("width", "side_by_side"), [(1280, True), (899, False), (320, False)])
def test_the_answer_stands_beside_the_questions_or_pinned_below(
    page: Page, address: str, width: int, side_by_side: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    question, answer = page.locator(".wm-call__section").bounding_box(), page.locator(".wm-answer").bounding_box()
    assert question is not None
    assert answer is not None
    assert (answer["x"] > question["x"]) == side_by_side
    assert page.evaluate("document.documentElement.scrollWidth") <= width
