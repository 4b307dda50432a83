"""A journey: questions one after the other, each asked only where it applies, and the document they amount to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from services.intake.web.forms import NONE_OF_THESE, UNKNOWN, Field, Typed, document_of

Name = Literal["report", "help"]
When = Callable[[Typed], bool]

SEEN = "_seen"


def always(typed: Typed) -> bool:
    """Everybody is asked."""
    return True


def answered(name: str, *codes: str) -> When:
    """Whether a field was answered with one of these codes."""
    return lambda typed: bool(set(codes) & set(typed.get(name, ())))


def either(*conditions: When) -> When:
    """Whether one of them holds."""
    return lambda typed: any(condition(typed) for condition in conditions)


def both(*conditions: When) -> When:
    """Whether all of them hold."""
    return lambda typed: all(condition(typed) for condition in conditions)


def unless(condition: When) -> When:
    """Whether it does not hold."""
    return lambda typed: not condition(typed)


@dataclass(frozen=True, slots=True)
class Step:
    """One page. Without fields it only says something, on a template of its own.

    `slug` ends its address, which stays in the browser's history: it says nothing. `why` stands above the fields.
    `wording` goes up whenever the words change what is asked. `must` is what is said where nothing was chosen: in none
    of the fields, or in none of those `needed`.
    """

    slug: str
    heading: str = ""
    fields: tuple[Field, ...] = ()
    why: str = ""
    template: str = "intake/question.html"
    when: When = always
    wording: int = 1
    must: str = ""
    needed: tuple[str, ...] = ()

    def unanswered(self, typed: Typed) -> str | None:
        """The field that must be answered and was not; None if it was, or may be left."""
        needed = self.needed or tuple(each.name for each in self.fields)
        return needed[0] if self.must and not any(typed.get(name) for name in needed) else None

    def answers(self) -> list[str]:
        """The names of the answers this page brings."""
        found: list[str] = []
        for each in self.fields:
            if each.kind == "any_of":
                found += [name for name in each.options if name not in (NONE_OF_THESE, UNKNOWN)]
            elif each.name.startswith("facts."):
                found.append(each.name.removeprefix("facts."))
        return found


@dataclass(frozen=True, slots=True)
class Journey:
    """All steps in their order; `finish` adds what follows from the answers as a whole."""

    name: Name
    heading: str
    steps: tuple[Step, ...]
    finish: Callable[[dict[str, Any], Typed], None]

    def applying(self, typed: Typed) -> list[Step]:
        """The steps that somebody who has said this much passes."""
        return [step for step in self.steps if step.when(typed)]

    def step(self, slug: str, typed: Typed) -> Step | None:
        """The step at an address, if it applies."""
        return next((step for step in self.applying(typed) if step.slug == slug), None)

    def after(self, step: Step, typed: Typed) -> Step | None:
        """The next step that applies; None at the end."""
        later = self.steps[self.steps.index(step) + 1 :]
        return next((each for each in later if each.when(typed)), None)

    def before(self, step: Step, typed: Typed) -> Step | None:
        """The step before; None at the beginning."""
        earlier = self.steps[: self.steps.index(step)]
        return next((each for each in reversed(earlier) if each.when(typed)), None)

    def unseen(self, typed: Typed) -> Step | None:
        """The first question that applies and was never passed; None if all were."""
        seen = set(typed.get(SEEN, ()))
        return next((step for step in self.applying(typed) if step.fields and self.mark(step) not in seen), None)

    def mark(self, step: Step) -> str:
        """How a step is remembered as passed."""
        return f"{self.name}.{step.slug}"

    def fields(self, typed: Typed) -> list[Field]:
        """Every field of the steps that apply."""
        return [each for step in self.applying(typed) for each in step.fields]

    def document(self, typed: Typed) -> dict[str, Any]:
        """The referral document; answers to questions that no longer apply are not in it."""
        document = document_of(self.fields(typed), typed)
        document["channel"] = "online"
        document["asked"] = self._asked(typed, document.get("facts", {}))
        self.finish(document, typed)
        return {name: value for name, value in document.items() if value not in (None, {}, [])}

    def _asked(self, typed: Typed, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Which wording of which question brought which answers."""
        seen = set(typed.get(SEEN, ()))
        brought = [(step, _known(step.answers(), answers)) for step in self.applying(typed) if self.mark(step) in seen]
        return [
            {"question": self.mark(step), "wording": step.wording, "facts": names} for step, names in brought if names
        ]


def _known(names: Iterable[str], answers: Mapping[str, Any]) -> Sequence[str]:
    return [name for name in names if name in answers]
