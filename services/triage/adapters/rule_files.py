"""Loads the rule sets that ship with triage; one that is not sound keeps the service from starting, and says why."""

import tomllib
from pathlib import Path
from typing import Any

from services.triage.domain.rule_sets.document import RuleProblem
from services.triage.domain.rules import RuleSet, RuleSets, rule_set_from
from services.triage.domain.values import Vocabulary

RULES = Path(__file__).parent.parent / "rules"
AREA = "borough"


class RuleFileRefused(Exception):
    """A rule file cannot be used; its text names the file, the place in it and what to do."""


def load_rule_sets(vocabulary: Vocabulary, folder: Path = RULES / AREA) -> RuleSets:
    """Every dated set of an area's folder. Raises `RuleFileRefused` at the first that is not sound."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RuleFileRefused(f"{folder.name}: there is no rule file. Put at least one <effective-from>.toml there.")
    return RuleSets([load_rule_file(file, vocabulary) for file in files])


def read_rule_file(file: Path) -> dict[str, Any]:
    """What a file says, not yet looked at. Raises `RuleFileRefused` where it is no text we can read."""
    name = f"{file.parent.name}/{file.name}"
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleFileRefused(f"{name}: this is not TOML: {error}. Correct the line.") from None
    except UnicodeDecodeError:
        raise RuleFileRefused(f"{name}: this is not UTF-8 text. Save it as UTF-8.") from None


def load_rule_file(file: Path, vocabulary: Vocabulary) -> RuleSet:
    """One rule set, checked and compiled. Raises `RuleFileRefused`."""
    name = f"{file.parent.name}/{file.name}"
    try:
        rules = rule_set_from(read_rule_file(file), vocabulary)
    except RuleProblem as problem:
        raise RuleFileRefused(f"{name}: {problem}") from None
    day = rules.document.effective_from.isoformat()
    if file.stem != day:
        raise RuleFileRefused(f"{name}: effective_from is {day}. Name the file {day}.toml or correct the date.")
    return rules
