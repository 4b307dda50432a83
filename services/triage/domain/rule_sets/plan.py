"""A rule set ready to decide with: every condition parsed and checked, split into numbered clauses.

A clause is one alternative of a condition. Which clauses hold is one whole number, bit by bit, the *signature* of a
case; rows, panels and priorities are masks over it. So what follows from a signature is worked out once, however the
clauses were evaluated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.triage.domain.rule_sets.document import (
    PRIORITIES,
    DoneBy,
    Outcome,
    Panel,
    Priority,
    PriorityRow,
    Row,
    RuleDocument,
    RuleProblem,
)
from services.triage.domain.rule_sets.grammar import NotUnderstood, Words, parse
from services.triage.domain.rule_sets.syntax import Condition, clauses_of
from services.triage.domain.values import (
    CATEGORY,
    DATE,
    KIND,
    NUMBERED,
    STRANDS,
    WORDED,
    Vocabulary,
)

# What was found, as conditions may name it once rows are settled.
PRIMARY, ALSO, ROUTES, PANELS, PRIORITY = "primary", "also", "routes", "panels", "priority"
FINDINGS = (PRIMARY, ALSO, ROUTES, PANELS, PRIORITY)


@dataclass(frozen=True, slots=True, eq=False)
class PlannedRoute:
    """A route of a row; it counts where `mask` meets the signature, or always where `mask` is None.

    Equal only to itself: each use of a route is looked up often.
    """

    route: str
    mask: int | None
    outcome: Outcome | None
    done_by: DoneBy | None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A panel or priority: what it is called, and the clauses any one of which makes it hold."""

    id: str
    mask: int
    priority: Priority


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row and its routes; `row` is the document's own."""

    row: Row
    mask: int
    routes: tuple[PlannedRoute, ...]


@dataclass(frozen=True, slots=True)
class PlannedSuppression:
    """What may not match, and which routes may not stand, while a clause holds."""

    id: str
    mask: int
    rows: tuple[str, ...]
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Following:
    """Conditions over what was found (rows, routes, panels, priority) and over answers, in the document's order."""

    signposts: tuple[Condition, ...]
    questions: tuple[Condition, ...]
    give: tuple[Condition, ...]
    not_asked: tuple[Condition, ...]
    asked_too: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule set with its conditions as trees. `clauses[n]` is bit n of the signature.

    `counts_as_yes` says when an answer counts as yes though it was not given so; `counted_masks` are its clauses.
    """

    document: RuleDocument
    vocabulary: Vocabulary
    counts_as_yes: Mapping[str, Condition]
    counted_masks: Mapping[str, int]
    rows: tuple[PlannedRow, ...]
    suppressions: tuple[PlannedSuppression, ...]
    closing_mask: int
    panels: tuple[Conclusion, ...]
    priorities: tuple[Conclusion, ...]
    following: Following
    clauses: tuple[Condition, ...]

    def row_masks(self) -> dict[str, int]:
        """For each row, the clauses any one of which makes it match."""
        return {planned.row.id: planned.mask for planned in self.rows}


def plan(document: RuleDocument, vocabulary: Vocabulary) -> Plan:
    """The plan of a document. Raises `RuleProblem` naming the row whose condition cannot be read."""
    return _Planner(document, vocabulary).plan()


def words_for(document: RuleDocument, vocabulary: Vocabulary, after: bool = False) -> Words:
    """The names that conditions of a sound document may use; `after`: those read once rows and panels are settled."""
    words = _Planner(document, vocabulary).answer_words()
    return replace(_with_findings(words, document), open_question=True) if after else words


@dataclass
class _Planner:
    document: RuleDocument
    vocabulary: Vocabulary
    bits: dict[Condition, int] = field(default_factory=dict)

    def plan(self) -> Plan:
        document = self.document
        words = self.answer_words()
        counts_as_yes = self._counts_as_yes()
        counted_masks = {name: self._mask(tree) for name, tree in counts_as_yes.items()}
        rows = tuple(self._row(row, words) for row in document.rows)
        suppressions = tuple(
            PlannedSuppression(each.id, self._whole(each.when, words, each.id), each.rows, each.routes)
            for each in document.suppressions
        )
        closing_mask = self._whole(document.closing.not_beside_while, words, "closing")
        panels = tuple(self._conclusion(each, words) for each in document.panels)
        priorities = tuple(self._conclusion(each, words) for each in document.priorities)
        return Plan(
            document=document,
            vocabulary=self.vocabulary,
            counts_as_yes=counts_as_yes,
            counted_masks=counted_masks,
            rows=rows,
            suppressions=suppressions,
            closing_mask=closing_mask,
            panels=panels,
            priorities=priorities,
            following=self._following(_with_findings(words, document)),
            clauses=tuple(self.bits),
        )

    def _counts_as_yes(self) -> dict[str, Condition]:
        words = _words(self.document, self.vocabulary, frozenset())
        return {
            name: self._tree(text, words, f"counts_as_yes, {name}")
            for name, text in self.document.counts_as_yes.items()
        }

    def answer_words(self) -> Words:
        """The words of rows and panels. A named condition may use those named before it."""
        rows = frozenset(row.id for row in self.document.rows if not row.otherwise)
        words = _words(self.document, self.vocabulary, rows)
        for name, text in self.document.conditions.items():
            tree = self._tree(text, words, f"conditions, {name}")
            words = replace(words, conditions={**words.conditions, name: tree})
        return words

    def _following(self, words: Words) -> Following:
        document = self.document
        ending = replace(words, open_question=True)
        return Following(
            signposts=tuple(self._tree(each.when, ending, each.id) for each in document.signposts),
            questions=self._trees([each.when for each in document.questions], words, "questions"),
            give=tuple(self._tree(each.when, words, f"give {each.id}") for each in document.give),
            not_asked=self._trees([each.when for each in document.missing.not_while], words, "missing, not_while"),
            asked_too=self._trees([each.when for each in document.missing.also], words, "missing, also"),
        )

    def _trees(self, texts: list[str], words: Words, place: str) -> tuple[Condition, ...]:
        return tuple(self._tree(text, words, f"{place} {number}") for number, text in enumerate(texts, 1))

    def _row(self, row: Row, words: Words) -> PlannedRow:
        place = f"row {row.id}"
        mask = 0 if row.when is None else self._alternatives(row.when, words, place)
        routes = tuple(
            PlannedRoute(
                use.route,
                None if use.when is None else self._whole(use.when, words, f"{place}, route {use.route}"),
                use.outcome,
                use.done_by,
            )
            for use in row.routes
        )
        return PlannedRow(row, mask, routes)

    def _conclusion(self, each: Panel | PriorityRow, words: Words) -> Conclusion:
        return Conclusion(each.id, self._alternatives(each.when, words, each.id), each.priority)

    def _alternatives(self, text: str, words: Words, place: str) -> int:
        return self._mask(self._tree(text, words, place))

    def _mask(self, condition: Condition) -> int:
        """The mask of a condition of which each alternative is a clause."""
        mask = 0
        for clause in clauses_of(condition):
            mask |= self._bit(clause)
        return mask

    def _whole(self, text: str, words: Words, place: str) -> int:
        return self._bit(self._tree(text, words, place))

    def _bit(self, clause: Condition) -> int:
        return 1 << self.bits.setdefault(clause, len(self.bits))

    def _tree(self, text: str, words: Words, place: str) -> Condition:
        try:
            return parse(text, words)
        except NotUnderstood as problem:
            raise RuleProblem(f"{place}, when", problem.says) from None


def _words(document: RuleDocument, vocabulary: Vocabulary, rows: frozenset[str]) -> Words:
    questions = vocabulary.answers.values()
    coded = {question.name: frozenset(question.values) for question in questions if question.type in WORDED}
    coded |= {KIND: frozenset(vocabulary.kinds), CATEGORY: frozenset(vocabulary.categories)}
    return Words(
        coded=coded,
        several={STRANDS: frozenset(vocabulary.strands)},
        numbered=frozenset(question.name for question in questions if question.type in NUMBERED),
        dated=frozenset(question.name for question in questions if question.type == DATE),
        given=frozenset({*vocabulary.answers, KIND, CATEGORY, STRANDS}),
        numbers=document.numbers,
        lists=document.lists,
        rows=rows,
        conditions={},
    )


def _with_findings(words: Words, document: RuleDocument) -> Words:
    """The words of what follows once routes and panels are known."""
    routes = frozenset(document.routes)
    panels = frozenset(panel.id for panel in document.panels)
    return replace(
        words,
        coded={**words.coded, PRIMARY: routes, PRIORITY: frozenset(PRIORITIES)},
        several={**words.several, ALSO: routes, ROUTES: routes, PANELS: panels},
        given=words.given | {PRIMARY, ALSO, ROUTES, PANELS, PRIORITY},
        rows=frozenset(row.id for row in document.rows),
    )
