"""The published rule sets as people read them: each rule with its policy sentence and its condition in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import repeat
from typing import Any

from services.triage.application.rule_sets.changes import changes
from services.triage.application.rule_sets.words import alternatives, plainly
from services.triage.domain.rule_sets.document import Panel, PriorityRow, RuleDocument
from services.triage.domain.rule_sets.plan import Conclusion, Plan
from services.triage.domain.rule_sets.syntax import Condition
from services.triage.domain.rules import RulesByDay, RuleSet

_CLOCK = "clock"
# What is read out where a rule set says nothing of its own.
_ALOUD = "We look at everything you tell us, and you hear from us what happens next."

_Concluding = tuple[str, Panel | PriorityRow, Conclusion]


@dataclass(frozen=True, slots=True)
class Leading:
    """A route a row leads to; `when` in words, empty where it always does."""

    route: str
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `any_of` are its alternatives in words; `number` is that of a row of the policy's table."""

    id: str
    name: str
    kind: str
    policy: str
    says: str = ""
    number: int | None = None
    any_of: tuple[str, ...] = ()
    leads_to: tuple[Leading, ...] = ()
    priority: str | None = None
    only_first: bool = False
    ends: bool = False
    aloud: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One published rule set. `until` is its last day, None while none supersedes it."""

    document: RuleDocument
    until: date | None
    changes: tuple[str, ...]
    counts_as_yes: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, Rule] = field(repr=False)

    def of_kind(self, kind: str) -> list[Rule]:
        """The rules of one kind, in the order of the document."""
        return [rule for rule in self.rules.values() if rule.kind == kind]

    @property
    def numbers(self) -> list[tuple[str, int]]:
        """Every threshold with its name in words."""
        return [(plainly(name), number) for name, number in self.document.numbers.items()]

    @property
    def texts(self) -> Mapping[str, str]:
        """What is given to people, with the words that go with it."""
        return {gift.id: gift.text for gift in self.document.give}

    def aloud(self, decision: Mapping[str, Any]) -> str:
        """What may be read out of a decision whoever listens: what happens next, and why, where that tells nothing."""
        reasons = [self.rules.get(reason["rule"]) for reason in decision["reasons"]]
        route = self.document.routes.get(decision["primary"]["route"])
        change = next((rule for rule in reasons if rule is not None and rule.kind == "signpost"), None)
        what = change.aloud if change else route.aloud if route else ""
        first = reasons[0] if reasons else None
        why = first.aloud if first is not None and decision["outcome"] != "ask" else ""
        return " ".join(said for said in (what or _ALOUD, why) if said)

    def counted(self, route: str) -> str:
        """Whether a route's time runs on the clock or in working days."""
        found = self.document.routes.get(route)
        return _CLOCK if found is None or found.time_frame is None else found.time_frame.counted


class RuleBook:
    """Every edition, the newest first; written anew when another is published."""

    def __init__(self, rules: RulesByDay) -> None:
        self._rules = rules
        self._sets: tuple[RuleSet, ...] = ()
        self._editions: tuple[Edition, ...] = ()

    @property
    def editions(self) -> tuple[Edition, ...]:
        """All there are now."""
        sets = self._rules.all
        if sets is not self._sets:
            self._editions = tuple(
                _edition(each, sets[place - 1] if place else None, sets[place + 1] if place + 1 < len(sets) else None)
                for place, each in reversed(list(enumerate(sets)))
            )
            self._sets = sets
        return self._editions

    def edition(self, version: str) -> Edition | None:
        """The edition with this version, None where it is no longer kept."""
        return next((edition for edition in self.editions if edition.document.version == version), None)


def drafted(rules: RuleSet, before: RuleSet | None) -> Edition:
    """A set that is not published, as people read it, with what it changes."""
    return _edition(rules, before, None)


def _edition(rules: RuleSet, before: RuleSet | None, after: RuleSet | None) -> Edition:
    plan, document = rules.plan, rules.document
    found = [*_rows(plan), *_conclusions(plan), *_others(plan)]
    return Edition(
        document=document,
        until=after.document.effective_from - timedelta(days=1) if after else None,
        changes=changes(before.document, document, plan.vocabulary) if before else (),
        counts_as_yes={plainly(name): alternatives(tree) for name, tree in plan.counts_as_yes.items()},
        rules={rule.id: rule for rule in found},
    )


def _rows(plan: Plan) -> Iterator[Rule]:
    for planned in plan.rows:
        row = planned.row
        yield Rule(
            id=row.id,
            name=plainly(row.id),
            kind="row",
            policy=row.policy,
            says=row.says,
            number=row.number,
            any_of=_any_of(plan, planned.mask),
            leads_to=tuple(
                Leading(use.route, () if use.mask is None else _any_of(plan, use.mask)) for use in planned.routes
            ),
            priority=row.priority,
            only_first=row.only_first,
            ends=row.ends,
            aloud=row.aloud,
        )


def _conclusions(plan: Plan) -> Iterator[Rule]:
    document = plan.document
    panels: Iterator[_Concluding] = zip(repeat("panel"), document.panels, plan.panels)
    priorities: Iterator[_Concluding] = zip(repeat("priority"), document.priorities, plan.priorities)
    for kind, each, planned in (*panels, *priorities):
        any_of = _any_of(plan, planned.mask)
        yield Rule(each.id, plainly(each.id), kind, each.policy, each.says, any_of=any_of, priority=each.priority)


def _others(plan: Plan) -> Iterator[Rule]:
    document, following = plan.document, plan.following
    for suppression, planned in zip(document.suppressions, plan.suppressions, strict=True):
        any_of = _any_of(plan, planned.mask)
        yield Rule(suppression.id, plainly(suppression.id), "suppression", suppression.policy, any_of=any_of)
    yield Rule("closing", "closing routes", "closing", document.closing.policy, any_of=_any_of(plan, plan.closing_mask))
    for change, tree in zip(document.signposts, following.signposts, strict=True):
        yield Rule(
            change.id,
            plainly(change.id),
            "signpost",
            change.policy,
            change.says,
            any_of=alternatives(tree),
            aloud=change.aloud,
        )
    for gift, tree in zip(document.give, following.give, strict=True):
        yield Rule(gift.id, plainly(gift.id), "give", gift.policy, gift.text, any_of=alternatives(tree))


def _any_of(plan: Plan, mask: int) -> tuple[str, ...]:
    """The alternatives in words; a clause kept whole is taken apart again."""
    clauses: list[Condition] = [clause for number, clause in enumerate(plan.clauses) if mask >> number & 1]
    return tuple(said for clause in clauses for said in alternatives(clause))
