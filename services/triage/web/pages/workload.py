"""How much is in whose hands, for whoever gives out work: by weight, what is late, who is away, who has left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.read_models import absences, silences, workload
from services.triage.web.desk import Desk, officers_of
from services.triage.web.desk_words import silence_words
from services.triage.web.wording import PRIORITIES
from shared.web.formats import LONDON
from shared.web.guard import Role, allow
from shared.web.pages import Pages

# Whoever gives out work sees the most dangerous; the page of silences has all.
_MOST_SILENT = 20


@dataclass(slots=True)
class Line:
    """One officer's open work, or nobody's (`account_id` None)."""

    account_id: str | None
    name: str
    pieces: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PRIORITIES, 0))
    weight: int = 0
    late: int = 0
    oldest_at: str | None = None
    back_on: str | None = None

    @property
    def total(self) -> int:
        """Everything in these hands."""
        return sum(self.pieces.values())


def workload_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/workload."""
    router = APIRouter(include_in_schema=False)

    @router.get("/triage/workload", name="triage:workload", dependencies=[allow(Role.SERVICE_MANAGER, hide=True)])
    def show(request: Request) -> Response:
        today = desk.clock().astimezone(LONDON).date()
        late_view = not desk.shows_what_was_saved(request)
        with desk.views.reading() as connection:
            loads = workload.loads(connection)
            away = {row.account_id: row.back_on for row in absences.on_day(connection, today)}
            silent = silences.standing_now(connection, _MOST_SILENT + 1)
        weights = desk.desk_rules.on(today).weights
        lines = lines_of(loads, officers_of(request), away, weights)
        return pages.render(
            request,
            "triage/workload.html",
            lines=lines,
            heaviest=max((line.weight for line in lines if line.account_id), default=0),
            weights=weights,
            priorities=PRIORITIES,
            overloaded=desk.support.advisers().passed,
            most=_MOST_SILENT,
            silent=[(row, silence_words(desk.desk_rules, row.rule)) for row in silent],
            late_view=late_view,
        )

    return router


def lines_of(
    loads: Sequence[workload.Load], officers: Mapping[str, str], away: Mapping[str, str], weights: Mapping[str, int]
) -> list[Line]:
    """Nobody's work first, then the heaviest loads; whoever has nothing in hand stands there too."""
    lines: dict[str | None, Line] = {None: Line(None, "Nobody yet")}
    lines |= {account: Line(account, name, back_on=away.get(account)) for account, name in officers.items()}
    for load in loads:
        line = lines.setdefault(load.taken_by, Line(load.taken_by, "Somebody who has left"))
        line.pieces[load.priority] += load.pieces
        line.weight += load.pieces * weights[load.priority]
        line.late += load.late
        line.oldest_at = min(filter(None, (line.oldest_at, load.oldest_at)))
    return sorted(lines.values(), key=lambda line: (line.account_id is not None, -line.weight, line.name))
