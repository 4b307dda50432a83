"""In what two copies of one form differ, by the names of the members; what stands in them is never told."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from services.intake.domain.events import Involved, ReferralSubmitted
from shared.kernel.personal import DATA_CLASSES, ERASED, Opener, Personal, Unsealed, data_class_of

# Given to a referral by us, or worked out anew each time.
_OURS = frozenset(
    {
        "referral_id", "reference", "account_of", "reporter_id", "victim_id", "agency", "derived", "mail", "asked",
        "postcode_typed", "ward_typed", "confirmed_at", "person_id",
    }
)  # fmt: skip


def differing(first: ReferralSubmitted, second: ReferralSubmitted, opener: Opener) -> tuple[str, ...]:
    """The members whose values differ, in order of their names. What was forgotten differs from nothing."""
    ours, theirs = values_of(first, opener), values_of(second, opener)
    names = sorted(ours.keys() | theirs.keys())
    return tuple(name for name in names if not _same(ours.get(name), theirs.get(name)))


def values_of(copy: ReferralSubmitted, opener: Opener) -> dict[str, Any]:
    """What a copy says, opened, by the names of its members; what it does not say is not in it."""
    return dict(_members(copy, opener))


def _same(one: Any, other: Any) -> bool:
    return one == other or ERASED in (one, other)


def _members(part: msgspec.Struct, opener: Opener, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for field in msgspec.structs.fields(part):
        if field.name not in _OURS:
            value = getattr(part, field.name)
            yield from _values(f"{prefix}{field.encode_name}", value, data_class_of(field.type), opener)


def _values(name: str, value: Any, data_class: str | None, opener: Opener) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Unsealed):
        yield name, value.text
    elif isinstance(value, Personal):
        yield name, opener.open(value, DATA_CLASSES[data_class or ""])
    elif isinstance(value, msgspec.Struct):
        yield from _members(value, opener, f"{name}.")
    elif isinstance(value, tuple) and any(isinstance(each, msgspec.Struct | Unsealed) for each in value):
        for each, place in zip(value, _places(value), strict=True):
            yield from _values(f"{name}.{place}", each, data_class, opener)
    elif isinstance(value, dict):
        yield from ((f"{name}.{key}", each) for key, each in value.items())
    elif value not in (None, ()):
        yield name, value


def _places(values: Sequence[Any]) -> list[str]:
    """What tells the items of a list apart: a person's roles, the name of an answer, else the number."""
    return [
        "_".join(each.roles) if isinstance(each, Involved) else str(getattr(each, "name", number))
        for number, each in enumerate(values, 1)
    ]
