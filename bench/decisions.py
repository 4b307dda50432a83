"""Decisions a second under the rules in force: against the same conditions as closures, and against zen-engine."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import orjson

from bench.cases import cases
from bench.closures import Matched, closures, counted_as_yes
from bench.outcome import Outcome
from bench.rounds import Bar, Case, Work, measure, ratios
from bench.zen_table import ZenTable
from services.triage.adapters.rule_files import load_rule_sets
from services.triage.domain.rule_sets.compiler import Compiled
from services.triage.domain.rules import RuleSet
from services.triage.domain.values import CaseFacts, Values
from shared.contracts.vocabulary import VOCABULARY

_CASES = 2_000
# The engine is slow enough for a tenth of the cases to make a round.
_ZEN_CASES = 200

_BARS = (
    Bar("decision with reasons", "plain closures", 1.0),
    Bar("decision with reasons", "zen-engine, primary row", 20.0),
    Bar("decision with reasons", "zen-engine, through orjson"),
    Bar("decision and full trace", "plain closures", 0.3),
    Bar("decision with reasons and missing", "plain closures"),
    Bar("decision with reasons, none remembered", "plain closures"),
    Bar("decision with reasons and missing, none remembered", "zen-engine, primary row"),
)


Given = TypeVar("Given")


class Disagreement(Exception):
    """Two engines answer one case differently, so their speeds cannot be compared."""


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """Every engine on the same cases; that they agree is made sure of first."""
    rules = load_rule_sets(VOCABULARY).all[-1]
    drawn = cases(max(int(_CASES * share), 10))
    matched = closures(rules.plan)
    table = ZenTable(rules.plan)
    counted = counted_as_yes(rules.plan)
    contexts = [table.context(case.values, partial(counted, case.values)) for case in drawn]
    agree(rules, drawn, matched, [table.primary_row(context) for context in contexts])
    few = contexts[: max(int(_ZEN_CASES * share), 5)]
    made: dict[str, Case] = {
        "plain closures": lambda: _each(lambda case: matched(case.values), drawn),
        "zen-engine, primary row": lambda: _each(table.primary_row, few),
        "zen-engine, through orjson": lambda: _each(lambda context: table.primary_row(orjson.dumps(context)), few),
        **_ours(rules, drawn),
    }
    rates = measure(made, rounds)
    return Outcome("decisions", "decisions/s", rates, ratios(rates, _BARS), _notes(rules, table, drawn))


def _ours(rules: RuleSet, drawn: Sequence[CaseFacts]) -> dict[str, Case]:
    def decided(decide: Callable[[RuleSet, CaseFacts], object], fresh: bool = False) -> Case:
        def prepare() -> Work:
            chosen = RuleSet(rules.plan, Compiled(rules.plan)) if fresh else rules
            return _each(partial(decide, chosen), drawn)

        return prepare

    return {
        "decision with reasons": decided(RuleSet.decide_without_missing),
        "decision and full trace": decided(
            lambda chosen, case: (chosen.decide_without_missing(case), chosen.trace(case))
        ),
        "decision with reasons and missing": decided(RuleSet.decide),
        "decision with reasons, none remembered": decided(RuleSet.decide_without_missing, fresh=True),
        "decision with reasons and missing, none remembered": decided(RuleSet.decide, fresh=True),
    }


def _each(do: Callable[[Given], object], given: Sequence[Given]) -> Work:
    def work() -> None:
        for each in given:
            do(each)

    return len(given), work


def agree(
    rules: RuleSet, drawn: Sequence[CaseFacts], matched: Callable[[Values], list[Matched]], primary_rows: Sequence[str]
) -> None:
    """Raise Disagreement unless each engine finds what the rule set's own trace shows."""
    otherwise = rules.plan.rows[-1].row.id
    for case, row in zip(drawn, primary_rows, strict=True):
        lines = rules.trace(case)
        held = [line.rule for line in lines if line.state != "not_matched" and line.rule not in (otherwise, "closing")]
        found = [rule for rule, _ in matched(case.values)]
        first = next(line.rule for line in lines if line.state == "matched")
        if held != found or first != row:
            raise Disagreement(f"{held} by the rules, {found} by closures, {first} and {row} as the primary row")


def _notes(rules: RuleSet, table: ZenTable, drawn: Sequence[CaseFacts]) -> list[str]:
    return [
        f"{len(drawn)} random cases under the set of {rules.used.effective_from}; every engine's answers were checked "
        "equal before.",
        "The closures give the rows, panels and priorities that hold with their sentences; a decision has also the "
        "routes that stand, the outcome, the time frames and what to give.",
        f"The zen-engine table has {table.lines} lines and {len(table.names)} columns and gives the primary row alone, "
        "without panels, priority or reasons.",
        "What follows from a set of clauses is remembered; 'none remembered' starts each round with a new rule set.",
    ]
