"""What is due in the support of a case, each in its order, until it was done or the case is closed."""

from datetime import date, timedelta

from services.triage.domain.events import CaseClosed
from services.triage.domain.support import due
from services.triage.domain.support.due import due_on
from services.triage.domain.support.events import (
    AdviserGiven,
    AdviserTried,
    OrderToldToPolice,
    PlacementMade,
    SafetyActionAgreed,
    SafetyPlanReviewed,
    SanctuaryAsked,
    SanctuaryMoved,
)
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.placing import make_placement
from shared.kernel.personal import Identity, Narrative, private
from tests.support.builders.support import (
    ADVISER,
    OFFICER,
    RECEIVED,
    VICTIM,
    a_case,
    a_place,
    after,
    asked_and_none,
    at,
    the_practice,
    unsafe,
)
from tests.support.builders.triage import PERSISTENT, REFERENCE

ABOUT = {"referral_id": "referral-1", "reference": REFERENCE}
GIVEN = AdviserGiven(**ABOUT, adviser_id=ADVISER, given_by=OFFICER, open_cases=3)
REACHED = AdviserTried(**ABOUT, person_id=VICTIM, way="phone", outcome="reached", tried_at=at(23, 13))
ACTION = SafetyActionAgreed(
    **ABOUT,
    action_id="action-1",
    person_id=VICTIM,
    text=private(VICTIM, Narrative, "Change the locks"),
    agency="housing",
    owner=private(VICTIM, Identity, "The duty officer"),
    due_on=date(2026, 11, 25),
)


def whats(file: SupportFile) -> list[str]:
    return [each.what for each in due_on(file, at(23))]


def test_the_adviser_is_due_within_a_day_of_receipt_until_she_has_reached_them() -> None:
    (first,) = due_on(a_case(), at(23))
    assert (first.what, first.at) == (due.ADVISER, RECEIVED + timedelta(hours=24))
    (second,) = due_on(a_case(GIVEN), at(23))
    assert (second.what, second.at) == (due.CONTACT, RECEIVED + timedelta(hours=24))
    assert whats(a_case(GIVEN, REACHED)) == []


def test_danger_comes_first_then_what_is_due_earliest() -> None:
    file = asked_and_none(a_case(ACTION))
    made = make_placement(a_place(), file, the_practice())
    assert isinstance(made[0], PlacementMade)
    file = unsafe(after(file, made), borough="Camden")
    told = OrderToldToPolice(
        **ABOUT, order_id="o", order="bail", until_on=None, told_at=at(23), acknowledge_by=date(2026, 11, 26)
    )
    asked_for = SanctuaryAsked(**ABOUT, sanctuary_id="s", person_id=VICTIM, tenure="owner", contact_id=OFFICER)
    ordered = SanctuaryMoved(**ABOUT, sanctuary_id="s", status="works_ordered", works_by=date(2026, 11, 27))
    file = after(file, [told, asked_for, ordered])
    assert whats(file) == [due.DANGER, due.MOVED, due.ADVISER, due.ACTION, due.POLICE, due.WORKS]
    done = SanctuaryMoved(**ABOUT, sanctuary_id="s", status="works_done", works_by=None)
    reviewed = SafetyPlanReviewed(**ABOUT, reviewed_at=at(23), next_on=date(2026, 12, 21))
    assert whats(after(file, [done, reviewed]))[-1] == due.REVIEW
    assert due.CHECK in whats(after(file, [done]))


def test_a_move_or_a_new_area_has_the_plan_looked_at_even_where_no_action_was_agreed() -> None:
    file = asked_and_none(a_case(GIVEN, REACHED))
    assert whats(unsafe(file, words="by the market")) == []
    file = after(file, make_placement(a_place(), file, the_practice()))
    assert whats(file) == [due.MOVED]
    reviewed = SafetyPlanReviewed(**ABOUT, reviewed_at=at(23), next_on=date(2026, 12, 21))
    assert whats(after(file, [reviewed])) == [due.REVIEW]
    assert whats(unsafe(after(file, [reviewed]), words="by the market")) == [due.MOVED]


def test_nothing_is_due_where_the_case_is_closed_or_no_abuse_was_seen() -> None:
    assert whats(a_case(CaseClosed(**ABOUT, reason="resolved"))) == []
    assert whats(a_case(kind="asb", **PERSISTENT)) == []
