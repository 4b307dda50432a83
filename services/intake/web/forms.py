"""Forms whose fields are members of the referral document: what was typed becomes the document, its errors come back.

One door checks everything (`services.intake.document`); a form only says where its fields stand and how people say it.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from services.intake.domain.telephones import is_usable
from shared.kernel.refusals import FieldError

Typed = Mapping[str, Sequence[str]]
"""What was typed or chosen, by the name of the field."""

Kind = Literal["choice", "pick", "truth", "any_of", "codes", "line", "words", "list", "number", "day"]
"""`choice` radio buttons and `pick` a list, of codes; `truth` yes, no or not known; `any_of` boxes, each an answer that
is yes if ticked; `codes` boxes that make a list; `line` and `words` text; `list` one entry a line; `number` whole;
`day` three boxes."""

NONE_OF_THESE, UNKNOWN = "none", "unknown"
AS_TOLD = "._as_told"
_PARTS = ("day", "month", "year")
_ENTIRELY = ("facts.", "safe_contact.")


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `name` is the member's place, "reporter.phone"; a person's is "people.victim.full_name".

    A name that begins with "_" is no member: the form asks it for itself. For `any_of` the options are answers.
    """

    name: str
    kind: Kind
    label: str
    hint: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    look: str = ""
    """For templates: an input's type or width, how many lines, "small", "inline"."""

    @property
    def id(self) -> str:
        """The id of its first input, which the list of errors leads to."""
        return self.name.replace(".", "-") + ("-day" if self.kind == "day" else "")

    def names(self) -> tuple[str, ...]:
        """The names under which a browser sends it; beside a telephone number, that it is to be kept as it was told."""
        if self.kind == "day":
            return tuple(f"{self.name}.{part}" for part in _PARTS)
        return (self.name, f"{self.name}{AS_TOLD}") if self.look == "tel" else (self.name,)


def typed_in(fields: Iterable[Field], sent: Iterable[tuple[str, Any]]) -> dict[str, list[str]]:
    """What a form that was sent says in these fields; a field that says nothing is there, empty."""
    found: dict[str, list[str]] = {name: [] for each in fields for name in each.names()}
    for name, value in sent:
        if name in found and isinstance(value, str) and value.strip():
            found[name].append(value.replace("\r\n", "\n"))
    return found


def document_of(fields: Iterable[Field], typed: Typed) -> dict[str, Any]:
    """The members of the document that these fields give; what was left out is not in it."""
    document: dict[str, Any] = {}
    for each in fields:
        if each.kind == "any_of":
            document.setdefault("facts", {}).update(_each_answer(each, typed.get(each.name, ())))
        elif not each.name.startswith("_") and (value := _VALUES[each.kind](each, typed)) is not None:
            _place(document, each.name.split("."), value)
    if people := document.get("people"):
        document["people"] = [{"roles": [role], **members} for role, members in people.items()]
    return {name: value for name, value in document.items() if value != {}}


def confirmed(document: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The same document; whoever said just now how to reach them has confirmed it just now."""
    said = document.get("safe_contact")
    if said is None:
        return dict(document)
    return {**document, "safe_contact": {**said, "confirmed_at": now.isoformat()}}


def written(document: Mapping[str, Any]) -> bytes:
    """A document as the bytes that every door takes."""
    return json.dumps(document, ensure_ascii=False).encode()


def by_field(errors: Iterable[FieldError], fields: Sequence[Field], typed: Typed) -> dict[str, str]:
    """What is wrong, in people's words, by the name of the field it belongs to; errors elsewhere are left out."""
    roles = list(document_of(fields, typed).get("people", ()))
    found: dict[str, str] = {}
    for error in errors:
        place = _as_name(error.pointer, roles)
        for each in fields:
            if place == each.name or place.startswith(f"{each.name}."):
                found.setdefault(each.name, _SAYS.get(error.code, error.message))
    return found


def telephones_wrong(fields: Iterable[Field], typed: Typed) -> dict[str, str]:
    """Telephone numbers that cannot be called as they stand, by field, unless they are to be kept as they were told."""
    return {
        each.name: _SAYS["telephone"]
        for each in fields
        if each.look == "tel" and not typed.get(f"{each.name}{AS_TOLD}")
        if (number := _one(typed, each.name)) and not is_usable(number)
    }


def contradictions(fields: Iterable[Field], typed: Typed) -> dict[str, str]:
    """Boxes that cannot all be ticked, by field; only a browser without scripts lets somebody tick them."""
    return {
        each.name: "Choose what is true, or “None of these”, not both."
        for each in fields
        if each.kind in ("any_of", "codes")
        and {NONE_OF_THESE, UNKNOWN} & set(typed.get(each.name, ()))
        and len(typed[each.name]) > 1
    }


def said(each: Field, typed: Typed) -> list[str]:
    """A field's answer in words, for reading over; none if nothing was said."""
    if each.kind == "day":
        parts = [_one(typed, name) for name in each.names()]
        return [" ".join(part for part in parts if part)] if any(parts) else []
    values = list(typed.get(each.name, ()))
    return [each.options.get(value, value) for value in values]


def _one(typed: Typed, name: str) -> str:
    return next((value.strip() for value in typed.get(name, ()) if value.strip()), "")


def _code(each: Field, typed: Typed) -> str | None:
    """A code; not known is a code of its own for an answer and for safety, elsewhere it is nothing."""
    code = _one(typed, each.name)
    return None if not code or (code == UNKNOWN and not each.name.startswith(_ENTIRELY)) else code


def _truth(each: Field, typed: Typed) -> bool | None:
    return {"yes": True, "no": False}.get(_one(typed, each.name))


def _number(each: Field, typed: Typed) -> int | str | None:
    """A number, or what was typed in its place, which the document refuses."""
    text = _one(typed, each.name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else (text or None)


def _day(each: Field, typed: Typed) -> str | None:
    day, month, year = (_one(typed, name) for name in each.names())
    return f"{year:0>4}-{month:0>2}-{day:0>2}" if day or month or year else None


def _lines(each: Field, typed: Typed) -> list[str] | None:
    return [line.strip() for line in _one(typed, each.name).splitlines() if line.strip()] or None


_VALUES: Mapping[Kind, Callable[[Field, Typed], Any]] = {
    "choice": _code,
    "pick": _code,
    "truth": _truth,
    "line": lambda each, typed: _one(typed, each.name) or None,
    "words": lambda each, typed: _one(typed, each.name) or None,
    "list": _lines,
    "codes": lambda each, typed: list(typed.get(each.name, ())) or None,
    "number": _number,
    "day": _day,
}


def _each_answer(each: Field, ticked: Sequence[str]) -> dict[str, str]:
    """Yes for each box that was ticked. The others are no only where somebody says so: that it is none of these."""
    answers = [name for name in each.options if name not in (NONE_OF_THESE, UNKNOWN)]
    if list(ticked) == [NONE_OF_THESE]:
        return dict.fromkeys(answers, "no")
    if list(ticked) == [UNKNOWN]:
        return dict.fromkeys(answers, "unknown")
    return {name: "yes" for name in answers if name in ticked}


def _place(document: dict[str, Any], steps: Sequence[str], value: Any) -> None:
    for step in steps[:-1]:
        document = document.setdefault(step, {})
    document[steps[-1]] = value


def _as_name(pointer: str, people: Sequence[Mapping[str, Any]]) -> str:
    """The name of the field at a pointer; people stand in the document by number, in a form by their part."""
    steps = pointer.split("/")[1:]
    if len(steps) > 1 and steps[0] == "people" and steps[1].isdigit() and int(steps[1]) < len(people):
        steps[1] = people[int(steps[1])]["roles"][0]
    return ".".join(steps)


# What a page says about an error. The document's own words are for whoever writes programs.
_SAYS = {
    "too_long": "Shorten this.",
    "too_many": "Give fewer of these.",
    "control_character": "Take out signs that are no letters, figures or punctuation. They often come from copying.",
    "not_in_list": "Choose one of the answers.",
    "not_a_number": "Give a whole number in figures, such as 3, or leave this empty.",
    "out_of_range": "Check this number. It is larger than we can take.",
    "date_form": "Give day, month and year in figures, such as 27 3 2026, or leave all three empty.",
    "no_such_day": "There is no such day. Check day, month and year, or leave all three empty.",
    "in_the_future": "This day has not come yet. Check it.",
    "after_receipt": "This day comes after the day it was received. Check both.",
    "before_start": "Give an end that is not before the start.",
    "telephone": "This number cannot be called as it stands. Check it, or tick that it is kept as it was told.",
    "email": "Give an e-mail address such as name@example.org, or leave this empty.",
    "postcode": "Give a postcode such as SW19 1AA, or leave this empty.",
    "campaign": "Check the code. It looks like K7M-5. Or leave this empty.",
    "ward": "Give the name of the ward in letters, or leave this empty.",
    "safe_times": "Give days and hours, such as Mon-Fri 10:00-14:00 or after 18:00, one on each line.",
    "anonymous_with_name": "Leave the name empty, or say that you do not want to stay anonymous.",
    "language": "Give a language code such as so or pt-BR, or leave this empty.",
    "required": "Choose one.",
}
