"""Where the routes of a decision lead, who takes the matter there, and how soon."""

from functools import lru_cache

from services.triage.domain.decision import Also, Primary
from services.triage.domain.rule_sets.document import Clock, DoneBy, Outcome, Priority, RuleDocument
from services.triage.domain.rule_sets.plan import PlannedRoute
from services.triage.domain.values import STRANDS, Values

_REMEMBERED = 1 << 8


class Destinations:
    """The table of routes of one rule set."""

    def __init__(self, document: RuleDocument) -> None:
        self._routes = document.routes
        self.also = lru_cache(maxsize=_REMEMBERED)(self._also)

    def varies(self, route: str) -> bool:
        """Whether the destination depends on the case."""
        return bool(self._routes[route].destination_from or self._routes[route].destination_by_strand)

    def primary(self, use: PlannedRoute, priority: Priority, values: Values | None = None) -> Primary:
        """Who deals with it first, and where that is; a destination that varies needs the case's values."""
        return Primary(
            route=use.route,
            destination=self._routes[use.route].destination if values is None else self._where(use.route, values),
            done_by=self._done_by(use),
            time_frame=self.time_frame(use.route, priority),
        )

    def _also(self, use: PlannedRoute, priority: Priority) -> Also:
        """Who deals with it too."""
        return Also(route=use.route, done_by=self._done_by(use), time_frame=self.time_frame(use.route, priority))

    def outcome(self, use: PlannedRoute) -> Outcome:
        """What becomes of a referral whose primary route this is, by itself."""
        return use.outcome or self._routes[use.route].outcome

    def time_frame(self, route: str, priority: Priority) -> str | None:
        """An ISO 8601 duration from receipt; `counted_in` says in which time it runs."""
        frame = self._routes[route].time_frame
        if frame is None:
            return None
        return {"urgent": frame.urgent, "high": frame.high, "standard": frame.standard}[priority]

    def counted_in(self, route: str) -> Clock:
        """Whether a route's time frame runs on the clock or in working days."""
        frame = self._routes[route].time_frame
        return "clock" if frame is None else frame.counted

    def _done_by(self, use: PlannedRoute) -> DoneBy:
        return use.done_by or self._routes[use.route].done_by

    def _where(self, name: str, values: Values) -> str:
        """The destination the caller named, else those of the strands, else the route's own."""
        route = self._routes[name]
        if route.destination_from is not None:
            named = values[route.destination_from]
            if isinstance(named, str) and named.strip():
                return named.strip()
        strands = values[STRANDS]
        assert isinstance(strands, frozenset)
        by_strand = [place for strand, place in route.destination_by_strand.items() if strand in strands]
        return "; ".join(dict.fromkeys(by_strand)) or route.destination
