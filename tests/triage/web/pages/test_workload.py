"""The desk as its people use it: giving out work, being away, a second reader, silence, an emergency."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.desk.events import (
    ContactTried,
    EmergencyReviewMissed,
    EmergencyViewOpened,
    ReferralHandedOver,
    SilenceAnswered,
    SilenceNoted,
)
from services.triage.domain.events import DecisionOverridden
from services.triage.read_models.workload import Load
from services.triage.web.pages.workload import lines_of
from shared.access.roles import Role
from tests.support.builders.access import PASSWORD
from tests.support.builders.triage import ABUSE, PERSISTENT, LittleTriage
from tests.support.builders.web import a_browser, csrf_of

slow = pytest.mark.slow
WEIGHTS = {"urgent": 3, "high": 2, "standard": 1}


class Officer:
    """Somebody with an account and a browser."""

    def __init__(self, triage: LittleTriage, name: str, role: Role) -> None:
        self.triage = triage
        self.account = triage.access.accounts.open(name, name.title(), role, password=PASSWORD).account_id
        self.browser: TestClient = a_browser(triage.app)
        assert self.browser.post("/sign-in", data={"sign_in_name": name, "password": PASSWORD}).status_code == 303

    def words(self, path: str) -> str:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.browser.get(path).text))

    def send(self, path: str, **form: str) -> Any:
        answer = self.browser.post(path, data={"csrf": csrf_of(self.triage.app, self.browser), **form})
        self.triage.settle()
        return answer


def kinds(triage: LittleTriage, reference: str, *wanted: type) -> list[type]:
    return [type(fact) for fact in triage.facts_of(reference) if isinstance(fact, wanted)]


def test_loads_are_added_up_by_weight_and_what_nobody_has_comes_first() -> None:
    loads = [
        Load("ann", "urgent", 2, 1, "2026-11-20"),
        Load("ann", "standard", 1, 0, "2026-11-01"),
        Load(None, "high", 4, 0, "2026-11-10"),
        Load("gone", "high", 1, 1, "2026-10-10"),
    ]
    lines = lines_of(loads, {"ann": "Ann", "bo": "Bo"}, {"bo": "2026-12-01"}, WEIGHTS)
    assert [(line.name, line.weight, line.total, line.late) for line in lines] == [
        ("Nobody yet", 8, 4, 0),
        ("Ann", 7, 3, 1),
        ("Somebody who has left", 2, 1, 1),
        ("Bo", 0, 0, 0),
    ]
    assert [(line.oldest_at, line.back_on) for line in lines[1::2]] == [("2026-11-01", None), (None, "2026-12-01")]


@slow
def test_work_given_out_goes_to_the_cover_when_its_officer_is_away_and_may_be_taken_back(triage: LittleTriage) -> None:
    manager, ann, bo = (
        Officer(triage, name, role)
        for name, role in (("mo", Role.SERVICE_MANAGER), ("ann", Role.TRIAGE_OFFICER), ("bo", Role.CASE_OFFICER))
    )
    case, plain = triage.refer(**ABUSE), triage.refer(**PERSISTENT)
    assert manager.send(f"/triage/referrals/{case}/give", to=ann.account).status_code == 303
    assert manager.send(f"/triage/referrals/{plain}/give", to="").status_code == 422
    ann.send(f"/triage/referrals/{plain}/take")
    assert "Ann 3 0 1 1 0" in manager.words("/triage/workload")
    assert ann.browser.get("/triage/workload").status_code == 404
    days = {"first-day": "24", "first-month": "11", "first-year": "2026", "last-day": "27", "last-month": "11"}
    wrong = ann.send("/triage/absences", **{**days, "last-year": "2025"})
    assert (wrong.status_code, "The last day must not be before the first." in wrong.text) == (422, True)
    assert ann.send("/triage/absences", **{**days, "last-year": "2026", "cover": bo.account}).status_code == 303
    assert ann.send("/triage/absences", **{**days, "last-year": "2026"}).status_code == 409
    triage.clock.set(triage.clock() + timedelta(days=1))
    triage.settle()
    assert kinds(triage, case, ReferralHandedOver) == [ReferralHandedOver]
    assert "Bo 3 0 1 1" in manager.words("/triage/workload")
    assert "Away back on 28 November 2026" in manager.words("/triage/workload")
    away = manager.send(f"/triage/referrals/{case}/give", to=ann.account, seen=bo.account)
    assert (away.status_code, "cannot take this on just now" in away.text) == (409, True)
    triage.clock.set(triage.clock() + timedelta(days=4))
    triage.settle()
    assert "Handed over while you were away" in ann.words("/triage/queue")
    ann.send(f"/triage/referrals/{case}/take", seen=bo.account, **{"from": "queue"})
    assert f"Take {case} back" not in ann.words("/triage/queue")
    triage.access.accounts.close(ann.account)
    triage.settle()
    handed = [fact for fact in triage.facts_of(case) if isinstance(fact, ReferralHandedOver)]
    assert [(fact.because, fact.taken_by) for fact in handed] == [("absence", bo.account), ("left", None)]


@slow
def test_an_override_that_takes_two_waits_on_the_card_and_in_the_queue_for_another_person(
    triage: LittleTriage,
) -> None:
    ann, bo = Officer(triage, "ann", Role.TRIAGE_OFFICER), Officer(triage, "bo", Role.CASE_OFFICER)
    case = triage.refer(**ABUSE)
    form = {"route": "vawg_specialist", "code": "agency_agreed", "text": "They have agreed."}
    assert ann.send(f"/triage/referrals/{case}/override", **form).status_code == 303
    assert kinds(triage, case, DecisionOverridden) == []
    assert "You propose to decide otherwise" in ann.words("/triage/queue?proposed=yes")
    card = bo.words(f"/triage/referrals/{case}")
    assert "Ann would decide otherwise: Specialist service" in card
    assert "They have agreed." in card
    assert triage.get(f"/triage/api/referrals/{case}/decision").json()["waits_for_second_reader"] is True
    own = ann.send(f"/triage/referrals/{case}/agree")
    assert (own.status_code, "another person must read it" in own.text) == (409, True)
    assert bo.send(f"/triage/referrals/{case}/agree").status_code == 303
    assert kinds(triage, case, DecisionOverridden) == [DecisionOverridden]
    assert "as second reader of what Ann proposed" in bo.words(f"/triage/referrals/{case}")
    assert bo.send(f"/triage/referrals/{case}/agree").status_code == 409


@slow
def test_what_did_not_happen_stands_on_top_until_it_happens(triage: LittleTriage) -> None:
    ann, case = Officer(triage, "ann", Role.TRIAGE_OFFICER), triage.refer(**ABUSE)
    assert "Nothing has happened here" not in ann.words("/triage/queue")
    triage.clock.set(triage.clock() + timedelta(days=3))
    for _ in range(2):  # once, however often anybody looks
        triage.settle()
    noted = [fact.rule for fact in triage.facts_of(case) if isinstance(fact, SilenceNoted)]
    assert sorted(noted) == ["no_contact_tried", "not_reached_by_adviser"]
    told = "nobody has tried to reach them since 23 November 2026, 09:12; it was due by 25 November 2026, 23:59."
    for path in ("/triage/queue", "/triage/silences"):
        assert told in ann.words(path)
    second = ann.words("/triage/silences?page=2")
    assert (told in second, "Previous" in second, "Next" in second) == (False, True, False)
    assert ann.browser.get("/triage/silences?page=0").status_code == 422
    assert "Silence Nobody has tried to reach them" in ann.words(f"/triage/cases/{case}")
    wrong = ann.send(f"/triage/cases/{case}/contact", way="phone")
    assert (wrong.status_code, "Choose what came of it." in wrong.text) == (422, True)
    assert ann.send(f"/triage/cases/{case}/contact", way="phone", came_of_it="no_answer").status_code == 303
    assert kinds(triage, case, ContactTried, SilenceAnswered) == [ContactTried, SilenceAnswered]
    assert told not in ann.words("/triage/queue")
    story = ann.words(f"/triage/cases/{case}/history")
    assert "Nobody has tried to reach them, and it was due by 25 November 2026, 23:59." in story
    assert "This is so no longer: “Nobody has tried to reach them”." in story
    assert "Somebody tried to reach them: A call, No answer." in story
    assert ann.send(f"/triage/cases/{case}/receipt").status_code == 303


@slow
def test_a_case_is_opened_in_an_emergency_for_an_hour_and_judged_by_somebody_else(triage: LittleTriage) -> None:
    robin, elif_ = Officer(triage, "robin", Role.CONTACT_CENTRE), Officer(triage, "elif", Role.INFORMATION_GOVERNANCE)
    case = triage.refer(("Amina Okafor", "victim"), ("Penrose Vale", "perpetrator"), **ABUSE)
    address, reason = "/triage/emergency-view", {"code": "danger_to_life", "text": "He is at her door with an axe."}
    wrong = robin.send(address, reference="WM-2222-2", code="", text="")
    assert wrong.status_code == 422
    for says in ("There is no case with this reference", "Choose what the emergency is", "Say in 10 to"):
        assert says in wrong.text
    opened = robin.send(address, reference=case.lower(), **reason)
    assert opened.status_code == 303
    page = opened.headers["location"]
    assert "Amina Okafor , victim" in robin.words(page)
    assert "Penrose" not in robin.words(page)
    assert "axe" not in page
    looks = [look for look in triage.looks() if look[1] == "emergency view"]
    assert looks == [("contact_centre", "emergency view", ("referral-1",))] * 2
    assert robin.browser.get(page).headers["refresh"] == "3600; url=/triage/emergency-view"
    triage.clock.set(triage.clock() + timedelta(minutes=59, seconds=30, milliseconds=1))
    assert robin.browser.get(page).headers["refresh"] == "30; url=/triage/emergency-view"
    assert elif_.browser.get(page).status_code == 404
    assert robin.browser.get(f"/triage/cases/{case}").status_code == 404
    triage.clock.set(triage.clock() + timedelta(seconds=30))
    assert robin.browser.get(page).status_code == 404
    assert "He is at her door with an axe." in elif_.words(address)
    triage.clock.set(triage.clock() + timedelta(days=3))
    triage.settle()
    log = [each.fact for each in triage.service.store.page(0, 10_000)]
    (missed,) = [fact for fact in log if isinstance(fact, EmergencyReviewMissed)]
    (looked,) = [fact for fact in log if isinstance(fact, EmergencyViewOpened)]
    assert missed.due_at == looked.review_due_at
    assert elif_.send(f"{page}/judged", verdict="").status_code == 422
    assert elif_.send(f"{page}/judged", verdict="justified").status_code == 303
    assert "it was right, says Elif, late" in elif_.words(address)
    assert elif_.send(f"{page}/judged", verdict="justified").status_code == 409
    triage.ground.keyring.destroy("person-1-0")
    assert "axe" not in elif_.words(address)
