"""A locked record through all services: there for those named, nowhere for others, and in the week's list of looks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.audit.domain.events import LooksReviewed
from services.intake.domain.lock_commands import LockRecord
from shared.access.roles import Role
from shared.kernel.messages import Context
from tests.journeys.test_insiders import ANOTHERS, HERS, LISTS, ONE_RECORD, READERS, always_new
from tests.support.builders.borough import LittleBorough
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow


class Locked:
    """One record that only a case officer may know of, beside one that everybody may."""

    def __init__(self, borough: LittleBorough) -> None:
        self.borough = borough
        self.kept, self.other = borough.refer(HERS), borough.refer(ANOTHERS)
        self.officer = borough.built.access.accounts.ensure(Role.CASE_OFFICER).account_id
        intake = borough.built.services["intake"]
        (referral_id,) = {each.about[0] for each in intake.store.page(0, 1_000) if each.stream.endswith(self.kept)}
        command = LockRecord(
            at=borough.clock(),
            lock_id="lock-1",
            referral_id=referral_id,
            reference=self.kept,
            named=(self.officer,),
        )
        intake.dispatch(command, Context("governance", Role.INFORMATION_GOVERNANCE.value, "locking"))
        borough.settle()
        borough.built.access.walls.look_again()

    def get(self, path: str, role: Role) -> Any:
        accept = {"accept": "application/json" if "/api/" in path else "text/html"}
        return self.borough.client.get(path, headers=self.borough.headers(role) | accept, follow_redirects=False)


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locked]:
    """One borough for all: nothing is changed here but by looking."""
    borough = LittleBorough(tmp_path_factory.mktemp("locked") / "data")
    yield Locked(borough)
    borough.close()


@pytest.mark.parametrize("path", ONE_RECORD)
def test_it_answers_whoever_is_not_named_as_one_that_does_not_exist(locked: Locked, path: str) -> None:
    statuses = {}
    for role in READERS:
        kept, nobodys = locked.get(path.format(locked.kept), role), locked.get(path.format("WM-2222-2"), role)
        other = locked.get(path.format(locked.other), role)
        if role is Role.CASE_OFFICER:
            assert kept.status_code == other.status_code
            continue
        assert locked.kept not in kept.text
        assert always_new(kept.text) == always_new(nobodys.text), role
        statuses[role] = other.status_code
    assert 200 in {*statuses.values(), locked.get(path.format(locked.kept), Role.CASE_OFFICER).status_code}


@pytest.mark.parametrize("path", LISTS)
def test_it_is_in_lists_for_those_named_alone(locked: Locked, path: str) -> None:
    told = [role for role in READERS if locked.kept in locked.get(path, role).text]
    others = [role for role in READERS if locked.other in locked.get(path, role).text]
    assert told == [role for role in others if role is Role.CASE_OFFICER]


def test_verification_holds_locks_beside_the_history(locked: Locked) -> None:
    assert locked.borough.built.services["intake"].beside["walls"]() is None


@pytest.fixture
def week_after(locked: Locked) -> Locked:
    locked.get(f"/triage/cases/{locked.kept}", Role.CASE_OFFICER)
    locked.get(f"/triage/cases/{locked.kept}", Role.SERVICE_MANAGER)
    locked.borough.settle()
    locked.borough.clock.set(locked.borough.clock() + timedelta(days=7))
    return locked


def test_the_auditor_goes_through_the_weeks_looks(week_after: Locked) -> None:
    borough = week_after.borough
    auditor = signed_in(borough.app, Role.AUDITOR, "a.auditor")
    page = auditor.get("/audit/looks").text
    assert "23 November 2026 to 29 November 2026" in page
    assert "1 record was locked." in page
    assert week_after.kept in page
    assert week_after.other not in page
    assert ("Case officer" in page, "Tried, shown nothing" in page) == (True, True)
    assert auditor.get(f"/audit/{week_after.kept}").status_code == 404
    assert send(borough, auditor, "/audit/looks/2026-11-23").status_code == 303
    borough.settle()
    assert "Gone through" in auditor.get("/audit/looks").text
    audit = borough.built.services["audit"]
    facts = [each.fact for each in audit.store.page(0, 1_000)]
    assert [str(fact.week) for fact in facts if isinstance(fact, LooksReviewed)] == ["2026-11-23"]
    now = auditor.get("/audit/looks?week=2026-11-30").text
    assert "The week is not over." in now
    early = send(borough, auditor, "/audit/looks/2026-11-30")
    assert (early.status_code, "This week is not over." in early.text) == (409, True)
    for week in ("monday", "0001-01-01", "9999-12-31"):
        assert auditor.get(f"/audit/looks?week={week}").status_code == 422, week
    assert signed_in(borough.app, Role.CASE_OFFICER, "b.officer").get("/audit/looks").status_code == 403


def send(borough: LittleBorough, browser: TestClient, path: str) -> Any:
    return browser.post(path, data={"csrf": csrf_of(borough.app, browser)})
