"""Facts every service records about itself: who looked at a record, which accounts changed, what its facts mean."""

import hashlib
from collections.abc import Sequence
from typing import Any, get_type_hints

import msgspec

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Personal, data_class_of


class RecordViewed(Fact, frozen=True, kw_only=True):
    """Somebody read a person's record: `record` is the stream, `what` the page, `purpose` why, if asked."""

    record: str
    what: str
    purpose: str | None = None


class WallMet(Fact, frozen=True, kw_only=True):
    """Somebody asked for a record that is kept from them, and was told that there is none."""

    referral_id: str


class AccountChanged(Fact, frozen=True, kw_only=True):
    """A staff account or token was made, changed or withdrawn; `change` is the code of what was done.

    `referrer`, `per_minute` and `per_day` are the terms agreed with a partner.
    """

    change: str
    account_id: str | None = None
    token_id: str | None = None
    role: str | None = None
    agency: str | None = None
    referrer: str | None = None
    per_minute: int | None = None
    per_day: int | None = None


class CatalogueEntry(msgspec.Struct, frozen=True):
    """What one fact means: its name and version, the data class of each field ("clear" for none), its sentences."""

    name: str
    version: int
    fields: dict[str, str]
    staff: str
    resident: str | None


class CatalogueRecorded(Fact, frozen=True, kw_only=True):
    """The service's table of facts as it now is, so that others can speak about them without its code."""

    digest: str
    entries: tuple[CatalogueEntry, ...]


def own_facts(service: str) -> tuple[FactType, ...]:
    """The facts of this module under a service's name."""
    return (
        FactType(f"{service}.record_viewed", 1, RecordViewed, "The record was looked at: {what}."),
        FactType(
            f"{service}.wall_met", 1, WallMet, "Somebody from whom it is kept asked for it, and was shown nothing."
        ),
        FactType(f"{service}.account_changed", 1, AccountChanged, "A staff account changed: {change}."),
        FactType(f"{service}.catalogue_recorded", 1, CatalogueRecorded, "The meaning of the facts was recorded."),
    )


def catalogue(types: Sequence[FactType]) -> CatalogueRecorded:
    """The table of facts as a fact, with a digest that changes whenever it does."""
    entries = tuple(
        CatalogueEntry(kind.name, kind.version, fields_of(kind.shape), kind.staff, kind.resident)
        for kind in sorted(types, key=lambda kind: kind.name)
    )
    digest = hashlib.sha256(msgspec.json.encode(entries)).hexdigest()
    return CatalogueRecorded(digest=digest, entries=entries)


def fields_of(shape: type[Any], prefix: str = "") -> dict[str, str]:
    """Each field of a fact with its data class, nested ones as `people.full_name`."""
    found: dict[str, str] = {}
    for name, annotation in get_type_hints(shape).items():
        path = f"{prefix}{name}"
        nested = _struct_in(annotation)
        if (data_class := data_class_of(annotation)) is not None and nested is None:
            found[path] = data_class
        elif nested is not None:
            found |= fields_of(nested, f"{path}.")
        else:
            found[path] = "clear"
    return found


def _struct_in(annotation: Any) -> type[Any] | None:
    """The Struct an annotation holds, directly or in a tuple or union, if it is one of ours and not a sealed value."""
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct) and annotation is not Personal:
        return annotation
    if getattr(annotation, "__origin__", None) is Personal:
        return None
    for part in getattr(annotation, "__args__", ()):
        if (found := _struct_in(part)) is not None:
            return found
    return None
