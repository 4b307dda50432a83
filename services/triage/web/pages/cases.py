"""Cases of ours: all of them by risk, and one with who is at risk, what is due next, and its story."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.protection_room import ProtectionRoom
from services.triage.domain.asb.mediation import running
from services.triage.domain.commands import CloseCase
from services.triage.read_models import asb_work, cases, safe_contacts, silences
from services.triage.web.asb.listed import open_work
from services.triage.web.asb.shown import due_lines, work_on
from services.triage.web.cases_api import case_of
from services.triage.web.desk import OFFICERS, Desk, officers_of, saved
from services.triage.web.desk_words import CONTACT_OUTCOMES, CONTACT_WAYS, silence_words
from services.triage.web.offers import offer_in, victims_in
from services.triage.web.pages.known_to import KNOWN_TO
from services.triage.web.pages.support_forms import support_cards
from services.triage.web.programme.shown import signals_due
from services.triage.web.programme.wording import ANSWERS
from services.triage.web.protection_view import due_of, protection_of
from services.triage.web.reaching import Reached, reached
from services.triage.web.risk_forms import GRADES
from services.triage.web.safeguarding.due import safeguarding_due
from services.triage.web.support.cards import due_lines as support_due
from services.triage.web.telling import headline
from services.triage.web.typed import Form, Typed, receipt_of
from services.triage.web.vawg.shown import abuse_on, signals_of
from services.triage.web.vawg.shown import due_lines as due_on_abuse
from services.triage.web.wording import CLOSE_REASONS, OFFERS, PRIORITIES
from shared.kernel.clock import rfc3339
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Recorded
from shared.kernel.refusals import FieldError, InvalidInput, Refusal
from shared.web.guard import allow, context_of, principal_of
from shared.web.pages import Pages

_ROWS = 50
_STATES = {"open": "Open", "closed": "Closed"}
_ADDRESS = "/triage/cases"
_CHOICES: Mapping[str, Any] = {
    "offer_choices": OFFERS,
    "reason_choices": CLOSE_REASONS,
    "way_choices": CONTACT_WAYS,
    "contact_choices": CONTACT_OUTCOMES,
}
_NO_TIME = "~"  # after every time in text order


def case_pages(desk: Desk, pages: Pages, room: ProtectionRoom) -> APIRouter:
    """The routes /triage/cases, /triage/cases/{reference} and the forms on it."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("", name="triage:cases")
    def several(request: Request) -> Response:
        return _list(desk, pages, request)

    @router.get("/{reference}", name="triage:case")
    def one(request: Request, reference: str) -> Response:
        return case_page(desk, pages, room, request, reference)

    @router.post("/{reference}/support-offer", name="triage:support_offer")
    def support_offer(request: Request, reference: str, form: Typed) -> Response:
        case = desk.referral(reference)
        try:
            offered = offer_in(desk, case, form, by_adviser=False)
        except InvalidInput as invalid:
            return case_page(desk, pages, room, request, reference, invalid.errors, form, 422)
        return _do(desk, pages, room, request, case, offered, form)

    @router.post("/{reference}/close", name="triage:close_case")
    def close(request: Request, reference: str, form: Typed) -> Response:
        case, reason = desk.referral(reference), form.get("reason", "")
        if reason not in CLOSE_REASONS:
            error = FieldError("/reason", "missing", "Choose why the case ends.")
            return case_page(desk, pages, room, request, reference, [error], form, 422)
        members = {"at": desk.clock(), "referral_id": case.referral_id, "reason": reason}
        return _do(desk, pages, room, request, case, CloseCase.model_validate(members), form)

    return router


def _do(
    desk: Desk, pages: Pages, room: ProtectionRoom, request: Request, case: Any, command: Command, form: Form
) -> Response:
    try:
        done = desk.dispatch(command, context_of(request), receipt_of(request, form))
    except Refusal as refusal:
        pointer = "/reason" if isinstance(command, CloseCase) else "/outcome"
        error = FieldError(pointer, refusal.code, refusal.says)
        return case_page(desk, pages, room, request, case.reference, [error], form, 409)
    return saved(request, f"{_ADDRESS}/{case.reference}", done.last_position)


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
        done = asb_work.of(connection, [row.referral_id for row in page.rows])
    now = desk.clock()
    kept = {"state": state or "", "priority": priority or "", **({"mine": "yes"} if mine else {})}
    return pages.render(
        request,
        "triage/cases.html",
        rows=[
            {"case": row, "due": in_order(still_due(row, rfc3339(now)), open_work(desk.asb, row, done, now))}
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


def case_page(
    desk: Desk,
    pages: Pages,
    room: ProtectionRoom,
    request: Request,
    reference: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    """One case, once the reading of it is recorded."""
    late_view, case = not desk.up_to_date(reference), case_of(desk, reference)
    desk.viewed(request, case, "case")
    card = desk.card(case.reference)
    with desk.views.reading() as connection:
        offers = cases.offers_of(connection, case.referral_id)
        contacts = safe_contacts.of(connection, case.referral_id)
        named = safe_contacts.brought_up_to_date(connection, case.referral_id, card.people)
    recorded = desk.story(case.stream)
    people, shown = reached(named, contacts, desk.opener), protection_of(desk, case.referral_id)
    context: dict[str, Any] = {
        "case": case,
        "referral": card.referral,
        "headline": headline(card.newest.decision, desk.say),
        **_told_of(people),
        **_work(desk, request, recorded, people, _also_due(desk, shown, room, case, recorded), case),
        **support_on(desk, request, recorded, people),
        "protection": shown,
        "grades": GRADES,
        "offers": offers,
        "owed": case.support_due_at is not None or "offer_of_support" in card.newest.decision["give"],
        "story": list(reversed(recorded)),
        "officers": officers_of(request),
        **_silent(desk, case, recorded),
        "tell": desk.tell,
        "names": _names(request, offers, recorded, card.referral.taken_by),
    }
    typed: dict[str, Any] = {"errors": errors, "form": form or {}, "once": new_id(), "late_view": late_view}
    context |= {**typed, **_led_on(request), **_CHOICES}
    return pages.render(request, "triage/case.html", status=status, say=desk.say, **context)


def _also_due(desk: Desk, shown: Any, room: ProtectionRoom, case: Any, recorded: Sequence[Recorded]) -> list[Any]:
    """What panels and those who protect children, adults and exploited people wait for."""
    return [*due_of(shown, room, case, desk.say), *safeguarding_due(desk, recorded, case)]


def _silent(desk: Desk, case: Any, recorded: Sequence[Recorded]) -> dict[str, Any]:
    """What did not happen, and what keeps an open case from being closed because nobody answers."""
    with desk.views.reading() as connection:
        rows = silences.of(connection, case.referral_id)
    return {
        "silent": [(row, silence_words(desk.desk_rules, row.rule)) for row in rows],
        "no_silence": desk.closing.silence_says(recorded, desk.clock()) if case.state == cases.OPEN else None,
    }


def _told_of(people: Sequence[Reached]) -> dict[str, Any]:
    """Whom to reach and how; of whoever does the harm the name alone."""
    return {
        "people": [person for person in people if person.shown],
        "others": [person for person in people if not person.shown],
        "at_risk": any(person.at_risk for person in people),
    }


def _led_on(request: Request) -> dict[str, bool]:
    """Whether whoever looks may know who else knows these people."""
    return {"knows_more": principal_of(request).role in KNOWN_TO}


def _work(
    desk: Desk,
    request: Request,
    recorded: Sequence[Recorded],
    people: Sequence[Reached],
    further: Iterable[tuple[str, str]],
    case: Any,
) -> dict[str, Any]:
    """What is due, and the work on a case of anti-social behaviour; where abuse was seen none of it, but a mediation to
    be stopped."""
    file, now = desk.asb.file(recorded), desk.clock()
    further = chain(further, support_due(desk.support.file(recorded), now))
    ours = due_lines(desk.asb.due(file, now), now) + due_on_abuse(desk.vawg, recorded, now)
    all_due = {"due": in_order(still_due(case, rfc3339(now), further), ours)}
    if file.abuse_seen:
        signals = signals_of(desk.views, desk.vawg, case.referral_id, now)
        abuse = {"vawg": abuse_on(desk.vawg, recorded, desk.opener, now), "signals": signals, "answers": ANSWERS}
        due = {"due": in_order(all_due["due"], signals_due(signals, now))}
        stopping = {"asb": None, "stop_mediation": running(file) is not None}
        return {**due, **stopping, **abuse, "may_refer": case.support_due_at is not None}
    names = {person.person_id: person.name for person in people if person.name}
    officer = principal_of(request).account_id
    return {**all_due, "asb": work_on(desk.asb, file, recorded, desk.opener, names, now, officer)}


def support_on(desk: Desk, request: Request, recorded: Sequence[Recorded], people: Sequence[Reached]) -> dict[str, Any]:
    """The cards of support, what is due in it, codes of reciprocal moves, and to whom support is offered where there
    are several victims; no cards where domestic abuse was never seen."""
    file, now = desk.support.file(recorded), desk.clock()
    cards = support_cards(desk, request, recorded, {each.person_id: each.name for each in people})
    return {
        "support_cards": cards,
        "support_due": [{"at": at, "what": what, "late": at < rfc3339(now)} for at, what in support_due(file, now)],
        "codes": [each.code for each in file.reciprocals] if cards else [],
        "victims": victims_in(people),
    }


def still_due(case: Any, now: str, further: Iterable[tuple[str, str]] = ()) -> list[Mapping[str, Any]]:
    """What must happen on a case, the earliest first and what has no time last; empty where nothing is due."""
    due: list[tuple[str, str]] = []
    if support_is_due(case):
        due.append((case.support_due_at, "Offer support and record what came of it"))
    if case.state == cases.OPEN and not case.settled:
        due.append((case.due_at or _NO_TIME, "Confirm the decision, or decide otherwise"))
    due = sorted([*due, *further], key=lambda each: each[0])
    return [{"at": None if at == _NO_TIME else at, "what": what, "late": at < now} for at, what in due]


def in_order(*due: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The earliest first, and what has no time last."""
    return sorted(chain(*due), key=lambda each: each["at"] or _NO_TIME)


def support_is_due(case: Any) -> bool:
    """Whether support must still be offered."""
    return case.state == cases.OPEN and case.support_due_at is not None and not case.offered


def _names(request: Request, offers: Sequence[Any], story: Sequence[Any], taken_by: str | None) -> dict[str, str]:
    actors = {each.offered_by for each in offers} | {recorded.context.actor for recorded in story}
    actors |= {taken_by} if taken_by else set()
    found: dict[str, str] = request.app.state.access.accounts.names(actors)
    return found
