"""A referral as somebody may see it: details opened for those who work on it, masked for those who only check."""

from typing import Any

import msgspec

from services.intake.read_models.referral_timeline import Standing
from shared.kernel.personal import DATA_CLASSES, Opener, Personal, data_class_of

MASK = "[sealed]"


def referral_document(found: Standing, opener: Opener | None) -> dict[str, Any]:
    """The referral's members, opened by `opener`, or masked where it is None; a forgotten person's are `[erased]`."""
    submitted = found.submitted
    shown = _opened(submitted, opener)
    shown.pop("words", None)
    shown["facts"] = shown.pop("answers") | {
        each["name"]: each["text"] for each in _opened_all(submitted.words, opener)
    }
    shown["reporter"] = next((one for one in shown["people"] if one["person_id"] == submitted.reporter_id), None)
    current = found.safe_contacts.get(submitted.reporter_id or "")
    if current is not None:
        shown["safe_contact"] = _opened(current, opener)
    shown["recorded_at"] = found.recorded_at
    shown["origin"] = found.origin
    shown["outcome"] = msgspec.to_builtins(found.outcome) if found.outcome else None
    return shown


def _opened(part: msgspec.Struct, opener: Opener | None) -> dict[str, Any]:
    """A part with every detail in it opened; the data class is the one its field names."""
    shown = {}
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        shown[field.encode_name] = _value(value, data_class_of(field.type), opener)
    return shown


def _opened_all(parts: tuple[Any, ...], opener: Opener | None) -> list[dict[str, Any]]:
    return [_opened(part, opener) for part in parts]


def _value(value: Any, data_class: str | None, opener: Opener | None) -> Any:
    if isinstance(value, Personal):
        return MASK if opener is None or data_class is None else opener.open(value, DATA_CLASSES[data_class])
    if isinstance(value, tuple):
        return [_value(each, data_class, opener) for each in value]
    if isinstance(value, msgspec.Struct):
        return _opened(value, opener)
    return msgspec.to_builtins(value)
