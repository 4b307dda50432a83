"""The borough's registers by their pages: authority, orders, places, mediation's money, and the four annual numbers."""

import re
from datetime import date
from typing import Any

import pytest

from services.triage.domain.asb.commands import AcknowledgeReview, AskForReview, DecideReview, HoldReview
from services.triage.read_models import case_reviews
from shared.access.roles import Role
from shared.access.walls import Wall
from tests.support.builders.triage import ABUSE, PERSISTENT, POLICY, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow


class Reader:
    """Somebody of one role at a browser."""

    def __init__(self, triage: LittleTriage, role: Role) -> None:
        self.triage = triage
        self.browser = signed_in(triage.app, role, name=f"a.{role.value}")

    def read(self, page: str, status: int = 200) -> str:
        answer = self.browser.get(f"/triage/asb/{page}")
        assert answer.status_code == status
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    def send(self, task: str, expected: int = 303, **fields: str) -> str:
        form = {**fields, "csrf": csrf_of(self.triage.app, self.browser)}
        answer = self.browser.post(f"/triage/asb/do/{task}", data=form, follow_redirects=False)
        self.triage.settle()
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))
        assert answer.status_code == expected, said[200:800]
        return said

    def about(self, page: str) -> str:
        (found, *_) = re.findall(r"about=([0-9a-f-]{36})", self.browser.get(f"/triage/asb/{page}").text)
        return str(found)


@pytest.fixture
def manager(triage: LittleTriage) -> Reader:
    return Reader(triage, Role.SERVICE_MANAGER)


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def test_an_order_is_proposed_consulted_on_made_and_its_review_alarms(manager: Reader) -> None:
    manager.triage.refer(**PERSISTENT)
    assert "is no ward we know of" in manager.send("order", 422, order="gating", wards="Nowhere")
    manager.send("order", order="public_spaces_protection_order", wards="abbey")
    about = manager.about("orders")
    period = day("starts_on", date(2024, 1, 1)) | day("ends_on", date(2026, 12, 31))
    assert "Not everybody was consulted." in manager.send("order-make", 409, about=about, **period)
    for who in ("police", "community_representatives", "owners_of_the_land"):
        manager.send("order-consult", about=about, consulted=who, **day("closed_on", date(2023, 12, 1)))
    too_long = day("starts_on", date(2024, 1, 1)) | day("ends_on", date(2027, 1, 1))
    assert "It may last until 31 December 2026 at most." in manager.send("order-make", 409, about=about, **too_long)
    manager.send("order-make", about=about, **period)
    words = manager.read("orders")
    assert "Public spaces protection order Abbey. In force until 31 December 2026" in words
    assert "Review is due Its review is due from 30 June 2026." in words
    manager.send("order-review", about=about, finding="make_again", **day("reviewed_on", date(2026, 11, 20)))
    assert "Reviewed on 20 November 2026." in manager.read("orders")


def test_authority_is_entered_with_its_days_and_ended(manager: Reader) -> None:
    assert "Nobody is entered" in manager.read("authority")
    begins = day("starts_on", date(2026, 1, 1))
    assert "Tick at least one thing" in manager.send("authority", 422, holder="police", **begins)
    manager.send("authority", holder="police", **{"tool-fixed_penalty": "yes"}, **begins)
    assert "Police Fixed penalty for breach of a notice 1 January 2026 Counts today" in manager.read("authority")
    manager.send("authority-end", about=manager.about("authority"), **day("from_on", date(2026, 11, 1)))
    assert "1 January 2026 to 31 October 2026 Ended" in manager.read("authority")


def test_a_place_is_worked_on_in_four_steps_over_cases_of_anti_social_behaviour_alone(manager: Reader) -> None:
    first, second = manager.triage.refer(**PERSISTENT), manager.triage.refer(**PERSISTENT)
    abuse = manager.triage.refer(**ABUSE)
    scan = {"ward": "Abbey", "problem": "street_drinking", "incidents": "14"}
    refused = manager.send("place", 422, cases=f"{first}, {abuse}", **scan)
    assert f"{abuse} is no case of anti-social behaviour." in refused
    assert "needs at least two different cases" in manager.send("place", 409, cases=first, **scan)
    manager.send("place", cases=f"{first}, {second}", **scan)
    about = manager.about("places")
    agreed = {"about": about, "response": "lighting", "owner": "none", **day("due_on", date(2026, 12, 1))}
    assert "Analyse first" in manager.send("place-respond", 409, **agreed)
    manager.send("place-analyse", about=about, poor_lighting="yes")
    manager.send("place-respond", **agreed)
    manager.send("place-assess", about=about, incidents="6", finding="better")
    words = manager.read("places")
    assert "14 incidents in six months, then 6: better, but not over." in words
    assert "Better light: us, by 1 December 2026" in words
    manager.send("place-analyse", about=about, hidden_spots="yes")


def test_who_is_kept_from_a_case_reads_of_it_in_no_list_and_in_no_sum(manager: Reader) -> None:
    first, second, third = (manager.triage.refer(**PERSISTENT) for _ in range(3))
    manager.send("place", ward="Abbey", problem="noise", incidents="3", cases=f"{first}, {second}, {third}")
    manager.send("place", ward="Abbey", problem="begging", incidents="77", cases=f"{first}, {third}")
    asking = AskForReview(
        at=manager.triage.clock(),
        referral_id="referral-1",
        by="officer-1",
        review_id="review-1",
        asked_on=date(2026, 11, 20),
        asked_for="self",
    )
    manager.triage.do(asking)
    officer = Reader(manager.triage, Role.CASE_OFFICER)
    (account,) = manager.triage.access.accounts.all(Role.CASE_OFFICER)
    wall = Wall(account_id=account.account_id, referral_id="referral-1", reference=first)
    assert (first in officer.read("reviews"), "77 incidents" in officer.read("places")) == (True, True)
    manager.triage.access.walls.put(wall, True)
    places = officer.read("places")
    assert (first in places, second in places, "77 incidents" in places) == (False, True, False)
    words = officer.read("reviews")
    assert (first in words, "Applications 1" in words, "Applications 0" in words) == (False, False, True)
    assert "Applications 1" in manager.read("reviews")


def test_the_budget_is_a_managers_to_set_and_holds_for_its_year(manager: Reader) -> None:
    manager.send("budget", year="2026", pounds="2,750")
    assert "Budget £2,750.00" in manager.read("mediation")
    assert "Enough for 6.9 at the average of £400.00" in manager.read("mediation")
    assert "Budget Not set" in manager.read("mediation?year=2016")
    officer = Reader(manager.triage, Role.CASE_OFFICER)
    officer.send("budget", 403, year="2026", pounds="9")
    assert "Budget £2,750.00" in officer.read("mediation")


def test_an_auditor_reads_the_four_numbers_and_may_send_nothing(manager: Reader) -> None:
    auditor = Reader(manager.triage, Role.AUDITOR)
    assert "Reviews that led to recommendations 0" in auditor.read("reviews")
    auditor.read("do/place", 404)


def test_forty_one_asked_six_met_and_six_held_come_out_as_rotherham_published_them(triage: LittleTriage) -> None:
    """Rotherham, 2024-25: 41 requests, 6 met the threshold, 6 panels (K20), here told as facts."""
    ground: dict[str, Any] = {"at": triage.clock(), "by": "officer-1"}
    for number in range(1, 42):
        triage.refer(**PERSISTENT, settled=False)
        case = {**ground, "referral_id": f"referral-{number}"}
        asking = AskForReview(**case, review_id=f"review-{number}", asked_on=date(2024, 5, 1), asked_for="self")
        triage.service.dispatch(asking, POLICY)
        triage.service.dispatch(AcknowledgeReview(**(case | {"by": "contact-1"})), POLICY)
        met = number <= 6
        decision = DecideReview(**case, met=met, ground="potential_harm" if met else "below_threshold")
        triage.service.dispatch(decision, POLICY)
        if met:
            held = HoldReview(**case, held_on=triage.clock().date(), recommendations=number % 3)
            triage.service.dispatch(held, POLICY)
    triage.settle()
    with triage.service.views.reading() as connection:
        annual = case_reviews.annual(connection, 2024)
        assert case_reviews.annual(connection, 2025) == case_reviews.Annual(0, 0, 0, 0)
    assert (annual.applications, annual.applications - annual.not_met, annual.held) == (41, 6, 6)
    assert annual.with_recommendations == 4
    assert "Applications 41" in Reader(triage, Role.SERVICE_MANAGER).read("reviews?year=2024")
