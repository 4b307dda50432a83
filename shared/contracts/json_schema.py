"""The published contracts as JSON Schema 2020-12: how they are generated, and how a released one may grow."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema

from shared.contracts.model import Contract
from shared.contracts.registry import CONTRACTS, schema_uri

Schema = Mapping[str, Any]

FOLDER = Path(__file__).parent
CURRENT = FOLDER / "schemas"
RELEASED = FOLDER / "released"

_WORDS_ONLY = frozenset({"title", "description", "$comment", "examples"})
_COMPARED_BY_NAME = frozenset({"properties", "required", "default", "$defs", "$ref"})


class _Generator(GenerateJsonSchema):
    """Pydantic's generator without a title on every field, which would only repeat the field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        return {"$schema": self.schema_dialect, **super().generate(schema, mode)}


def schema_of(contract: type[Contract]) -> dict[str, Any]:
    """What a reader may count on: members with a default may be missing, and there may be members not named here."""
    generated = contract.model_json_schema(schema_generator=_Generator)
    return {"$schema": generated.pop("$schema"), "$id": schema_uri(contract.type()), **generated}


def as_text(schema: Schema) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def files() -> dict[str, str]:
    """File name to content, for every contract."""
    return {f"{event_type}.json": as_text(schema_of(contract)) for event_type, contract in CONTRACTS.items()}


def broken_promises(released: Schema, current: Schema) -> list[str]:
    """Where a schema no longer keeps what its released form promised; empty if it only gained optional members.

    A reader written for the old schema must read new messages, and a reader of today must read every message ever
    sent: so no member goes, changes its type or default, stops being required or becomes it.
    """
    return list(_compare(released, current, released, current, "event"))


def _compare(old: Any, new: Any, old_root: Schema, new_root: Schema, where: str) -> Iterator[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        old, new = _resolved(old, old_root), _resolved(new, new_root)
        yield from _members(old, new, old_root, new_root, where)
        if not _still_there(old.get("default"), new.get("default")):
            yield f"{where}: another default"
        for keyword in sorted((old.keys() | new.keys()) - _COMPARED_BY_NAME - _WORDS_ONLY):
            yield from _compare(old.get(keyword), new.get(keyword), old_root, new_root, _below(where, keyword))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for old_item, new_item in zip(old, new, strict=True):
            yield from _compare(old_item, new_item, old_root, new_root, where)
    elif old != new:
        yield f"{where}: changed from {json.dumps(old)} to {json.dumps(new)}"


def _members(old: Schema, new: Schema, old_root: Schema, new_root: Schema, where: str) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for name in sorted(set(old.get("required", ())) ^ set(new.get("required", ()))):
        now = "no longer promised" if name in old.get("required", ()) else "required now"
        yield f"{where}.{name}: {now}"
    for name in before:
        if name in after:
            yield from _compare(before[name], after[name], old_root, new_root, f"{where}.{name}")
        else:
            yield f"{where}.{name}: gone"


def _still_there(old: Any, new: Any) -> bool:
    """Whether a default says what it said; one that spells out a whole part grows with the part's optional members."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return all(name in new and _still_there(old[name], new[name]) for name in old)
    return bool(old == new)


def _resolved(node: Schema, root: Schema) -> Schema:
    if "$ref" not in node:
        return node
    target: Schema = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
    return {**target, **{keyword: value for keyword, value in node.items() if keyword != "$ref"}}


def _below(where: str, keyword: str) -> str:
    return where if keyword in {"anyOf", "items"} else f"{where} ({keyword})"
