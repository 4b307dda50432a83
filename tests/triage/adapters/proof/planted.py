"""Rule sets with a fault planted in them, put before the prover."""

from collections.abc import Callable, Sequence
from typing import Any

from services.triage.adapters.proof.prover import Prover
from services.triage.adapters.proof.safeguards import least_on
from services.triage.domain.rule_sets.compiler import Compiled
from services.triage.domain.rule_sets.document import read_document
from services.triage.domain.rule_sets.proof import Result, Shown
from services.triage.domain.rules import RuleSet, plan_to_prove
from services.triage.domain.values import unknown_of
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.shipped import raw_rules

Raw = dict[str, Any]
Change = Callable[[Raw], None]


def prover(change: Change, day: str = "2026-04-01") -> Prover:
    raw = raw_rules(day)
    change(raw)
    document = read_document(raw)
    planned = plan_to_prove(document, VOCABULARY)
    return Prover(RuleSet(planned, Compiled(planned)), least_on(document.effective_from))


def failing(results: Sequence[Result]) -> list[tuple[str, str]]:
    return [(result.part, result.says) for result in results if not result.holds]


def known(shown: Shown) -> Raw:
    """What is known of a case that was found, beside its kind and the day it was received."""
    values = {name: value for name, value in shown.values.items() if name not in ("kind", "received_on")}
    return {
        name: value
        for name, value in values.items()
        if value and not (name in VOCABULARY.answers and value == unknown_of(VOCABULARY.answers[name]))
    }


def entry(raw: Raw, part: str, name: str) -> Raw:
    return next(each for each in raw[part] if each["id"] == name)


def without(part: str, name: str, words: str, instead: str = "") -> Change:
    """A condition less some of its words."""

    def change(raw: Raw) -> None:
        found = entry(raw, part, name)
        assert words in found["when"], found["when"]
        found["when"] = found["when"].replace(words, instead)

    return change


def a_condition(row: str, when: str) -> Change:
    return lambda raw: entry(raw, "rows", row).update(when=when)


def a_number(name: str, value: int) -> Change:
    return lambda raw: raw["numbers"].update({name: value})


def dropped(part: str, name: str) -> Change:
    """An entry less, with the examples, which would speak of it."""

    def change(raw: Raw) -> None:
        raw[part] = [each for each in raw[part] if each["id"] != name]

    return change


def all_of(*changes: Change) -> Change:
    def change(raw: Raw) -> None:
        for each in changes:
            each(raw)

    return change
