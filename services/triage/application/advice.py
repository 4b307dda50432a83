"""What the rules say when nothing is stored: a dry run, the same case under every dated set, and answers read in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.triage.application.can_help import CanHelp, can_help
from services.triage.application.directory.room import LANDLORD_NUMBER
from services.triage.application.judge import LONDON
from services.triage.domain.decision import to_document
from services.triage.domain.events import AnswerValue
from services.triage.domain.reading import read_case
from services.triage.domain.rules import RulesByDay, RuleSet
from services.triage.domain.values import RECEIVED_ON, TEXT, CaseFacts, Value, Vocabulary
from shared.kernel.clock import Clock
from shared.kernel.refusals import FieldError, InvalidInput

_ANY_KIND = "unsure"
Told = Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one dated rule set says of a case. `today` marks the set in force today, `draft` one that binds nobody."""

    version: str
    effective_from: str
    today: bool
    decision: Mapping[str, Any]
    draft: str | None = None


class Advice:
    """The rules as a page or another program may ask them."""

    def __init__(
        self,
        rules: RulesByDay,
        vocabulary: Vocabulary,
        clock: Clock,
        drafts: Callable[[], Sequence[RuleSet]] = tuple,
        with_directory: Told = lambda decision, document: dict(decision),
    ) -> None:
        """`with_directory` adds to a decision whom the directory names on the day of receipt."""
        self._with_directory = with_directory
        self._rules = rules
        self._drafts = drafts
        self._vocabulary = vocabulary
        self._clock = clock

    def evaluate(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The decision on `{kind, category, strands, received_on, facts}`; without a day of receipt, today in London.

        `landlord_number` may stand beside them, for whether details can go there by message: `by_message` then says so.
        Raises InvalidInput with every error found.
        """
        number = document.get(LANDLORD_NUMBER)
        if number is not None and not isinstance(number, str):
            raise InvalidInput([FieldError(f"/{LANDLORD_NUMBER}", "wrong_type", "Give the number as text, or null.")])
        if document.get(RECEIVED_ON) is None:
            document = {**document, RECEIVED_ON: self._today()}
        members = {name: value for name, value in document.items() if name != LANDLORD_NUMBER}
        case = read_case(members, self._vocabulary)
        return self._with_directory(to_document(self._rules.for_case(case).decide(case)), document)

    def opinions(self, document: Mapping[str, Any]) -> tuple[Opinion, ...]:
        """What each set says of the case: drafts first, then the dated ones, the newest first."""
        case = read_case(document, self._vocabulary)
        today = self._rules.on(self._today())
        return (
            *(self._opinion(rules, case, draft=rules.document.title) for rules in self._drafts()),
            *(self._opinion(rules, case, today=rules is today) for rules in reversed(self._rules.all)),
        )

    def _opinion(self, rules: RuleSet, case: CaseFacts, today: bool = False, draft: str | None = None) -> Opinion:
        return Opinion(
            version=rules.used.version,
            effective_from=rules.used.effective_from.isoformat(),
            today=today,
            decision=to_document(rules.decide(case)),
            draft=draft,
        )

    def read_answers(self, facts: Mapping[str, Any]) -> tuple[dict[str, AnswerValue], dict[str, str]]:
        """Answers as they are stored, and apart from them those in free words, which no rule reads.

        Raises InvalidInput, pointing into `/facts`. An answer that is null is unknown.
        """
        case = read_case({"kind": _ANY_KIND, RECEIVED_ON: self._today(), "facts": facts}, self._vocabulary)
        questions = {name: self._vocabulary.answers[name] for name in facts}
        answers = {name: _stored(case.values[name]) for name, each in questions.items() if each.type != TEXT}
        words = {name: facts[name] for name, each in questions.items() if each.type == TEXT and facts[name]}
        return answers, words

    def routes(self, received_on: date) -> tuple[str, ...]:
        """Every route a person may choose for a referral of that day."""
        return tuple(self._rules.on(received_on).document.routes)

    def can_help(self) -> CanHelp:
        """What we can and cannot help with, by the rules in force today."""
        return can_help(self._rules.on(self._today()))

    def _today(self) -> date:
        return self._clock().astimezone(LONDON).date()


def _stored(value: Value) -> AnswerValue:
    """A day is stored as its text; everything else as it is."""
    if isinstance(value, date):
        return value.isoformat()
    assert not isinstance(value, frozenset)  # members hold several codes, answers one
    return value
