"""The rule sets there are: those that came as files, and those published since, which any process may have recorded."""

from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from time import monotonic

import msgspec

from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rule_sets.events import RulesPublished
from services.triage.domain.rule_sets.register import Edition
from services.triage.domain.rules import RuleSet, RuleSets, rule_set_from
from services.triage.domain.values import CaseFacts, Vocabulary
from shared.kernel.messages import Recorded

# A set starts the day after its approval at the earliest, so looking once a second is often enough.
_LOOK_EVERY = 1.0

Read = Callable[[int], Sequence[Recorded]]


class RuleShelf:
    """Looks like `RuleSets`, and grows when a set is published here or by another process."""

    def __init__(self, shipped: RuleSets, vocabulary: Vocabulary, read: Read) -> None:
        self._shipped = shipped
        self._vocabulary = vocabulary
        self._read = read
        self._sets = shipped
        self._version = 0
        self._looked = float("-inf")
        self._lock = Lock()

    @property
    def all(self) -> tuple[RuleSet, ...]:
        """Every set, by its first day."""
        return self._now().all

    def on(self, day: date) -> RuleSet:
        """The newest set in force on the day."""
        return self._now().on(day)

    def for_case(self, case: CaseFacts) -> RuleSet:
        """The set in force on the day the case was received."""
        return self._now().for_case(case)

    def shipped(self) -> Sequence[Edition]:
        """The editions that came as files."""
        return [(each.used.effective_from, each.used.version) for each in self._shipped.all]

    def look(self) -> None:
        """See what has been published, now."""
        with self._lock:
            news = self._read(self._version)
            published = [each.fact.document for each in news if isinstance(each.fact, RulesPublished)]
            if published:
                made = [rule_set_of(document, self._vocabulary) for document in published]
                self._sets = RuleSets([*self._sets.all, *made])
            self._version = news[-1].version if news else self._version
            self._looked = monotonic()

    def _now(self) -> RuleSets:
        if monotonic() - self._looked > _LOOK_EVERY:
            self.look()
        return self._sets


def rule_set_of(document: RuleDocument, vocabulary: Vocabulary) -> RuleSet:
    """A stored document as rules to decide by. Raises `RuleProblem`."""
    return rule_set_from(msgspec.to_builtins(document, builtin_types=(date,)), vocabulary)
