"""Proves one rule set, from its document: reads it, then shows every claim or finds a case against it."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from services.triage.adapters.proof.aloud import safe_aloud
from services.triage.adapters.proof.prover import Prover
from services.triage.adapters.proof.safeguards import SAFEGUARDS, least_on, never_aloud
from services.triage.adapters.proof.trying import tried
from services.triage.domain.rule_sets.compiler import Compiled
from services.triage.domain.rule_sets.document import Example, RouteUse, Row, RuleDocument, RuleProblem, read_document
from services.triage.domain.rule_sets.examples import differences
from services.triage.domain.rule_sets.proof import Proof, Result
from services.triage.domain.rules import RuleSet, plan_to_prove
from services.triage.domain.values import Vocabulary
from shared.kernel.refusals import InvalidInput

_NOBODY = "nobody"


def prove(raw: Mapping[str, Any], vocabulary: Vocabulary, safeguards: Path = SAFEGUARDS) -> Proof:
    """Every claim about a set and how it came out; what cannot be read as a set is one claim that fails."""
    version = str(raw.get("version") or "without a version")
    try:
        document = read_document(raw)
        return Proof(version, tuple(_results(document, vocabulary, safeguards)))
    except RuleProblem as problem:
        return Proof(version, (Result("document", "the document is sound", "by_reading", False, str(problem)),))


def _results(document: RuleDocument, vocabulary: Vocabulary, safeguards: Path) -> Iterator[Result]:
    if document.rows and not document.rows[-1].otherwise:
        yield _prover(_with_a_last_row(document), vocabulary, safeguards).falls_through()
        return
    prover = _prover(document, vocabulary, safeguards)
    yield Result("document", "every name, value and id of the document is sound", "by_reading", holds=True)
    yield from _hands_and_days(document)
    yield from prover.about_the_table()
    yield from prover.invariants()
    yield from tried(prover.plan)
    yield from _examples(prover.rules)
    yield from safe_aloud(document, never_aloud(safeguards))


def _hands_and_days(document: RuleDocument) -> Iterator[Result]:
    """Who stands for it and from when; a person who writes a name with another space is no other person."""
    author, approver = (" ".join(name.split()).casefold() for name in (document.author, document.approver))
    day = document.effective_from
    for says, holds, cure in (
        (
            "one person wrote it and another approved it",
            bool(author and approver) and author != approver,
            "Have somebody else approve it." if author and approver else "Name both who wrote it and who approved it.",
        ),
        (
            "it was approved before or on its first day",
            document.approved_on <= day,
            f"It was approved on {document.approved_on} and starts on {day}. Let it start later.",
        ),
        (
            "a version that is a day is its first day",
            _day_in(document.version) in (None, day),
            f"The version is {document.version} and effective_from is {day}. Correct one of them.",
        ),
    ):
        yield Result("document", says, "by_reading", holds, cure)


def _day_in(version: str) -> date | None:
    try:
        return date.fromisoformat(version)
    except ValueError:
        return None


def _examples(rules: RuleSet) -> Iterator[Result]:
    """The owner's own cases: each comes out as the document says it should."""
    wrong = [(each.says, found) for each in rules.document.examples if (found := _wrong(each, rules))]
    says = "every example comes out as the document says"
    if not wrong:
        yield Result("example", says, "by_example", holds=True)
    for example, found in wrong:
        yield Result("example", says, "by_example", False, f"“{example}” {'; '.join(found)}.")


def _wrong(example: Example, rules: RuleSet) -> list[str]:
    try:
        return differences(example, rules)
    except InvalidInput as invalid:
        return [f"cannot be read, {error.pointer}: {error.message}" for error in invalid.errors]


def _prover(document: RuleDocument, vocabulary: Vocabulary, safeguards: Path) -> Prover:
    planned = plan_to_prove(document, vocabulary)
    return Prover(RuleSet(planned, Compiled(planned)), least_on(document.effective_from, safeguards))


def _with_a_last_row(document: RuleDocument) -> RuleDocument:
    """The table with a row for whatever falls through it, so that a case can be found that does."""
    row = Row(
        id=_NOBODY,
        number=document.rows[-1].number + 1,
        policy="Nobody deals with it.",
        says="Nobody deals with it.",
        routes=(RouteUse(route=next(iter(document.routes))),),
        otherwise=True,
    )
    names = {each.id for each in document.rows}
    suppressions = tuple(
        msgspec.structs.replace(each, rows=tuple(name for name in each.rows if name in names))
        for each in document.suppressions
    )
    return msgspec.structs.replace(document, rows=(*document.rows, row), suppressions=suppressions)
