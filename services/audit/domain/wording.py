"""Facts in plain words, by what each service recorded about their meaning, and never a personal detail among them."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from services.audit.domain.timeline import FieldValue, Known, StoryFact, StreamName
from shared.kernel.personal import ERASED, Personal

SEALED = "[sealed]"
UNKNOWN = "[not in the catalogue]"
NOT_STATED = "not stated"
NOTHING = "nothing recorded"
CLEAR = "clear"
LONDON = ZoneInfo("Europe/London")
_formatter = Formatter()
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
# Short names that are spoken letter by letter.
_INITIALS = frozenset({"asb", "cmarac", "dash", "idva", "marac", "mash", "sms", "vawg"})


class Meaning(msgspec.Struct, frozen=True):
    """What one fact means: the data class of each field ("clear" for none; nested as `people.phone`), its sentence.

    `staff` is a format string over the fact's clear fields.
    """

    version: int
    fields: Mapping[str, str]
    staff: str


Catalogue = Mapping[str, Meaning]
"""By the fact's name in the log."""

Erased = Container[str]
"""The ids of the people whose keys were destroyed."""


class Change(msgspec.Struct, frozen=True):
    """One field that differs between two moments: where, what was and is shown, and the fact that told the newer."""

    source: str
    stream: str
    field: str
    before: str
    after: str
    says: str
    told_by: StoryFact


class Detail(msgspec.Struct, frozen=True):
    """One value inside a fact: its place in words ("people, 1, phone"), its data class, and what may be shown of it.

    `sealed` is the value as stored where it is a personal detail, for whoever may have it opened.
    """

    label: str
    shown: str
    data_class: str
    sealed: Personal[Any] | None


class _Leaf(msgspec.Struct, frozen=True):
    """One value inside a field: what is stored, of which class, and what may be shown of it."""

    value: Any
    data_class: str
    shown: str


def read_catalogue(recorded: Iterable[Mapping[str, Any]]) -> dict[str, Meaning]:
    """The catalogue from the data of `…catalogue_recorded` facts, oldest first: the last word on a name counts."""
    return {
        entry["name"]: msgspec.convert(entry, Meaning)
        for data in recorded
        for entry in msgspec.convert(data.get("entries", ()), list[dict[str, Any]])
    }


def tell(fact: StoryFact, catalogue: Catalogue, erased: Erased = ()) -> str:
    """A fact in one sentence for staff. A field it lacks reads "not stated"; a sealed one "[sealed]" or "[erased]".

    The sentence comes from another service's log, so it may name fields and nothing else: no attributes, no calls.
    """
    meaning = catalogue.get(fact.name)
    if meaning is None:
        return f"{words(fact.name.partition('.')[2] or fact.name)} {UNKNOWN}."
    shown: dict[str, str] = {}
    for name in fact.fields:
        inner = {label: plainly_said(leaf.shown) for label, leaf in _leaves(fact, name, catalogue, erased)}
        shown |= inner | {_label(name): "; ".join(inner.values())}
    try:
        parts = list(_formatter.parse(meaning.staff))
    except ValueError:
        return meaning.staff
    return "".join(text + (shown.get(_label(name), NOT_STATED) if name else "") for text, name, _, _ in parts)


def details(
    fact: StoryFact, catalogue: Catalogue, erased: Erased = (), names: Iterable[str] | None = None
) -> list[Detail]:
    """Every value of a fact in words, or of the fields named, in the order in which they stand in it."""
    return [
        Detail(label, leaf.shown, leaf.data_class, Personal(**leaf.value) if _is_sealed(leaf.value) else None)
        for name in (fact.fields if names is None else names)
        for label, leaf in _leaves(fact, name, catalogue, erased)
    ]


def masked(
    fact: StoryFact, catalogue: Catalogue, erased: Erased = (), names: Iterable[str] | None = None
) -> dict[str, Any]:
    """Fields of a fact as they are stored, for programs; what may not be shown reads "[sealed]" or "[erased]"."""
    meaning = catalogue.get(fact.name)
    classes = meaning.fields if meaning else {}

    def mask(value: Any, path: str, inherited: str) -> Any:
        data_class = classes.get(path, inherited)
        if isinstance(value, Mapping) and not _is_sealed(value):
            return {key: mask(part, f"{path}.{key}", data_class) for key, part in value.items()}
        if isinstance(value, list):
            return [mask(part, path, data_class) for part in value]
        clear = value is None or (data_class == CLEAR and not _is_sealed(value))
        return value if clear else show(value, data_class, erased)

    return {name: mask(fact.fields[name], name, UNKNOWN) for name in (fact.fields if names is None else names)}


def show(value: Any, data_class: str, erased: Erased = ()) -> str:
    """What may be shown of one stored value: clear ones in words, sealed ones as "[sealed]" or "[erased]"."""
    if _is_sealed(value):
        return ERASED if value["p"] in erased else SEALED
    if isinstance(value, list):
        return ", ".join(show(part, data_class, erased) for part in value) or "none"
    if value is None:
        return NOT_STATED
    if data_class == UNKNOWN:
        return UNKNOWN
    if data_class != CLEAR:
        return SEALED
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {show(part, data_class, erased)}" for name, part in value.items()) or "none"
    return _plainly(value)


def differences(
    before: Mapping[StreamName, Known],
    after: Mapping[StreamName, Known],
    catalogue: Catalogue,
    erased: Erased = (),
) -> list[Change]:
    """What changed in a story between two moments, field by field, in the order in which it was recorded.

    A sealed value that was recorded anew is listed without being shown, since its change is part of the story.
    """
    changes: list[Change] = []
    for stream in before.keys() | after.keys():
        old, new = before.get(stream), after.get(stream)
        for name in {**(old.fields if old else {}), **(new.fields if new else {})}:
            was, now = (known.fields.get(name) if known else None for known in (old, new))
            changes += _changes(was, now, name, catalogue, erased)
    return sorted(changes, key=lambda change: change.told_by.ledger_position)


def sealed_under(value: Any) -> Iterator[str]:
    """Under whose keys the details inside a stored value are sealed."""
    if _is_sealed(value):
        yield value["p"]
    elif isinstance(value, Mapping | list):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from sealed_under(part)


def words(code: str) -> str:
    """A code as words: `social_landlord` becomes "Social landlord"."""
    return (code[:1].upper() + code[1:]).replace("_", " ")


def plainly_said(shown: str) -> str:
    """Codes as they are spoken within a sentence: "open_case, marac" becomes "open case, MARAC"."""
    return ", ".join(_spoken(part) if _CODE.fullmatch(part) else part for part in shown.split(", "))


def date_time(moment: datetime) -> str:
    """23 November 2026, 09:12, in London."""
    local = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"


def _spoken(code: str) -> str:
    return " ".join(word.upper() if word in _INITIALS else word for word in code.split("_"))


def _changes(
    was: FieldValue | None, now: FieldValue | None, name: str, catalogue: Catalogue, erased: Erased
) -> Iterator[Change]:
    told_by = max((one.told_by for one in (was, now) if one), key=lambda fact: fact.ledger_position)
    old = dict(_leaves(was.told_by, name, catalogue, erased)) if was else {}
    new = dict(_leaves(now.told_by, name, catalogue, erased)) if now else {}
    for label in old | new:
        gone, come = old.get(label), new.get(label)
        if gone and come and gone.value == come.value:
            continue
        before, after = gone.shown if gone else NOTHING, come.shown if come else NOTHING
        anew = " (recorded anew)" if before == after else ""
        says = f"{words(label)}: {plainly_said(before)} → {plainly_said(after)}{anew}"
        yield Change(told_by.source, told_by.stream, label, before, after, says, told_by)


def _leaves(fact: StoryFact, name: str, catalogue: Catalogue, erased: Erased) -> Iterator[tuple[str, _Leaf]]:
    """Each value inside a field of a fact, with its place in words: "people, 1, phone"."""
    meaning = catalogue.get(fact.name)
    classes = meaning.fields if meaning else {}
    waiting = [(name, name, UNKNOWN, fact.fields[name])]
    while waiting:
        path, label, inherited, value = waiting.pop()
        data_class = classes.get(path, inherited)
        if isinstance(value, Mapping) and value and not _is_sealed(value):
            inner = [(f"{path}.{key}", f"{label}, {_label(key)}", data_class, part) for key, part in value.items()]
            waiting += reversed(inner)
        elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
            inner = [(path, f"{label}, {number}", data_class, part) for number, part in enumerate(value, start=1)]
            waiting += reversed(inner)
        else:
            yield _label(label), _Leaf(value, data_class, show(value, data_class, erased))


def _label(path: str) -> str:
    return path.replace(".", ", ").replace("_", " ")


def _is_sealed(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() == {"p", "c"} and all(isinstance(v, str) for v in value.values())


def _plainly(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and len(value) >= len("2026-11-23") and value[4:5] == value[7:8] == "-":
        return _moment(value)
    return str(value)


def _moment(text: str) -> str:
    """A day or a moment written out; any other text as it is."""
    try:
        if "T" in text:
            return date_time(datetime.fromisoformat(text))
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"
