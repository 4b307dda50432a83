"""The hand-overs: those that a person has to see to first, then those that wait, then those that are over."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.handover.commands import NoteReceipt, SettleHandover
from services.triage.read_models import dead_ends, handovers
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.handover.receipts import tell_case
from services.triage.web.handover.words import HOW, SETTLED, STANDS
from services.triage.web.typed import Typed, receipt_of
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, NotFound, Refusal
from shared.web.guard import allow, context_of
from shared.web.pages import Pages

HANDOVERS = "/triage/handovers"


def handover_list(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/handovers…"""
    router = APIRouter(prefix=HANDOVERS, include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("", name="triage:handovers")
    def every(request: Request) -> Response:
        return _page(desk, pages, request)

    @router.post("/{handover_id}/{step}", name="triage:see_to_handover")
    def see_to(request: Request, handover_id: str, step: str, form: Typed) -> Response:
        with desk.views.reading() as connection:
            found = handovers.one(connection, handover_id)
        how = form.get("how", "")
        if found is None or step not in ("received", "settled"):
            raise NotFound
        command: Command
        if step == "received":
            command = NoteReceipt(
                at=desk.clock(), referral_id=found.referral_id, handover_id=handover_id, how="officer"
            )
        elif how in SETTLED:
            command = SettleHandover.model_validate(
                {"at": desk.clock(), "referral_id": found.referral_id, "handover_id": handover_id, "how": how}
            )
        else:
            wrong = FieldError("/how", "how", "Choose what was done about it.")
            return _page(desk, pages, request, [wrong], 422, handover_id)
        try:
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except Refusal as refusal:
            return _page(desk, pages, request, [FieldError("", refusal.code, refusal.says)], 409)
        if step == "received" and done.facts:
            tell_case(desk, found.referral_id, found.route, context_of(request))
        return saved(request, HANDOVERS, done.last_position)

    return router


def _page(
    desk: Desk,
    pages: Pages,
    request: Request,
    errors: list[FieldError] | None = None,
    status: int = 200,
    wrong_id: str = "",
) -> Response:
    """The list; `wrong_id` is the hand-over whose form was sent without an answer."""
    late_view = not desk.shows_what_was_saved(request)
    with desk.views.reading() as connection:
        back = handovers.several(connection, handovers.BACK)
        waiting = handovers.several(connection, (handovers.WAITING,))
        ended = handovers.ended(connection)
        to_ask = dead_ends.due(connection)
    return pages.render(
        request,
        "triage/handovers.html",
        status=status,
        back_with_us=back,
        waiting=waiting,
        ended=ended,
        to_ask=to_ask,
        stands=STANDS,
        how=HOW,
        settled=SETTLED,
        say=desk.say,
        late_view=late_view,
        errors=errors or [],
        wrong_id=wrong_id,
        once=new_id(),
    )
