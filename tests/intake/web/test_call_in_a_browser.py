"""The call screen in a real browser: the keyboard is enough, nothing typed is lost, the answer is always in view."""

import re
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from services.intake.domain.events import CallEnded, ReferralSubmitted
from shared.access.roles import Role
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD
from tests.support.builders.borough import LittleBorough
from tests.support.builders.intake import a_document
from tests.support.missing import missing

FORM = "/intake/call"
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LittleBorough, str]]:
    """The whole product with one referral in it and an officer who may sign in; and where it is served."""
    if not (BUILT / "call.js").exists():
        missing("the scripts are not built: make setup")
    borough = LittleBorough(tmp_path_factory.mktemp("call"))
    borough.built.access.accounts.open("j.okafor", "Jo Okafor", Role.CONTACT_CENTRE, password=PASSWORD)
    borough.refer(a_document())
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(borough.app, log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield borough, f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=5)
    listening.close()
    borough.close()


def take_a_call(page: Page, base: str) -> None:
    page.set_viewport_size(DESK)
    page.goto(f"{base}{FORM}")
    page.get_by_label("Sign-in name").fill("j.okafor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{base}{FORM}")


def check(page: Page) -> None:
    """Under the accessibility rules, what is folded away too, and no wider than a telephone."""
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = violations(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == [], page.url
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 320, page.url
    page.set_viewport_size(DESK)


def facts(borough: LittleBorough, kind: type[Any]) -> list[Any]:
    return [each.fact for each in borough.built.services["intake"].store.page(0) if isinstance(each.fact, kind)]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def to(page: Page, label: str, value: str) -> None:
    """Enter, until the field of that label is in hand; then type."""
    for _ in range(60):
        focused = page.evaluate("(document.activeElement.labels?.[0] ?? {}).textContent ?? ''")
        if label in focused:
            page.keyboard.type(value)
            return
        # In a field of several lines Enter alone is a new line.
        several = page.evaluate("document.activeElement.tagName") == "TEXTAREA"
        page.keyboard.press("Control+Enter" if several else "Enter")
    raise AssertionError(f"Enter does not lead to {label}")


def test_a_call_is_taken_and_closed_by_the_keyboard_alone(page: Page, place: tuple[LittleBorough, str]) -> None:
    borough, base = place
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    take_a_call(page, base)
    page.locator("[name='_all.danger']").last.focus()
    press(page, "1", "Enter")
    to(page, "Number to call back", "07700 900123")
    press(page, "Enter", "1", "Enter", "2")
    expect(page.get_by_text("Here before")).to_be_visible()
    to(page, "Name", "Amina Okafor")
    press(page, "Enter", "Enter", "1")
    to(page, "What is it about?", "Noise")
    to(page, "What kind of noise is it?", "Everyday")
    press(page, "Enter", "2", "Enter", "2", "Enter", "Enter", "1", "Enter", "1")
    to(page, "Who owns or rents the home", "Rents from a h")
    to(page, "Does the person reporting own", "Own")
    to(page, "Which landlord is it?", "Example Homes 24")
    press(page, "Enter", "2")
    expect(page.locator("#outcome")).to_have_text("Signpost: Example Homes 24")
    to(page, "May we pass on", "No")
    expect(page.get_by_text("Your landlord has to look into this first.")).to_be_visible()
    button = page.get_by_role("button", name="Finish", exact=True)
    button.focus()
    press(page, "Enter")
    expect(page.get_by_text("Read out on the telephone")).to_be_visible()
    (ended,) = facts(borough, CallEnded)
    assert (ended.ended, ended.route, ended.caller, ended.sent_on) == ("signposted", "social_landlord", "victim", False)
    said = facts(borough, ReferralSubmitted)[-1]
    assert said.answers["domestic_abuse"] == said.answers["weapon_present_now"] == "no"
    brought = ("danger", "what", "harm", "care", "homes")
    assert [asking.question for asking in said.asked] == [f"call.{slug}" for slug in brought]
    assert complaints == []


def test_digits_are_digits_where_text_is_typed_and_a_yes_opens_what_it_may_mean(
    page: Page, place: tuple[LittleBorough, str]
) -> None:
    take_a_call(page, place[1])
    page.locator("[name='_all.harm']").last.focus()
    press(page, "2")
    violence = page.get_by_role("group", name="Has there been violence, or a threat of it?")
    expect(violence.get_by_label("Yes")).to_be_focused()
    press(page, "1")
    expect(violence.get_by_label("Yes")).to_be_checked()
    page.get_by_label("Number to call back").focus()
    page.keyboard.type("2019")
    expect(page.get_by_label("Number to call back")).to_have_value("2019")


def test_a_browser_that_breaks_loses_nothing_that_was_typed(page: Page, place: tuple[LittleBorough, str]) -> None:
    _, base = place
    take_a_call(page, base)
    page.get_by_label("Notes, in the caller’s own words").fill("He took the door off its hinges.")
    expect(page.locator("[data-kept]")).to_contain_text("Kept at")
    other = page.context.new_page()
    page.close()
    other.goto(f"{base}{FORM}/unfinished")
    other.get_by_role("link", name="Go on").last.click()
    expect(other.get_by_label("Notes, in the caller’s own words")).to_have_value("He took the door off its hinges.")


@pytest.mark.parametrize("lost", ["connection", "session"])
def test_what_could_not_be_kept_is_said_and_stays_on_the_page(
    page: Page, place: tuple[LittleBorough, str], lost: str
) -> None:
    take_a_call(page, place[1])
    if lost == "connection":
        page.route("**/so-far", lambda route: route.abort())
    else:
        page.context.clear_cookies()
    page.get_by_label("Who does it?", exact=True).fill("not known")
    says = "Not kept: no connection" if lost == "connection" else "Not kept: you are signed out"
    expect(page.locator("[data-kept]")).to_contain_text(says)
    expect(page.get_by_label("Who does it?", exact=True)).to_have_value("not known")
    if lost == "connection":
        page.unroute("**/so-far")
        expect(page.locator("[data-kept]")).to_contain_text("Kept at", timeout=10_000)


def test_a_session_that_ended_in_mid_call_loses_nothing_and_goes_on_once_signed_in_again(
    page: Page, place: tuple[LittleBorough, str]
) -> None:
    take_a_call(page, place[1])
    page.context.clear_cookies()
    page.get_by_label("Who does it?", exact=True).fill("not known")
    kept = page.locator("[data-kept]")
    expect(kept).to_contain_text("Not kept: you are signed out")
    page.get_by_role("button", name="Open a case").click()
    expect(page.get_by_label("Who does it?", exact=True)).to_have_value("not known")
    other = page.context.new_page()
    take_a_call(other, place[1])
    page.get_by_role("button", name="Keep for later").click()
    page.wait_for_url(f"{place[1]}{FORM}/unfinished")
    page.get_by_role("link", name="Go on").last.click()
    expect(page.get_by_label("Who does it?", exact=True)).to_have_value("not known")


def test_abuse_turns_the_screen_by_itself_and_no_word_of_landlords_or_mediation_is_left(
    page: Page, place: tuple[LittleBorough, str]
) -> None:
    take_a_call(page, place[1])
    page.get_by_label("Which landlord is it?").fill("Example Homes")
    page.locator("[name='facts.domestic_abuse']").first.evaluate("field => field.closest('details').open = true")
    page.locator("[name='facts.domestic_abuse']").first.focus()
    press(page, "1")
    expect(page.get_by_text("Can you talk safely just now?")).to_be_visible()
    assert page.url.endswith("#danger")  # nobody has asked that yet, so it is what is seen first
    expect(page.get_by_text("What happened is not your fault.")).to_be_visible()
    assert not re.search(r"landlord|mediation", page.locator("form[data-call]").inner_text(), re.IGNORECASE)
    expect(page.locator("[name='facts.landlord']")).to_have_value("Example Homes")
    check(page)


def test_without_scripts_the_same_call_is_kept_taken_up_and_finished(
    plain_page: Page, place: tuple[LittleBorough, str]
) -> None:
    borough, base = place
    take_a_call(plain_page, base)
    plain_page.get_by_role("group", name="Any of it?").first.get_by_label("No to all of it").check()
    plain_page.get_by_label("What is it about?").select_option("fly_tipping")
    plain_page.get_by_label("Postcode").fill("SW19 1AA")
    plain_page.get_by_label("Postcode").press("Enter")
    expect(plain_page.get_by_text("Kept at")).to_be_visible()
    plain_page.get_by_role("button", name="Keep for later").click()
    plain_page.get_by_role("link", name="Go on").last.click()
    plain_page.get_by_role("button", name="What to do so far").click()
    expect(plain_page.locator("#outcome")).to_contain_text("Signpost: Street services")
    plain_page.get_by_role("button", name="Finish", exact=True).click()
    expect(plain_page.get_by_text("This can be seen to quickly.")).to_be_visible()
    assert facts(borough, CallEnded)[-1].route == "street_services"


def test_the_screen_keeps_the_rules_blank_and_answered(page: Page, place: tuple[LittleBorough, str]) -> None:
    take_a_call(page, place[1])
    check(page)
    page.get_by_label("What is it about?").select_option("fly_tipping")
    page.get_by_label("Number to call back").fill("07700 900123")
    page.get_by_label("Postcode").fill("SW19 1AA")
    expect(page.get_by_text("Same postcode: ")).to_be_visible()
    check(page)


def hidden_fields(page: Page) -> list[str]:
    """The fields of the call form that lie under the pinned answer once they have the focus."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".wm-call__section :is(input, select, textarea)")].filter(field => {
            field.focus();
            const pinned = document.querySelector(".wm-answer").getBoundingClientRect();
            return field.getBoundingClientRect().bottom > pinned.top;
        }).map(field => field.name)"""
    )
    return found


@pytest.mark.parametrize("asked", [False, True], ids=["blank", "with danger"])
def test_on_a_telephone_the_answer_stays_in_view_and_never_over_the_field_in_hand(
    page: Page, place: tuple[LittleBorough, str], asked: bool
) -> None:
    take_a_call(page, place[1])
    page.set_viewport_size(PHONE)
    if asked:
        page.get_by_role("group", name="Any of it?").first.get_by_label("Yes: say which").check()
        expect(page.locator("#outcome")).to_have_text("Call 999 now")
    page.evaluate("for (const each of document.querySelectorAll('.wm-call__section details')) each.open = true")
    page.get_by_label("Which landlord is it?").focus()
    answer = page.locator(".wm-answer").bounding_box()
    assert answer is not None
    assert answer["y"] + answer["height"] <= 640
    assert answer["height"] < 0.2 * 640
    assert hidden_fields(page) == []
    page.evaluate("document.documentElement.style.scrollPaddingBottom = '0'")
    assert hidden_fields(page) != []
    if not asked:
        page.get_by_role("link", name="Why, what next, what to say").click()
        expect(page.locator("#answer")).to_be_focused()
        page.get_by_label("What is it about?").select_option("noise")
        page.get_by_role("link", name="1 Danger first").click()
        expect(page.locator("[name='_all.danger']").first).to_be_focused()


def test_on_a_wide_screen_the_answer_and_the_end_of_the_call_are_always_in_view(
    page: Page, place: tuple[LittleBorough, str]
) -> None:
    take_a_call(page, place[1])
    page.get_by_label("Minutes spent").focus()
    for shown in (page.locator("#outcome"), page.get_by_role("button", name="Call dropped")):
        box = shown.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 900
    top = page.get_by_label("Minutes spent").bounding_box()
    assert top is not None
    assert top["y"] > 100


def test_a_page_enlarged_four_times_pins_nothing(page: Page, place: tuple[LittleBorough, str]) -> None:
    take_a_call(page, place[1])
    page.set_viewport_size({"width": 320, "height": 225})
    page.get_by_label("Number to call back").focus()
    answer = page.locator(".wm-answer").bounding_box()
    assert answer is not None
    assert answer["y"] > 225


def test_pausing_and_telling_somebody_to_call_999_need_no_new_page(
    page: Page, place: tuple[LittleBorough, str]
) -> None:
    take_a_call(page, place[1])
    page.get_by_label("Notes, in the caller’s own words").fill("He is at the door.")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.locator("[name='_all.danger']").first.focus()
    press(page, "2")
    page.get_by_role("button", name="I told them to call 999").click()
    expect(page.get_by_text("Told to call 999 at")).to_be_visible()
    expect(page.get_by_label("Notes, in the caller’s own words")).to_have_value("He is at the door.")
    assert page.url.endswith(FORM)
    page.get_by_role("button", name="Call dropped").click()
    expect(page.get_by_text("Call 999 now and give the police")).to_be_visible()
    check(page)
    page.goto(f"{place[1]}{FORM}/unfinished")
    check(page)


def test_without_scripts_a_locked_screen_loses_nothing_of_a_call(
    plain_page: Page, place: tuple[LittleBorough, str]
) -> None:
    take_a_call(plain_page, place[1])
    notes = "He is at the door.\nShe has the keys."
    plain_page.get_by_label("Notes, in the caller’s own words").fill(notes)
    other = plain_page.context.new_page()
    other.goto(f"{place[1]}/intake/referrals")
    other.get_by_role("button", name="Lock").click()
    plain_page.get_by_role("button", name="Keep what is typed").last.click()
    expect(plain_page.get_by_text("What you sent just now was kept")).to_be_visible()
    plain_page.get_by_label("Password", exact=True).fill(PASSWORD)
    plain_page.get_by_role("button", name="Unlock").click()
    expect(plain_page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(plain_page.get_by_text("He is at the door.")).to_be_visible()
    plain_page.get_by_role("button", name="Send it now").click()
    expect(plain_page.get_by_label("Notes, in the caller’s own words")).to_have_value(notes)
    plain_page.goto(f"{place[1]}/unsent")
    expect(plain_page.get_by_text("Nothing of yours waits to be sent.")).to_be_visible()
