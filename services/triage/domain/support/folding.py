"""Folds the facts of a case into the file of its support; the assessment moves on beside it, in one stream."""

from collections.abc import Callable
from typing import Any

import msgspec

from services.triage.domain import assessment, events
from services.triage.domain.disclosure.events import DisclosureRecorded
from services.triage.domain.state import Unassessed
from services.triage.domain.support import events as told
from services.triage.domain.support import panel
from services.triage.domain.support.file import Action, Area, Order, Placement, Reciprocal, Sanctuary, SupportFile
from services.triage.domain.support.panel_events import HousingPanelAsked, PanelBanded
from services.triage.domain.support.settling import settles_contact
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact

_REACHED = "reached"


def evolve(file: SupportFile, fact: Fact) -> SupportFile:
    """The file after one more fact; what is no fact of support moves only the referral on."""
    if isinstance(fact, told.SupportWorked):
        moved = _MOVES.get(type(fact))
        return file if moved is None else moved(file, fact)
    if isinstance(fact, DisclosureRecorded):
        file = panel.basis_recorded(file, fact)
    standing = assessment.evolve(file.standing, fact)
    if standing is not file.standing:
        file = file.with_(standing=standing)
    if isinstance(fact, events.SupportRequested):
        return file.with_(abuse_seen=True, due_at=fact.due_at)
    if settles_contact(fact):
        return file.with_(answered=True)
    return file


def _tried(file: SupportFile, fact: told.AdviserTried) -> SupportFile:
    reached = file.reached_at or (fact.tried_at if fact.outcome == _REACHED else None)
    return file.with_(tries=file.tries + 1, reached_at=reached, answered=file.answered or settles_contact(fact))


def _action(file: SupportFile, fact: told.SafetyActionAgreed) -> SupportFile:
    return file.with_(actions=(*file.actions, Action(action_id=fact.action_id, due_on=fact.due_on)))


def _area(file: SupportFile, fact: told.UnsafeAreaNamed) -> SupportFile:
    area = _made(Area, fact)
    return file.with_(areas=(*file.areas, area), asked=file.asked | {fact.person_id}, moved=True)


def _placed(file: SupportFile, fact: told.PlacementMade) -> SupportFile:
    placement = _made(Placement, fact)
    return file.with_(placements=(*file.placements, placement), moved=True)


def _left(file: SupportFile, fact: told.PlacementEnded) -> SupportFile:
    staying = tuple(each for each in file.placements if each.placement_id != fact.placement_id)
    return file.with_(placements=staying, moved=True)


def _sanctuary_moved(file: SupportFile, fact: told.SanctuaryMoved) -> SupportFile:
    changed: dict[str, Any] = {"status": fact.status}
    if fact.works_by is not None:
        changed["works_by"] = fact.works_by
    return file.with_(sanctuaries=_changed(file.sanctuaries, fact.sanctuary_id, **changed))


def _offered(file: SupportFile, fact: told.ReciprocalOffered) -> SupportFile:
    before = next((each.offered for each in file.reciprocals if each.reciprocal_id == fact.reciprocal_id), ())
    return file.with_(reciprocals=_changed(file.reciprocals, fact.reciprocal_id, offered=(*before, fact.borough)))


def _made(shape: type[Any], fact: Fact) -> Any:
    """One of the file's parts, with what the fact says of it."""
    return shape(**{name: getattr(fact, name) for name in shape.__struct_fields__ if hasattr(fact, name)})


def _changed(parts: tuple[Any, ...], part_id: str, **changed: Any) -> tuple[Any, ...]:
    """The parts, of which the one with this id (always its first member) is changed."""
    return tuple(
        msgspec.structs.replace(each, **changed) if getattr(each, each.__struct_fields__[0]) == part_id else each
        for each in parts
    )


_MOVES: dict[type[Fact], Callable[[SupportFile, Any], SupportFile]] = {
    told.AdviserGiven: lambda file, fact: file.with_(adviser_id=fact.adviser_id),
    told.AdviserTried: _tried,
    told.SafetyActionAgreed: _action,
    told.SafetyActionEnded: lambda file, fact: file.with_(
        actions=_changed(file.actions, fact.action_id, result=fact.result)
    ),
    told.SafetyPlanReviewed: lambda file, fact: file.with_(review_on=fact.next_on, moved=False),
    told.UnsafeAreasAsked: lambda file, fact: file.with_(asked=file.asked | {fact.person_id}),
    told.UnsafeAreaNamed: _area,
    told.UnsafeAreaLifted: lambda file, fact: file.with_(
        areas=tuple(each for each in file.areas if each.area_id != fact.area_id)
    ),
    told.PlacementMade: _placed,
    told.PlacementEnded: _left,
    told.OrderToldToPolice: lambda file, fact: file.with_(orders=(*file.orders, _made(Order, fact))),
    told.OrderAcknowledged: lambda file, fact: file.with_(
        orders=_changed(file.orders, fact.order_id, acknowledged=True)
    ),
    told.SanctuaryAsked: lambda file, fact: file.with_(sanctuaries=(*file.sanctuaries, _made(Sanctuary, fact))),
    told.SanctuaryMoved: _sanctuary_moved,
    told.ReciprocalAsked: lambda file, fact: file.with_(reciprocals=(*file.reciprocals, _made(Reciprocal, fact))),
    told.ReciprocalOffered: _offered,
    HousingPanelAsked: panel.asked,
    PanelBanded: panel.banded,
    told.ReciprocalEnded: lambda file, fact: file.with_(
        reciprocals=_changed(file.reciprocals, fact.reciprocal_id, result=fact.result)
    ),
}

SUPPORT: Decider[SupportFile] = Decider(SupportFile(standing=Unassessed()), evolve)
