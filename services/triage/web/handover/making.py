"""The form by which an officer hands a referral over: to whom, on what footing, and what they need to know."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.handover.codes import new_code
from services.triage.domain.handover.commands import HandOver
from services.triage.read_models import handovers
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.handover.offering import choices, stands_in_the_way
from services.triage.web.handover.words import BASES, CONSENTS, HOW, STANDS
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, Refusal
from shared.web.guard import allow, context_of, principal_of
from shared.web.pages import Pages

_MOST_WORDS = 4_000
_IDS = {"/to": "to", "/consent": "consent", "/basis": "basis", "/why": "why", "/words": "words"}


def handover_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/referrals/{reference}/handover."""
    router = APIRouter(prefix="/triage/referrals", include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("/{reference}/handover", name="triage:handover")
    def ask(request: Request, reference: str) -> Response:
        return _page(desk, pages, request, reference)

    @router.post("/{reference}/handover", name="triage:hand_over")
    def hand_over(request: Request, reference: str, form: Typed) -> Response:
        referral = desk.referral(reference)
        try:
            command = _command(desk, request, referral.referral_id, form)
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except InvalidInput as invalid:
            return _page(desk, pages, request, reference, invalid.errors, form, 422)
        except Refusal as refusal:
            wrong = [FieldError("", refusal.code, refusal.says)]
            return _page(desk, pages, request, reference, wrong, form, 409)
        return saved(request, f"/triage/referrals/{referral.reference}/handover", done.last_position)

    return router


def _command(desk: Desk, request: Request, referral_id: str, form: Form) -> HandOver:
    said = {name: form.get(name, "").strip() for name in ("to", "consent", "basis", "why", "words")}
    route, _, to = said["to"].partition("|")
    errors = [
        FieldError(f"/{name}", name, says)
        for name, wrong, says in (
            ("to", not to, "Choose who takes it over."),
            ("consent", said["consent"] not in CONSENTS, "Say whether they agreed."),
            ("basis", bool(said["basis"]) and said["basis"] not in BASES, "Choose a footing, or none."),
            ("why", bool(said["basis"]) and not said["why"], "Say why it is needed, and why no less would do."),
            ("words", not said["words"], "Write down what they need to know."),
            ("words", len(said["words"]) > _MOST_WORDS, f"Use at most {_MOST_WORDS} characters."),
        )
        if wrong
    ]
    if errors:
        raise InvalidInput(errors)
    return HandOver.model_validate(
        {
            "at": desk.clock(),
            "referral_id": referral_id,
            "handover_id": new_id(),
            "route": route,
            "to": to,
            "consent": said["consent"],
            "basis": said["basis"] or None,
            "why": said["why"],
            "words": said["words"],
            "with_name": bool(form.get("with_name")),
            "code": new_code(),
            "by": principal_of(request).account_id,
        }
    )


def _page(
    desk: Desk,
    pages: Pages,
    request: Request,
    reference: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    late_view, card = not desk.up_to_date(reference), desk.card(reference)
    late_view = not desk.shows_what_was_saved(request) or late_view
    desk.viewed(request, card.referral, "hand-over")
    with desk.views.reading() as connection:
        made = handovers.of_reference(connection, card.referral.reference)
    context: Mapping[str, Any] = {"made": made, "stands": STANDS, "how": HOW, "choices": choices(desk, card)}
    return pages.render(
        request,
        "triage/handover.html",
        status=status,
        card=card,
        consents=CONSENTS,
        bases=BASES,
        say=desk.say,
        in_the_way=stands_in_the_way(desk, card),
        errors=errors,
        ids=_IDS,
        form=form or {},
        late_view=late_view,
        once=new_id(),
        **context,
    )
