"""A proof in plain English: what holds and how that was shown, and for each failure the answers that break it."""

from collections.abc import Iterator, Mapping
from datetime import date

from services.triage.application.rule_sets.words import plainly
from services.triage.domain.decision import Decision
from services.triage.domain.rule_sets.proof import How, Proof, Result
from services.triage.domain.values import CATEGORY, KIND, MEMBERS, RECEIVED_ON, STRANDS, Value, unknown_of
from shared.contracts.vocabulary import VOCABULARY

_SHOWN: Mapping[How, str] = {
    "for_all_cases": "proven for every possible case",
    "by_every_value": "shown by trying every value",
    "by_random_cases": "tried on cases drawn by lot, which is no proof",
    "by_example": "shown by the document's own examples",
    "by_reading": "seen in the document",
    "by_asking": "asked of the directory",
}


def told(name: str, proof: Proof) -> list[str]:
    """The lines a person reads: one for a sound set, else each failure with its case."""
    if not proof.failures:
        return [f"{name}: sound. {'; '.join(_tally(proof))}."]
    failures = len(proof.failures)
    lines = [f"{name}: {failures} of {len(proof.results)} claims {'does' if failures == 1 else 'do'} not hold."]
    for result in proof.failures:
        lines += ["", *_failure(result)]
    return lines


def failure_in_words(result: Result) -> str:
    """One failure in one paragraph, with its case."""
    return " ".join(line.strip() for line in _failure(result))


def _tally(proof: Proof) -> Iterator[str]:
    for how, words in _SHOWN.items():
        count = sum(result.how == how for result in proof.results)
        if count:
            yield f"{count} claim{'s' if count > 1 else ''} {words}"


def _failure(result: Result) -> Iterator[str]:
    yield f"{_begun(result.part)}: {result.says}. This does not hold."
    if result.cure:
        yield f"  {result.cure}"
    if len(result.against) == 2:
        before, after = result.against
        changed = [name for name in _in_order(before.values) if before.values[name] != after.values[name]]
        yield f"  A case that shows it: {_case(before.values)}"
        yield f"  What comes out: {_decided(before.decision)}"
        yield f"  Then only this changes: {'; '.join(_answer(name, after.values[name]) for name in changed)}"
        yield f"  What comes out: {_decided(after.decision)}"
    for shown in result.against if len(result.against) == 1 else ():
        yield f"  A case that shows it: {_case(shown.values)}"
        yield f"  What comes out: {_decided(shown.decision)}"


def _case(values: Mapping[str, Value]) -> str:
    """What is known of a case; everything else is unknown."""
    known = [_answer(name, values[name]) for name in _in_order(values) if _is_known(name, values[name])]
    return f"{'; '.join(known)}. Nothing else is known."


def _in_order(values: Mapping[str, Value]) -> list[str]:
    """The members first, then the answers in the order in which they are asked."""
    return sorted(values, key=[*MEMBERS, *VOCABULARY.answers].index)


def _is_known(name: str, value: Value) -> bool:
    if name in (KIND, RECEIVED_ON):
        return True
    if name in (CATEGORY, STRANDS):
        return bool(value)
    return value != unknown_of(VOCABULARY.answers[name])


def _answer(name: str, value: Value) -> str:
    if name == KIND:
        return f"Kind: {VOCABULARY.kinds[str(value)]}"
    if name == CATEGORY:
        return f"Category: {VOCABULARY.categories[str(value)] if value else 'none'}"
    if name == STRANDS:
        assert isinstance(value, frozenset)
        return f"Strands: {', '.join(VOCABULARY.strands[code] for code in sorted(value))}"
    if name == RECEIVED_ON:
        return f"Received on {_said(value)}"
    question = VOCABULARY.answers[name]
    return f"{question.asks} {question.values.get(str(value)) or _said(value)}"


def _said(value: Value) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return "Not known" if value is None else str(value)


def _decided(decision: Decision | None) -> str:
    if decision is None:
        return "nothing: nobody deals with it."
    routes = [plainly(decision.primary.route), *(f"also {plainly(each.route)}" for each in decision.also)]
    parts = [
        f"{plainly(decision.outcome)}: {', '.join(routes)}",
        f"before {', '.join(plainly(panel) for panel in decision.panels)}" if decision.panels else "no panel",
        f"{decision.priority} priority",
        f"given: {', '.join(plainly(gift) for gift in decision.give)}" if decision.give else "nothing given",
    ]
    return f"{'; '.join(parts)}."


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
