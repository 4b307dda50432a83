"""A form that somebody fills in, on a case or in a register of the borough: which command, and what was said in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from services.rehearsal.plan.deeds import AboutReferral, Deed
from shared.kernel.handling import Command

_IDS = UUID("8a5d2f19-6f0c-5d3e-9b27-1c4e7d90a6b8")
_NOBODY: Mapping[str, str] = {}

Said = dict[str, Any]
"""Members of a command, as a form gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter(Deed):
    """A form of the borough. `accounts` are members that are somebody of the cast, by sign-in name."""

    command: type[Command]
    said: Mapping[str, Any] = field(repr=False)
    accounts: Mapping[str, str] = field(default_factory=lambda: _NOBODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class FillIn(AboutReferral):
    """A form of one case. `people` are members that are somebody of the referral, by their part in it ("child/1")."""

    command: type[Command]
    said: Mapping[str, Any] = field(repr=False)
    people: Mapping[str, str] = field(default_factory=lambda: _NOBODY)
    accounts: Mapping[str, str] = field(default_factory=lambda: _NOBODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class FillInAside(FillIn):
    """... of which nothing may lead back to the case."""

    @property
    def story(self) -> str:
        """Its own, and nobody else's."""
        return self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOnSheet(Deed):
    """A sheet of a walled panel's cohort: of a story of its own each time, and about no case."""

    panel: str
    entry_id: str
    command: type[Command]
    said: Mapping[str, Any] = field(repr=False)


def id_of(key: str) -> str:
    """The id of what a form is about, the same for the same key."""
    return str(uuid5(_IDS, key))
