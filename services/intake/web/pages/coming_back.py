"""Residents come back with a reference and a phrase: a short visit, and nothing that would betray them if watched."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.domain.commands import ChangeSafeContact
from services.intake.domain.given import GivenSafeContact
from services.intake.read_models.referral_timeline import Standing
from services.intake.read_models.worklist import RECEIVED
from services.intake.web.admission import dismiss
from services.intake.web.desk import Desk
from services.intake.web.diaries import is_open, sheet_of
from services.intake.web.drafts import discard, draft_of
from services.intake.web.together import read_in
from services.intake.web.words import PAGES, WAYS
from shared.kernel.identifiers import parse_reference
from shared.web.caller import client_of
from shared.web.cookies import RETURN, form_token, is_form_token, keep_signed
from shared.web.guard import allow_anyone, context_of

_OF = "_of"
_LONGEST = 300
# As long as a visit is kept; who walks away from a screen leaves nothing on it.
_CLOSES = {"Refresh": "900; url=/"}
_NEUTRAL = "A person who works on it tells you more when you call."


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a watched screen may show: that there is something, and what comes next; never what it is about."""

    says: str
    next: str


# Whoever tells of somebody else learns nothing of what is done for them.
_OF_ANOTHER = Summary(
    "We have what you told us.",
    "Thank you. To keep everybody safe we cannot say here what comes of it. You can tell us more at any time.",
)
_BY_STATUS = {
    RECEIVED: Summary("We have what you told us.", "Somebody reads it on the next working day at the latest."),
    "more_needed": Summary("We have read what you told us.", "We would like to ask you something. Please call us."),
    "case_closed": Summary(
        "We have finished what we were doing for now.", "If you need us again, call us or tell us more here."
    ),
    "signposted": Summary("We have decided what to do.", "Please call us, and we tell you what and why."),
}
_IN_HAND = Summary("Somebody is working on it.", _NEUTRAL)


def router(desk: Desk) -> APIRouter:
    """The routes /return, /return/now, /return/stop and /return/end."""
    made = APIRouter(
        prefix="/return", include_in_schema=False, dependencies=[allow_anyone("residents have no accounts")]
    )
    text = Annotated[str, Form()]

    @made.get("", name="intake:return")
    def ask(request: Request) -> Response:
        return _form(request, {})

    @made.post("", name="intake:returned")
    def come_in(request: Request, reference: text = "", phrase: text = "") -> Response:
        reference, phrase = reference[:_LONGEST], phrase[:_LONGEST]
        known = parse_reference(reference)
        if known is None or not phrase.strip():
            return _form(request, _incomplete(known, phrase), reference)
        if wait := desk.residents.tries.wait(known, client_of(request)):
            return _form(request, {"phrase": f"Too many tries. Wait {_said(wait)}, then try again."}, reference, wait)
        # The phrase is compared even where there is no such referral, so that both answers take as long.
        if not desk.residents.phrases.matches(desk.residents.phrase_of(known), phrase):
            return _form(request, {"phrase": "The two do not belong together. Check both."}, reference)
        desk.residents.tries.forgive(known)
        return _begun(desk, request, known)

    _add_visit(made, desk)
    return made


def _add_visit(made: APIRouter, desk: Desk) -> None:
    @made.get("/now", name="intake:return_now")
    def show(request: Request) -> Response:
        found = visited(desk, request)
        if found is None:
            return RedirectResponse("/return", 303)
        desk.look(context_of(request), found, "summary, by whoever told us")
        return _summary(desk, request, found)

    @made.post("/stop", name="intake:return_stop")
    def stop(request: Request, token: Annotated[str, Form(max_length=200)] = "") -> Response:
        found = visited(desk, request)
        if found is None or not is_form_token(request, RETURN, token):
            return RedirectResponse("/return", 303)
        told = {each.submitted.reference: each.submitted.account_of for each in (found, _where_it_goes_on(desk, found))}
        for reference, person_id in told.items():
            stopped = ChangeSafeContact(
                at=desk.clock(), reference=reference, person_id=person_id, safe_contact=_none_safe(desk)
            )
            desk.dispatch(stopped, context_of(request))
        return RedirectResponse("/return/now", 303)

    @made.post("/end", name="intake:return_end")
    def end(request: Request) -> Response:
        discard(request, desk.residents.returns, RETURN)
        answer = RedirectResponse("/", 303)
        dismiss(request, answer)
        return answer


def _where_it_goes_on(desk: Desk, found: Standing) -> Standing:
    """What was told twice goes on under the other reference; news about it, and a stop to them, belong to both."""
    return desk.standing(read_in(desk, found.submitted.reference)) or found


def _none_safe(desk: Desk) -> GivenSafeContact:
    no = {"safe": "no", "voicemail": "no"}
    return GivenSafeContact.model_validate({**dict.fromkeys(WAYS, no), "confirmed_at": desk.clock().isoformat()})


def _incomplete(reference: str | None, phrase: str) -> dict[str, str]:
    """What is wrong with what was typed in itself; whether there is such a referral plays no part."""
    wrong = {} if reference else {"reference": "Check the reference. It looks like WM-7K3F-Q."}
    return wrong if phrase.strip() else {**wrong, "phrase": "Give the phrase that you chose."}


def _said(seconds: int) -> str:
    return f"{seconds} seconds" if seconds <= 60 else f"{-(-seconds // 60)} minutes"


def _form(request: Request, wrong: dict[str, str], reference: str = "", wait: int = 0) -> Response:
    headers = {"Retry-After": str(wait)} if wait else None
    status = 429 if wait else 422 if wrong else 200
    shown: dict[str, Any] = {"wrong": wrong, "reference": reference, "sensitive": True, "back": "/"}
    return PAGES.render(request, "intake/return.html", status=status, headers=headers, **shown)


def _begun(desk: Desk, request: Request, reference: str) -> Response:
    """A new visit under a new id; one that this browser had before ends."""
    discard(request, desk.residents.returns, RETURN)
    answer = RedirectResponse("/return/now", 303)
    visit = desk.residents.returns.begin()
    desk.residents.returns.keep(visit, {_OF: [reference]})
    keep_signed(request, answer, RETURN, visit)
    return answer


def visited(desk: Desk, request: Request) -> Standing | None:
    """The referral of this visit; None where it has ended. Who is forgotten meanwhile is not shown either."""
    visit = draft_of(request, desk.residents.returns, RETURN)
    if visit is None:
        return None
    (reference,) = visit.typed[_OF]
    return desk.standing(reference) if desk.residents.phrase_of(reference) is not None else None


def _summary(desk: Desk, request: Request, found: Standing) -> Response:
    submitted = found.submitted
    contact = found.safe_contacts.get(submitted.account_of, submitted.safe_contact)
    outcome = _where_it_goes_on(desk, found).outcome
    status = outcome.status if outcome else RECEIVED
    of_another = submitted.reporter_is_victim is False
    return PAGES.render(
        request,
        "intake/return_now.html",
        headers=_CLOSES,
        reference=submitted.reference,
        received_at=submitted.received_at,
        summary=_OF_ANOTHER if of_another else _BY_STATUS.get(status, _IN_HAND),
        reached=any(getattr(contact, way).safe == "yes" for way in WAYS),
        diary=is_open(sheet_of(desk, submitted.reference), desk.clock()),
        token=form_token(request, RETURN),
        sensitive=True,
    )
