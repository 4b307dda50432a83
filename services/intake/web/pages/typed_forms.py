"""What was typed into a form, as the referral document it amounts to; what was left out stays unknown."""

import json
from collections.abc import Mapping
from typing import Any

from services.intake.web.pages.words import CHANNELS_SAFE, NATURE, SAFETY

Typed = Mapping[str, str]


def staff_document(typed: Typed) -> bytes:
    """What an officer wrote down while somebody spoke."""
    document = _told(typed) | {
        "kind": typed.get("kind", "unsure"),
        "channel": typed.get("channel", "phone"),
        "reporter": _reporter(typed, is_victim=_yes_or_no(typed.get("is_victim"))),
        "facts": _answers(typed, (*SAFETY, *NATURE)),
    }
    people = _somebody(typed, "victim", "victim_name") + _somebody(typed, "perpetrator", "complained_of")
    return _written(document | ({"people": people} if people else {}))


def resident_document(typed: Typed, kind: str) -> bytes:
    """What a resident wrote; nothing is safe to use for answering unless it was said to be."""
    for_another = typed.get("for_whom") == "another"
    document = _told(typed) | {
        "kind": kind,
        "channel": "online",
        "reporter": _reporter(typed, is_victim=not for_another),
        "facts": _answers(typed, (*SAFETY, *NATURE)),
    }
    if kind == "domestic_abuse":
        document["strands"] = ["domestic_violence_and_abuse"]
    people = _somebody(typed, "victim", "victim_name") if for_another else []
    return _written(document | ({"people": people} if people else {}))


def _told(typed: Typed) -> dict[str, Any]:
    return {
        "category": typed.get("category") or None,
        "description": typed.get("description"),
        "occurred": {"pattern": typed.get("pattern"), "ongoing": _yes_or_no(typed.get("ongoing"))},
        "location": {"address": typed.get("address"), "postcode": typed.get("postcode")},
        "safe_contact": {name: {"safe": typed.get(f"safe_{name}", "unknown")} for name in CHANNELS_SAFE},
        "interpreter": typed.get("interpreter"),
    }


def _reporter(typed: Typed, is_victim: bool | None) -> dict[str, Any]:
    return {
        "full_name": typed.get("full_name"),
        "phone": typed.get("phone"),
        "email": typed.get("email"),
        "is_victim": is_victim,
    }


def _somebody(typed: Typed, role: str, field: str) -> list[dict[str, Any]]:
    name = typed.get(field, "").strip()
    return [{"roles": [role], "full_name": name}] if name else []


def _answers(typed: Typed, names: tuple[str, ...]) -> dict[str, str]:
    return {name: typed[name] for name in names if typed.get(name)}


def _yes_or_no(word: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(word or "")


def _written(document: dict[str, Any]) -> bytes:
    """Empty boxes are left out: nobody said anything there."""
    return json.dumps(_without_empty(document)).encode()


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: _without_empty(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part not in (None, "", {}, [])}
    return value.strip() if isinstance(value, str) else value
