"""A referral as somebody may see it: opened for those who work on it, masked for those who only check, theirs alone
for those who sent it."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from services.intake.read_models.referral_timeline import Standing
from services.intake.read_models.worklist import RECEIVED
from shared.kernel.personal import DATA_CLASSES, Opener, Personal, data_class_of

MASK = "[sealed]"
# What was said to us since, or for us alone: whoever sent the referral does not learn it from us.
_OURS_ALONE = ("codeword", "must_not_receive")


def referral_document(found: Standing, opener: Opener | None) -> dict[str, Any]:
    """The referral's members, opened by `opener`, or masked where it is None; a forgotten person's are `[erased]`."""
    submitted = found.submitted
    shown = _opened(submitted, opener)
    words = {each["name"]: each["text"] for each in shown.pop("words")}
    shown["facts"] = shown.pop("answers") | words
    _bring_up_to_date(shown["people"], found, opener)
    for person in shown["people"]:
        newest = found.safe_contacts.get(person["person_id"])
        person["safe_contact"] = _opened(newest, opener) if newest is not None else None
    newest = found.safe_contacts.get(submitted.account_of)
    if newest is not None:
        shown["safe_contact"] = _opened(newest, opener)
    shown["reporter"] = _reporter(shown)
    shown["status"] = found.outcome.status if found.outcome else RECEIVED
    shown["recorded_at"] = found.recorded_at
    shown["origin"] = found.origin
    shown["outcome"] = msgspec.to_builtins(found.outcome) if found.outcome else None
    return shown


def _bring_up_to_date(people: Sequence[dict[str, Any]], found: Standing, opener: Opener | None) -> None:
    """What reaches people by now in place of what did when the referral came in."""
    by_id = {person["person_id"]: person for person in people}
    for change in found.details:
        if (person := by_id.get(change.person_id)) is not None:
            newest = _opened(change, opener)
            person.update({name: newest[name] for name in change.changed})


def as_sent(found: Standing, opener: Opener) -> dict[str, Any]:
    """The same for the agency that sent it: its own words, and nothing of what others told us about safe contact."""
    shown = referral_document(found, opener)
    shown["people"] = _opened(found.submitted, opener)["people"]
    for person in shown["people"]:
        person["safe_contact"] = None
    contact = _opened(found.submitted.safe_contact, opener)
    shown["safe_contact"] = {name: value for name, value in contact.items() if name not in _OURS_ALONE}
    shown["reporter"] = _reporter(shown)
    return shown


def opened_part(part: msgspec.Struct, opener: Opener) -> dict[str, Any]:
    """A fact, or a part of one, with every detail in it opened."""
    return _opened(part, opener)


def _reporter(shown: Mapping[str, Any]) -> dict[str, Any] | None:
    """The reporter among the people, with what is said of her as reporter; None where nothing is known of her."""
    said = {"anonymous": shown["anonymous"], "is_victim": shown["reporter_is_victim"]}
    return next((one | said for one in shown["people"] if one["person_id"] == shown["reporter_id"]), None)


def _opened(part: msgspec.Struct, opener: Opener | None) -> dict[str, Any]:
    """A part with every detail in it opened; the data class is the one its field names."""
    return {
        each.encode_name: _value(getattr(part, each.name), data_class_of(each.type), opener)
        for each in msgspec.structs.fields(part)
    }


def _value(value: Any, data_class: str | None, opener: Opener | None) -> Any:
    if isinstance(value, Personal):
        return MASK if opener is None or data_class is None else opener.open(value, DATA_CLASSES[data_class])
    if isinstance(value, tuple):
        return [_value(each, data_class, opener) for each in value]
    if isinstance(value, msgspec.Struct):
        return _opened(value, opener)
    return msgspec.to_builtins(value)
