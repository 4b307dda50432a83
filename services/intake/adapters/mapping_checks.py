"""Holds a mapping against the referral document: what would reject every row is better said once, before the first."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.intake.adapters.extract_mapping import ExtractMapping, Given, MappingRefused
from services.intake.adapters.placing import place
from services.intake.document.reading import read_referral, referral_schema
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.clock import Clock
from shared.kernel.refusals import InvalidInput

_LISTS: Mapping[str, Mapping[str, str]] = {
    "channel": VOCABULARY.channels,
    "category": VOCABULARY.categories,
    "kind": VOCABULARY.kinds,
}
# They have parts of their own in a mapping.
_ELSEWHERE = ("channel", "category", "kind", "facts")
_SMALLEST = {"kind": "asb", "channel": "phone"}


def check_mapping(file: Path, mapping: ExtractMapping, clock: Clock) -> None:
    """Raise MappingRefused with the first thing in a mapping that no referral document may hold."""
    for fault in _faults(mapping, clock):
        raise MappingRefused(f"{file}: {fault} Correct the mapping.")


def _faults(mapping: ExtractMapping, clock: Clock) -> Iterator[str]:
    for part, coded in mapping.coded().items():
        if wrong := sorted(coded.codes() - _LISTS[part].keys()):
            yield f"{part}: {', '.join(wrong)} is not a code of ours; use one of {', '.join(_LISTS[part])}."
    for member in mapping.fields:
        if member.partition(".")[0] in _ELSEWHERE:
            yield f"fields.{member}: this has a part of its own; write it under [{member.partition('.')[0]}]."
        elif not _is_single(member):
            yield f"fields.{member}: the referral document has no such member; its schema lists all."
    if wrong := sorted(mapping.facts.keys() - VOCABULARY.answers.keys()):
        yield f"facts: {', '.join(wrong)} is not an answer of ours; the referral's schema lists all."
    for name, given in mapping.fields.items():
        yield from _wrong_constants(f"fields.{name}", name, given, clock)
    for name, given in mapping.facts.items():
        yield from _wrong_constants(f"facts.{name}", f"facts.{name}", given, clock)


def _wrong_constants(where: str, member: str, given: Given, clock: Clock) -> Iterator[str]:
    """What the document says of each value that the mapping itself gives a member."""
    for value in given.constants():
        document: dict[str, Any] = dict(_SMALLEST)
        place(document, member, value)
        try:
            read_referral(json.dumps(document).encode(), clock())
        except InvalidInput as invalid:
            yield f"{where}: one of its values cannot be taken. {invalid.errors[0].message}"


def _is_single(member: str) -> bool:
    """Whether a dotted name leads to one value of the document, not to a list or a whole object."""
    schema = referral_schema()
    node: Mapping[str, Any] = schema
    for name in member.split("."):
        node = _meant(node.get("properties", {}).get(name), schema)
    return bool(node) and node.get("type") not in ("object", "array")


def _meant(node: Mapping[str, Any] | None, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of the schema without the null that may stand in its place, and with references followed."""
    for choice in (node or {}).get("anyOf", [node or {}]):
        if choice.get("type") != "null":
            reference = choice.get("$ref", "").rpartition("/")[2]
            return _meant(schema["$defs"][reference], schema) if reference else choice
    return {}
