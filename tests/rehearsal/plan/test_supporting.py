"""Advisers support whoever accepted it: a plan with actions, looked at again in time, until the case is closed."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from services.rehearsal.plan.advisers import HUNDREDTHS
from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.deeds import Close, OfferSupport
from services.triage.domain.support import commands as asked
from shared.kernel.handling import Command
from tests.support.builders.rehearsal import a_plan, deeds_of, london_day

PLAN = a_plan()
CLOSED = {deed.referral.key: deed.at for deed in deeds_of(PLAN, Close)}


def forms(*kinds: type[Command]) -> Sequence[FillIn]:
    return [deed for deed in deeds_of(PLAN, FillIn) if deed.command in kinds]


def test_every_victim_has_an_adviser_who_carries_no_more_than_practice_says_in_a_year() -> None:
    given = Counter(deed.accounts["adviser_id"] for deed in forms(asked.GiveToAdviser))
    assert sum(given.values()) == len({deed.referral.key for deed in deeds_of(PLAN, OfferSupport)}) > 330
    assert set(given) == set(HUNDREDTHS)
    # About 100 new cases a year for a whole adviser; chance gives one some more and another some fewer.
    assert all(count < 1.2 * HUNDREDTHS[name] for name, count in given.items()), given


def test_a_plan_is_looked_at_again_within_four_weeks_while_the_case_is_kept_up() -> None:
    reviewed: dict[str, list[FillIn]] = {}
    for deed in forms(asked.ReviewSafetyPlan):
        reviewed.setdefault(deed.referral.key, []).append(deed)
    assert len(reviewed) > 200
    late = [
        key
        for key, deeds in reviewed.items()
        if any(later.at - deed.at > timedelta(days=28) for deed, later in pairwise(deeds))
    ]
    assert late == []


def test_an_action_is_due_after_it_was_agreed_and_ended_by_then_where_somebody_still_rings() -> None:
    agreed = {deed.said["action_id"]: deed for deed in forms(asked.AgreeSafetyAction)}
    ended = {deed.said["action_id"]: deed for deed in forms(asked.EndSafetyAction)}
    assert set(ended) < set(agreed)
    assert len(ended) > 0.8 * len(agreed)
    assert all(deed.said["due_on"] > london_day(deed.at) for deed in agreed.values())
    assert all(london_day(deed.at) <= agreed[action].said["due_on"] for action, deed in ended.items())
    assert {deed.said["result"] for deed in ended.values()} == {"done", "not_possible"}


def test_nothing_of_support_is_written_down_on_a_case_that_is_closed() -> None:
    after = [
        deed.key
        for deed in deeds_of(PLAN, FillIn)
        if deed.command.__module__ == asked.__name__
        and deed.at >= CLOSED.get(deed.referral.key, deed.at + timedelta(1))
    ]
    assert after == []
