"""Past referrals under other rules: who would change, which way, and among whom."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from services.triage.application.simulating.past import Past
from services.triage.domain.decision import Decision
from services.triage.domain.reading import read_case
from services.triage.domain.routes import PROTECTING
from services.triage.domain.rule_sets.document import PRIORITIES
from services.triage.domain.rules import RuleSet
from services.triage.domain.values import CaseFacts, Vocabulary
from shared.kernel.refusals import InvalidInput
from shared.kernel.small_numbers import SHOWN_FROM, kept_back_of_table

Way = Literal["more_protection", "less_protection", "both", "neither"]
WAYS: tuple[Way, ...] = ("more_protection", "less_protection", "both", "neither")

_OURS = ("emergency", "open_case")
_AGES = ((18, "under 18"), (25, "18 to 24"), (65, "25 to 64"), (131, "65 and over"))
_NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Change:
    """One referral that would come out otherwise; each pair is what was decided and what would be."""

    past: Past
    outcome: tuple[str, str]
    primary: tuple[str, str]
    priority: tuple[str, str]
    also: tuple[tuple[str, ...], tuple[str, ...]]
    panels: tuple[tuple[str, ...], tuple[str, ...]]
    way: Way


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a set of rules would have made of the referrals of some days."""

    referrals: Sequence[Past]
    changes: Sequence[Change]
    not_judged: int

    def document(self) -> dict[str, Any]:
        """Who would change and which way, as JSON members."""
        return {
            "referrals": len(self.referrals),
            "not_judged": self.not_judged,
            "changed": len(self.changes),
            "which_way": {way: sum(each.way == way for each in self.changes) for way in WAYS},
            "outcome": _moves(each.outcome for each in self.changes),
            "primary": _moves(each.primary for each in self.changes),
            "priority": _moves(each.priority for each in self.changes),
            "panels": _gained_and_lost(each.panels for each in self.changes),
            "also": _gained_and_lost(each.also for each in self.changes),
            "by": {name: self._table(value) for name, value in GROUPS.items()},
            "suppressed_below": SHOWN_FROM,
            "who": [_who(each) for each in self.changes],
        }

    def _table(self, value: Callable[[Past], str]) -> list[dict[str, Any]]:
        """One line for each value of a group, the largest first; counts too small to show are null."""
        referrals = Counter(value(past) for past in self.referrals)
        columns = {"referrals": referrals, "changed": Counter(value(each.past) for each in self.changes)}
        for way in WAYS:
            columns[way] = Counter(value(each.past) for each in self.changes if each.way == way)
        for counts in columns.values():
            counts.update(dict.fromkeys(referrals, 0))
        hidden = kept_back_of_table(columns, "changed", WAYS)
        return [
            {"value": line}
            | {name: None if (name, line) in hidden else counts[line] for name, counts in columns.items()}
            for line, _ in referrals.most_common()
        ]


# What triage knows of a person by which people may be compared; answers on equality are kept elsewhere.
GROUPS: Mapping[str, Callable[[Past], str]] = {
    "channel": lambda past: past.channel,
    "ward": lambda past: past.ward or _NOT_KNOWN,
    "kind": lambda past: past.kind,
    "age_of_victim": lambda past: _age_band(past.answers.get("victim_age")),
    "tenure_of_reporter": lambda past: str(past.answers.get("tenure_of_reporter") or _NOT_KNOWN),
    "origin": lambda past: past.origin,
}


def simulate(past: Iterable[Past], rules: RuleSet, first: date | None = None, last: date | None = None) -> Simulation:
    """Judge each referral received on these days, on what was known the day it came in, by other rules."""
    judged: list[Past] = []
    changes: list[Change] = []
    not_judged = 0
    for each in past:
        if (first and each.received_on < first) or (last and each.received_on > last):
            continue
        case = case_of(each, rules.plan.vocabulary)
        if case is None or each.decision is None:
            not_judged += 1
            continue
        judged.append(each)
        changes.extend(_changed(each, each.decision, rules.decide_without_missing(case)))
    return Simulation(judged, changes, not_judged)


def case_of(past: Past, vocabulary: Vocabulary) -> CaseFacts | None:
    """The case a referral was on the day it came in; None where its answers are no longer words of ours."""
    document = {
        "kind": past.kind,
        "category": past.category,
        "strands": past.strands,
        "received_on": past.received_on,
        "facts": past.answers,
    }
    try:
        return read_case(document, vocabulary)
    except InvalidInput:
        return None


def way_of(before: Decision, after: Decision) -> Way:
    """Whether the second protects more than the first, less, some more and some less, or neither."""
    more = _protects_more(before, after)
    less = _protects_more(after, before)
    return "both" if more and less else "more_protection" if more else "less_protection" if less else "neither"


def differ(before: Decision, after: Decision) -> bool:
    """Whether a person would be dealt with otherwise: outcome, routes in their order, panels or priority."""
    return _core(before) != _core(after)


def _core(decision: Decision) -> tuple[object, ...]:
    also = [each.route for each in decision.also]
    return decision.outcome, decision.primary.route, also, decision.panels, decision.priority


def _protects_more(before: Decision, after: Decision) -> bool:
    routes, panels = _routes(after) - _routes(before), set(after.panels) - set(before.panels)
    ours = before.outcome not in _OURS and after.outcome in _OURS
    sooner = PRIORITIES.index(after.priority) < PRIORITIES.index(before.priority)
    return bool(routes & {*PROTECTING, "police_101", "asb_case"} or panels or ours or sooner)


def _changed(past: Past, before: Decision, after: Decision) -> Iterator[Change]:
    change = Change(
        past=past,
        outcome=(before.outcome, after.outcome),
        primary=(before.primary.route, after.primary.route),
        priority=(before.priority, after.priority),
        also=(tuple(each.route for each in before.also), tuple(each.route for each in after.also)),
        panels=(before.panels, after.panels),
        way=way_of(before, after),
    )
    if differ(before, after):
        yield change


def _routes(decision: Decision) -> set[str]:
    return {decision.primary.route, *(each.route for each in decision.also)}


def _moves(pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    counted = Counter(pair for pair in pairs if pair[0] != pair[1])
    return [{"from": was, "to": becomes, "count": count} for (was, becomes), count in counted.most_common()]


def _gained_and_lost(pairs: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> dict[str, dict[str, int]]:
    gained, lost = Counter[str](), Counter[str]()
    for was, becomes in pairs:
        gained.update(set(becomes) - set(was))
        lost.update(set(was) - set(becomes))
    return {"gained": dict(gained.most_common()), "lost": dict(lost.most_common())}


def _who(change: Change) -> dict[str, Any]:
    """A referral by its reference, which says nothing of anybody, and only what would be otherwise."""
    pairs: dict[str, tuple[Any, Any]] = {
        "outcome": change.outcome,
        "primary": change.primary,
        "priority": change.priority,
        "also": change.also,
        "panels": change.panels,
    }
    told = {name: {"was": _plain(was), "would_be": _plain(now)} for name, (was, now) in pairs.items() if was != now}
    received = change.past.received_on.isoformat()
    return {"reference": change.past.reference, "received_on": received, "way": change.way, **told}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _age_band(age: object) -> str:
    if not isinstance(age, int):
        return _NOT_KNOWN
    return next(words for limit, words in _AGES if age < limit)
