"""Agencies by code, each with the names it has had and when: data, of the day that is spoken of and not of today.

AGENCIES.name("police", date(2017, 6, 1))    # those who were there then
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_FILE = Path(__file__).parent / "agencies.toml"

AgencyKind = Literal["police", "justice", "council", "emergency", "housing", "health", "voluntary"]
KINDS: Mapping[str, str] = {
    "police": "Police",
    "justice": "Justice",
    "council": "The council",
    "emergency": "Emergency services",
    "housing": "Housing",
    "health": "Health",
    "voluntary": "Voluntary partners",
}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Name(_Part):
    """What an agency was called from a day to a day, both included; without one, always before or ever since."""

    name: str = Field(min_length=1)
    from_on: date = Field(default=date.min, alias="from")
    to_on: date = Field(default=date.max, alias="to")

    def on(self, day: date) -> bool:
        """Whether it was called so on the day."""
        return self.from_on <= day <= self.to_on


class Agency(_Part):
    """One agency: what kind it is, what it does for us, and its names in order."""

    code: str = Field(pattern=r"[a-z][a-z0-9_]{0,39}")
    kind: AgencyKind
    does: str
    names: tuple[Name, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_name_at_a_time(self) -> "Agency":
        for name, following in zip(self.names, self.names[1:], strict=False):
            if name.to_on >= following.from_on:
                raise ValueError(f"{self.code} has two names at a time")
        if any(name.from_on > name.to_on for name in self.names):
            raise ValueError(f"{self.code} has a name that ends before it begins")
        return self


class Agencies:
    """The register."""

    def __init__(self, every: Iterable[Agency]) -> None:
        """Raises ValueError for a code that stands twice."""
        self.all = tuple(every)
        self._by_code = {each.code: each for each in self.all}
        if len(self._by_code) < len(self.all):
            raise ValueError("A code stands in the register of agencies twice.")

    def name(self, code: str, day: date) -> str:
        """What an agency was called on a day; the code in words where the register does not know it, then or at all."""
        agency = self._by_code.get(code)
        named = next((each.name for each in agency.names if each.on(day)), None) if agency is not None else None
        return named or code.replace("_", " ").capitalize()

    def on(self, day: date) -> list[Agency]:
        """Those that were there on a day."""
        return [each for each in self.all if any(name.on(day) for name in each.names)]


def read_agencies(text: str) -> Agencies:
    """A register from its text."""
    return Agencies(Agency.model_validate(each) for each in tomllib.loads(text)["agency"])


AGENCIES = read_agencies(_FILE.read_text(encoding="utf-8"))
