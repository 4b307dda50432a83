"""Referrals of several kinds to post, each about people nobody has heard of, and what the rules make of each kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

_LETTERS = "abcdefghijklmnoprstuvwy"
# Any hour of any day: whether a notice may go must not depend on when the tests run.
_ALWAYS = ["00:00-08:00", "08:00-21:00", "21:00-24:00"]
_SCREEN = (
    "immediate_danger", "serious_crime_now", "weapon_present_now", "child_at_risk", "adult_at_risk",
    "exploitation_indicator", "domestic_abuse", "hate_motive", "violence_or_threats", "persistent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of referral, and by hand what must become of it: its outcome, whether a case opens, which panel hears it.

    `same_victim` counts back to the referral whose victim this one is about too; with it, it makes one item.
    """

    name: str
    outcome: str
    opens_case: bool
    document: dict[str, Any]
    panel: str | None = None
    victim: bool = False
    same_victim: int = 0


def _asb(category: str, **answers: Any) -> dict[str, Any]:
    facts = dict.fromkeys(_SCREEN, "no") | answers
    return {"kind": "asb", "channel": "phone", "category": category, "facts": facts}


def _abuse(channel: str, **answers: Any) -> dict[str, Any]:
    facts = {"immediate_danger": "no", "dash_yes_count": 16} | answers
    strands = ["domestic_violence_and_abuse"]
    return {"kind": "domestic_abuse", "channel": channel, "strands": strands, "facts": facts}


_OF_A_NEIGHBOUR = {
    "tenure_of_source": "housing_association",
    "tenure_of_reporter": "owner",
    "landlord_contacted": "no",
    "noise_kind": "living",
    "statutory_nuisance_likely": "no",
}

_OF_AN_ADULT = {"subject_age": 44, "complex_needs": "yes", "tenure_of_source": "owner"}

KINDS = (
    Kind("noise", "signpost", False, _asb("noise", **_OF_A_NEIGHBOUR)),
    Kind("abuse", "open_case", True, _abuse("phone", strangulation="yes"), "marac", victim=True),
    Kind("hate", "open_case", True, _asb("rowdy_behaviour", hate_motive="yes")),
    Kind("complex", "open_case", True, _asb("rowdy_behaviour", **_OF_AN_ADULT), "cmarac", True),
    Kind("abuse again", "open_case", True, _abuse("online"), "marac", victim=True, same_victim=3),
    Kind("unclear", "ask", False, {"kind": "asb", "channel": "online", "category": "noise", "facts": {}}),
    Kind("emergency", "emergency", False, _asb("rowdy_behaviour", serious_crime_now="yes")),
    Kind("litter", "signpost", False, _asb("fly_tipping")),
)


def kind_of(number: int) -> Kind:
    """The kinds come round in turn."""
    return KINDS[number % len(KINDS)]


def document(number: int, at: datetime | None = None) -> dict[str, Any]:
    """The referral of this number, as told at a moment; people's names come from the number, so none is shared else."""
    kind, now = kind_of(number), at or datetime.now(UTC)
    names = _names(number)
    made = kind.document | {
        "received_at": (now - timedelta(minutes=5)).isoformat(timespec="seconds"),
        "description": "Written by nobody, about nobody.",
        "reporter": {
            "full_name": next(names),
            "phone": f"07700 900{number % 1000:03d}",
            "email": f"caller{number}@example.org",
            "is_victim": False,
        },
        "safe_contact": {
            "email": {"safe": "yes", "times": _ALWAYS},
            "confirmed_at": (now - timedelta(minutes=6)).isoformat(timespec="seconds"),
        },
    }
    if kind.victim:
        victim = next(_names(number - kind.same_victim, first="Robin"))
        made["people"] = [{"roles": ["victim"], "full_name": victim, "date_of_birth": "1990-02-13"}]
    return made


def _names(number: int, first: str = "Sandy") -> Iterator[str]:
    family = "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(6)).title()
    while True:
        yield f"{first} {family}"
