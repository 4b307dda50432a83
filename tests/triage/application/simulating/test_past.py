"""What the log tells of a past referral: as it was the day it came in, and what people made of it."""

from services.triage.application.simulating.past import past_referrals
from services.triage.domain.events import DecisionConfirmed, DecisionOverridden, ResponseMissed
from shared.kernel.personal import Narrative, private
from tests.support.builders.triage import MONDAY, REFERENCE, a_referral, judged, opened
from tests.triage.application.past_days import recorded

KNOWN = {"referral_id": "referral-1", "reference": REFERENCE}


def test_a_referral_is_as_it_was_when_it_came_in_whatever_was_answered_later() -> None:
    referral = a_referral(category="noise", answers={})
    again = judged(referral, round=2, domestic_abuse="yes")
    (past,) = past_referrals(recorded([*opened(referral), again]))
    assert past.decision is not None
    assert (past.answers, past.decision.primary.route, past.received_on) == ({}, "advice_and_record", MONDAY.date())


def test_each_round_a_person_settled_counts_for_the_rule_that_gave_its_route() -> None:
    referral = a_referral()
    overridden = DecisionOverridden(
        **KNOWN,
        round=2,
        recommended="domestic_abuse",
        route="children_mash",
        code="other",
        text=private("person-1", Narrative, "words"),
    )
    facts = [
        *opened(referral),
        DecisionConfirmed(**KNOWN, round=1),
        judged(referral, round=2, domestic_abuse="yes"),
        overridden,
        ResponseMissed(**KNOWN, due_at=MONDAY),
    ]
    (past,) = past_referrals(recorded(facts))
    assert [(each.rule, each.overridden) for each in past.settled] == [
        ("street-services", False),
        ("domestic-abuse", True),
    ]
    assert past.late


def test_a_referral_that_was_never_judged_and_facts_about_ourselves_are_left_out() -> None:
    unjudged, *_ = opened(a_referral())
    assert past_referrals(recorded([unjudged])) == []
