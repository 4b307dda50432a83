"""Cases to decide: random ones with a fixed seed, most answers not asked, as a front door sees them."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from services.triage.domain.reading import read_case
from services.triage.domain.values import CaseFacts
from shared.contracts.vocabulary import VOCABULARY, Answer

_FIRST_DAY = date(2026, 4, 1)
_SEED = 20261123
# Three of ten answers are given, one in five of those a yes: safety screens are mostly answered no.
_GIVEN, _YES = 0.3, 0.2


def cases(count: int) -> list[CaseFacts]:
    """So many cases, always the same."""
    return [read_case(document, VOCABULARY) for document in documents(count)]


def documents(count: int) -> Iterator[dict[str, Any]]:
    """So many documents as triage takes them, always the same."""
    draw = random.Random(_SEED)
    for _ in range(count):
        kind = draw.choices(["asb", "domestic_abuse", "vawg_other", "unsure"], [12, 5, 1, 2])[0]
        received = _FIRST_DAY + timedelta(days=draw.randrange(200))
        questions = [answer for answer in VOCABULARY.answers.values() if answer.type != "text"]
        yield {
            "kind": kind,
            "received_on": received.isoformat(),
            "category": draw.choice(list(VOCABULARY.categories)) if kind in ("asb", "unsure") else None,
            "strands": [draw.choice(list(VOCABULARY.strands))] if kind == "vawg_other" else [],
            "facts": {each.name: _given(draw, each, received) for each in questions if draw.random() < _GIVEN},
        }


def _given(draw: random.Random, answer: Answer, received: date) -> str | int:
    match answer.type:
        case "yes_no":
            return draw.choices(["yes", "no", "unknown"], [_YES, 0.7, 0.1])[0]
        case "one_of":
            return draw.choice(list(answer.values))
        case "age":
            return draw.randrange(10, 90)
        case "count":
            return draw.randrange(0, min(answer.most, 16) + 1)
    return (received - timedelta(days=draw.randrange(800))).isoformat()
