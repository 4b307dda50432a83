"""The shipped rule sets, loaded once for all tests of decisions, and a short way to ask them."""

import copy
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from services.triage.adapters.rule_files import AREA, RULES, load_rule_sets
from services.triage.domain.decision import Decision
from services.triage.domain.reading import read_case
from services.triage.domain.rules import RuleSet, RuleSets
from services.triage.domain.values import CaseFacts
from shared.contracts.vocabulary import VOCABULARY

TODAY = "2026-11-23"
SCREENED = dict.fromkeys(
    (
        "immediate_danger serious_crime_now weapon_present_now child_at_risk adult_at_risk exploitation_indicator "
        "domestic_abuse hate_motive violence_or_threats"
    ).split(),
    "no",
)


@cache
def rule_sets() -> RuleSets:
    return load_rule_sets(VOCABULARY)


def current() -> RuleSet:
    return rule_sets().on(date.fromisoformat(TODAY))


def raw_rules(day: str = "2026-04-01") -> dict[str, Any]:
    """A shipped file as TOML gives it, fresh, so that a test may spoil it."""
    return copy.deepcopy(_raw(day))


@cache
def _raw(day: str) -> dict[str, Any]:
    return tomllib.loads((RULES / AREA / f"{day}.toml").read_text("utf-8"))


def the_case(document: Mapping[str, Any]) -> CaseFacts:
    return read_case(document, VOCABULARY)


def a_case(
    category: str | None = None,
    *,
    kind: str = "asb",
    strands: tuple[str, ...] = (),
    received_on: str = TODAY,
    **facts: Any,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "category": category,
        "strands": list(strands),
        "received_on": received_on,
        "facts": facts,
    }


def decided(document: Mapping[str, Any]) -> Decision:
    case = the_case(document)
    return rule_sets().for_case(case).decide(case)


def routes(decision: Decision) -> list[str]:
    """Every route of a decision, the primary first."""
    return [decision.primary.route, *(each.route for each in decision.also)]


def missing(decision: Decision) -> dict[str, tuple[str, ...]]:
    return {each.fact: each.could_become for each in decision.missing}
