"""Triage's pages in a real browser: with scripts and without, on a telephone, and under the accessibility rules."""

import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page

from services.triage.domain.rule_sets.commands import DraftRules
from shared.access.roles import Role
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD, an_officer
from tests.support.builders.triage import ABUSE, FLY_TIP, LIVING_NOISE, NOW, LittleTriage
from tests.support.missing import missing
from tests.triage.domain.shipped import current


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """An address, and the references of a case of abuse and of a noise that still asks."""
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    triage = LittleTriage(tmp_path_factory.mktemp("triage"))
    answers = {**ABUSE["answers"], "dash_yes_count": 15, "children_in_household": "yes"}
    abuse = triage.refer(("Amina Okafor", "victim"), **{**ABUSE, "answers": answers})
    noise = triage.refer(**LIVING_NOISE)
    triage.refer(**FLY_TIP)
    triage.do(DraftRules(at=NOW, draft_id="draft-1", by="account-1", document=current().document))
    an_officer(triage.access, Role.SERVICE_MANAGER)
    an_officer(triage.access, Role.IDVA, sign_in_name="an.adviser")
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(triage.app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", abuse, noise
    server.should_exit = True
    thread.join(timeout=5)
    listening.close()
    triage.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/triage/queue")
    page.get_by_label("Sign-in name").fill("j.okafor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Waiting for a decision").wait_for()


LONGEST = 3_000
"""No page of a case is longer on a desktop, in pixels: an officer has 780 of them a year."""
A_CASE = re.compile(r"/triage/cases/{abuse}(/(contact|close|handling|support|since|history|disclosures|safeguarding))?")
PATHS = [
    "/triage/queue",
    "/triage/referrals/{abuse}",
    "/triage/referrals/{noise}",
    "/triage/referrals/{noise}/answers",
    "/triage/cases",
    "/triage/cases/{abuse}",
    "/triage/cases/{abuse}/contact",
    "/triage/cases/{abuse}/close",
    "/triage/cases/{abuse}/handling",
    "/triage/cases/{abuse}/support",
    "/triage/cases/{abuse}/since",
    "/triage/cases/{abuse}/history",
    "/triage/cases/{abuse}/risk",
    "/triage/cases/{abuse}/risk/dash",
    "/triage/cases/{abuse}/disclosures",
    "/triage/cases/{abuse}/disclosures/marac",
    "/triage/cases/{abuse}/support/place",
    "/triage/cases/{abuse}/support/reciprocal",
    "/triage/cases/{abuse}/safeguarding",
    "/triage/cases/{abuse}/safeguarding/exploitation",
    "/triage/cases/{abuse}/other-processes",
    "/triage/advisers",
    "/triage/training",
    "/triage/rules",
    "/triage/rules/drafts/draft-1",
    "/triage/rules/drafts/draft-1/change?part=rows&name=landlord-first",
    "/directory/help",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_keeps_the_rules_fits_a_telephone_and_obeys_its_own_policy(
    page: Page, borough: tuple[str, str, str], path: str
) -> None:
    address, abuse, noise = borough
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in(page, address)
    page.goto(address + path.format(abuse=abuse, noise=noise))
    if A_CASE.fullmatch(path):
        assert page.evaluate("document.documentElement.scrollHeight") <= LONGEST
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = violations(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert complaints == []


def test_on_paper_urgency_is_still_a_word_and_every_reason_stands_open(
    page: Page, borough: tuple[str, str, str]
) -> None:
    address, abuse, _ = borough
    sign_in(page, address)
    page.goto(f"{address}/triage/referrals/{abuse}")
    page.emulate_media(media="print")
    urgent = page.locator(".wm-tag", has_text="Urgent").first
    assert urgent.evaluate("each => getComputedStyle(each).color") == "rgb(0, 0, 0)"
    policy = page.get_by_text("Domestic abuse by kind, answer or strand")
    assert policy.evaluate("each => each.checkVisibility({contentVisibilityAuto: true})")
    for hidden in ("button", ".wm-header__who"):
        assert not page.locator(hidden).first.is_visible()


def test_a_referral_is_followed_to_its_case_and_closed_without_any_script(
    plain_page: Page, borough: tuple[str, str, str]
) -> None:
    address, abuse, noise = borough
    page = plain_page
    sign_in(page, address)
    page.get_by_role("link", name=noise).click()
    page.get_by_role("group", name="Is it because of who somebody is").get_by_label("Yes").check()
    page.get_by_role("button", name="Save and triage again").click()
    page.get_by_role("heading", name="Open a case: Police hate crime officer").wait_for()
    page.get_by_role("button", name="Confirm this decision").click()
    page.get_by_role("heading", name="A person agreed").wait_for()
    page.get_by_role("link", name="The case").click()
    page.get_by_role("link", name="Close the case").click()
    page.get_by_label("Resolved").check()
    page.get_by_role("button", name="Close the case").click()
    page.get_by_text("The case was closed on").wait_for()
    page.goto(f"{address}/triage/cases/{abuse}")
    page.get_by_role("link", name="Close the case").click()
    page.get_by_label("No further action").check()
    page.get_by_role("button", name="Close the case").click()
    page.get_by_role("link", name="Record the offer of support first.").wait_for()
    assert page.get_by_label("No further action").is_checked()


def test_an_adviser_records_an_offer_by_the_rules_on_a_telephone_without_any_script(
    page: Page, plain_page: Page, borough: tuple[str, str, str]
) -> None:
    address, abuse, _ = borough
    for at in (page, plain_page):
        at.set_viewport_size({"width": 320, "height": 640})
        at.goto(f"{address}/find?reference={abuse}")
        at.get_by_label("Sign-in name").fill("an.adviser")
        at.get_by_label("Password", exact=True).fill(PASSWORD)
        at.get_by_role("button", name="Sign in").click()
        at.get_by_role("heading", name=f"Support in {abuse}").wait_for()
        at.get_by_role("button", name="Record the offer").click()
        at.get_by_role("heading", name="There is a problem").wait_for()
    plain_page.get_by_label("Could not be reached").check()
    plain_page.get_by_role("button", name="Record the offer").click()
    plain_page.get_by_text("Could not be reached, ").wait_for()
    for path in ("", f"/{abuse}", "?offered=yes"):
        page.goto(f"{address}/triage/support{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = violations(page)
        assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
