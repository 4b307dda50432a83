"""Somebody in a case is in MAPPA, and in the offenders cohort: at every route, in every story, export and log nobody
else learns of it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.triage.domain.safeguarding.process_events import OtherProcessNoted
from shared.access.roles import Role
from tests.journeys.test_who_may_enter import Door, doors
from tests.support.builders.access import PASSWORD
from tests.support.builders.borough import LittleBorough
from tests.support.builders.web import TestClient, a_browser, csrf_of, signed_in

pytestmark = pytest.mark.slow

REFERRAL = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "received_at": "2026-11-23T09:00:00+00:00",
    "reporter": {"full_name": "Amina Okafor", "phone": "020 7946 0321", "is_victim": True},
    "people": [{"roles": ["perpetrator"], "full_name": "Carl Example"}],
    "facts": {"immediate_danger": "no", "dash_yes_count": 15, "victim_age": 34, "children_in_household": "no"},
}
WORDS = "Meets his officer on Tuesdays"
# Whatever would tell somebody: what was written, what it is, and the names under which it is kept.
TELLS = ("Tuesdays", "Managed at level 2", "level_2", "aside-", "other_process", "another process")
# And of the cohort: how he stands, where it is kept, and that his board sits at all.
COHORT_TELLS = (
    "Unlawfully at large",
    "unlawfully_at_large",
    "cohort-",
    "cohort_noted",
    "Offenders board",
    "offenders_iom",
)
ENTERED = {
    "name": "Carl Example",
    "on": "2026-11-20",
    "status": "unlawfully_at_large",
    "track": "statutory",
    "grade": "red",
    "reasons": "breach",
    "lead": "iom_probation",
    "review_on": "2026-12-18",
}
AUTHORISED = {
    "/triage/cases/{reference}/other-processes": {Role.SERVICE_MANAGER, Role.PANEL_CHAIR, Role.PANEL_COORDINATOR}
}
# What is new each time a page is made, and positions in a log that went on.
VOLATILE = re.compile(r'name="(?:csrf|once|entry|disclosure_id)" value="[^"]*"|urn:trace:\w+|\b\d{2}:\d{2}\b')


class Walled:
    """A borough with one case; its pages as they were before and after somebody in it was noted to be in MAPPA."""

    def __init__(self, borough: LittleBorough) -> None:
        self.borough = borough
        self.reference = borough.refer(REFERRAL)
        self.log = borough.built.services["triage"].store
        opened = next(each for each in self.log.page(0, 1_000) if each.name == "triage.assessment_opened")
        self.referral_id, self.stream = opened.about[0], opened.stream
        self.manager = signed_in(borough.app, Role.SERVICE_MANAGER, "manager")
        self.before = self.everything(of_one=True)
        self.board = self.coordinator()
        with capture_logs() as lines:
            self.answer, self.entered = self.note(), self.enter()
        self.lines = lines
        borough.settle()
        self.after = self.everything()

    def note(self) -> Any:
        here = f"/triage/cases/{self.reference}/other-processes"
        person = re.search(r'name="person" type="radio" value="([^"]+)"', self.manager.get(here).text)
        assert person is not None
        told = {"person": person[1], "status": "mappa|level_2", "words": WORDS}
        since = {"since-day": "2", "since-month": "11", "since-year": "2026"}
        return self.manager.post(here, data={**told, **since, "csrf": csrf_of(self.borough.app, self.manager)})

    def coordinator(self) -> TestClient:
        """Who coordinates the offenders board, signed in."""
        named = {"sign_in_name": "board@example", "password": PASSWORD}
        self.borough.built.access.accounts.open(
            "board@example", "Jo", Role.PANEL_COORDINATOR, agency="iom", password=PASSWORD
        )
        browser = a_browser(self.borough.app)
        assert browser.post("/sign-in", data=named).status_code == 303
        return browser

    def enter(self) -> Any:
        """The same man, by name, into the cohort."""
        form = {**ENTERED, "csrf": csrf_of(self.borough.app, self.board)}
        return self.board.post("/panels/cohort/new", data=form)

    def everything(self, of_one: bool = False) -> dict[tuple[str, Role], tuple[int, str]]:
        """What everybody reads at every address at which they may be (`of_one` alone), with this case in each place."""
        self.borough.settle()
        found = {}
        for door in doors(self.borough):
            if door.method != "GET" or door.guard.roles is None or (of_one and "{" not in door.template):
                continue
            for role in sorted(door.guard.roles - AUTHORISED.get(door.template, set())):
                accept = {"accept": "application/json" if "/api/" in door.template else "text/html"}
                headers = {**self.borough.headers(role), **accept}
                answer = self.borough.client.get(self.place(door), headers=headers, follow_redirects=False)
                found[door.template, role] = (answer.status_code, answer.text)
        return found

    def place(self, door: Door) -> str:
        entry = self.entered.headers["location"].rpartition("/")[2] if hasattr(self, "entered") else self.reference
        places = {"stream": self.stream, "referral_id": self.referral_id, "entry_id": entry}
        return re.sub(r"\{(\w+)(?::path)?\}", lambda name: places.get(name[1], self.reference), door.template)


@pytest.fixture(scope="module")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walled]:
    borough = LittleBorough(tmp_path_factory.mktemp("walled") / "data")
    yield Walled(borough)
    borough.close()


def telling(texts: dict[Any, tuple[int, str]], tells: tuple[str, ...] = TELLS) -> list[Any]:
    return [at for at, (_, text) in texts.items() if any(word in text for word in tells)]


def test_nobody_else_reads_of_it_at_any_address(walled: Walled) -> None:
    assert walled.answer.status_code == 303
    shown = [at for at, (status, text) in walled.after.items() if status == 200 and walled.reference in text]
    assert len(shown) > 20, "the case is on many pages, or this test could not fail"
    assert telling(walled.after) == []


def test_a_leak_would_be_seen(walled: Walled) -> None:
    page = walled.manager.get(f"/triage/cases/{walled.reference}/other-processes")
    assert telling({"their own page": (page.status_code, page.text)}) == ["their own page"]


def test_nobody_else_reads_of_the_cohort_at_any_address(walled: Walled) -> None:
    assert walled.entered.status_code == 303
    assert [at for at, (_, text) in walled.after.items() if "Carl Example" in text], "he stands in the case by name"
    assert telling(walled.after, COHORT_TELLS) == []


def test_a_leak_of_the_cohort_would_be_seen(walled: Walled) -> None:
    pages = ("/panels", "/panels/cohort", walled.entered.headers["location"])
    texts = {page: (200, walled.board.get(page).text) for page in pages}
    assert telling(texts, COHORT_TELLS) == list(pages)


def test_every_page_of_the_case_is_the_same_as_before(walled: Walled) -> None:
    # What audit tells of a case holds every look at it, those of this test too; it is compared below.
    ours = [at for at in walled.before if not at[0].startswith("/audit")]
    assert len([at for at in ours if walled.before[at][0] == 200]) > 20
    changed = [at for at in ours if plain(walled.before[at]) != plain(walled.after[at])]
    assert changed == []


def plain(answer: tuple[int, str]) -> tuple[int, str]:
    return answer[0], VOLATILE.sub("", answer[1])


def test_the_auditors_story_of_the_case_has_no_entry_more_but_looks(walled: Walled) -> None:
    def told(texts: dict[Any, tuple[int, str]]) -> list[str]:
        entries = json.loads(texts["/audit/api/timeline/{reference}", Role.AUDITOR][1])["entries"]
        return [each["event_id"] for each in entries if not each["name"].endswith(".record_viewed")]

    assert told(walled.before) == told(walled.after)
    assert len(told(walled.before)) > 10
    held = [each.name for each in walled.log.page(0, 10_000)]
    assert "triage.other_process_noted" in held, "it is in the log that audit follows, and in no story"


def test_the_log_holds_it_without_a_way_back_to_the_case(walled: Walled) -> None:
    (recorded,) = [each for each in walled.log.page(0, 10_000) if isinstance(each.fact, OtherProcessNoted)]
    assert recorded.about == ()
    row = f"{recorded.stream} {recorded.fact!r} {recorded.metadata!r}"
    for told in (walled.referral_id, walled.reference, "mappa", "level_2", "Tuesdays"):
        assert told not in row
    others = [each.context.correlation_id for each in walled.log.page(0, 10_000) if each.about]
    assert recorded.context.correlation_id not in others, "one request that wrote both would join them"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.INFORMATION_GOVERNANCE, Role.SERVICE_MANAGER])
def test_no_history_page_shows_its_stream_though_somebody_knew_its_name(walled: Walled, role: Role) -> None:
    (stream,) = {each.stream for each in walled.log.page(0, 10_000) if isinstance(each.fact, OtherProcessNoted)}
    assert walled.borough.get(f"/triage/history/{stream}", role).status_code == 404


def test_no_line_of_the_log_files_joins_them(walled: Walled) -> None:
    assert walled.lines
    text = repr(walled.lines)
    assert not [word for word in (walled.reference, walled.referral_id, "mappa", "level_2", "Tuesdays") if word in text]


def test_that_somebody_looked_is_recorded_beside_no_case_whether_or_not_there_is_one(walled: Walled) -> None:
    other = walled.borough.refer({**REFERRAL, "reporter": {"full_name": "Sam Adeyemi", "is_victim": True}})
    for reference in (walled.reference, other):
        assert walled.manager.get(f"/triage/cases/{reference}/other-processes").status_code == 200
    looks = [
        each
        for each in walled.log.page(0, 10_000)
        if each.name == "triage.record_viewed" and getattr(each.fact, "what", "") == "other processes"
    ]
    assert {each.about for each in looks} == {()}
    assert len({getattr(each.fact, "record", "") for each in looks}) == 2
    chair = walled.borough.get
    assert chair(f"/triage/cases/{other}/other-processes", Role.PANEL_CHAIR).status_code == 404
    assert "Managed at level 2" in chair(f"/triage/cases/{walled.reference}/other-processes", Role.PANEL_CHAIR).text
    # There is one, but none that a coordinator may know of.
    assert chair(f"/triage/cases/{walled.reference}/other-processes", Role.PANEL_COORDINATOR).status_code == 404


def test_forgetting_whom_it_is_about_leaves_nothing_of_it(walled: Walled) -> None:
    (fact,) = [each.fact for each in walled.log.page(0, 10_000) if isinstance(each.fact, OtherProcessNoted)]
    walled.borough.built.ground.keyring.destroy(fact.told.p)
    page = walled.manager.get(f"/triage/cases/{walled.reference}/other-processes").text
    assert "Tuesdays" not in page
    assert "None is known here." in page
