"""When the panels sit next and what is due before; on top, late referrals that wait for the coordinator's choice."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from services.panels.domain.definition import PanelDefinition
from services.panels.read_models import calendar, decisions
from services.panels.read_models.agenda import queries
from services.panels.web.access import READERS, steers
from services.panels.web.desk import Desk
from services.panels.web.forms import day_in
from services.panels.web.words import PAGES, WORDS
from shared.kernel.refusals import InvalidInput
from shared.web.guard import allow, principal_of

# Four meetings of a panel that sits every three weeks; further ahead is a matter of the form.
_AHEAD = timedelta(days=91)
# A panel whose criteria do not name it counts none.
_REPEAT = "repeat"
_LAST_YEAR = timedelta(days=364)
_MOST = 100


def router(desk: Desk) -> APIRouter:
    """The route /panels."""
    made = APIRouter(include_in_schema=False)

    @made.get("/panels", name="panels:calendar", dependencies=[allow(*READERS, hide=True)])
    def show(request: Request) -> Response:
        late_view = not desk.shows_what_was_saved(request)
        asked, today, who = dict(request.query_params), desk.today(), principal_of(request)
        panels = desk.panels_known(who)
        chosen = asked.get("panel") if asked.get("panel") in panels else None
        first, last, errors = _period(asked, today)
        with desk.reading() as connection:
            late = queries.awaiting_choice(connection) if steers(who) else []
            everything = calendar.between(connection, chosen, first, last)
            heard = _heard(connection, panels, today) if steers(who) else []
        found = [meeting for meeting in everything if meeting["panel"] in panels]
        context: dict[str, Any] = {
            "panels": panels,
            "chosen": chosen,
            "form": {"from": asked.get("from", first.isoformat()), "to": asked.get("to", last.isoformat())},
            "errors": errors,
            "behind_wall": any(panel.cohort is not None for panel in panels.values()),
            "readable": {code for code, panel in panels.items() if desk.reads(who, panel)},
            "more": len(found) > _MOST,
        }
        return PAGES.render(
            request,
            "panels/calendar.html",
            status=422 if errors else 200,
            waiting=[each for each in late if each.panel in panels],
            heard=heard,
            meetings=[_meeting(meeting, today) for meeting in found[:_MOST]],
            late_view=late_view,
            **context,
            **WORDS,
        )

    return made


def _heard(connection: Connection, panels: Mapping[str, PanelDefinition], today: date) -> list[dict[str, Any]]:
    """What each panel that heard anything came to in the twelve months up to today, for those who plan its time."""
    year = [(panel, decisions.figures(connection, code, today - _LAST_YEAR, today)) for code, panel in panels.items()]
    return [
        {"panel": panel.title, "figures": figures, "counts_repeats": _REPEAT in panel.criteria}
        for panel, figures in year
        if figures.cases
    ]


def _period(asked: dict[str, str], today: date) -> tuple[date, date, list[Any]]:
    """The days to look at: from today on for a quarter, unless the form says otherwise."""
    errors: list[Any] = []
    days: dict[str, date | None] = {}
    for name in ("from", "to"):
        try:
            days[name] = day_in(asked, name)
        except InvalidInput as invalid:
            errors += invalid.errors
    first = days.get("from") or today
    last = days.get("to") or first + _AHEAD
    return first, min(last, date(9998, 12, 31)), errors


def _meeting(meeting: dict[str, Any], today: date) -> dict[str, Any]:
    """A meeting with how far off its deadlines are, in words; a meeting that was held has none left."""
    over = meeting["state"] == "held" or meeting["starts_at"][:10] < today.isoformat()
    return meeting | {
        "closes_in": None if over else _distance(meeting["referral_deadline"], today, passed=""),
        "circulates_in": None
        if over or meeting["agenda_version"]
        else _distance(meeting["circulates_on"], today, passed="danger"),
    }


def _distance(day: str, today: date, passed: str) -> tuple[str, str]:
    """How far off a day is, in words, with the kind of its tag; `passed` is that of a day gone by.

    A deadline lasts to the end of its day. That referrals have closed is as it should be; an agenda not sent is not.
    """
    days = (date.fromisoformat(day) - today).days
    if days < 0:
        return "passed", passed
    return ("today", "late") if days == 0 else (f"in {days} day{'s' if days > 1 else ''}", "")
