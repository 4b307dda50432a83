"""Makes referrals at random, leaning towards the values on which the rules turn."""

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies

from shared.contracts.vocabulary import VOCABULARY

NEAR = {
    "victim_age": (14, 15, 16, 17, 18, 19, 40),
    "perpetrator_age": (16, 17, 18, 19, 40),
    "subject_age": (16, 17, 18, 19, 70),
    "reports_in_6_months": (0, 1, 2, 3, 4),
    "contacts_in_180_days": (0, 5, 9, 10, 11),
    "dash_yes_count": (0, 5, 12, 13, 14, 15, 24),
    "dash_unanswered_count": (0, 1, 2, 9, 14, 24),
    "incidents_in_12_months": (0, 1, 2, 3, 4),
}
OFTEN = ("noise", "noise", "smell_or_smoke", "neighbour_dispute")
DAYS = (
    "2014-05-01", "2016-06-30", "2016-07-01", "2017-10-20", "2017-10-21", "2020-02-29", "2021-02-28", "2021-07-04",
    "2021-07-05", "2024-02-28", "2024-02-29", "2025-02-28", "2025-03-01", "2026-03-31", "2026-04-01", "2026-11-23",
    "2028-02-29", "2029-02-28",
)  # fmt: skip


def a_random_case(source: random.Random) -> dict[str, Any]:
    """One document as triage takes it; the share of answered questions and of "yes" varies from case to case."""
    answered, yes = source.choice((0.1, 0.3, 0.6, 0.9, 1.0)), source.choice((0.02, 0.05, 0.1, 0.3, 0.5))
    received = source.choice(DAYS) if source.random() < 0.6 else "2026-11-23"
    often = source.choice((0.0, 0.0, 0.0, 0.15))
    strands = [strand for strand in VOCABULARY.strands if source.random() < often]
    return {
        "kind": source.choice(("asb",) * 7 + ("unsure", "domestic_abuse", "vawg_other")),
        "category": source.choice((None, *VOCABULARY.categories, *OFTEN)),
        "strands": strands,
        "received_on": received,
        "facts": {
            name: _answer(source, name, answered, yes, received)
            for name in VOCABULARY.answers
            if source.random() < max(answered, 0.4)
        },
    }


def _answer(source: random.Random, name: str, answered: float, yes: float, received: str) -> Any:
    question = VOCABULARY.answers[name]
    if question.type == "yes_no":
        if source.random() > answered:
            return "unknown"
        return "yes" if source.random() < yes else "no"
    if question.type == "one_of":
        return source.choice(tuple(question.values))
    if question.type == "text" or source.random() > answered:
        return None
    if question.type == "date":
        return _day(source, received)
    return source.choice(NEAR[name])


def _day(source: random.Random, received: str) -> str:
    """The day of receipt or the same day a year before, each with the days beside it; the end of a February; others."""
    year, rest = int(received[:4]), received[4:].replace("02-29", "02-28")
    near = [date.fromisoformat(day) for day in (received, f"{year - 1}{rest}")]
    days = [day + timedelta(days=beside) for day in near for beside in (-1, 0, 1)]
    days += [date(year, 3, 1) - timedelta(days=1), date(year - 1, 3, 1) - timedelta(days=1), date(year + 1, 1, 1)]
    return source.choice(days).isoformat()


random_cases = strategies.randoms(use_true_random=False).map(a_random_case)
