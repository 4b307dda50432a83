"""Going on without the system, in a real browser: the page from a laptop's disk, its file, its upload, and paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from services.intake.domain.events import FormsIssued
from shared.access.roles import Role
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD
from tests.support.builders.intake_pages import FrontDesk, a_front_desk
from tests.support.missing import missing
from tests.support.serving import served

pytestmark = pytest.mark.slow

PASSPHRASE = "four words of mine"
NAME, STORY = "Amina Okafor", "He waits outside the school."


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, str]]:
    """Intake with a batch of forms, and where it is served."""
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    with a_front_desk(tmp_path_factory.mktemp("paper")) as desk, served(desk.app) as address:
        desk.account(Role.CONTACT_CENTRE)
        officer = desk.officer(name="Sam Lee")
        officer.open("/intake/forms")
        officer.send("/intake/forms", {"held_as": "laptop", "asb": "2", "domestic_abuse": "2"})
        yield desk, address


@pytest.fixture
def laptop(place: tuple[FrontDesk, str], tmp_path: Path) -> Path:
    """The page, saved on a laptop's disk."""
    officer = place[0].officer(name=tmp_path.name)
    saved = tmp_path / "offline.html"
    saved.write_text(officer.client.get("/intake/forms/batches/1/offline").text, encoding="utf-8")
    return saved


def check(page: Page) -> None:
    found = violations(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == [], page.url
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def begin(page: Page, laptop: Path) -> None:
    page.goto(laptop.as_uri())
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Forms in this file")).to_be_visible()


def fill_in(page: Page, told_on: str = "20") -> None:
    page.get_by_role("button", name="New: domestic abuse").click()
    for part, text in (("day", told_on), ("month", "11"), ("year", "2026")):
        page.locator(f"[name='_received.{part}']").fill(text)
    page.get_by_label("Time we were told").fill("21:40")
    page.get_by_label("How did it reach us?").select_option("phone")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("In their own words").fill(STORY)


def saved_by(page: Page, tmp_path: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    file = tmp_path / "forms.waymark"
    download.value.save_as(file)
    return file


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Sign-in name").fill("contact_centre.Jo Okafor")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_what_was_typed_on_a_laptop_comes_in_with_its_own_times(
    place: tuple[FrontDesk, str], page: Page, laptop: Path, tmp_path: Path
) -> None:
    desk, address = place
    begin(page, laptop)
    check(page)
    fill_in(page)
    check(page)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Not in the file yet.")).to_be_visible()
    file = saved_by(page, tmp_path)
    content = file.read_text() + str(page.evaluate("JSON.stringify(localStorage)"))
    assert (NAME in content, STORY in content, len(content) > 500) == (False, False, True)
    sign_in(page, address)
    page.goto(f"{address}/intake/forms/upload")
    check(page)
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("1 taken in now")).to_be_visible()
    check(page)
    (submitted,) = desk.submitted()
    assert (submitted.kind, submitted.received_at.isoformat()) == ("domestic_abuse", "2026-11-20T21:40:00+00:00")
    for path in ("", "/batches/1", "/key", "/key?number=A-2223-Q", "/numbers/A-2223-Q", "/batches/1/print"):
        page.goto(f"{address}/intake/forms{path}")
        check(page)


def test_a_crash_loses_nothing_that_was_typed_and_shows_nothing_without_the_passphrase(
    page: Page, laptop: Path
) -> None:
    begin(page, laptop)
    fill_in(page)
    page.evaluate("async () => { while (!localStorage.length) await new Promise(done => setTimeout(done, 50)); }")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_role("heading", name="Go on where you stopped")).to_be_visible()
    assert STORY not in page.content()
    again = page.locator("#again")
    again.fill("four other words")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("That passphrase does not open")).to_be_visible()
    again.fill(PASSPHRASE)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("In their own words")).to_have_value(STORY)


def test_a_slip_is_told_at_its_field_and_danger_sends_to_999(page: Page, laptop: Path) -> None:
    begin(page, laptop)
    fill_in(page, told_on="31")
    page.get_by_label("Number of the form").fill("C-2242-Y")
    page.locator("[name='facts.immediate_danger'][value=yes]").check()
    expect(page.get_by_text("Call 999 now")).to_be_visible()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_focused()
    expect(page.get_by_role("link", name="Check the number", exact=False)).to_be_visible()
    page.get_by_role("link", name="Give the day in figures", exact=False).click()
    expect(page.locator("#_received")).to_be_focused()
    expect(page.get_by_label("In their own words")).to_have_value(STORY)


def test_without_scripts_the_page_says_to_take_paper(plain_page: Page, laptop: Path) -> None:
    plain_page.goto(laptop.as_uri())
    expect(plain_page.get_by_text("Use paper forms instead")).to_be_visible()


def test_a_form_fits_on_two_sides_of_a4(place: tuple[FrontDesk, str], page: Page) -> None:
    desk, address = place
    (issued,) = [each.fact for each in desk.recorded() if isinstance(each.fact, FormsIssued)]
    assert isinstance(issued, FormsIssued)
    sign_in(page, address)
    page.goto(f"{address}/intake/forms/batches/1/print")
    forms = page.locator("article").count()
    pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert 0 < pages <= 2 * forms
    assert forms >= len(issued.numbers) - 1
