"""Evidence and diaries in a real browser: by staff and on a telephone without scripts, by the accessibility rules."""

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page

from shared.access.roles import Role
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD
from tests.support.builders.files import a_photo
from tests.support.builders.intake_pages import FrontDesk, a_front_desk
from tests.support.missing import missing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, str]]:
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    with a_front_desk(tmp_path_factory.mktemp("intake")) as desk:
        desk.account(Role.CASE_OFFICER)
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(desk.app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield desk, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=5)
        listening.close()


def check(page: Page) -> None:
    """Under the accessibility rules, and no wider than a telephone."""
    found = violations(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == [], page.url
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320, page.url
    page.set_viewport_size(size or {"width": 1280, "height": 900})


def test_an_officer_adds_a_photo_fetches_it_and_gives_a_diary_that_a_telephone_fills_in(
    page: Page, plain_page: Page, place: tuple[FrontDesk, str], tmp_path: Path
) -> None:
    desk, base = place
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(a_photo())
    referral = f"{base}/intake/referrals/{desk.refer()}"
    page.goto(f"{referral}/evidence")
    page.get_by_label("Sign-in name").fill(f"{Role.CASE_OFFICER.value}.Jo Okafor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{referral}/evidence")
    page.get_by_label("Files").set_input_files(str(photo))
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", name="1 Photo").wait_for()
    check(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Fetch photo 1").click()
    assert re.fullmatch(r"WM-.{4}-.-1\.jpg", fetched.value.suggested_filename)
    page.get_by_role("link", name="Change what may be done with photo 1").click()
    check(page)
    page.goto(f"{referral}/diary")
    check(page)
    page.get_by_label("By telephone").check()
    page.get_by_label("First day").select_option("2026-11-20")
    page.get_by_label("For how many days?").select_option("7")
    page.get_by_role("button", name="Give a diary").click()
    code = re.search(r"/diary/([0-9A-Z-]{19})", page.content())
    assert code
    a_telephone_fills_it_in(plain_page, base, code[1], photo)
    page.reload()
    assert page.get_by_text("2 of 7 days filled in").is_visible()
    check(page)
    page.goto(f"{referral}/details/{desk.submitted()[-1].account_of}")
    page.get_by_label("New telephone number").fill("0123")
    page.get_by_role("button", name="Save and ask whether it is safe").click()
    page.get_by_label("Keep it as it is, though it cannot be called").wait_for()
    check(page)


def a_telephone_fills_it_in(page: Page, base: str, code: str, photo: Path) -> None:
    """Without scripts, so the rules are held on pages as they were sent."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{base}/diary")
    page.get_by_label("The code").fill(code.lower())
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Add an entry for Saturday 21 November 2026").click()
    page.get_by_label("When did it start?").fill("11.10pm")
    page.get_by_label("What happened?").fill("Bass through the wall.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("1 entry: 23:10").wait_for()
    assert "Bass" not in page.content()
    page.get_by_role("button", name="Nothing happened on Friday 20 November 2026").click()
    page.get_by_text("2 of 7 days filled in").wait_for()
    page.get_by_role("link", name="add photos or recordings").click()
    page.get_by_label("Choose files").set_input_files(str(photo))
    page.get_by_role("button", name="Send").click()
    page.get_by_text("We have it.").wait_for()
    assert page.get_by_role("button", name="Exit this page").is_visible()


def test_pages_of_a_diary_keep_the_rules_on_a_telephone(page: Page, place: tuple[FrontDesk, str]) -> None:
    desk, base = place
    reference, officer = desk.refer(), desk.officer(Role.CASE_OFFICER, "Ann Lee")
    officer.open(f"/intake/referrals/{reference}/diary")
    officer.send(f"/intake/referrals/{reference}/diary", {"way": "phone", "first_on": "2026-11-20", "days": "10"})
    code = re.search(r"/diary/([0-9A-Z-]{19})", officer.text)
    assert code
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/diary", f"/diary/{code[1]}", "/diary/entry", "/evidence"):
        page.goto(f"{base}{path}")
        check(page)
