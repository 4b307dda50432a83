"""Cases of ours: all of them by risk, and the front page of one: who is at risk, what is dangerous, what is due."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.protection_room import ProtectionRoom
from services.triage.domain.asb.mediation import running
from services.triage.read_models import asb_work, cases, silences
from services.triage.web.asb import wording
from services.triage.web.asb.listed import open_work
from services.triage.web.asb.shown import work_on
from services.triage.web.case.danger import danger_in, newest_of_each
from services.triage.web.case.due import all_due, in_order, still_due
from services.triage.web.case.parts import parts_of
from services.triage.web.case.seen import SeenCase, see
from services.triage.web.desk import OFFICERS, Desk, officers_of
from services.triage.web.desk_words import protecting_words, silence_words
from services.triage.web.protection_view import protection_of
from services.triage.web.risk_forms import GRADES
from services.triage.web.telling import headline
from services.triage.web.vawg.shown import signals_of
from services.triage.web.wording import PRIORITIES
from shared.kernel.clock import rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import InvalidInput
from shared.web.guard import allow, principal_of
from shared.web.pages import Pages

_ROWS = 50
_STATES = {"open": "Open", "closed": "Closed"}
_ADDRESS = "/triage/cases"
# So many of what is due stand open on the page; the rest is one click away, and what is late always stands open.
_FIRST_DUE = 5


def case_pages(desk: Desk, pages: Pages, room: ProtectionRoom) -> APIRouter:
    """The routes /triage/cases and /triage/cases/{reference}."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("", name="triage:cases")
    def several(request: Request) -> Response:
        return _list(desk, pages, request)

    @router.get("/{reference}", name="triage:case")
    def one(request: Request, reference: str) -> Response:
        seen = see(desk, request, reference, "case")
        return pages.render(request, "triage/case.html", say=desk.say, **_shown(seen, request, room))

    return router


def _list(desk: Desk, pages: Pages, request: Request) -> Response:
    asked = request.query_params
    late_view = not desk.shows_what_was_saved(request)
    state = asked.get("state") if asked.get("state") in _STATES else "open"
    priority = asked.get("priority") if asked.get("priority") in PRIORITIES else None
    reader = principal_of(request).account_id
    mine = reader if asked.get("mine") == "yes" else None
    with desk.views.reading() as connection:
        try:
            page = cases.page(connection, state, priority, asked.get("cursor") or None, _ROWS, mine)
        except InvalidInput:  # the address was cut or changed on its way; the first page is always right
            page = cases.page(connection, state, priority, None, _ROWS, mine)
        listed = [row.referral_id for row in page.rows]
        done, clocks = asb_work.of(connection, listed), silences.protecting_of(connection, listed)
    now = desk.clock()
    kept = {"state": state or "", "priority": priority or "", **({"mine": "yes"} if mine else {})}
    return pages.render(
        request,
        "triage/cases.html",
        rows=[
            {
                "case": row,
                "due": in_order(
                    still_due(row, rfc3339(now), _protecting(clocks.get(row.referral_id, ()))),
                    open_work(desk.asb, row, done, now),
                ),
            }
            for row in page.rows
        ],
        filters={"state": _STATES, "priority": {"": "Any", **PRIORITIES}},
        chosen=kept,
        older=f"{_ADDRESS}?{urlencode({**kept, 'cursor': page.cursor})}" if page.cursor else None,
        newer=f"{_ADDRESS}?{urlencode(kept)}" if asked.get("cursor") else None,
        reader=reader,
        names=request.app.state.access.accounts.names({row.taken_by for row in page.rows if row.taken_by}),
        late_view=late_view,
        say=desk.say,
    )


def _protecting(clocks: Sequence[Any]) -> list[tuple[str, str]]:
    """When and what is due to protect somebody."""
    return [(row.due_at, protecting_words(row.awaits)) for row in clocks]


def _shown(seen: SeenCase, request: Request, room: ProtectionRoom) -> dict[str, Any]:
    """The whole front page."""
    desk, case, file = seen.desk, seen.case, seen.asb()
    referral, shown = seen.card.referral, protection_of(desk, case.referral_id)
    handled = desk.vawg.handled(seen.story, seen.now) if file.abuse_seen else ()
    signals = signals_of(desk.views, desk.vawg, case.referral_id, seen.now) if file.abuse_seen else []
    due, taken_by = all_due(seen, room), {referral.taken_by} if referral.taken_by else set()
    late = sum(each["late"] for each in due)
    return {
        "case": case,
        "referral": referral,
        "headline": headline(seen.card.newest.decision, desk.say),
        "people": [person for person in seen.people if person.shown],
        "others": [person for person in seen.people if not person.shown],
        "at_risk": any(person.at_risk for person in seen.people),
        "danger": danger_in(seen, handled, with_others=True),
        "assessed": newest_of_each(shown.assessed),
        "grades": GRADES,
        "signals": [each for each in signals if each["open"]],
        "due": due[: max(late, _FIRST_DUE)],
        "due_later": due[max(late, _FIRST_DUE) :],
        "silent": list(_silent(seen)),
        "stop_mediation": file.abuse_seen and running(file) is not None,
        "still_served": [(each.step_id, wording.tool(each.tool)) for each in file.steps if each.result is None]
        if file.abuse_seen
        else [],
        "asb": None if file.abuse_seen else _asb(seen, request),
        "abuse": file.abuse_seen,
        "parts": parts_of(seen, principal_of(request).role),
        "officers": officers_of(request),
        "names": request.app.state.access.accounts.names(taken_by),
        "once": new_id(),
        "late_view": seen.late_view,
    }


def _asb(seen: SeenCase, request: Request) -> Mapping[str, Any]:
    """The work on anti-social behaviour, of which the front page shows what may be done now."""
    officer = principal_of(request).account_id
    names = {each: name for each, name in seen.names.items() if name}
    return work_on(seen.desk.asb, seen.asb(), seen.story, seen.desk.opener, names, seen.now, officer)


def _silent(seen: SeenCase) -> Iterator[tuple[Any, str]]:
    """What did not happen."""
    with seen.desk.views.reading() as connection:
        rows = silences.of(connection, seen.case.referral_id)
    for row in rows:
        yield row, silence_words(seen.desk.desk_rules, row.rule)
