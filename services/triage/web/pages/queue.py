"""What waits for a person's decision, by risk and clock, each with why it is where it is."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.triage.read_models import handovers, silences, triage_queue, workload
from services.triage.read_models.triage_queue import Wanted
from services.triage.web.desk import OFFICERS, Desk
from services.triage.web.desk_words import protecting_words, silence_words, span_words
from services.triage.web.wording import OUTCOMES, PANELS, PRIORITIES
from shared.kernel.clock import rfc3339
from shared.web.formats import LONDON
from shared.web.guard import allow, principal_of
from shared.web.pages import Pages

_MOST_NAMED = 3
_MOST_SILENT = 5
_LAST_PAGE = 10_000
_SILENT = 50
_MOST_PROTECTING, _PROTECTING = 10, 50
_ADDRESS, _SILENCES, _CLOCKS = "/triage/queue", "/triage/silences", "/triage/protection"


def queue_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/queue."""
    router = APIRouter(include_in_schema=False)

    @router.get(_ADDRESS, name="triage:queue", dependencies=[allow(*OFFICERS, hide=True)])
    def show(request: Request) -> Response:
        asked = request.query_params
        reader, number = principal_of(request).account_id, _page_number(asked.get("page", ""))
        wanted = _wanted(asked, desk.say.vocabulary.kinds, reader)
        late_view = not desk.shows_what_was_saved(request)
        with desk.views.reading() as connection:
            page = triage_queue.waiting(connection, wanted, number, reader=reader)
            on_top = _on_top(desk, connection, reader)
        now = rfc3339(desk.clock())
        names = request.app.state.access.accounts.names(_actors(page.rows))
        context: dict[str, Any] = {
            "filters": _filters(desk),
            "first": (number - 1) * triage_queue.PAGE + 1,
            "newer": _address(asked, number - 1) if number > 1 else None,
            "older": _address(asked, number + 1) if page.more else None,
            **on_top,
        }
        return pages.render(
            request,
            "triage/queue.html",
            rows=[_row(desk, row, now, reader, names) for row in page.rows],
            total=page.total,
            wanted=wanted,
            filtered=wanted != Wanted(),
            say=desk.say,
            late_view=late_view,
            **context,
        )

    return router


def _on_top(desk: Desk, connection: Any, reader: str) -> dict[str, Any]:
    """What stands above the list: what did not happen, what protects somebody, what came back or was handed over."""
    silent = silences.standing_now(connection, _MOST_SILENT + 1)
    protecting = silences.protecting_now(connection, _MOST_PROTECTING + 1)
    return {
        "silent": _told(desk, silent[:_MOST_SILENT]),
        "more_silent": len(silent) > _MOST_SILENT,
        "protecting": _clocks(protecting[:_MOST_PROTECTING], rfc3339(desk.clock())),
        "more_protecting": len(protecting) > _MOST_PROTECTING,
        "handed": workload.handed_from(connection, reader),
        "handed_back": handovers.back(connection),
    }


def _actors(rows: Sequence[Any]) -> set[str]:
    return {each for row in rows for each in (row.taken_by, row.proposed_by) if each}


def _filters(desk: Desk) -> Mapping[str, Mapping[str, str]]:
    return {"priority": PRIORITIES, "outcome": OUTCOMES, "kind": desk.say.vocabulary.kinds, "panel": PANELS}


def _told(desk: Desk, silent: Sequence[Any]) -> list[tuple[Any, str]]:
    """Each silence with what did not happen, in words."""
    return [(row, silence_words(desk.desk_rules, row.rule)) for row in silent]


def _clocks(rows: Sequence[Any], now: str) -> list[dict[str, Any]]:
    """Each clock of safeguarding with what is to be done before it runs out."""
    return [{"row": row, "what": protecting_words(row.awaits), "late": row.due_at < now} for row in rows]


def protection_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/protection."""
    router = APIRouter(include_in_schema=False)

    @router.get(_CLOCKS, name="triage:protection", dependencies=[allow(*OFFICERS, hide=True)])
    def show(request: Request, page: Annotated[int, Query(ge=1, le=_LAST_PAGE)] = 1) -> Response:
        with desk.views.reading() as connection:
            found = silences.protecting_now(connection, _PROTECTING + 1, (page - 1) * _PROTECTING)
        return pages.render(
            request,
            "triage/protection_due.html",
            protecting=_clocks(found[:_PROTECTING], rfc3339(desk.clock())),
            newer=f"{_CLOCKS}?page={page - 1}" if page > 1 else None,
            older=f"{_CLOCKS}?page={page + 1}" if len(found) > _PROTECTING else None,
        )

    return router


def silences_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/silences."""
    router = APIRouter(include_in_schema=False)

    @router.get(_SILENCES, name="triage:silences", dependencies=[allow(*OFFICERS, hide=True)])
    def quiet(request: Request, page: Annotated[int, Query(ge=1, le=1_000)] = 1) -> Response:
        with desk.views.reading() as connection:
            found = silences.standing_now(connection, _SILENT + 1, (page - 1) * _SILENT)
        rules = desk.desk_rules.on(desk.clock().astimezone(LONDON).date())
        spans = {span: span_words(span) for rule in rules.silences for span in rule.within.values()}
        context: dict[str, Any] = {
            "silent": _told(desk, found[:_SILENT]),
            "newer": f"{_SILENCES}?page={page - 1}" if page > 1 else None,
            "older": f"{_SILENCES}?page={page + 1}" if len(found) > _SILENT else None,
            "rules": rules,
            "spans": spans,
            "back": _ADDRESS,
        }
        return pages.render(request, "triage/silences.html", **context)

    return router


def _wanted(asked: Mapping[str, str], kinds: Mapping[str, str], reader: str) -> Wanted:
    """The filters of the form; one that is not a choice of ours is left aside."""

    def chosen(name: str, codes: Mapping[str, str]) -> str | None:
        return asked[name] if asked.get(name) in codes else None

    return Wanted(
        priority=chosen("priority", PRIORITIES),
        outcome=chosen("outcome", OUTCOMES),
        kind=chosen("kind", kinds),
        panel=chosen("panel", PANELS),
        taken_by=reader if asked.get("mine") == "yes" else None,
        late=asked.get("late") == "yes",
        proposed=asked.get("proposed") == "yes",
    )


def _page_number(text: str) -> int:
    return min(int(text), _LAST_PAGE) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text) else 1


def _address(asked: Mapping[str, str], number: int) -> str:
    kept = {name: value for name, value in asked.items() if name != "page" and value}
    return f"{_ADDRESS}?{urlencode({**kept, 'page': number})}"


def _why(desk: Desk, row: Any) -> str | None:
    """The sentence of the first rule that gives it its priority; of the first reason where nothing raises it."""
    edition = desk.rules.edition(row.rules)
    found = [edition.rules[name] for name in row.reasons.split() if name in edition.rules] if edition else []
    raising = [rule for rule in found if rule.priority == row.priority]
    return next((rule.says for rule in (*raising, *found)), None)


def _row(desk: Desk, row: Any, now: str, reader: str, names: Mapping[str, str]) -> dict[str, Any]:
    """One line of the list, its codes in words."""
    missing = row.missing.split()
    return {
        "reference": row.reference,
        "about": desk.say.about(row.kind, row.category),
        "kind": desk.say.vocabulary.kinds.get(row.kind, row.kind),
        "ward": row.ward,
        "received_at": row.received_at,
        "priority": row.priority,
        "why": _why(desk, row),
        "mine": row.taken_by == reader,
        "with": names.get(row.taken_by, "somebody") if row.taken_by else None,
        "outcome": desk.say.outcome(row.outcome),
        "route": desk.say.route(row.route),
        "panels": [desk.say.panel(panel) for panel in row.panels.split()],
        "missing": [desk.say.question(name) for name in missing[:_MOST_NAMED]],
        "more_missing": max(len(missing) - _MOST_NAMED, 0),
        "again": row.round > 1,
        "proposed_by": names.get(row.proposed_by, "somebody") if row.proposed_by else None,
        "proposed_by_me": row.proposed_by == reader,
        "due_at": row.due_at,
        "late": row.late or (row.due_at is not None and row.due_at < now),
    }
