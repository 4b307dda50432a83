"""Residents' pages in a real browser, each under the accessibility rules, on a telephone too, and without scripts."""

import re
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from services.intake.domain.events import SafeContactChanged
from shared.access.roles import Role
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD
from tests.support.builders.intake_pages import FrontDesk, a_front_desk
from tests.support.missing import missing

pytestmark = pytest.mark.slow

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
PHRASE = "blue boats on tuesday"
ANSWERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "now": {"facts.immediate_danger": ["no"]}, "who": {"_about": ["me"]}, "safe": {"_safe_now": ["yes"]},
    "lived": {"facts.domestic_abuse": ["yes"]}, "ways": {"_ways": ["phone", "sms", "email", "post", "in_person"]},
    "call": {"_when.phone": ["mornings"]}, "text": {"_when.sms": ["any"]}, "mail": {"_when.email": ["any"]},
    "meet": {"_when.in_person": ["unknown"]},
}  # fmt: skip
TYPED = {"call": ("reporter.phone", "07700 900123"), "card": ("campaign", "k7m5"), "later": ("_phrase", PHRASE)}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, str]]:
    """Intake, and where it is served."""
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    with a_front_desk(tmp_path_factory.mktemp("residents"), exit_to="/accessibility") as desk:
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(desk.app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield desk, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=5)
        listening.close()


def check(page: Page) -> None:
    """Under the rules at either width, and no wider than a telephone."""
    page.wait_for_load_state()
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dictionary does
        found = violations(page)
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"], page.url


def slug_of(page: Page) -> str:
    return page.url.partition("?")[0].rpartition("/")[2]


def answer(page: Page, answers: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """Answer the page that is shown and go on to the next."""
    slug = slug_of(page)
    for name, codes in answers.get(slug, {}).items():
        for code in codes:
            page.locator(f'[name="{name}"][value="{code}"]').check()
    if slug in TYPED:
        name, text = TYPED[slug]
        page.locator(f'[name="{name}"]').fill(text)
    page.get_by_role("button", name=re.compile("^(Continue|Go on)")).first.click()
    assert slug_of(page) != slug, page.locator(".govuk-error-summary").all_inner_texts()


def through(page: Page, base: str, checked: bool) -> str:
    """Through the whole journey for help to its end; returns the reference."""
    page.goto(f"{base}/help/now")
    while slug_of(page) != "check":
        if checked:
            check(page)
        answer(page, ANSWERS)
    expect(page.get_by_text("So we do not use this way.")).to_have_count(1)
    expect(page.get_by_text(PHRASE)).to_have_count(0)
    page.get_by_role("button", name="Send", exact=True).click()
    if checked:
        check(page)
        page.get_by_role("button", name="Answer the questions").click()
        check(page)
        page.get_by_role("link", name="Skip the rest").click()
    else:
        page.get_by_role("button", name="Skip them").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    found = re.search(r"WM-\w{4}-\w", page.locator("main").inner_text())
    assert found
    return found[0]


def come_back(page: Page, base: str, reference: str) -> None:
    page.goto(f"{base}/return")
    page.get_by_label("Your reference").fill(reference.lower())
    page.get_by_label("The phrase you chose").fill(PHRASE.upper())
    page.get_by_role("button", name="Continue", exact=True).click()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_help_is_asked_for_and_come_back_to(
    page: Page, plain_page: Page, place: tuple[FrontDesk, str], scripts: bool
) -> None:
    desk, base = place
    at = page if scripts else plain_page
    reference = through(at, base, checked=scripts)
    desk.service.views.catch_up()
    come_back(at, base, reference)
    expect(at.get_by_role("heading", name="We have what you told us.")).to_be_visible()
    if scripts:
        check(at)
    at.get_by_role("button", name="Stop reaching out to me").click()
    expect(at.get_by_text("We do not get in touch with you.")).to_be_visible()
    changed = [each.fact for each in desk.recorded() if isinstance(each.fact, SafeContactChanged)]
    assert changed[-1].reference == reference
    at.get_by_role("button", name="Exit this page").click()
    at.wait_for_url(f"{base}/accessibility")
    assert at.context.cookies(base) == []
    at.goto(f"{base}/return/now")
    assert at.url == f"{base}/return"


@pytest.mark.parametrize("path", ["/help/own", "/help/own/call", "/help/own/sent", "/help/which", "/report/safety"])
def test_pages_beside_the_journeys_keep_the_rules(page: Page, place: tuple[FrontDesk, str], path: str) -> None:
    page.goto(f"{place[1]}{path}")
    check(page)


def test_by_keyboard_alone_what_is_wrong_is_reached_and_mended(page: Page, place: tuple[FrontDesk, str]) -> None:
    page.goto(f"{place[1]}/return")
    page.get_by_label("Your reference").focus()
    page.keyboard.type("WM-1")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reference")).to_be_focused()
    expect(page.get_by_label("Your reference")).to_have_value("WM-1")
    page.keyboard.press("Tab")
    expect(page.get_by_label("The phrase you chose")).to_be_focused()


def test_which_door_is_shown_and_the_answers_can_be_changed(plain_page: Page, place: tuple[FrontDesk, str]) -> None:
    plain_page.goto(f"{place[1]}/help/which")
    plain_page.get_by_label("What is it about?").select_option("fireworks")
    plain_page.get_by_role("button", name="Show me").click()
    assert plain_page.url == f"{place[1]}/help/which"
    plain_page.get_by_role("button", name="Change my answers").click()
    expect(plain_page.get_by_label("What is it about?")).to_have_value("fireworks")
    assert plain_page.context.cookies(place[1]) == []


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.SERVICE_MANAGER, "/intake/self-referrals"),
        (Role.SERVICE_MANAGER, "/intake/demand"),
        (Role.PERPETRATOR_WORKER, "/intake/change-calls"),
    ],
)
def test_staff_pages_about_residents_keep_the_rules(
    page: Page, place: tuple[FrontDesk, str], role: Role, path: str
) -> None:
    desk, base = place
    asking = desk.resident()
    asking.open("/help/own/call")
    asking.send("/help/own/call", {"reporter.phone": "07700 900456", "_when.phone": "any"})
    page.goto(f"{base}{path}")
    page.get_by_label("Sign-in name").fill(desk.account(role, f"Jo at {path}"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{base}{path}")
    check(page)
