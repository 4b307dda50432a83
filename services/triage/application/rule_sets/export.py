"""Writes a rule set as a file that can stand among those that ship: what is read back from it is the same set."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from services.triage.domain.rule_sets.document import RuleDocument

_HEAD = (
    "# Written from triage's own history. A file in force is never edited: a change is a new file with a later date.\n"
)


def as_toml(document: RuleDocument) -> str:
    """The whole set as TOML."""
    raw: dict[str, Any] = msgspec.to_builtins(document, builtin_types=(date,))
    return "\n".join([_HEAD, *_table(raw, "")]) + "\n"


def _table(table: Mapping[str, Any], path: str) -> Iterator[str]:
    """A table's own values first, then the tables in it, as TOML wants it."""
    tables = {name: value for name, value in table.items() if _is_table(value) or _is_tables(value)}
    for name, value in table.items():
        if name not in tables and value is not None:
            yield f"{_key(name)} = {_value(value)}"
    for name, value in tables.items():
        inner = f"{path}.{_key(name)}" if path else _key(name)
        for each in value if _is_tables(value) else [value]:
            yield ""
            yield f"[[{inner}]]" if _is_tables(value) else f"[{inner}]"
            yield from _table(each, inner)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(each, dict) for each in value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    # A basic string of TOML is a string of JSON, but for one character that JSON lets stand as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else json.dumps(name)
