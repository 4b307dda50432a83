"""Risk tools as data: what is asked, what an answer counts, and which band that comes to; checked when loaded."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

import msgspec

YES, NO, NOT_KNOWN, NOT_ASKED = "yes", "no", "not_known", "not_asked"
OPEN = (NOT_KNOWN, NOT_ASKED)
GRADES = ("not_graded", "standard", "medium", "high")
HIGH = "high"

Answers = Mapping[str, str]


class ToolProblem(Exception):
    """A definition cannot be used; its text says where and what to do."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a definition; a name nobody knows is a mistake, not a comment."""


class Asked(_Part, frozen=True, kw_only=True):
    """Something that is asked. `feeds` names the answer of a referral that a yes or a no gives."""

    code: str
    asks: str
    feeds: str | None = None


class Follow(Asked, frozen=True, kw_only=True):
    """What is asked further after a yes; it is never scored."""


class Question(Asked, frozen=True, kw_only=True):
    """One question of a tool; `opens` names another tool to go on with after a yes."""

    kind: Literal["yes_no", "scale", "total"] = "yes_no"
    levels: dict[str, str] = {}
    points: dict[str, int] = msgspec.field(default_factory=lambda: {YES: 1})
    most: int = 0
    escalates: bool = False
    words: str | None = None
    handling: tuple[str, ...] = ()
    follow: tuple[Follow, ...] = ()
    opens: str | None = None

    @property
    def parts(self) -> tuple[Asked, ...]:
        """Itself and what is asked further."""
        return (self, *self.follow)

    def takes(self, value: str) -> bool:
        """Whether this is an answer to it."""
        if value in OPEN:
            return True
        if self.kind == "total":
            return value.isascii() and value.isdecimal() and len(value) <= 4 and int(value) <= self.most
        return value in ((YES, NO) if self.kind == "yes_no" else self.levels)

    def counts(self, value: str) -> int:
        """What an answer adds to the score; what was not answered adds nothing, and is no "no"."""
        if value in OPEN:
            return 0
        return int(value) if self.kind == "total" else self.points.get(value, 0)

    @property
    def at_most(self) -> int:
        """What the worst answer adds."""
        return self.most if self.kind == "total" else max(self.points.values(), default=0)


class Band(_Part, frozen=True, kw_only=True):
    """A stretch of the score, from its first point on; `grade` is the scale that all tools share."""

    code: str
    grade: Literal["not_graded", "standard", "medium", "high"]
    first: int = msgspec.field(name="from")
    says: str


class Cluster(_Part, frozen=True, kw_only=True):
    """Answers that weigh more together than they count: all of `all`, and one of `any` where there are such."""

    code: str
    all: tuple[str, ...]
    any: tuple[str, ...] = ()
    says: str

    def met(self, answers: Answers) -> bool:
        """Whether these answers are all yes."""
        together = all(answers.get(code) == YES for code in self.all)
        return together and (not self.any or any(answers.get(code) == YES for code in self.any))


class Counts(_Part, frozen=True, kw_only=True):
    """Which answers of a referral the counts give: how many are yes, how many have no answer."""

    yes: str
    unanswered: str


class Judged(_Part, frozen=True, kw_only=True):
    """Which answers of a referral a person's judgement of high risk gives."""

    high: str
    why: str


class Scored(NamedTuple):
    """What answers come to. `band` is None where the tool has none; `could_be` is with the worst to the rest."""

    score: int
    yes: int
    unanswered: int
    escalators: tuple[str, ...]
    clusters: tuple[str, ...]
    band: Band | None
    could_be: Band | None


class Tool(_Part, frozen=True, kw_only=True):
    """One edition of a tool. `pathways` are the kinds of case it may be used in; `panel` the one it bears on."""

    id: str
    version: str
    effective_from: date
    title: str
    about: str
    source: str
    author: str
    approver: str
    pathways: tuple[Literal["domestic_abuse", "vawg", "asb"], ...]
    training: str
    from_age: int | None = None
    panel: str | None = None
    counts: Counts | None = None
    judged: Judged | None = None
    gates: dict[str, str] = {}
    bands: tuple[Band, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    questions: tuple[Question, ...]

    def question(self, code: str) -> Question:
        """The question with this code. Raises KeyError."""
        return {question.code: question for question in self.questions}[code]

    def score(self, answers: Answers) -> Scored:
        """Count answers. A question without one is not asked; a hard escalator makes the risk the highest there is."""
        given = [(question, answers.get(question.code, NOT_ASKED)) for question in self.questions]
        open_ones = [question for question, value in given if value in OPEN]
        score = sum(question.counts(value) for question, value in given)
        escalators = tuple(question.code for question, value in given if question.escalates and value == YES)
        worst = score + sum(question.at_most for question in open_ones)
        return Scored(
            score=score,
            yes=sum(value == YES for _, value in given),
            unanswered=len(open_ones),
            escalators=escalators,
            clusters=tuple(cluster.code for cluster in self.clusters if cluster.met(answers)),
            band=self._band(score, bool(escalators)),
            could_be=self._band(worst, bool(escalators) or any(question.escalates for question in open_ones)),
        )

    def fed(self, answers: Answers) -> dict[str, str]:
        """The answers of a referral that these give, yes or no; what was not asked or is not known gives none.

        Where two questions give the same answer, a yes goes before a no.
        """
        found: dict[str, str] = {}
        for feeds, value in self._feeding(answers):
            if value == YES or (value == NO and feeds not in found):
                found[feeds] = value
        return found

    def _feeding(self, answers: Answers) -> Iterator[tuple[str, str]]:
        for question in self.questions:
            for part in question.parts:
                if part.feeds is not None:
                    yield part.feeds, answers.get(part.code, NOT_ASKED)

    def _band(self, score: int, escalated: bool) -> Band | None:
        if not self.bands:
            return None
        return self.bands[-1] if escalated else [band for band in self.bands if band.first <= score][-1]


def tool_from(raw: Mapping[str, Any], known: Mapping[str, Any]) -> Tool:
    """A definition as a tool. `known` are the answers a referral may hold, by name. Raises ToolProblem."""
    try:
        tool = msgspec.convert(raw, Tool)
    except msgspec.ValidationError as error:
        raise ToolProblem(f"{error}. The files beside it show what a definition holds.") from None
    for problem in _problems(tool, known):
        raise ToolProblem(problem)
    return tool


class Tools:
    """Every edition of every tool, by the day from which it counts."""

    def __init__(self, editions: Sequence[Tool]) -> None:
        self._editions = sorted(editions, key=lambda tool: (tool.id, tool.effective_from))

    @property
    def all(self) -> Sequence[Tool]:
        """Every edition."""
        return self._editions

    def on(self, day: date) -> dict[str, Tool]:
        """The edition of each tool in force on a day, by id."""
        return {tool.id: tool for tool in self._editions if tool.effective_from <= day}

    def edition(self, tool_id: str, version: str) -> Tool | None:
        """One edition, also one that is in force no more."""
        return next((tool for tool in self._editions if (tool.id, tool.version) == (tool_id, version)), None)

    @property
    def trainings(self) -> dict[str, tuple[str, ...]]:
        """Every training that a tool asks for, with the titles of those tools."""
        found: dict[str, tuple[str, ...]] = {}
        for tool in self._editions:
            found[tool.training] = tuple(dict.fromkeys((*found.get(tool.training, ()), tool.title)))
        return found


def _problems(tool: Tool, known: Mapping[str, Any]) -> Iterator[str]:
    codes = [part.code for question in tool.questions for part in question.parts]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"two questions are called {code}. Give one of them another code."
    if not tool.questions:
        yield "there is no question. Give at least one."
    if tool.version != tool.effective_from.isoformat():
        yield f"the version is {tool.version}. Name it after its first day, {tool.effective_from}."
    yield from (problem for question in tool.questions for problem in _of_question(question))
    yield from _of_bands(tool)
    asked = {question.code for question in tool.questions}
    for cluster in tool.clusters:
        for code in (*cluster.all, *cluster.any):
            if code not in asked:
                yield f"cluster {cluster.code} reads {code}, which is not asked. Correct the code."
        if not cluster.all:
            yield f"cluster {cluster.code} holds nothing under all. Name at least one question."
    for name, kind in _named_answers(tool):
        if name not in known:
            yield f"there is no answer {name} in a referral. Correct the name."
        elif known[name].type != kind:
            yield f"the answer {name} is not of the kind {kind}. Name another."


def _named_answers(tool: Tool) -> Iterator[tuple[str, str]]:
    for question in tool.questions:
        yield from ((part.feeds, "yes_no") for part in question.parts if part.feeds is not None)
    if tool.counts is not None:
        yield from ((tool.counts.yes, "count"), (tool.counts.unanswered, "count"))
    if tool.judged is not None:
        yield from ((tool.judged.high, "yes_no"), (tool.judged.why, "text"))


def _of_question(question: Question) -> Iterator[str]:
    at = f"question {question.code}"
    if question.kind == "scale":
        if len(question.levels) < 2 or set(question.points) != set(question.levels):
            yield f"{at}: give at least two levels, and points for each of them and for nothing else."
        if set(question.levels) & {*OPEN, YES}:
            yield f"{at}: yes, not_known and not_asked are no levels. Choose other codes."
        counted = [question.points.get(level, 0) for level in question.levels]
        if counted != sorted(counted):
            yield f"{at}: a level counts less than the one before it. Put the levels in order, the mildest first."
    elif question.levels:
        yield f"{at}: only a scale has levels. Take them out, or make it a scale."
    if question.kind == "yes_no" and not set(question.points) <= {YES}:
        yield f"{at}: only a yes counts. Take out the points of every other answer."
    if question.kind == "total" and question.most < 1:
        yield f"{at}: say in most how high the total may be."
    if min(question.points.values(), default=0) < 0:
        yield f"{at}: an answer that makes the risk smaller is no answer of a risk tool. Give no points below 0."
    if question.kind != "yes_no" and (question.escalates or question.feeds or question.follow):
        yield f"{at}: only a question answered yes or no escalates, feeds an answer or is followed up."


def _of_bands(tool: Tool) -> Iterator[str]:
    firsts = [band.first for band in tool.bands]
    if firsts and firsts[0] != 0:
        yield f"the first band starts at {firsts[0]}. Let it start at 0, so that every score has a band."
    if firsts != sorted(set(firsts)):
        yield "the bands are not in order. Put them in order of their first point, each higher than the one before."
    grades = [GRADES.index(band.grade) for band in tool.bands]
    if grades != sorted(grades):
        yield "a higher band has a lower grade. Correct the grades."
    if firsts and firsts[-1] > sum(question.at_most for question in tool.questions):
        yield f"no answers reach {firsts[-1]}, where the highest band starts. Let it start lower."
    if any(question.escalates for question in tool.questions) and (not tool.bands or tool.bands[-1].grade != HIGH):
        yield "a question escalates, and there is no high band to escalate to. Add one."
