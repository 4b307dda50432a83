"""Pages about records in a real browser: side by side, what belongs together, splitting off, restricted places."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from services.intake.read_models import sameness
from shared.access.roles import Role
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD
from tests.support.builders.intake_pages import FrontDesk, a_front_desk
from tests.support.missing import missing
from tests.support.serving import served

pytestmark = pytest.mark.slow

AMINA = {"full_name": "Amina Okafor", "date_of_birth": "1988-05-01", "phone": "07700 900123", "is_victim": True}
SLIPPED = {"full_name": "Amina Okafer", "date_of_birth": "1988-05-01", "is_victim": True}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, str]]:
    """Intake with two who are alike and one who came twice, an officer, a manager; and where it is served."""
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    with a_front_desk(tmp_path_factory.mktemp("records")) as desk:
        for role in (Role.CONTACT_CENTRE, Role.SERVICE_MANAGER):
            desk.account(role)
        for reporter in (AMINA, SLIPPED, SLIPPED):
            desk.refer(reporter=reporter, people=[])
        (chore,) = [each for each in desk.service.chores if each.name == "likenesses"]
        while chore.step():
            pass
        desk.service.views.catch_up()
        with served(desk.app) as base:
            yield desk, base


def check(page: Page) -> None:
    """Under the accessibility rules, and no wider than a telephone."""
    found = violations(page)
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == [], page.url
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def sign_in(page: Page, base: str, path: str, role: Role = Role.CONTACT_CENTRE) -> None:
    page.goto(f"{base}{path}")
    page.get_by_label("Sign-in name").fill(f"{role.value}.Jo Okafor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{base}{path}")


def test_every_page_about_records_is_accessible_and_as_narrow_as_a_telephone(
    page: Page, place: tuple[FrontDesk, str]
) -> None:
    desk, base = place
    one, other, third = (each.reference for each in desk.submitted())
    person_id = desk.submitted()[2].account_of
    with desk.service.views.reading() as connection:
        row = sameness.suggestions(connection)[0]
    sign_in(page, base, "/intake/alike")
    check(page)
    for path in (
        f"/intake/alike/{row.one_id}/{row.other_id}",
        f"/intake/referrals/{one}/together",
        f"/intake/referrals/{third}/people/{person_id}/split",
        f"/intake/referrals/{other}",
        "/intake/wards",
    ):
        page.goto(f"{base}{path}")
        check(page)


def test_two_are_merged_and_taken_apart_without_scripts(plain_page: Page, place: tuple[FrontDesk, str]) -> None:
    desk, base = place
    with desk.service.views.reading() as connection:
        row = sameness.suggestions(connection)[0]
    address = f"/intake/alike/{row.one_id}/{row.other_id}"
    sign_in(plain_page, base, address)
    plain_page.get_by_role("button", name="Save the decision").click()
    assert "There is a problem" in plain_page.inner_text("main")
    plain_page.get_by_label("One person", exact=True).check()
    plain_page.get_by_label("Why?").select_option("same_details")
    plain_page.get_by_role("button", name="Save the decision").click()
    assert "Both records stay as they are" in plain_page.inner_text("main")
    plain_page.get_by_label("Two people: undo the merge").check()
    plain_page.get_by_label("Why?").select_option("mistake")
    plain_page.get_by_role("button", name="Save the decision").click()
    assert plain_page.get_by_label("One person", exact=True).is_visible()


def test_the_error_summary_leads_to_the_field_by_the_keyboard(page: Page, place: tuple[FrontDesk, str]) -> None:
    desk, base = place
    path = f"/intake/referrals/{desk.submitted()[0].reference}/together"
    sign_in(page, base, path)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Reference of the other referral", exact=False).press("Enter")
    assert page.evaluate("document.activeElement.id") == "_other"


def test_a_place_is_restricted_opened_and_released(page: Page, place: tuple[FrontDesk, str]) -> None:
    _, base = place
    sign_in(page, base, "/intake/restricted-places", Role.SERVICE_MANAGER)
    check(page)
    page.get_by_label("Code").fill("R-7")
    page.get_by_label("Every way its address is written").fill("9 Hidden Street SW19 1AA")
    page.get_by_role("button", name="Restrict", exact=True).click()
    check(page)
    assert "Hidden Street" not in page.inner_text("main")
    page.get_by_role("button", name="Open").click()
    assert "9 Hidden Street SW19 1AA" in page.inner_text("main")
    check(page)
    page.goto(f"{base}/intake/restricted-places")
    page.get_by_role("button", name="Release").click()
    assert "No place is restricted" in page.inner_text("main")
