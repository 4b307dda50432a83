"""What each outcome sets in motion at once, without waiting for anybody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.triage.domain.consequences import consequences
from services.triage.domain.events import CaseOpened, MarkedForPanel, Person, SupportRequested
from services.triage.domain.state import Assessed
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Personal
from tests.support.builders.triage import (
    ABUSE,
    FLY_TIP,
    LIVING_NOISE,
    MONDAY,
    PERSISTENT,
    REFERENCE,
    SCREENED,
    a_referral,
    the_decision,
    the_judge,
)

NEXT_DAY = MONDAY + timedelta(days=1)


def following(standing: dict[str, Any] | None = None, **referral: Any) -> list[Fact]:
    told = a_referral(**referral)
    state = Assessed(referral=told, answers=told.answers, **(standing or {}))
    return list(consequences(state, the_decision(told), the_judge()))


def kinds(facts: list[Fact]) -> list[type[Fact]]:
    return [type(fact) for fact in facts]


def abuse(**answers: Any) -> dict[str, Any]:
    return {**ABUSE, "answers": {**ABUSE["answers"], **answers}}


@pytest.mark.parametrize("referral", [FLY_TIP, LIVING_NOISE], ids=["signpost", "ask"])
def test_a_signpost_and_a_question_wait_for_a_person(referral: dict[str, Any]) -> None:
    assert following(**referral) == []


def test_a_case_opens_under_the_reference_people_know_and_with_its_time() -> None:
    assert following(**PERSISTENT) == [
        CaseOpened(
            referral_id="referral-1",
            reference=REFERENCE,
            case_reference=REFERENCE,
            route="asb_case",
            priority="standard",
            opened_at=MONDAY,
            due_at=datetime(2026, 11, 30, 23, 59, tzinfo=UTC),
        )
    ]


def test_domestic_abuse_opens_a_case_and_asks_for_an_adviser_within_a_day() -> None:
    case, support = following(**ABUSE)
    assert isinstance(case, CaseOpened)
    assert (case.route, case.due_at) == ("domestic_abuse", NEXT_DAY)
    assert support == SupportRequested(referral_id="referral-1", reference=REFERENCE, due_at=NEXT_DAY)


def test_an_emergency_of_domestic_abuse_is_still_a_case_a_panel_and_support() -> None:
    facts = following(**abuse(immediate_danger="yes", dash_yes_count=14))
    assert kinds(facts) == [CaseOpened, MarkedForPanel, SupportRequested]
    assert isinstance(facts[0], CaseOpened)
    assert facts[0].route == "domestic_abuse"


def test_an_emergency_alone_is_left_to_the_emergency_services() -> None:
    assert following(category="rowdy_behaviour", answers={"weapon_present_now": "yes"}) == []


def test_the_first_route_that_is_ours_is_the_cases() -> None:
    answers = {**SCREENED, "statutory_nuisance_likely": "yes", "persistent": "yes"}
    (case,) = following(category="noise", answers=answers)
    assert isinstance(case, CaseOpened)
    assert case.route == "asb_case"


def test_a_panel_is_told_why_who_and_what_it_must_see_first() -> None:
    sealed: Personal[Identity] = Personal(p="person-2", c="c2VhbGVk")
    children = [Person(person_id=f"person-{number}", roles=("child",)) for number in (3, 4)]
    people = (Person(person_id="person-2", roles=("victim",), full_name=sealed), *children)
    answers = abuse(
        dash_yes_count=15, strangulation="yes", last_marac_referral_on="2026-03-02", new_incident_since_last_marac="yes"
    )
    told = a_referral(**answers, victim_id="person-2", people=people, agency="housing")
    facts = consequences(Assessed(referral=told, answers=told.answers), the_decision(told), the_judge())
    (marked,) = [fact for fact in facts if isinstance(fact, MarkedForPanel)]
    assert (marked.panel, marked.priority, marked.agency) == ("marac", "urgent", "housing")
    assert marked.criteria == ("visible_high_risk", "repeat")
    assert marked.flags == ("strangulation",)
    assert (marked.is_repeat, marked.last_referral_on) == (True, date(2026, 3, 2))
    assert (marked.children, marked.victim_id) == (2, "person-2")
    assert marked.people == told.people
    assert marked.answers == told.answers


def test_children_are_none_only_where_somebody_said_so() -> None:
    for said, count in (("no", 0), ("yes", None), ("unknown", None)):
        facts = following(**abuse(dash_yes_count=14, children_in_household=said))
        (marked,) = [fact for fact in facts if isinstance(fact, MarkedForPanel)]
        assert marked.children == count, said


def test_the_community_panel_keeps_the_case_with_us_though_nobody_else_has_it() -> None:
    answers = {**SCREENED, "persistent": "no", "tenure_of_source": "owner", "subject_age": 40, "alcohol": "yes"}
    case, marked = following(category="street_drinking", answers=answers)
    assert isinstance(case, CaseOpened)
    assert (case.route, case.due_at) == ("advice_and_record", None)
    assert isinstance(marked, MarkedForPanel)
    assert (marked.panel, marked.criteria) == ("cmarac", ("complex_needs",))


def test_triaged_again_only_what_is_new_follows() -> None:
    known = {"case_open": True, "panels": ("marac",), "support_requested": True}
    assert following(known, **abuse(dash_yes_count=14)) == []


def test_a_panel_that_comes_later_is_added_once() -> None:
    known = {"case_open": True, "support_requested": True}
    assert kinds(following(known, **abuse(dash_yes_count=14))) == [MarkedForPanel]


def test_an_import_sets_nothing_in_motion() -> None:
    assert following(origin="import", **abuse(immediate_danger="yes", dash_yes_count=20)) == []
