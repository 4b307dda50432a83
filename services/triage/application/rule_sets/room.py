"""Where rules are worked on: drafts as they stand, their proof, what they would have done, what each change does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from services.triage.application.fairness import fairness
from services.triage.application.rule_sets.book import Edition, drafted
from services.triage.application.rule_sets.change_effects import Effect, effects
from services.triage.application.rule_sets.editing import raw_of
from services.triage.application.rule_sets.shelf import rule_set_of
from services.triage.application.simulating.past import Past
from services.triage.application.simulating.report import report_of
from services.triage.domain.rule_sets.document import RuleDocument, RuleProblem
from services.triage.domain.rule_sets.examples import differences
from services.triage.domain.rule_sets.proof import Proof
from services.triage.domain.rule_sets.register import Draft, Register
from services.triage.domain.rules import RulesByDay, RuleSet
from services.triage.domain.values import Vocabulary


class Prove(Protocol):
    """Shows that a document is sound for every case, or finds a case against it."""

    def __call__(self, raw: Mapping[str, Any]) -> Proof: ...


@dataclass(frozen=True, slots=True)
class Fared:
    """How people fared by group. `since` is the day of the earliest referral that was read at all."""

    since: date | None
    referrals: int
    report: Mapping[str, Any]


class RuleRoom:
    """Works with what is in the log at the moment; keeps what it has compiled of a draft as it stands."""

    def __init__(
        self,
        rules: RulesByDay,
        vocabulary: Vocabulary,
        register: Callable[[], Register],
        prove: Prove,
        past: Callable[[], Sequence[Past]],
        look: Callable[[], None],
    ) -> None:
        self._rules = rules
        self._vocabulary = vocabulary
        self.register = register
        self._prove = prove
        self._past = past
        self.look = look
        """See at once what has just been published, instead of when it is next looked for."""
        self._compiled: dict[tuple[str, int], RuleSet | None] = {}
        self._effects: dict[tuple[str, int], list[Effect]] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        """The words a condition may use."""
        return self._vocabulary

    def newest(self) -> RuleDocument:
        """What a new draft begins from."""
        return self._rules.all[-1].document

    def base_of(self, draft: Draft) -> RuleDocument | None:
        """What a draft was begun from; None where that edition is no longer kept."""
        return next((each.document for each in self._rules.all if each.used.version == draft.based_on), None)

    def prove(self, document: RuleDocument) -> Proof:
        """Every claim about a document."""
        return self._prove(raw_of(document))

    def simulate(self, document: RuleDocument, first: date | None = None, last: date | None = None) -> dict[str, Any]:
        """What a document would have made of past referrals. Raises RuleProblem where it cannot decide."""
        return report_of(self._past(), rule_set_of(document, self._vocabulary), first, last)

    def fared(self, first: date, last: date) -> Fared:
        """Whether people fared alike who came in on these days, as far back as a page reads the log."""
        past = self._past()
        within = [each for each in past if first <= each.received_on <= last]
        return Fared(min((each.received_on for each in past), default=None), len(within), fairness(within))

    def effects(self, draft: Draft) -> list[Effect]:
        """Each change of a draft, with what it alone does to the newest referrals."""
        key, base = (draft.draft_id, draft.revision), self.base_of(draft)
        if key not in self._effects and base is not None:
            # Nobody needs what an earlier revision would have done.
            self._effects = {other: found for other, found in self._effects.items() if other[0] != draft.draft_id}
            self._effects[key] = effects(base, draft.document, self._past(), self._vocabulary)
        return self._effects.get(key, [])

    def effects_of(self, before: RuleDocument, after: RuleDocument) -> list[Effect]:
        """What a change that is not made yet would do. A set that cannot decide yet has nothing to compare with."""
        try:
            return effects(before, after, self._past(), self._vocabulary)
        except RuleProblem:
            return []

    def failing_examples(self, draft: Draft) -> list[tuple[str, list[str]]]:
        """The draft's own examples that do not come out as it says, with how they differ."""
        rules = self._rules_of(draft)
        if rules is None:
            return []
        found = ((each.says, differences(each, rules)) for each in draft.document.examples)
        return [(says, differs) for says, differs in found if differs]

    def edition(self, draft: Draft) -> Edition | None:
        """A draft as people read it; None while it cannot decide anything."""
        rules = self._rules_of(draft)
        base = next((each for each in self._rules.all if each.used.version == draft.based_on), None)
        return drafted(rules, base) if rules else None

    def shadows(self) -> list[RuleSet]:
        """Every open draft that differs from what it began from and can decide: it judges beside the rules, and binds
        nobody."""
        drafts = [draft for draft in self.register().open_drafts() if draft.revision]
        return [rules for draft in drafts if (rules := self._rules_of(draft)) is not None]

    def _rules_of(self, draft: Draft) -> RuleSet | None:
        key = (draft.draft_id, draft.revision)
        if key not in self._compiled:
            try:
                self._compiled[key] = rule_set_of(draft.document, self._vocabulary)
            except RuleProblem:
                self._compiled[key] = None
        return self._compiled[key]
