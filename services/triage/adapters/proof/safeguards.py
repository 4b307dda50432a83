"""The least protection any rule set must give on its day, from the file that stands beside the sets."""

import tomllib
from datetime import date
from pathlib import Path

import msgspec

SAFEGUARDS = Path(__file__).parent.parent.parent / "rules" / "safeguards.toml"


class Least(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the policy's section 5 asks at the least of a set that comes into force on this day or later."""

    since: date = msgspec.field(name="from")
    source: str
    marac_dash_yes: int
    marac_incidents: int
    marac_victim_age: int
    cmarac_age: int
    repeat_needs_a_crime: bool


def never_aloud(file: Path = SAFEGUARDS) -> tuple[str, ...]:
    """Beginnings of words that give somebody away where they are read out."""
    return msgspec.convert(tomllib.loads(file.read_text("utf-8"))["never_aloud"], tuple[str, ...])


def least_on(day: date, file: Path = SAFEGUARDS) -> Least:
    """What is asked of a set that comes into force on a day; before the first entry, the first."""
    entries = msgspec.convert(tomllib.loads(file.read_text("utf-8"))["least"], list[Least])
    entries.sort(key=lambda each: each.since)
    return next((each for each in reversed(entries) if each.since <= day), entries[0])
