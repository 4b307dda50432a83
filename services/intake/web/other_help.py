"""Help that no rule leads to: with mental health, with being alone, with finding a doctor; for an adult or for a child.

Whoever asks which door is theirs is shown these beside it, from the directory of the day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.web.forms import Typed

ADULT, CHILD = "adult", "child"
ABOUT = {ADULT: "An adult", CHILD: "A child or young person under 18"}
# What somebody may tick, the kinds of service that answer to it, and what stands above them.
SUICIDAL = "suicidal"
NEEDS = {
    SUICIDAL: "Thoughts of ending their life, or of hurting themselves",
    "mind": "Their mental health",
    "alone": "Feeling alone, or worries about money or home that make them ill",
    "doctor": "Their health, and no doctor knows of it",
}
_KINDS = {
    SUICIDAL: ("crisis_line", "single_point_of_access"),
    "mind": ("single_point_of_access",),
    "alone": ("social_prescribing",),
    "doctor": ("general_practice",),
}
_HEADINGS = {
    "crisis_line": "When somebody cannot keep themselves safe",
    "single_point_of_access": "Help with mental health",
    "social_prescribing": "Help besides medicine",
    "general_practice": "A doctor",
}


@dataclass(frozen=True, slots=True)
class OtherHelp:
    """One kind of help with whoever gives it today."""

    heading: str
    services: Sequence[Mapping[str, Any]]


def sought(needs: Sequence[str], about: str) -> dict[str, Any] | None:
    """What triage is asked; None where nothing of the kind is needed."""
    kinds = dict.fromkeys(kind for need in needs for kind in _KINDS.get(need, ()))
    if not kinds:
        return None
    return {"kinds": list(kinds), **({"about": about} if about in ABOUT else {})}


def told(answer: Mapping[str, Any] | None) -> list[OtherHelp]:
    """The answer in words; nothing where none came in time."""
    found = answer["found"] if answer is not None else {}
    return [OtherHelp(_HEADINGS[kind], services) for kind, services in found.items() if services]


def one(typed: Typed, name: str) -> str:
    """The code that was chosen; "" for none."""
    return next(iter(typed.get(name, ())), "")
