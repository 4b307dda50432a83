"""What an officer typed during a call, as the referral document; after a dropped call, whatever of it can be taken."""

from collections.abc import Sequence
from typing import Any, cast

from services.intake.domain.commands import Caller
from services.intake.domain.given import LONGEST_DESCRIPTION
from services.intake.web.forms import Field, Typed, document_of, said
from services.intake.web.spoken import askings, resolved
from services.intake.web.staff_questions import CALLER, CALLERS, FIELDS

_NOTES = "description"
_HARM = "perpetrator"
_THEIRS = ("full_name", "phone", "email", "address")
_NOT_TAKEN = "Typed during the call, and not taken in as it stood:"


def caller_of(typed: Typed) -> Caller | None:
    """Who is on the line, if anybody has asked."""
    code = next(iter(typed.get(CALLER.name, ())), "")
    return cast("Caller", code) if code and code in CALLERS else None


def typed_document(typed: Typed) -> dict[str, Any]:
    """The document as the fields of the form say it. Its kind follows from a category where nobody has said it."""
    document = document_of(FIELDS, resolved(typed))
    document.setdefault("channel", "phone")
    if "category" in document:
        document.setdefault("kind", "asb")
    return document


def call_document(typed: Typed) -> dict[str, Any]:
    """The document of a call: with which question brought what, and the caller's details where they belong."""
    document = typed_document(typed)
    if asked := askings(document.get("facts", {})):
        document["asked"] = asked
    caller = caller_of(typed)
    if caller == "complained_of":
        return _of_whoever_is_complained_of(document)
    if caller is not None:
        document.setdefault("reporter", {})["is_victim"] = caller == "victim"
    return document


def salvaged(typed: Typed, wrong: Sequence[Field]) -> dict[str, Sequence[str]]:
    """What was typed without what cannot be taken in these fields; that stands word for word below the notes."""
    kept = {name: values for name, values in typed.items() if all(name not in each.names() for each in wrong)}
    lines = [f"{each.label} {' '.join(said(each, typed))}" for each in wrong if said(each, typed)]
    notes = "\n".join([*typed.get(_NOTES, ()), *((_NOT_TAKEN, *lines) if lines else ())])
    readable = "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in notes)
    return {**kept, _NOTES: [readable[:LONGEST_DESCRIPTION]] if readable.strip() else []}


def _of_whoever_is_complained_of(document: dict[str, Any]) -> dict[str, Any]:
    """The caller's own details stand with whoever does harm: no way of theirs is a safe way to reach anybody."""
    theirs = document.pop("reporter", {})
    document.pop("safe_contact", None)
    details = {name: theirs[name] for name in _THEIRS if name in theirs}
    people = document.setdefault("people", [])
    named = next((person for person in people if _HARM in person["roles"]), None)
    if named is None or named.get("full_name", details.get("full_name")) != details.get(
        "full_name", named.get("full_name")
    ):
        people.append({"roles": [_HARM], **details})
    else:
        named.update(details | named)
    return document
