"""Finds the fields of published events and stored facts that hold something in clear which nobody has reviewed."""

import tomllib
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from pydantic import BaseModel

from shared.contracts.model import SealedText
from shared.kernel.personal import Personal

REVIEWED_FILE = Path(__file__).with_name("reviewed_clear_fields.toml")

# Opaque by their form, as the house names things: ids of anything, and the accounts that acted.
OPAQUE_ENDINGS = ("_id", "_ids", "_by")
# Closed sets and spans of time: they can hold no words, and no day that is somebody's birthday.
HARMLESS = (bool, type(None), timedelta, msgspec.UnsetType)
SEVERAL = (Union, types.UnionType, tuple, list, set, frozenset, Sequence)
KIND_OF_TYPE: dict[type, str] = {str: "text", int: "numbers", float: "numbers", Decimal: "numbers", date: "dates"}


@dataclass(frozen=True)
class Leaf:
    """A single value in clear: in which shape, under which name, of which kind ("text", ..., or "unknown")."""

    shape: str
    field: str
    kind: str

    @property
    def qualified(self) -> str:
        return f"{self.shape}.{self.field}"


def reviewed() -> dict[str, dict[str, str]]:
    """The reviewed fields: kind to field to what it is."""
    return tomllib.loads(REVIEWED_FILE.read_text(encoding="utf-8"))


def unreviewed(shape: type, review: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The clear fields of a shape, at any depth, that are neither opaque by form nor reviewed."""
    return sorted(
        {
            f"{leaf.qualified} holds {leaf.kind} in clear"
            for leaf in leaves(shape)
            if not _opaque(leaf) and not {leaf.field, leaf.qualified} & review.get(leaf.kind, {}).keys()
        }
    )


def leaves(shape: type, seen: frozenset[type] = frozenset()) -> Iterator[Leaf]:
    """Every clear value of a contract, a fact or a part of one."""
    names = shape.model_fields if issubclass(shape, BaseModel) else msgspec.structs.fields(shape)
    annotations = get_type_hints(shape, include_extras=True)
    for name in names:
        field = name if isinstance(name, str) else name.name
        yield from _in_annotation(annotations[field], shape, field, seen | {shape})


def _in_annotation(annotation: Any, shape: type, field: str, seen: frozenset[type]) -> Iterator[Leaf]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is SealedText or origin is Personal or origin is Literal or annotation in seen:
        return
    if origin is Annotated:
        yield from _in_annotation(arguments[0], shape, field, seen)
    elif origin in SEVERAL:
        for argument in arguments:
            if argument is not Ellipsis:
                yield from _in_annotation(argument, shape, field, seen)
    elif origin is not None and issubclass(origin, Mapping):
        yield Leaf(shape.__name__, field, "maps")
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel | msgspec.Struct):
        yield from leaves(annotation, seen)
    elif not (isinstance(annotation, type) and issubclass(annotation, (Enum, *HARMLESS))):
        yield Leaf(shape.__name__, field, _kind_of(annotation))


def _kind_of(annotation: Any) -> str:
    if annotation is datetime:
        return "times"
    return KIND_OF_TYPE.get(annotation, "unknown")


def _opaque(leaf: Leaf) -> bool:
    if leaf.kind == "times":
        return leaf.field.endswith("_at")
    return leaf.kind == "text" and leaf.field.endswith(OPAQUE_ENDINGS)
