"""Who the directory names for a referral, on the card: what was shown once it is closed, else who takes it today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from services.triage.domain.directory.shown import Shown, is_listed
from services.triage.domain.events import ReferralSignposted
from services.triage.read_models.decision_card import Card
from services.triage.web.desk import Desk


@dataclass(frozen=True, slots=True)
class Doors:
    """The entries. `as_shown`: as they stood when somebody was told of them. `dead`: there are some, and none open."""

    shown: tuple[Shown, ...]
    as_shown: bool
    dead: bool


def with_doors(desk: Desk, card: Card, decision: Mapping[str, Any]) -> dict[str, Any]:
    """A stored decision with what was shown once it is closed, else with who takes it today."""
    doors = doors_of(desk, card)
    if doors.as_shown:
        return {**decision, "shown": [msgspec.to_builtins(each) for each in doors.shown]}
    return desk.directory.told(decision, {"strands": card.referral.strands.split()})


def doors_of(desk: Desk, card: Card) -> Doors:
    """Those of the first route of the decision that stands."""
    told = [each.fact for each in desk.story(card.referral.stream) if isinstance(each.fact, ReferralSignposted)]
    if told:
        return Doors(told[-1].shown, as_shown=True, dead=False)
    route, strands = card.newest.decision["primary"]["route"], card.referral.strands.split()
    shown = desk.directory.shown(route, strands)
    listed = is_listed(desk.directory.now(), route, strands, desk.directory.today())
    return Doors(shown, as_shown=False, dead=listed and not shown)
