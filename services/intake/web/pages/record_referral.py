"""The staff form: danger first, then how to call back, then what, when and who, in any order."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.web.desk import Desk
from services.intake.web.pages.typed_forms import staff_document
from services.intake.web.pages.words import CHANNELS_SAFE, NATURE, PAGES, QUESTIONS, SAFETY
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.dispatching import Receipt
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.cookies import remember_position
from shared.web.guard import Role, allow, context_of, principal_of

WRITES_DOWN = (Role.CONTACT_CENTRE, Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER)


def router(desk: Desk) -> APIRouter:
    """The routes /intake/referrals/new."""
    made = APIRouter(prefix="/intake/referrals", include_in_schema=False, dependencies=[allow(*WRITES_DOWN)])

    @made.get("/new", name="intake:record_referral")
    def blank(request: Request) -> Response:
        return _form(request, {"form_key": new_id(), "channel": "phone"}, [])

    @made.post("/new", name="intake:record_referral_sent")
    async def sent(request: Request) -> Response:
        form = await request.form()
        typed = {name: str(value) for name, value in form.items() if name != "csrf"}
        try:
            command = desk.reception.command(staff_document(typed), principal_of(request).agency)
        except InvalidInput as invalid:
            return _form(request, typed, invalid.errors)
        # The key was drawn with the blank form, so that a second press of the button takes in nothing twice.
        receipt = Receipt("form/record_referral", typed.get("form_key") or new_id(), answer=command.reference.encode())
        taken, done = await desk.submit_later(command, context_of(request), lambda _: receipt)
        reference = done.repeated.answer.decode() if done.repeated else taken.reference
        answer = RedirectResponse(f"/intake/referrals/{reference}", 303)
        remember_position(request, answer, "intake", done.last_position)
        return answer

    return made


def _form(request: Request, typed: dict[str, str], errors: list[FieldError]) -> Response:
    return PAGES.render(
        request,
        "intake/record_referral.html",
        status=422 if errors else 200,
        typed=typed,
        errors=errors,
        safety=[QUESTIONS[name] for name in SAFETY],
        nature=[QUESTIONS[name] for name in NATURE],
        channels_safe=CHANNELS_SAFE,
        vocabulary=VOCABULARY,
    )
