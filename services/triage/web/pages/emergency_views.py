"""Opening one record in an emergency, looking at it for an hour, and judging afterwards whether that was right."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.desk.commands import OpenInEmergency, ReviewEmergencyView
from services.triage.domain.events import from_text
from services.triage.read_models import emergency_views, safe_contacts
from services.triage.web.bodies import LONGEST_TEXT
from services.triage.web.desk import Desk, saved
from services.triage.web.desk_words import EMERGENCIES, VERDICTS
from services.triage.web.pages.support import known_of_danger
from services.triage.web.reaching import reached
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.clock import rfc3339
from shared.kernel.identifiers import new_id, parse_reference
from shared.kernel.personal import Narrative, Personal
from shared.kernel.refusals import FieldError, NotFound, Refusal
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

_ADDRESS = "/triage/emergency-view"
_JUDGES = (Role.SERVICE_MANAGER, Role.INFORMATION_GOVERNANCE)
# Whose role does not show a case. What is kept from somebody by a wall is opened by no emergency of theirs.
_OPENERS = (Role.CONTACT_CENTRE, Role.IDVA, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)
_SHORTEST_REASON = 10
_IDS = {"/reference": "reference", "/code": "code", "/text": "text", "/verdict": "verdict"}


def emergency_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes under /triage/emergency-view."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False)
    openers, both = [allow(*_OPENERS, hide=True)], [allow(*_OPENERS, *_JUDGES, hide=True)]

    @router.get("", name="triage:emergency_view", dependencies=both)
    def show(request: Request) -> Response:
        return _overview(desk, pages, request)

    @router.post("", name="triage:opened_in_emergency", dependencies=openers)
    def opened(request: Request, form: Typed) -> Response:
        command, errors = _opening(desk, request, form)
        if command is None:
            return _overview(desk, pages, request, errors, form, 422)
        done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        return saved(request, f"{_ADDRESS}/{command.view_id}", done.last_position)

    @router.get("/{view_id}", name="triage:seen_in_emergency", dependencies=openers)
    def look(request: Request, view_id: str) -> Response:
        return _look(desk, pages, request, view_id)

    @router.post("/{view_id}/judged", name="triage:emergency_judged", dependencies=[allow(*_JUDGES, hide=True)])
    def judge(request: Request, view_id: str, form: Typed) -> Response:
        with desk.views.reading() as connection:
            if emergency_views.one(connection, view_id) is None:
                raise NotFound
        if form.get("verdict") not in VERDICTS:
            error = FieldError("/verdict", "missing", "Choose whether it was right to look.")
            return _overview(desk, pages, request, [error], form, 422)
        members = {"at": desk.clock(), "view_id": view_id, "reviewed_by": principal_of(request).account_id}
        command = ReviewEmergencyView.model_validate({**members, "verdict": form["verdict"]})
        try:
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except Refusal as refusal:
            error = FieldError("/verdict", refusal.code, refusal.says)
            return _overview(desk, pages, request, [error], form, 409)
        return saved(request, _ADDRESS, done.last_position)

    return router


def _opening(desk: Desk, request: Request, form: Form) -> tuple[OpenInEmergency | None, list[FieldError]]:
    text, errors = form.get("text", "").strip(), []
    try:
        card = desk.card(parse_reference(form.get("reference", "")) or "")
    except NotFound:
        card = None
        given = form.get("reference", "").strip()
        says = "There is no case with this reference. Check it." if given else "Give the reference of the case."
        errors.append(FieldError("/reference", "unknown", says))
    if form.get("code") not in EMERGENCIES:
        errors.append(FieldError("/code", "missing", "Choose what the emergency is."))
    if not _SHORTEST_REASON <= len(text) <= LONGEST_TEXT:
        says = f"Say in {_SHORTEST_REASON} to {LONGEST_TEXT} characters what happens and why you must know."
        errors.append(FieldError("/text", "missing", says))
    if errors or card is None:
        return None, errors
    now, referral = desk.clock(), card.referral
    victim = next((person.person_id for person in card.people if "victim" in person.roles), None)
    members = {
        "at": now,
        "view_id": new_id(),
        "referral_id": referral.referral_id,
        "reference": referral.reference,
        "account_id": principal_of(request).account_id,
        "code": form["code"],
        "text": text,
        "subject_id": victim or referral.account_of,
        "review_due_at": desk.due_after(now, "P2W"),
    }
    return OpenInEmergency.model_validate(members), []


def _look(desk: Desk, pages: Pages, request: Request, view_id: str) -> Response:
    """Least scope: who is at risk, how to reach them safely, and what is known of the danger; recorded each time.

    When the hour is over the page leaves the screen by itself, also where nobody touches it.
    """
    if not desk.shows_what_was_saved(request):
        return _overview(desk, pages, request)
    now, own = rfc3339(desk.clock()), principal_of(request).account_id
    with desk.views.reading() as connection:
        view = emergency_views.one(connection, view_id)
    if view is None or view.account_id != own or view.ends_at <= now:
        raise NotFound
    card = desk.card(view.reference)
    purpose = f"emergency: {view.code}"
    desk.record_view(context_of(request), card.referral.stream, (view.referral_id,), "emergency view", purpose)
    with desk.views.reading() as connection:
        contacts = safe_contacts.of(connection, view.referral_id)
        named = safe_contacts.brought_up_to_date(connection, view.referral_id, card.people)
    people = [person for person in reached(named, contacts, desk.opener, desk.clock()) if person.shown]
    return pages.render(
        request,
        "triage/emergency_case.html",
        headers={"Refresh": f"{_seconds_left(view.ends_at, now)}; url={_ADDRESS}"},
        view=view,
        people=people,
        at_risk=any(person.at_risk for person in people),
        known=gravest_first(known_of_danger(desk, card)),
        say=desk.say,
        back=_ADDRESS,
    )


def _seconds_left(ends_at: str, now: str) -> int:
    """Whole seconds after which nothing may be seen any more."""
    return ceil((datetime.fromisoformat(ends_at) - datetime.fromisoformat(now)).total_seconds())


def _overview(
    desk: Desk,
    pages: Pages,
    request: Request,
    errors: Sequence[FieldError] = (),
    form: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    late_view, who = not desk.shows_what_was_saved(request), principal_of(request)
    judges = who.role in _JUDGES
    with desk.views.reading() as connection:
        mine = emergency_views.open_for(connection, who.account_id, rfc3339(desk.clock()))
        waiting = emergency_views.to_judge(connection) if judges else []
        judged = emergency_views.judged(connection) if judges else []
    shown = [*waiting, *judged]
    for row in shown:
        desk.record_view(context_of(request), f"emergency-{row.view_id}", (row.referral_id,), "emergency view, judged")
    context: dict[str, Any] = {
        "mine": mine,
        "waiting": [(row, _reason(desk, row)) for row in waiting],
        "judged": [(row, _reason(desk, row)) for row in judged],
        "judges": judges,
        "opens": who.role in _OPENERS,
        "emergencies": EMERGENCIES,
        "verdicts": VERDICTS,
        "own": who.account_id,
        "names": request.app.state.access.accounts.names(
            {each for row in shown for each in (row.account_id, row.reviewed_by) if each}
        ),
    }
    typed: dict[str, Any] = {"errors": errors, "form": form or {}, "ids": _IDS, "once": new_id()}
    return pages.render(request, "triage/emergency_view.html", status=status, late_view=late_view, **context, **typed)


def _reason(desk: Desk, row: Any) -> str | None:
    return desk.opener.open(from_text(row.text, Personal[Narrative]), Narrative)


def gravest_first(known: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """What was answered with yes, then counts and the like, then every no: nobody reads a list in an emergency."""
    return sorted(known, key=lambda each: (each[1] != "yes", each[1] == "no"))
