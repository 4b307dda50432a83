"""Loads the desk's dated data, and refuses to start on a bad set."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.triage.domain.desk.rules import DeskRuleBook, DeskRules, SilenceRule
from services.triage.domain.desk.silence import ACT, ADVISER, ASSESSMENT, BASIS, CONTACT, RECEIPT
from services.triage.domain.routes import ROUTES
from services.triage.domain.safeguarding.clocks import AWAITED as OF_SAFEGUARDING

FOLDER = Path(__file__).parents[1] / "desk_rules"
_PRIORITIES = ("urgent", "high", "standard")
_AWAITED = (CONTACT, RECEIPT, ASSESSMENT, ACT, BASIS, ADVISER, *OF_SAFEGUARDING)


class DeskRulesRefused(Exception):
    """A file cannot be used; says which and why."""


def load_desk_rules(is_span: Any, folder: Path = FOLDER) -> DeskRuleBook:
    """Every set, those of days to come as well. `is_span` says whether a span is written as it should be.

    Raises DeskRulesRefused, which names the file and what is wrong.
    """
    sets = [_read(path, is_span) for path in folder.glob("*.toml")]
    if not sets:
        raise DeskRulesRefused(f"{folder.name}: there is no set of desk rules. Put one <effective-from>.toml there.")
    return DeskRuleBook(sets)


def _read(path: Path, is_span: Any) -> DeskRules:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        weights = {name: int(raw["weights"][name]) for name in _PRIORITIES}
        rules = tuple(_rule(each) for each in raw["silence"])
        made = DeskRules(str(raw["version"]), raw["effective_from"], rules, weights)
    except (KeyError, TypeError, ValueError) as error:
        raise DeskRulesRefused(f"{path.name} cannot be read: {error}.") from None
    wrong = [f"{rule.id}: {fault}" for rule in made.silences if (fault := _fault(rule, is_span))]
    if len({rule.id for rule in made.silences}) < len(made.silences):
        wrong.append("two rules have one id")
    if path.stem != str(made.effective_from):
        wrong.append("it is not named after the day from which it is in force")
    if wrong:
        raise DeskRulesRefused(f"{path.name} cannot be used: {'; '.join(wrong)}.")
    return made


def _rule(each: Mapping[str, Any]) -> SilenceRule:
    return SilenceRule(
        id=each["id"],
        says=each["says"],
        awaits=each["awaits"],
        within=dict(each["within"]),
        again=bool(each["again"]),
        of_cases=bool(each["of_cases"]),
        routes=frozenset(each.get("routes", ())),
    )


def _fault(rule: SilenceRule, is_span: Any) -> str | None:
    if rule.awaits not in _AWAITED:
        return f"nothing is known as {rule.awaits}"
    if unknown := rule.routes - set(ROUTES):
        return f"there is no route {min(unknown)}"
    if not rule.within or rule.within.keys() - set(_PRIORITIES):
        return "say how long for urgent, high or standard"
    bad = [span for span in rule.within.values() if not is_span(span)]
    return f"{bad[0]} is no span such as PT24H, P3D or P2W" if bad else None
