"""Whether a door opened: agreed with whoever was shown it, asked later by a person, by a way that is safe."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.directory.dead_ends import AgreeDoorCheck, NoteDoorCheck, ReportDeadEnd
from services.triage.domain.events import ReferralSignposted
from services.triage.read_models import dead_ends, safe_contacts
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.reaching import reached
from services.triage.web.typed import Typed, receipt_of
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, NotFound, Refusal
from shared.web.formats import LONDON
from shared.web.guard import allow, context_of
from shared.web.pages import Pages

OUTCOMES = {
    "opened": "Yes: they were helped, or are being helped",
    "did_not_open": "No: they found nothing there",
    "not_reached": "They could not be reached",
    "not_safe": "It was not safe to ask",
}
_NO_OUTCOME = FieldError("/outcome", "outcome", "Choose what came of it.")
_LATER = timedelta(days=14)
_MORNING = time(10, 0)


def door_check_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/referrals/{reference}/door-check."""
    router = APIRouter(prefix="/triage/referrals", include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("/{reference}/door-check", name="triage:door_check")
    def show(request: Request, reference: str) -> Response:
        return _page(desk, pages, request, reference)

    @router.post("/{reference}/door-check", name="triage:ask_door_check")
    def act(request: Request, reference: str, form: Typed) -> Response:
        referral, entries = desk.referral(reference), shown_in(desk, reference)
        outcome = form.get("outcome", "")
        if not entries:
            raise NotFound
        command: AgreeDoorCheck | NoteDoorCheck
        if form.get("do") == "agree":
            day = (desk.clock() + _LATER).astimezone(LONDON).date()
            command = AgreeDoorCheck(
                at=desk.clock(),
                referral_id=referral.referral_id,
                reference=referral.reference,
                entries=entries,
                ask_at=datetime.combine(day, _MORNING, LONDON),
            )
        elif outcome in OUTCOMES:
            command = NoteDoorCheck.model_validate(
                {"at": desk.clock(), "referral_id": referral.referral_id, "outcome": outcome}
            )
        else:
            return _page(desk, pages, request, reference, [_NO_OUTCOME])
        try:
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except Refusal as refusal:
            return _page(desk, pages, request, reference, [FieldError("", refusal.code, refusal.says)])
        if done.facts and outcome == "did_not_open":
            _report(desk, request, entries)
        return saved(request, f"/triage/referrals/{referral.reference}/door-check", done.last_position)

    return router


def shown_in(desk: Desk, reference: str) -> tuple[str, ...]:
    """The entries somebody was shown when the referral was closed; none where it was not closed so."""
    told = [each.fact for each in desk.story(desk.referral(reference).stream)]
    signposts = [each for each in told if isinstance(each, ReferralSignposted)]
    return tuple(each.id for each in signposts[-1].shown) if signposts else ()


def _report(desk: Desk, request: Request, entries: Sequence[str]) -> None:
    for entry_id in entries:
        command = ReportDeadEnd(
            at=desk.clock(), entry_id=entry_id, what="no_help", told_by="check", today=desk.directory.today()
        )
        desk.dispatch(command, context_of(request))


def _page(desk: Desk, pages: Pages, request: Request, reference: str, errors: Sequence[FieldError] = ()) -> Response:
    """How somebody may be asked stands here, so the reading is recorded; nothing stands here that is not safe."""
    late_view = not desk.shows_what_was_saved(request)
    card = desk.card(reference)
    desk.viewed(request, card.referral, "door check")
    with desk.views.reading() as connection:
        check = dead_ends.check_of(connection, card.referral.referral_id)
        contacts = safe_contacts.of(connection, card.referral.referral_id)
        people = safe_contacts.brought_up_to_date(connection, card.referral.referral_id, card.people)
    return pages.render(
        request,
        "triage/door_check.html",
        status=422 if errors else 200,
        card=card,
        shown=bool(shown_in(desk, reference)),
        check=check,
        people=[each for each in reached(people, contacts, desk.opener, desk.clock()) if each.shown],
        outcomes=OUTCOMES,
        errors=errors,
        late_view=late_view,
        once=new_id(),
    )
