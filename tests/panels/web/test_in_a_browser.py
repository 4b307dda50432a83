"""Panels' pages in a real browser: under the accessibility rules, on a telephone, without scripts, and on paper."""

import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page

from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD
from tests.support.builders.panels import LATE
from tests.support.builders.panels_pages import PanelsTown, address, calls, key
from tests.support.missing import missing

LATE_ONE = reference_from(30)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PanelsTown, str]]:
    """A crowded meeting once circulated, an overdue action, and one late referral; and where it is served."""
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    town = PanelsTown(tmp_path_factory.mktemp("panels"))
    for number in range(1, 18):
        town.refer(number, name=f"Person {number}")
    steering = town.program(Role.PANEL_COORDINATOR)
    steering.post(f"{calls()}/circulate", headers=key("circulate"))
    action = {"agency": "housing", "owner": "Sam Reed", "due": "2026-12-05", "text": "Change the locks."}
    steering.post(f"{calls()}/actions", headers=key("act"), json={**action, "case_reference": reference_from(1)})
    town.clock.set(LATE)
    town.refer(30, name="Mara Lind")
    town.account(Role.PANEL_COORDINATOR)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(town.app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield town, f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=5)
    listening.close()
    town.close()


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/panels")
    page.get_by_label("Sign-in name").fill(f"{Role.PANEL_COORDINATOR.value}.None")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Panels", exact=True).wait_for()


PATHS = [
    "/panels",
    "/panels?from=31/02/2027",
    address(),
    f"{address()}?version=1",
    f"{address()}/attendance",
    f"{address()}/minutes",
    f"{address()}/case/{reference_from(1)}",
    f"{address()}/case/{LATE_ONE}/choice",
    "/panels/actions",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_keeps_the_rules_fits_a_telephone_and_obeys_its_own_policy(
    page: Page, place: tuple[PanelsTown, str], path: str
) -> None:
    _, base = place
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in(page, base)
    page.goto(f"{base}{path}")
    # What is folded away has to keep the rules too.
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = violations(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert [complaint for complaint in complaints if "422" not in complaint] == []


def test_a_planted_fault_is_found(page: Page, place: tuple[PanelsTown, str]) -> None:
    _, base = place
    sign_in(page, base)
    page.goto(f"{base}{address()}")
    page.evaluate("document.querySelector('meter').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('h1').outerHTML = '<img src=\"/assets/none.svg\">'")
    found = violations(page)
    assert "image-alt" in {violation["id"] for violation in found}


def test_a_late_referral_is_chosen_for_and_an_item_moved_without_script(
    plain_page: Page, place: tuple[PanelsTown, str]
) -> None:
    _, base = place
    sign_in(plain_page, base)
    plain_page.goto(f"{base}{address()}/case/{LATE_ONE}/choice")
    plain_page.get_by_label("How is the person kept safe until then?").wait_for()
    plain_page.get_by_label("Accept it late").check()
    plain_page.get_by_role("button", name="Save the choice").click()
    plain_page.get_by_role("heading", name="There is a problem").wait_for()
    plain_page.get_by_label("Why", exact=True).fill("She was in hospital.")
    plain_page.get_by_role("button", name="Save the choice").click()
    plain_page.get_by_role("heading", name="MARAC, Wednesday 16 December 2026").wait_for()
    second = plain_page.locator("#section-new_cases_children ~ ol > li").nth(1)
    reference = second.locator(".wm-agenda__reference").inner_text()
    second.get_by_text("Move", exact=False).first.click()
    second.get_by_label("Why", exact=True).fill("The school leaves early.")
    second.get_by_role("button", name=f"Move {reference} up").click()
    first = plain_page.locator("#section-new_cases_children ~ ol > li .wm-agenda__reference").first
    assert first.inner_text() == reference


def test_meeting_mode_counts_how_long_a_case_takes_and_says_the_planned_minutes_without_script(
    page: Page, plain_page: Page, place: tuple[PanelsTown, str]
) -> None:
    _, base = place
    page.clock.install()
    for each in (page, plain_page):
        sign_in(each, base)
        each.goto(f"{base}{address()}/case/{reference_from(1)}")
    assert plain_page.get_by_role("timer").inner_text() == "14 min"
    # Installed, the page's clock still runs; so only the minute is looked at.
    page.clock.run_for(60_000)
    assert re.fullmatch(r"1:\d\d of 14 min", page.get_by_role("timer").inner_text())
    page.clock.run_for(14 * 60_000)
    assert re.fullmatch(r"15:\d\d of 14 min, over time", page.get_by_role("timer").inner_text())


def test_on_paper_every_sheet_has_its_mark_and_reasons_stand_open(page: Page, place: tuple[PanelsTown, str]) -> None:
    _, base = place
    sign_in(page, base)
    page.goto(f"{base}{address()}")
    page.emulate_media(media="print")
    assert page.locator(".wm-paper__mark").evaluate("each => getComputedStyle(each).display") == "table-header-group"
    assert page.locator(".wm-agenda__details .govuk-details__text", has_text="Visible high risk").first.is_visible()
    for hidden in ("button", ".wm-agenda__links", ".wm-header__who"):
        assert not page.locator(hidden).first.is_visible()
    sheets = re.findall(rb"/Type ?/Page\b[^s]", page.pdf(format="A4", prefer_css_page_size=True))
    assert len(sheets) > 2


def test_the_styles_number_the_sheets() -> None:
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    assert "counter(page)" in (BUILT / "waymark.css").read_text()
