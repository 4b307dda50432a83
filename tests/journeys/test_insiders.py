"""A member of staff stands in a referral: through every page, call, list, count and story it is not there for her."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from shared.access.roles import Role
from tests.support.builders.borough import LittleBorough

pytestmark = pytest.mark.slow

HERS = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "received_at": "2026-11-23T09:00:00+00:00",
    "reporter": {"full_name": "Jo Okafor", "phone": "020 7946 0321", "is_victim": True},
    "facts": {"immediate_danger": "no", "dash_yes_count": 15, "victim_age": 34, "children_in_household": "no"},
}
ANOTHERS = {**HERS, "reporter": {"full_name": "Amina Owusu", "phone": "020 7946 0322", "is_victim": True}}
READERS = (
    Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER, Role.CONTACT_CENTRE, Role.AUDITOR,
    Role.INFORMATION_GOVERNANCE, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR, Role.IDVA,
)  # fmt: skip


class Insider:
    """Somebody called Jo Okafor in one role after the other, beside colleagues with other names."""

    def __init__(self, borough: LittleBorough) -> None:
        self.borough = borough
        self.kept, self.other = borough.refer(HERS), borough.refer(ANOTHERS)
        accounts = borough.built.access.accounts
        self.tokens = {role: accounts.ensure(role, name="Jo Okafor") for role in READERS}
        borough.settle()
        borough.built.access.walls.look_again()

    def get(self, path: str, role: Role, page: bool = False) -> Any:
        token = self.borough.built.access.tokens.issue(self.tokens[role].account_id).text
        accept = {"accept": "text/html"} if page else {}
        headers = {"Authorization": f"Bearer {token}", **accept}
        return self.borough.client.get(path, headers=headers, follow_redirects=False)


@pytest.fixture(scope="module")
def insider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Insider]:
    """One borough for all: nothing is changed here but by looking."""
    borough = LittleBorough(tmp_path_factory.mktemp("insiders") / "data")
    # Accounts before referrals: who is staff is looked up afresh after ten seconds only.
    for role in READERS:
        borough.built.access.accounts.ensure(role, name="Jo Okafor")
    yield Insider(borough)
    borough.close()


ONE_RECORD = (
    "/intake/referrals/{}", "/intake/api/referrals/{}", "/intake/referrals/{}/evidence", "/triage/referrals/{}",
    "/triage/referrals/{}/answers", "/triage/cases/{}", "/triage/support/{}", "/triage/api/referrals/{}/decision",
    "/triage/cases/{}/history", "/triage/cases/{}/handling", "/triage/cases/{}/support", "/triage/cases/{}/contact",
    "/triage/cases/{}/safeguarding", "/triage/cases/{}/other-processes", "/triage/api/cases/{}", "/audit/{}",
    "/audit/api/timeline/{}", "/audit/api/as-of/{}",
)  # fmt: skip


def always_new(text: str) -> str:
    """A page without what is new each time and the reference that was asked for."""
    return re.sub(r"urn:trace:[0-9a-f]{32}|WM-[0-9A-Z]{4}-[0-9A-Z]", "#", text)


@pytest.mark.parametrize("path", ONE_RECORD)
def test_her_own_record_answers_her_as_one_that_does_not_exist(insider: Insider, path: str) -> None:
    shown = 0
    for role in READERS:
        hers, nobodys = insider.get(path.format(insider.kept), role), insider.get(path.format("WM-2222-2"), role)
        assert hers.status_code == nobodys.status_code, role
        assert insider.kept not in hers.text
        assert always_new(hers.text) == always_new(nobodys.text), role
        shown += insider.get(path.format(insider.other), role).status_code == 200
    assert shown, "somebody with another name in the record is shown it, or this test could not fail"


LISTS = (
    "/intake/referrals", "/intake/api/referrals", "/triage/queue", "/triage/cases", "/triage/support",
    "/triage/silences", "/triage/workload", "/triage/api/cases", "/notifications", "/panels", "/panels/actions",
)  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_no_list_of_any_service_tells_of_it(insider: Insider, path: str) -> None:
    answers = {role: insider.get(path, role, page="/api/" not in path) for role in READERS}
    assert any(answer.status_code == 200 for answer in answers.values())
    assert [role for role, answer in answers.items() if insider.kept in answer.text] == []


def test_lists_and_counts_are_those_of_a_borough_without_it(insider: Insider) -> None:
    (item,) = insider.get("/intake/api/referrals", Role.CONTACT_CENTRE).json()["items"]
    assert item["reference"] == insider.other
    (case,) = insider.get("/triage/api/cases", Role.CASE_OFFICER).json()["cases"]
    assert case["reference"] == insider.other
    assert "1 waiting:" in insider.get("/triage/queue", Role.TRIAGE_OFFICER, page=True).text
    notices = insider.get(f"/notifications/api/notices?reference={insider.kept}", Role.CASE_OFFICER)
    assert insider.kept not in notices.text


def test_histories_are_closed_to_her_by_the_name_of_the_stream_too(insider: Insider) -> None:
    triage = insider.borough.built.services["triage"]
    streams = {each.stream for each in triage.store.page(0, 1_000) if each.stream.startswith("assessment-")}
    statuses = {insider.get(f"/triage/history/{stream}", Role.SERVICE_MANAGER).status_code for stream in streams}
    assert statuses == {200, 404}
    intake = {role: insider.get(f"/intake/history/referral-{insider.kept}", role).status_code for role in READERS}
    assert set(intake.values()) == {404}


def test_the_agenda_of_the_panel_goes_out_whole_and_is_shown_to_her_without_it(insider: Insider) -> None:
    meetings = insider.get("/panels/api/meetings?panel=marac", Role.PANEL_COORDINATOR).json()
    agendas = [
        insider.get(f"/panels/api/meetings/{each['id']}/agenda", Role.PANEL_COORDINATOR) for each in meetings[:3]
    ]
    assert any(insider.other in agenda.text for agenda in agendas)
    assert all(insider.kept not in agenda.text for agenda in agendas)
    circulated = insider.borough.post(f"/panels/api/meetings/{meetings[0]['id']}/circulate", {}, Role.PANEL_COORDINATOR)
    whole = [
        insider.borough.get(f"/panels/api/meetings/{each['id']}/agenda", Role.PANEL_COORDINATOR)
        for each in meetings[:3]
    ]
    assert circulated.status_code in (200, 201, 409)
    assert any(insider.kept in agenda.text for agenda in whole), "whoever has another name sees the agenda whole"


def test_a_colleague_sees_it_and_an_overseer_sees_whom_it_is_kept_from(insider: Insider) -> None:
    borough = insider.borough
    assert borough.get(f"/triage/api/cases/{insider.kept}", Role.CASE_OFFICER).status_code == 200
    page = borough.client.get(
        "/intake/insiders", headers={**borough.headers(Role.SERVICE_MANAGER), "accept": "text/html"}
    ).text
    assert insider.kept in page
    assert "They themselves: full name" in page
    assert insider.other not in page
    own = insider.get("/intake/insiders", Role.SERVICE_MANAGER, page=True).text
    assert insider.kept not in own


def test_whoever_tried_is_in_the_log_and_walls_are_as_the_history_says(insider: Insider) -> None:
    insider.get(f"/triage/cases/{insider.kept}", Role.CASE_OFFICER, page=True)
    intake = insider.borough.built.services["intake"]
    met = [each for each in intake.store.page(0, 10_000) if each.name == "intake.wall_met"]
    assert insider.tokens[Role.CASE_OFFICER].account_id in {each.context.actor for each in met}
    assert {each.about for each in met} == {(met[0].fact.referral_id,)}  # type: ignore[attr-defined]  # a wall that was met
    assert intake.beside["walls"]() is None
    matched = [each for each in intake.store.page(0, 10_000) if each.name == "intake.staff_matched"]
    assert {each.fact.account_id for each in matched} == {each.account_id for each in insider.tokens.values()}  # type: ignore[attr-defined]  # matches
