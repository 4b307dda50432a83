"""The officer of a new victim reads that he harmed others before, and on no page whom: with a planted leak."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.family.commands import JoinPeople
from shared.access.roles import Role
from shared.access.walls import Wall
from tests.support.builders.triage import ABUSE, MONDAY, LittleTriage
from tests.support.builders.web import signed_in

pytestmark = pytest.mark.slow

SAYS = "Mark Penrose is said to have harmed somebody else before."
PARTS = (
    "", "/handling", "/support", "/since", "/history", "/family", "/risk", "/disclosures", "/safeguarding", "/contact",
    "/support-offer", "/close", "/known-to",
)  # fmt: skip


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    running = LittleTriage(tmp_path_factory.mktemp("triage"))
    yield running
    running.close()


class Both:
    """Two victims of one man, whom somebody decided to be one."""

    def __init__(self, triage: LittleTriage, *, joined: bool = True) -> None:
        self.triage = triage
        people = (("Wanda Quill", "victim"), ("M. Penrose", "perpetrator"), ("Ivo Quill", "child"))
        about = {**ABUSE, "ward": "Figge’s Marsh", "received_at": MONDAY}
        self.before = triage.refer(*people, **about)
        self.now = triage.refer(("Bea Adeyemi", "victim"), ("Mark Penrose", "perpetrator"), **ABUSE)
        if joined:
            one, other = (triage.ids_of(each)[1](1) for each in (self.before, self.now))
            triage.do(JoinPeople(at=triage.clock(), one_id=one, other_id=other))
            triage.settle()
        referral_id, person = triage.ids_of(self.before)
        self.secret = (self.before, referral_id, person(0), person(2), "Wanda", "Quill", "Ivo", "M. Penrose", "Figge’s")

    def leaks(self, text: str) -> list[str]:
        return [each for each in self.secret if each in text]

    def pages(self, browser: TestClient) -> dict[str, str]:
        found = {part: browser.get(f"/triage/cases/{self.now}{part}") for part in PARTS}
        return {part: answer.text for part, answer in found.items() if answer.status_code == 200}


@pytest.fixture(scope="module")
def both(triage: LittleTriage) -> Both:
    return Both(triage)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.TRIAGE_OFFICER, Role.SERVICE_MANAGER])
def test_officers_read_that_it_is_so_and_no_page_says_whom(triage: LittleTriage, both: Both, role: Role) -> None:
    pages = both.pages(signed_in(triage.app, role, name=f"{role.value}@example"))
    assert SAYS in words(pages[""])
    assert len(pages) >= len(PARTS) - 1
    assert {part: leaked for part, text in pages.items() if (leaked := both.leaks(text))} == {}


def test_a_leak_that_was_planted_is_found(both: Both) -> None:
    for secret in both.secret:
        assert both.leaks(f"<p>As in {secret}</p>") != []


def test_the_case_of_the_one_before_learns_it_of_him_too_and_nothing_of_the_new_one(
    triage: LittleTriage, both: Both
) -> None:
    text = signed_in(triage.app, Role.CASE_OFFICER, name="ann@example").get(f"/triage/cases/{both.before}").text
    assert "M. Penrose is said to have harmed somebody else before." in words(text)
    assert [each for each in (both.now, "Bea", "Adeyemi", "Mark Penrose") if each in text] == []


def test_an_adviser_hears_it_from_the_officer_and_the_call_about_cases_says_nothing(
    triage: LittleTriage, both: Both
) -> None:
    page = triage.client.get(f"/triage/support/{both.now}", headers=triage.headers(Role.IDVA))
    assert (page.status_code, "harmed somebody else" in page.text) == (200, False)
    assert both.leaks(page.text) == []
    called = triage.get(f"/triage/api/cases/{both.now}").text
    assert ("others" in called, both.leaks(called)) == (False, [])


def test_who_was_never_found_to_be_one_is_told_of_nobody(triage: LittleTriage) -> None:
    apart = Both(triage, joined=False)
    page = signed_in(triage.app, Role.CASE_OFFICER, name="bo@example").get(f"/triage/cases/{apart.now}").text
    assert "is said to have harmed" not in page


def test_what_is_kept_from_an_officer_and_whoever_is_forgotten_is_not_counted(triage: LittleTriage) -> None:
    both = Both(triage)
    browser = signed_in(triage.app, Role.CASE_OFFICER, name="cy@example")
    account = triage.access.accounts.by_sign_in_name("cy@example")
    assert account is not None
    here = f"/triage/cases/{both.now}"
    assert SAYS in words(browser.get(here).text)
    referral_id, person = triage.ids_of(both.before)
    triage.access.walls.put(Wall(account.account_id, referral_id, both.before), stands=True)
    assert "is said to have harmed" not in browser.get(here).text
    other = signed_in(triage.app, Role.CASE_OFFICER, name="di@example")
    assert SAYS in words(other.get(here).text)
    triage.ground.keyring.destroy(person(0))
    assert "is said to have harmed" not in other.get(here).text
