"""Says a condition of a rule set in plain English, from its checked tree, so that words and rule cannot differ."""

from collections.abc import Sequence

from services.triage.domain.rule_sets.syntax import (
    All,
    Any,
    AtLeast,
    Condition,
    Includes,
    Is,
    Known,
    Not,
    OpenQuestion,
    RowMatches,
    Under,
    WithinMonths,
    clauses_of,
)

# Names that are letters, and one that stands for a form whose name says nothing.
_LETTERS = {"asb": "ASB", "cmarac": "CMARAC", "dash": "checklist", "fgm": "FGM", "marac": "MARAC", "vawg": "VAWG"}


def alternatives(condition: Condition) -> tuple[str, ...]:
    """Each alternative of a condition as a sentence without its full stop: any one of them is enough."""
    return tuple(_said(clause) for clause in clauses_of(condition))


def plainly(code: str) -> str:
    """A code or a row's name as words."""
    return " ".join(_LETTERS.get(word, word) for word in code.replace("-", "_").split("_"))


def _said(condition: Condition) -> str:
    match condition:
        case All(parts):
            return _joined(parts, " and ")
        case Any(parts) if all(isinstance(part, RowMatches) for part in parts):
            rows = [part.row for part in parts if isinstance(part, RowMatches)]
            return f"one of the rows {_listed([f'“{plainly(row)}”' for row in rows])} matches"
        case Any(parts):
            return _joined(parts, " or ")
        case Not(part):
            return _not(part)
        case _:
            return _test(condition)


def _joined(parts: Sequence[Condition], word: str) -> str:
    """A box inside a box is put in brackets, so that "and" and "or" cannot be misread."""
    return word.join(f"({_said(part)})" if isinstance(part, All | Any) else _said(part) for part in parts)


def _test(test: Condition) -> str:
    match test:
        case Is(name, codes):
            return f"{plainly(name)} is {_one_of(codes)}"
        case Includes(name, codes):
            return f"{plainly(name)} include {_one_of(codes)}"
        case Under(name, limit):
            return f"{plainly(name)} is known and under {limit}"
        case AtLeast(names, limit):
            return f"{' plus '.join(plainly(name) for name in names)} is at least {limit}"
        case Known(name):
            return f"{plainly(name)} is known"
        case WithinMonths(name, months):
            return f"{plainly(name)} is at most {months} months before the day of receipt"
        case RowMatches(row):
            return f"the row “{plainly(row)}” matches"
        case OpenQuestion():
            return "a question is still open that could change who deals with it"
        case _:
            return f"({_said(test)})"


def _not(part: Condition) -> str:
    match part:
        case Is(name, codes):
            return f"{plainly(name)} is not {_one_of(codes)}"
        case Includes(name, codes):
            return f"{plainly(name)} do not include {_one_of(codes)}"
        case Known(name):
            return f"{plainly(name)} is not known"
        case RowMatches(row):
            return f"the row “{plainly(row)}” does not match"
        case _:
            return f"not ({_said(part)})"


def _one_of(codes: Sequence[str]) -> str:
    """Codes as words; one of several words stands in quotation marks, since it may itself hold an "or"."""
    return _listed([f"“{plainly(code)}”" if "_" in code else plainly(code) for code in codes])


def _listed(names: Sequence[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} or {last}" if before else last
