"""What support has been given in a case so far, folded from the stream of its assessment."""

from datetime import date, datetime
from typing import Any

import msgspec

from services.triage.domain.disclosure.events import Basis
from services.triage.domain.refusals import NoCaseOpen, NotYetTriaged, ReferralAlreadyClosed
from services.triage.domain.state import Assessed, Closed, Standing
from services.triage.domain.support.panel_events import HousingPanelAsked
from services.triage.domain.support.refusals import NotDomesticAbuse, NotProtectedHere
from shared.kernel.messages import State

_AT_RISK = frozenset({"victim", "child"})


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One action of the safety plan."""

    action_id: str
    due_on: date
    result: str | None = None


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """Somewhere it is not safe for somebody; with neither borough nor ward it is a place in words."""

    area_id: str
    person_id: str
    area: str
    borough: str | None
    ward: str | None


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody stays."""

    placement_id: str
    person_id: str
    place: str
    code: str
    borough: str | None
    ward: str | None
    starts_on: date
    despite: str | None


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order the police were told of."""

    order_id: str
    order: str
    told_at: datetime
    acknowledge_by: date
    acknowledged: bool = False


class Sanctuary(msgspec.Struct, frozen=True, kw_only=True):
    """Works at home as far as they have come."""

    sanctuary_id: str
    person_id: str
    contact_id: str
    status: str = "asked"
    works_by: date | None = None


class Reciprocal(msgspec.Struct, frozen=True, kw_only=True):
    """A home sought in other boroughs as far as it has come."""

    reciprocal_id: str
    code: str
    person_id: str
    boroughs: tuple[str, ...]
    bedrooms: int
    scheme: str
    nominated_by: str
    offered: tuple[str, ...] = ()
    result: str | None = None


class SupportFile(State, frozen=True, kw_only=True):
    """All of it. `answered` says that nobody need wait for an adviser; `asked` are those who were asked where it is not
    safe; `moved` says that somebody has moved, or a place become unsafe, since the plan was looked at."""

    standing: Standing
    abuse_seen: bool = False
    due_at: datetime | None = None
    adviser_id: str | None = None
    reached_at: datetime | None = None
    tries: int = 0
    answered: bool = False
    actions: tuple[Action, ...] = ()
    review_on: date | None = None
    moved: bool = False
    asked: frozenset[str] = frozenset()
    areas: tuple[Area, ...] = ()
    placements: tuple[Placement, ...] = ()
    orders: tuple[Order, ...] = ()
    sanctuaries: tuple[Sanctuary, ...] = ()
    reciprocals: tuple[Reciprocal, ...] = ()
    panel_asked: HousingPanelAsked | None = None
    panel_answered: bool = False
    panel_basis: Basis | None = None

    def with_(self, **changed: Any) -> "SupportFile":
        """The same, with some members changed."""
        return msgspec.structs.replace(self, **changed)

    @property
    def seeking(self) -> Reciprocal | None:
        """The search for a home elsewhere that is under way."""
        last = self.reciprocals[-1] if self.reciprocals else None
        return last if last is not None and last.result is None else None

    def stay_of(self, person_id: str) -> Placement | None:
        """Where somebody stays now."""
        return next((each for each in self.placements if each.person_id == person_id), None)


def supported(file: SupportFile) -> Assessed:
    """The referral behind an open case of domestic abuse. Refuses every other."""
    standing = file.standing
    if not isinstance(standing, Assessed):
        raise NotYetTriaged
    if not file.abuse_seen:
        raise NotDomesticAbuse
    if isinstance(standing, Closed):
        raise ReferralAlreadyClosed
    if not standing.case_open:
        raise NoCaseOpen
    return standing


def protected(standing: Assessed) -> list[str]:
    """Whoever is at risk in a referral, and nobody who only does the harm; its teller where nobody is named."""
    named = [each.person_id for each in standing.referral.people if _AT_RISK & set(each.roles)]
    return named or [standing.subject()]


def protects(file: SupportFile, person_id: str) -> Assessed:
    """The referral, where this person is at risk in it."""
    standing = supported(file)
    if person_id not in protected(standing):
        raise NotProtectedHere
    return standing


def ids(standing: Assessed) -> dict[str, str]:
    """What each fact about a case carries."""
    return {"referral_id": standing.referral.referral_id, "reference": standing.referral.reference}
