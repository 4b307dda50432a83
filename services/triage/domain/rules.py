"""Decides: a rule set and the facts of a case give a decision, its reasons and what is missing, always the same."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from services.triage.domain.decision import Also, Decision, Missing, Primary, Reason, RulesUsed
from services.triage.domain.destinations import Destinations
from services.triage.domain.explanation import Explanation, TraceLine
from services.triage.domain.missing import Evaluator, MissingAnswers
from services.triage.domain.rule_sets.checks import check_document, check_plan
from services.triage.domain.rule_sets.compiler import Compiled
from services.triage.domain.rule_sets.document import Clock, Outcome, RuleDocument, RuleProblem, read_document
from services.triage.domain.rule_sets.plan import Plan, plan
from services.triage.domain.rule_sets.reach import check_reach
from services.triage.domain.settlement import Settlement, Settling
from services.triage.domain.values import CaseFacts, Values, Vocabulary

# Signatures repeat: a borough's year of referrals shows some hundreds. Enough for a back-test, small in memory.
_REMEMBERED = 1 << 14

Told = tuple[Outcome, Primary | None, tuple[Also, ...], tuple[Reason, ...]]


class RuleSet:
    """One published set of rules, ready to decide. Made by `rule_set_from`; holds no state but what it remembers."""

    def __init__(self, planned: Plan, evaluator: Evaluator) -> None:
        self.plan = planned
        self.used = RulesUsed(
            id=planned.document.id,
            version=planned.document.version,
            effective_from=planned.document.effective_from,
        )
        self._evaluator = evaluator
        self._settled = lru_cache(maxsize=_REMEMBERED)(Settling(planned).settle)
        self._explanation = Explanation(planned)
        self._destinations = Destinations(planned.document)
        self._missing = MissingAnswers(planned, evaluator, self._settled)
        self._told = lru_cache(maxsize=_REMEMBERED)(self._tell)
        self._traced = lru_cache(maxsize=_REMEMBERED)(self._trace)
        self._changed = lru_cache(maxsize=_REMEMBERED)(self._explanation.reason_for_change)
        self._gifts = lru_cache(maxsize=_REMEMBERED)(self._list_gifts)

    @property
    def document(self) -> RuleDocument:
        """The whole set as it was published."""
        return self.plan.document

    def decide(self, case: CaseFacts) -> Decision:
        """The decision with its reasons and every missing answer."""
        found = self._settled(self._evaluator.signature(case.values))
        return self._decision(case.values, found, self._missing.of(case.values, found))

    def decide_without_missing(self, case: CaseFacts) -> Decision:
        """The same decision, but `missing` is left empty: for runs over many past cases."""
        return self._decision(case.values, self._settled(self._evaluator.signature(case.values)), ())

    def trace(self, case: CaseFacts) -> tuple[TraceLine, ...]:
        """Every rule of the set and how it came out for this case."""
        return self._traced(self._evaluator.signature(case.values))

    def ends_too_early(self, route: str, case: CaseFacts) -> bool:
        """Whether a route would end the matter while so much is unknown that no such route may be final."""
        ends = route in self.document.closing.routes
        return ends and bool(self._evaluator.signature(case.values) & self.plan.closing_mask)

    def clock_of(self, route: str) -> Clock:
        """Whether the time frame of a route runs on the clock or in working days."""
        return self._destinations.counted_in(route)

    def _decision(self, values: Values, found: Settlement, missing: tuple[Missing, ...]) -> Decision:
        outcome, primary, also, reasons = self._told(found.signature)
        change = None
        if outcome == "signpost":
            outcome, change = self._instead(values, found)
        return Decision(
            outcome=outcome,
            primary=primary or self._destinations.primary(found.uses[0], found.priority, values),
            also=also,
            panels=found.panels,
            priority=found.priority,
            give=self._gifts(self._evaluator.give(values, found)),
            reasons=reasons if change is None else (*reasons, change),
            missing=missing,
            rules=self.used,
        )

    def _tell(self, signature: int) -> Told:
        found = self._settled(signature)
        first, *others = found.uses
        always = None if self._destinations.varies(first.route) else self._destinations.primary(first, found.priority)
        also = tuple(self._destinations.also(use, found.priority) for use in others)
        return self._destinations.outcome(first), always, also, self._explanation.reasons(found)

    def _trace(self, signature: int) -> tuple[TraceLine, ...]:
        return self._explanation.trace(self._settled(signature))

    def _list_gifts(self, bits: int) -> tuple[str, ...]:
        return tuple(gift.id for number, gift in enumerate(self.document.give) if bits >> number & 1)

    def _instead(self, values: Values, found: Settlement) -> tuple[Outcome, Reason | None]:
        """What becomes of a referral that would be signposted, which may have to become something else first."""
        opened: list[str] = []

        def open_question() -> bool:
            name = self._missing.open_question(values, found)
            opened.extend([name] if name else [])
            return name is not None

        number = self._evaluator.signpost(values, found, open_question)
        if number < 0:
            return "signpost", None
        reason = self._changed(number, opened[0] if opened else None)
        return self.document.signposts[number].outcome, reason


class RulesByDay(Protocol):
    """The rule sets there are, by the day from which they apply."""

    @property
    def all(self) -> tuple[RuleSet, ...]: ...

    def on(self, day: date) -> RuleSet: ...

    def for_case(self, case: CaseFacts) -> RuleSet: ...


class RuleSets:
    """The rule sets by the day from which they apply."""

    def __init__(self, sets: Iterable[RuleSet]) -> None:
        self.all = tuple(sorted(sets, key=_effective_from))
        self._days = [_effective_from(each) for each in self.all]
        if not self.all:
            raise RuleProblem("", "there is no rule set. Publish one.")
        if len(set(self._days)) < len(self._days):
            raise RuleProblem("effective_from", "two sets start on the same day. Give one of them another day.")

    def on(self, day: date) -> RuleSet:
        """The newest set in force on the day; before the first set, the first."""
        return self.all[max(bisect_right(self._days, day) - 1, 0)]

    def for_case(self, case: CaseFacts) -> RuleSet:
        """The set in force on the day the case was received."""
        return self.on(case.received_on)


def rule_set_from(raw: Mapping[str, Any], vocabulary: Vocabulary) -> RuleSet:
    """A rule set from a published document. Raises `RuleProblem` naming the place in it and what to do."""
    planned = plan_from(raw, vocabulary)
    return RuleSet(planned, Compiled(planned))


def plan_from(raw: Mapping[str, Any], vocabulary: Vocabulary) -> Plan:
    """The checked plan of a published document. Raises `RuleProblem`."""
    planned = plan_to_prove(read_document(raw), vocabulary)
    check_reach(planned)
    return planned


def plan_to_prove(document: RuleDocument, vocabulary: Vocabulary) -> Plan:
    """The plan of a document whose every name is sound; what its table can never reach is for a proof to find.

    Raises `RuleProblem`.
    """
    check_document(document, vocabulary)
    planned = plan(document, vocabulary)
    check_plan(planned)
    return planned


def _effective_from(rules: RuleSet) -> date:
    return rules.document.effective_from
