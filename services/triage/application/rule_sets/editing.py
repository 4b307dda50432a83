"""Changes to a draft, one entry at a time, from what somebody typed; whatever is not sound is said at its field."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from services.triage.application.rule_sets.conditions import is_condition, kept, shown
from services.triage.application.rule_sets.shelf import rule_set_of
from services.triage.application.rule_sets.words import plainly
from services.triage.domain.rule_sets.document import PRIORITIES, RuleDocument, RuleProblem, read_document
from services.triage.domain.rule_sets.examples import comes_out
from services.triage.domain.rule_sets.grammar import NotUnderstood
from services.triage.domain.rules import plan_to_prove
from services.triage.domain.values import Vocabulary
from shared.kernel.refusals import FieldError, InvalidInput

Raw = dict[str, Any]

# Which members of an entry may be changed on the page, in the order in which they stand there.
MEMBERS: Mapping[str, tuple[str, ...]] = {
    "set": ("title", "effective_from"),
    "numbers": ("value",),
    "lists": ("value",),
    "conditions": ("value",),
    "counts_as_yes": ("value",),
    "rows": ("when", "policy", "says", "aloud", "priority"),
    "suppressions": ("when", "policy"),
    "closing": ("not_beside_while", "policy"),
    "panels": ("when", "policy", "says", "priority"),
    "priorities": ("when", "policy", "says", "priority"),
    "signposts": ("when", "policy", "says", "aloud"),
    "give": ("when", "policy", "text"),
    "routes": ("destination", "aloud"),
}
_NAMED = ("numbers", "lists", "conditions", "counts_as_yes", "routes")
_LONGEST = 4_000
_MAY_BE_EMPTY = ("aloud", "priority", "when")


def raw_of(document: RuleDocument) -> Raw:
    """A document as plain members, which may be changed."""
    raw: Raw = msgspec.to_builtins(document, builtin_types=(date,))
    return {part: list(entries) if isinstance(entries, tuple) else entries for part, entries in raw.items()}


def entry_of(document: RuleDocument, part: str, name: str) -> Mapping[str, Any]:
    """The members of one entry as they stand. Raises LookupError where there is none."""
    raw = raw_of(document)
    if part == "set":
        return raw
    if part not in MEMBERS:
        raise LookupError(part)
    found: Any = raw[part]
    if part in _NAMED:
        found = found[name] if isinstance(found[name], dict) else {"value": found[name]}
    elif part != "closing":
        found = next((entry for entry in found if entry["id"] == name), None)
    if found is None:
        raise LookupError(name)
    standing: Raw = found
    return standing


def edited(
    document: RuleDocument, part: str, name: str, given: Mapping[str, str], vocabulary: Vocabulary
) -> RuleDocument:
    """The document with one entry as given. Raises InvalidInput at its fields, LookupError where there is no entry."""
    standing, raw = entry_of(document, part, name), raw_of(document)
    members: Raw = {}
    errors: list[FieldError] = []
    for member in MEMBERS[part]:
        text = given.get(member, "").replace("\r\n", "\n").strip()
        if text in _as_they_stand(document, part, member, standing.get(member), vocabulary):
            members[member] = standing.get(member)
        elif len(text) > _LONGEST:
            errors.append(FieldError(f"/{member}", "too_long", f"Use at most {_LONGEST:,} characters."))
        elif not text and member not in _MAY_BE_EMPTY:
            errors.append(
                FieldError(f"/{member}", "missing", "This may not be empty. Write it, or leave it as it was.")
            )
        elif text and is_condition(part, member):
            _read_condition(document, part, member, text, vocabulary, members, errors)
        else:
            _read(part, member, text, members, errors)
    if errors:
        raise InvalidInput(errors)
    _put(raw, part, name, members)
    try:
        return sound(raw, vocabulary)
    except InvalidInput as invalid:
        raise InvalidInput([_at_its_field(error, part, name) for error in invalid.errors]) from None


def moved(document: RuleDocument, row: str, by: int, vocabulary: Vocabulary) -> RuleDocument:
    """A row further up or down the table. Raises InvalidInput where it cannot stand there."""

    def change(rows: list[Raw]) -> None:
        place = next(number for number, each in enumerate(rows) if each["id"] == row)
        rows.insert(max(place + by, 0), rows.pop(place))

    return _table_changed(document, change, vocabulary)


def without_row(document: RuleDocument, row: str, vocabulary: Vocabulary) -> RuleDocument:
    """The table less a row, and suppressions that no longer name it."""

    def change(rows: list[Raw]) -> None:
        rows[:] = [each for each in rows if each["id"] != row]

    return _table_changed(document, change, vocabulary)


def with_row(document: RuleDocument, given: Mapping[str, str], vocabulary: Vocabulary) -> RuleDocument:
    """A new row before the last. Raises InvalidInput at what is missing or not sound."""
    needed = ("id", "when", "policy", "says", "route")
    errors = [FieldError(f"/{each}", "missing", "Fill this in.") for each in needed if not given.get(each, "").strip()]
    if errors:
        raise InvalidInput(errors)
    said = {each: given[each].strip() for each in needed}
    _read_condition(document, "rows", "when", said["when"], vocabulary, said, errors)
    if errors:
        raise InvalidInput(errors)
    row = {name: said[name] for name in ("id", "when", "policy", "says")} | {"routes": [{"route": said["route"]}]}
    return _table_changed(document, lambda rows: rows.insert(len(rows) - 1, row), vocabulary)


def sound(raw: Mapping[str, Any], vocabulary: Vocabulary) -> RuleDocument:
    """The document, whose every name is known. Raises InvalidInput at the member that is not sound."""
    try:
        document = read_document(raw)
        plan_to_prove(document, vocabulary)
    except RuleProblem as problem:
        member = problem.place.rpartition(", ")[2] if ", " in problem.place else ""
        says = f"{problem.place}: {problem.says}" if problem.place else problem.says
        raise InvalidInput([FieldError(f"/{member}", "not_sound", says)]) from None
    return document


def typed(value: Any) -> str:
    """A member as it stands in a field."""
    if isinstance(value, list | tuple):
        return " ".join(value)
    return "" if value is None else str(value).strip()


def on_page(document: RuleDocument, part: str, member: str, value: Any, vocabulary: Vocabulary) -> str:
    """The same on a page, where conditions stand in plain words."""
    return shown(document, part, value, vocabulary) if value and is_condition(part, member) else typed(value)


def _as_they_stand(
    document: RuleDocument, part: str, member: str, value: Any, vocabulary: Vocabulary
) -> tuple[str, str]:
    return on_page(document, part, member, value, vocabulary), typed(value)


def words_for(part: str, name: str) -> str:
    """What was changed, for the history."""
    called = {"set": "title and first day", "closing": "the closing routes"}
    return called.get(part) or f"{plainly(part)}, “{plainly(name)}”"


def _at_its_field(error: FieldError, part: str, name: str) -> FieldError:
    """What is wrong with this very entry stands at its member, without its name; what breaks elsewhere at the first."""
    place, _, says = error.message.partition(": ")
    if error.pointer[1:] in MEMBERS[part] and (name in place.split(", ")[0] or part == "closing"):
        return FieldError(error.pointer, error.code, f"{says[:1].upper()}{says[1:]}")
    return FieldError(f"/{MEMBERS[part][0]}", error.code, f"It does not go together with {error.message}")


def _read_condition(
    document: RuleDocument,
    part: str,
    member: str,
    text: str,
    vocabulary: Vocabulary,
    members: Raw,
    errors: list[FieldError],
) -> None:
    """A condition in plain words, or in those of a rule file."""
    try:
        members[member] = kept(document, part, text, vocabulary)
    except NotUnderstood as problem:
        errors.append(FieldError(f"/{member}", "not_understood", f"{problem.says[:1].upper()}{problem.says[1:]}"))


def _read(part: str, member: str, text: str, members: Raw, errors: list[FieldError]) -> None:
    """One member as the document holds it."""
    if part == "numbers":
        if text.isdecimal() and text.isascii() and len(text) < 6:
            members[member] = int(text)
        else:
            errors.append(FieldError("/value", "wrong_type", "Give a whole number."))
    elif part == "lists":
        members[member] = text.replace(",", " ").split()
    elif member == "effective_from":
        try:
            members[member] = date.fromisoformat(text)
        except ValueError:
            errors.append(FieldError("/effective_from", "bad_date", "Give the first day as YYYY-MM-DD."))
    elif member == "priority" and text and text not in PRIORITIES:
        errors.append(FieldError("/priority", "unknown_value", f"Choose one of {', '.join(PRIORITIES)}."))
    elif member in ("priority", "when"):
        members[member] = text or None
    else:
        members[member] = text


def _put(raw: Raw, part: str, name: str, members: Raw) -> None:
    if part == "set":
        raw.update(members)
    elif part == "closing":
        raw[part].update(members)
    elif part in _NAMED and part != "routes":
        raw[part][name] = members["value"]
    elif part == "routes":
        raw[part][name].update(members)
    else:
        next(entry for entry in raw[part] if entry["id"] == name).update(members)


def _table_changed(document: RuleDocument, change: Callable[[list[Raw]], None], vocabulary: Vocabulary) -> RuleDocument:
    """The table after a change of its rows, numbered anew in their order."""
    raw = raw_of(document)
    change(raw["rows"])
    for number, row in enumerate(raw["rows"], 1):
        row["number"] = number
    names = {row["id"] for row in raw["rows"]}
    for each in raw["suppressions"]:
        each["rows"] = [name for name in each["rows"] if name in names]
    return sound(raw, vocabulary)


def without_example(document: RuleDocument, says: str) -> RuleDocument:
    """The document less an example that no longer says what is wanted."""
    return msgspec.structs.replace(document, examples=tuple(each for each in document.examples if each.says != says))


def with_example_as_it_is(document: RuleDocument, says: str, vocabulary: Vocabulary) -> RuleDocument:
    """The document with an example that expects what now comes out, in every member it named. Raises RuleProblem."""
    rules = rule_set_of(document, vocabulary)
    examples = tuple(
        msgspec.structs.replace(each, expect=comes_out(each, rules)) if each.says == says else each
        for each in document.examples
    )
    return msgspec.structs.replace(document, examples=examples)
