"""What was learnt, as managers write it and colleagues read it: no names, by theme and year, with owned actions."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from shared.access.roles import Role
from shared.access.walls import Wall
from tests.support.builders.borough import LittleBorough
from tests.support.builders.web import TestClient, csrf_of, signed_in

pytestmark = pytest.mark.slow

DAY = {"learnt_on-day": "20", "learnt_on-month": "11", "learnt_on-year": "2026"}
WORDS = "Nobody rang the school before the visit"
REFERRAL = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "received_at": "2026-11-23T09:00:00+00:00",
    "reporter": {"full_name": "Amina Okafor", "phone": "020 7946 0321", "is_victim": True},
    "facts": {"immediate_danger": "no", "dash_yes_count": 15, "victim_age": 34, "children_in_household": "no"},
}


class Log:
    """A borough with one case and a manager."""

    def __init__(self, borough: LittleBorough) -> None:
        self.borough = borough
        self.reference = borough.refer(REFERRAL)
        self.manager = signed_in(borough.app, Role.SERVICE_MANAGER, "manager")
        self.officer = signed_in(borough.app, Role.CASE_OFFICER, "officer")

    def send(self, browser: TestClient, address: str, **form: str) -> Any:
        answer = browser.post(address, data={**form, "csrf": csrf_of(self.borough.app, browser)})
        self.borough.settle()
        return answer

    def write(self, **changes: str) -> Any:
        form = {"reference": self.reference, "source": "case_audit", "theme": "risk_assessment", "words": WORDS, **DAY}
        return self.send(self.manager, "/triage/lessons/new", **{**form, **changes})


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    borough = LittleBorough(tmp_path_factory.mktemp("lessons") / "data")
    yield Log(borough)
    borough.close()


def test_a_lesson_is_written_without_names_and_read_by_colleagues_with_its_owned_action(log: Log) -> None:
    refused = log.write(words="Nobody rang Amina first")
    assert refused.status_code == 422
    assert "This holds a name" in refused.text
    assert "Nobody rang Amina first" in refused.text, "what was typed is kept"
    assert "There is no case of that reference" in log.write(reference="WM-2222-2").text
    answer = log.write()
    assert answer.status_code == 303
    here = answer.headers["location"]
    no_owner = log.send(log.manager, f"{here}/action", words="A line in the visit form")
    assert (no_owner.status_code, no_owner.text.count("govuk-error-message") > 1) == (422, True)
    form = log.manager.get(f"{here}/action").text
    owner = re.search(r'value="([^"]+)"[^>]*>\s*<label[^>]*>\s*Jo Okafor', form)
    assert owner is not None
    due = {"due_on-day": "24", "due_on-month": "11", "due_on-year": "2026"}
    agreed = log.send(log.manager, f"{here}/action", words="A line in the visit form", owner_id=owner[1], **due)
    assert agreed.status_code == 303
    page = log.officer.get(here).text
    assert (WORDS in page, "A line in the visit form" in page, "Agree an action" in page) == (True, True, False)
    assert not [told for told in ("Amina", log.reference, "020 7946 0321") if told in page]
    listed = log.officer.get("/triage/lessons").text
    assert re.search(r"Risk assessment</a></dt><dd[^>]*>1</dd>", listed)
    assert "Action open" in listed
    assert WORDS not in log.officer.get("/triage/lessons?year=2024").text


def test_only_a_manager_writes_and_only_who_answers_for_an_action_ends_it(log: Log) -> None:
    here = log.write(theme="safety_planning").headers["location"]
    assert log.officer.get("/triage/lessons/new").status_code == 404
    assert log.send(log.officer, f"{here}/action", words="x").status_code == 404
    contact = log.borough.get("/triage/lessons", Role.CONTACT_CENTRE)
    assert contact.status_code == 404
    assert log.borough.get("/triage/lessons", Role.IDVA).status_code == 200


def test_no_name_no_word_and_no_reference_stands_in_clear_in_the_log(log: Log) -> None:
    here = log.write(theme="record_keeping").headers["location"]
    kept = [each for each in log.borough.built.services["triage"].store.page(0, 10_000) if "lesson" in each.name]
    ours = [each for each in kept if here.rpartition("/")[2] in each.stream]
    assert [each.name for each in ours] == ["triage.lesson_recorded"]
    assert not [told for told in (WORDS, log.reference, "Amina") if told in repr([each.fact for each in kept])]


def test_who_may_not_know_of_the_case_learns_nothing_from_it_and_forgetting_erases_the_words(log: Log) -> None:
    here = log.write(theme="hearing_children").headers["location"]
    store = log.borough.built.services["triage"].store
    (fact,) = [each.fact for each in store.page(0, 10_000) if here.rpartition("/")[2] in each.stream]
    access = log.borough.built.access
    officer = access.accounts.by_sign_in_name("officer")
    assert officer is not None
    wall = Wall(officer.account_id, fact.referral_id, log.reference)
    access.walls.put(wall, True)
    assert log.officer.get(here).status_code == 404
    assert not re.search(r"Seeing and hearing children</a>", log.officer.get("/triage/lessons").text)
    access.walls.put(wall, False)
    assert log.officer.get(here).status_code == 200
    log.borough.built.ground.keyring.destroy(fact.words.p)
    page = log.officer.get(here).text
    assert (WORDS in page, "[erased]" in page) == (False, True)
