"""What weighs on the adults of a household: three flags, and how many come together, reckoned and never typed.

The council’s own reports count alcohol, drugs and mental health. Elsewhere the three are mostly domestic abuse, mental
health and misuse of alcohol or drugs, so both counts are told, each by its name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

TRIO = ("alcohol", "drugs", "mental_health")
YES, UNKNOWN = "yes", "unknown"

Flags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Count:
    """Which of the three weigh on somebody of a household, and of which of them nobody knows enough to say no."""

    present: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def of_three(self) -> int:
        """How many of alcohol, drugs and mental health come together."""
        return len(self.present)

    def with_abuse(self) -> int:
        """How many come together of the three as they are counted elsewhere, where domestic abuse is seen."""
        return 1 + ("mental_health" in self.present) + bool({"alcohol", "drugs"} & set(self.present))


def counted(adults: Iterable[Flags | None]) -> Count:
    """The count of a household. None is an adult of whom nothing was recorded, or nothing is known any more."""
    said = [flags or {} for flags in adults]
    present = tuple(name for name in TRIO if any(flags.get(name) == YES for flags in said))
    unknown = tuple(
        name
        for name in TRIO
        if name not in present and (not said or any(flags.get(name, UNKNOWN) == UNKNOWN for flags in said))
    )
    return Count(present, unknown)


def as_text(flags: Flags) -> str:
    """What was said, to be sealed."""
    return msgspec.json.encode(dict(flags), order="sorted").decode()


def from_text(text: str) -> dict[str, str]:
    """What was said."""
    return msgspec.json.decode(text, type=dict[str, str])
