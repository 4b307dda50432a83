"""Households, who else knows somebody, and the profile in a real browser: on a telephone, without scripts, for all."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page

from services.triage.domain.family.commands import KeepPointer, NameMember
from shared.access.roles import Role
from shared.web.asset_files import BUILT
from tests.support.accessibility import violations
from tests.support.builders.access import PASSWORD, an_officer
from tests.support.builders.triage import ABUSE, LittleTriage
from tests.support.missing import missing
from tests.support.serving import served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of triage, and that of a case with a household and a pointer."""
    if not (BUILT / "waymark.css").exists():
        missing("the styles are not built: make setup")
    triage = LittleTriage(tmp_path_factory.mktemp("triage"))
    reference = triage.refer(("Amina Okafor", "victim"), ("Zainab Okafor", "child"), **ABUSE)
    for place, part in ((0, "adult"), (1, "child")):
        of = {"household_id": "household-1", "referral_id": "referral-1", "person_id": f"person-1-{place}"}
        said = {"part": part, "from_on": None, "until_on": None, "source": "self", "sure": "certain"}
        triage.do(NameMember.model_validate({"at": triage.clock(), "today": date(2026, 11, 23), **of, **said}))
    told = {"person_id": "person-1-1", "referral_id": "referral-1", "process": "mase", "ask": "Rosewood desk"}
    triage.do(KeepPointer.model_validate({"at": triage.clock(), "pointer_id": "pointer-1", **told}))
    an_officer(triage.access, Role.SERVICE_MANAGER)
    with served(triage.app) as address:
        yield address, f"/triage/cases/{reference}"
    triage.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/triage/queue")
    page.get_by_label("Sign-in name").fill("j.okafor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Waiting for a decision").wait_for()


def test_every_page_is_accessible_and_fits_a_telephone(page: Page, case: tuple[str, str]) -> None:
    address, path = case
    sign_in(page, address)
    page.set_viewport_size({"width": 320, "height": 700})
    for place in (
        f"{path}/family",
        f"{path}/family/member?household=new",
        f"{path}/known-to",
        "/triage/profile/domestic-abuse",
    ):
        page.goto(address + place)
        assert violations(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, place


def test_what_weighs_on_somebody_is_recorded_without_scripts(plain_page: Page, case: tuple[str, str]) -> None:
    address, path = case
    sign_in(plain_page, address)
    plain_page.goto(f"{address}{path}/family")
    plain_page.get_by_role("link", name="What weighs on them").click()
    plain_page.get_by_role("group", name="Alcohol").get_by_label("Yes").check()
    plain_page.get_by_label("Who said so?").select_option("health")
    plain_page.get_by_role("button", name="Record it").click()
    plain_page.get_by_text("1 of 3").wait_for()
    assert plain_page.get_by_text("Alcohol: yes; Drugs: not known; Mental health: not known.").is_visible()
