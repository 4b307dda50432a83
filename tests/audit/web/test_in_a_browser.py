"""Audit's pages in a real browser: with scripts and without, on a telephone, and under the accessibility rules."""

import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from shared.access.roles import Role
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD, an_officer
from tests.support.builders.audited_borough import REFERENCE, a_borough, a_story
from tests.support.builders.web import an_app
from tests.support.missing import missing

STORY = f"/audit/{REFERENCE}"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where audit's pages are, over a borough with one story in it."""
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    folder = tmp_path_factory.mktemp("audit")
    borough = a_borough(folder)
    a_story(borough)
    borough.work()
    app = an_app(folder, *borough.audit.routers)
    an_officer(app.state.access, Role.AUDITOR)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=5)
    listening.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/audit")
    page.get_by_label("Sign-in name").fill("j.okafor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Audit", exact=True).wait_for()


YEAR = "first=2026-04-01&last=2027-03-31"
PATHS = [
    "/audit",
    STORY,
    f"{STORY}?step=2",
    f"{STORY}?position=3",
    "/audit/verify",
    "/audit/returns",
    f"/audit/returns?name=demand&{YEAR}",
    f"/audit/returns?name=marac_quarterly&{YEAR}",
    f"/audit/returns?name=demand&{YEAR}&as_of=x",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_keeps_the_rules_fits_a_telephone_and_obeys_its_own_policy(
    page: Page, address: str, path: str
) -> None:
    complaints: list[str] = []
    sign_in(page, address)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = violations(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert [complaint for complaint in complaints if "422" not in complaint] == []


def test_one_walks_through_a_story_and_reveals_a_detail_without_any_script(plain_page: Page, address: str) -> None:
    page = plain_page
    sign_in(page, address)
    page.get_by_label("Open a story").fill("wm2222-2")
    page.get_by_role("button", name="Open").click()
    page.get_by_role("link", name="First", exact=True).click()
    expect(page.locator(".wm-past-view__date")).to_contain_text("after step 1 of")
    page.get_by_role("link", name="Step on").click()
    expect(page.get_by_text("Priority: standard → high")).to_be_visible()
    page.get_by_label("Step", exact=True).fill("3")
    page.get_by_role("button", name="Show this step").click()
    expect(page.locator(".wm-past-view__date")).to_contain_text("after step 3 of")
    page.get_by_label("What the panel could see").select_option("meeting-1")
    page.get_by_role("button", name="Show this meeting").click()
    expect(page.locator(".wm-past-view__date")).to_contain_text("when the agenda of the MARAC meeting")
    page.get_by_role("link", name="Now", exact=True).click()
    page.get_by_text("What it holds").last.click()
    page.get_by_role("link", name=re.compile("^Reveal full name")).first.click()
    page.get_by_role("button", name="Record this").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("A complaint").check()
    page.get_by_label("Why do you need to see it?").fill("She says that her name is written wrongly.")
    page.get_by_role("button", name="Record this").click()
    expect(page.get_by_text("Ada Example")).to_be_visible()


def test_on_paper_there_are_no_buttons(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}{STORY}")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Show this step")).to_be_hidden()
    expect(page.get_by_role("heading", name="What led to what")).to_be_visible()
