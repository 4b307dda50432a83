"""Where the directory is asked and worked on: by pages, by calls and by whoever tells a decision."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from services.triage.application.directory.shelf import DirectoryShelf
from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.shown import Shown, dead_destinations, is_listed, shown_for
from services.triage.domain.handover.making import goes_another_way, goes_by_message
from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rules import RulesByDay
from shared.kernel.clock import Clock

# A member that a question may have besides the case: the number of the landlord in the regulator's register.
LANDLORD_NUMBER = "landlord_number"
_LONDON = ZoneInfo("Europe/London")


class DirectoryRoom:
    """The directory by date, beside the rules whose routes lead to it."""

    def __init__(self, shelf: DirectoryShelf, rules: RulesByDay, clock: Clock) -> None:
        self._shelf, self._rules, self._clock = shelf, rules, clock
        self.look = shelf.look

    def today(self) -> date:
        """The day in London."""
        return self._clock().astimezone(_LONDON).date()

    def now(self) -> Directory:
        """The directory as it stands."""
        return self._shelf.now()

    def shown(self, route: str, strands: Iterable[str], day: date | None = None) -> tuple[Shown, ...]:
        """Who takes it on the day, today unless said."""
        return shown_for(self.now(), route, strands, day or self.today())

    def doors(self, route: str) -> tuple[Shown, ...] | None:
        """Who takes a route's matters today; None where the directory names somebody, and nobody of them is open."""
        found = self.shown(route, ())
        return None if not found and is_listed(self.now(), route, (), self.today()) else found

    def told(self, decision: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
        """A decision with whom the directory names for its first route on the day of receipt.

        Its destination is then called what they are called, but for a landlord, who is called what was said.
        """
        primary, strands = decision["primary"], document.get("strands") or ()
        found = self.shown(primary["route"], strands, self._day_of(document))
        named = primary["destination"]
        if found and primary["route"] != "social_landlord":
            named = "; ".join(each.name for each in found)
        shown = [msgspec.to_builtins(each) for each in found]
        return {**decision, "primary": {**primary, "destination": named}, "shown": shown}

    def asked(self, decision: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
        """The same to whoever asks before anything is stored; to whoever names the landlord by its number, or names
        None, also whether details could go there today by message.
        """
        if LANDLORD_NUMBER not in document:
            return self.told(decision, document)
        routes = {decision["primary"]["route"], *(also["route"] for also in decision["also"])}
        apart = goes_another_way(document["kind"], document.get("strands") or (), routes)
        number, route = document.get(LANDLORD_NUMBER), decision["primary"]["route"]
        by_message = not apart and goes_by_message(self.now(), route, number, self.today())
        return {**self.told(decision, document), "by_message": by_message}

    def destinations(self) -> tuple[str, ...]:
        """Everything the rules of today may lead to."""
        return destinations_in(self._rules.on(self.today()).document)

    def dead(self) -> Sequence[str]:
        """Destinations of today's rules for which nobody is open today."""
        return dead_destinations(self.now(), self.destinations(), self.today())

    def _day_of(self, document: Mapping[str, Any]) -> date:
        given = document.get("received_on")
        if isinstance(given, str):
            try:
                return date.fromisoformat(given)
            except ValueError:
                return self.today()
        return given if isinstance(given, date) else self.today()


def destinations_in(document: RuleDocument) -> tuple[str, ...]:
    """Each route, and each route with a strand that has a destination of its own."""
    return tuple(
        name
        for route, each in document.routes.items()
        for name in (route, *(f"{route}/{strand}" for strand in each.destination_by_strand))
    )
