"""A first message may go before triage has judged: whatever leads to a protecting route is sensitive from the start."""

import random
from datetime import UTC, datetime

from services.notifications.domain.sensitivity import reason_in_outcome, reasons_in_referral
from tests.support.builders.triage import a_referral, the_decision
from tests.triage.domain.random_cases import a_random_case

CASES = 1500


def test_whatever_the_rules_send_to_a_protecting_route_is_sensitive_before_they_are_asked() -> None:
    source, protecting = random.Random(20261123), 0
    for _ in range(CASES):
        case = a_random_case(source)
        referral = a_referral(
            kind=case["kind"],
            category=case["category"],
            strands=tuple(case["strands"]),
            answers=case["facts"],
            received_at=datetime.fromisoformat(case["received_on"]).replace(tzinfo=UTC),
        )
        decision = the_decision(referral)
        routes = (decision.primary.route, *(route.route for route in decision.also))
        if (found := reason_in_outcome(routes, decision.panels)) is not None:
            protecting += 1
            reasons = reasons_in_referral(case["kind"], case["strands"], case["facts"], case["category"])
            assert reasons, (found, case)
    assert protecting > CASES // 5, "few cases lead to a protecting route, so this says little"
