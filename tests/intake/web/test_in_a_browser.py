"""Intake's pages in a real browser: residents' journeys and the staff form, without scripts too, on a telephone."""

import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from services.intake.domain.events import MessageTaken
from services.intake.wiring import mail_room
from shared.access.roles import Role
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD
from tests.support.builders.intake_pages import FrontDesk, a_front_desk
from tests.support.builders.mail import FEAR, a_message
from tests.support.missing import missing

# Stands for the weather, so that no test leaves the machine.
ELSEWHERE = "/accessibility"
STORY = "He took the door off its hinges."


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, str]]:
    """Intake with one referral in it and an officer who may sign in; and where it is served."""
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    with a_front_desk(tmp_path_factory.mktemp("intake"), exit_to=ELSEWHERE) as desk:
        desk.account(Role.CONTACT_CENTRE)
        desk.refer()
        for name, header in (("letter", {}), ("set-aside", {"List_Id": "<list.example.org>"})):
            mail_room(desk.ground, desk.service).take(a_message(FEAR, name, **header))
        desk.service.views.catch_up()
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(desk.app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield desk, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=5)
        listening.close()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of: a broken script, a style that the page's own policy forbids."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def check(page: Page) -> None:
    """Under the accessibility rules, what is folded away too, and no wider than a telephone."""
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = violations(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == [], page.url
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def sign_in(page: Page, base: str, path: str) -> None:
    page.goto(f"{base}{path}")
    page.get_by_label("Sign-in name").fill(f"{Role.CONTACT_CENTRE.value}.Jo Okafor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{base}{path}")


def go_on(page: Page, *choices: str) -> None:
    """Choose these answers and go on to the next question."""
    for choice in choices:
        page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Continue", exact=True).click()


def as_far_as_the_story(page: Page, base: str) -> None:
    """Ask for help, up to the page that asks what has happened."""
    page.goto(f"{base}/help")
    page.get_by_role("button", name="Continue").click()
    go_on(page, "No")
    go_on(page, "It is happening to me")
    go_on(page, "Yes")
    go_on(page, "Yes")
    expect(page.get_by_role("heading", name="What would you like to tell us?")).to_be_visible()


OPEN = [
    "/",
    "/report",
    "/report/for-someone",
    "/report/now",
    "/help",
    "/help/safety",
    "/return",
    "/contact",
    "/partners",
    "/sign-in",
]


@pytest.mark.parametrize("path", OPEN)
def test_every_open_page_keeps_the_rules_and_fits_a_telephone(
    page: Page, place: tuple[FrontDesk, str], complaints: list[str], path: str
) -> None:
    page.goto(f"{place[1]}{path}")
    check(page)
    assert complaints == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_question_of_a_report_keeps_the_rules_and_it_comes_in(
    page: Page, place: tuple[FrontDesk, str], complaints: list[str]
) -> None:
    desk, base = place
    page.goto(f"{base}/report")
    page.get_by_role("button", name="Start").click()
    answers = {
        "now": ["Yes"], "who": ["It is happening to me or where I live"], "what": ["Noise"], "noise": ["A party"],
        "home": ["Rented from a housing association"], "family": ["No"], "also": ["None of these"],
    }  # fmt: skip
    seen = []
    while not page.url.endswith("/check"):
        seen.append(page.url.rpartition("/")[2])
        expect(page).to_have_title("Waymark Borough Council")
        check(page)
        onward = page.get_by_role("button", name=re.compile("^Go on"))
        if onward.count():
            onward.click()
        else:
            go_on(page, *answers.get(seen[-1], []))
    assert {"call-first", "landlord", "before", "talk"} <= set(seen)
    check(page)
    page.get_by_role("button", name="Send").click()
    check(page)
    page.get_by_role("button", name="Skip them").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    check(page)
    fact = desk.submitted()[-1]
    assert page.get_by_text(fact.reference).is_visible()
    assert (fact.category, fact.answers["noise_kind"], fact.anonymous) == ("noise", "party", True)
    assert complaints == []


def test_help_is_asked_for_without_any_script(plain_page: Page, place: tuple[FrontDesk, str]) -> None:
    desk, base = place
    as_far_as_the_story(plain_page, base)
    plain_page.get_by_label("What would you like to tell us?").fill(STORY)
    go_on(plain_page)
    plain_page.get_by_role("link", name="Back", exact=True).click()
    expect(plain_page.get_by_label("What would you like to tell us?")).to_have_value(STORY)
    go_on(plain_page)
    go_on(plain_page, "Somebody has said that they will kill me or somebody else", "None of these")
    expect(plain_page.get_by_role("heading", name="There is a problem")).to_be_visible()
    plain_page.get_by_label("None of these").uncheck()
    while not plain_page.url.endswith("/check"):
        go_on(plain_page)
    plain_page.get_by_role("button", name="Send").click()
    plain_page.get_by_role("button", name="Skip them").click()
    expect(plain_page.get_by_role("heading", name="We have it")).to_be_visible()
    fact = desk.submitted()[-1]
    assert (fact.kind, fact.answers["threats_to_kill"]) == ("domestic_abuse", "yes")
    assert {fact.safe_contact.phone.safe, fact.safe_contact.sms.safe, fact.safe_contact.post.safe} == {"unknown"}


@pytest.mark.parametrize("how", ["button", "shift"])
def test_whoever_leaves_sees_the_weather_and_nothing_is_left_behind(
    page: Page, place: tuple[FrontDesk, str], how: str
) -> None:
    _, base = place
    as_far_as_the_story(page, base)
    page.get_by_label("What would you like to tell us?").fill(STORY)
    go_on(page)
    if how == "button":
        page.get_by_role("button", name="Exit this page").click()
    else:
        page.locator(".govuk-exit-this-page__indicator").wait_for(state="attached")
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(f"{base}{ELSEWHERE}")
    assert [cookie["name"] for cookie in page.context.cookies(base)] == []
    page.go_back()
    page.wait_for_load_state()
    assert STORY not in page.content()
    page.goto(f"{base}/help/tell")
    assert page.url == f"{base}/help"


def test_leaving_works_without_any_script(plain_page: Page, place: tuple[FrontDesk, str]) -> None:
    _, base = place
    as_far_as_the_story(plain_page, base)
    plain_page.get_by_role("button", name="Exit this page").click()
    plain_page.wait_for_url(f"{base}{ELSEWHERE}")
    assert plain_page.evaluate("document.referrer") == ""
    assert plain_page.context.cookies(base) == []


def test_the_keyboard_reaches_the_way_out_first_and_errors_take_the_focus(
    page: Page, place: tuple[FrontDesk, str]
) -> None:
    page.goto(f"{place[1]}/report/now")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/leave"
    page.reload()
    go_on(page)
    expect(page.get_by_role("heading", name="Who is this about?")).to_be_visible()
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Choose who this is about.").click()
    assert page.evaluate("document.activeElement.name") == "_about"


STAFF_PAGES = [
    "/intake/call/unfinished",
    "/intake/referrals",
    "/intake/mail",
    "/intake/word-lists",
    "REFERRAL",
    "CONTACT",
    "ALOUD",
]
STAFF_PAGES += ["LETTER", "SET"]


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_every_staff_page_keeps_the_rules_and_fits_a_telephone(
    page: Page, place: tuple[FrontDesk, str], complaints: list[str], path: str
) -> None:
    desk, base = place
    first = desk.submitted()[0]
    letters = [each.fact.message_id for each in desk.recorded() if isinstance(each.fact, MessageTaken)]
    shown = {
        "REFERRAL": f"/intake/referrals/{first.reference}",
        "ALOUD": f"/intake/referrals/{first.reference}/aloud?caller=victim",
        "CONTACT": f"/intake/referrals/{first.reference}/contact/{first.account_of}",
        "LETTER": f"/intake/mail/{letters[0]}",
        "SET": f"/intake/mail/{letters[1]}",
    }
    sign_in(page, base, shown.get(path, path))
    check(page)
    assert complaints == []


def test_only_where_scripts_run_is_the_shift_key_promised(
    page: Page, plain_page: Page, place: tuple[FrontDesk, str]
) -> None:
    for at, promised in ((page, True), (plain_page, False)):
        at.goto(f"{place[1]}/help")
        assert at.get_by_text("Or press Shift three times.").is_visible() is promised


def test_the_list_is_seen_first_on_a_telephone_and_its_filters_open(page: Page, place: tuple[FrontDesk, str]) -> None:
    sign_in(page, place[1], "/intake/referrals")
    fold, state = page.get_by_text("Show only some"), page.get_by_label("State", exact=True)
    expect(fold).to_be_hidden()
    expect(state).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 640})
    expect(state).to_be_hidden()
    row = page.locator("tbody tr").first.bounding_box()
    assert row is not None
    assert row["y"] < 640
    fold.click()
    state.select_option("received")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "status=received" in page.url


def test_a_form_that_was_open_for_longer_than_the_session_loses_nothing(
    page: Page, place: tuple[FrontDesk, str]
) -> None:
    desk, base = place
    first = desk.submitted()[0]
    page.clock.install()
    sign_in(page, base, f"/intake/referrals/{first.reference}/contact/{first.account_of}")
    page.get_by_label("Who must not find out?").fill("Somebody")
    page.context.clear_cookies()
    page.clock.fast_forward("21:00")
    save = page.get_by_role("button", name="Save")
    save.click()
    expect(page.get_by_text("Not sent: you are signed out.")).to_be_visible()
    expect(page.get_by_label("Who must not find out?")).to_have_value("Somebody")
    other = page.context.new_page()
    sign_in(other, base, "/intake/referrals")
    page.clock.fast_forward("00:02")  # a second press within a second counts as a slip of the finger
    save.click()
    page.wait_for_url(f"{base}/intake/referrals/{first.reference}")
    expect(page.get_by_text("Somebody").first).to_be_visible()
