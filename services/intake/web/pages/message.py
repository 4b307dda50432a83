"""One e-mail beside the question set: made a referral by whoever reads it, or dismissed with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.application.handlers import message_stream
from services.intake.domain.commands import DismissMessage, ReleaseMessage, SubmitReferral
from services.intake.domain.events import MessageTaken
from services.intake.domain.given_mail import GivenThread
from services.intake.read_models import mail
from services.intake.web.access import STAFF
from services.intake.web.completion import COMPLETED, Wrong, standing_answers, what_is_new
from services.intake.web.desk import Desk
from services.intake.web.forms import Typed, by_field, confirmed, document_of, telephones_wrong, typed_in, written
from services.intake.web.mail_evidence import keep_attached
from services.intake.web.mail_shelf import MailShelf
from services.intake.web.mail_words import DISMISSED_AS, ODDITIES, REASONS, STANDS, size
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.shown import opened_part
from services.intake.web.staff_questions import FIELDS, sections_of
from services.intake.web.words import PAGES
from shared.kernel.dispatching import Receipt
from shared.kernel.refusals import InvalidInput, NotFound
from shared.web.cookies import remember_position
from shared.web.guard import allow, context_of, principal_of

_ADDRESS = "/intake/mail/{message_id}"
_SCOPE = "mail/released"
# What a person looked at and put aside can still be looked at for a while: people mistake things.
_DISMISSED_KEPT = timedelta(days=30)
_LONGEST = 19_000
_NOT_ALL = "{} of {} attached files are kept as evidence. The others are of a kind that is not taken."
_ASKED = tuple(each for each in FIELDS if each.name != "channel" and not each.name.startswith("_"))
_OPEN_TO_RELEASE = (mail.WAITING, mail.IGNORED, mail.DISMISSED)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A message that was found, with its text, and what was typed beside it."""

    came: mail.Came
    text: str | None = field(repr=False)
    typed: Typed = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    why_wrong: str = ""
    besides: str = ""


def router(desk: Desk, shelf: MailShelf) -> APIRouter:
    """The routes /intake/mail/{message_id}, /release and /dismiss under it."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get(_ADDRESS, name="intake:message")
    def show(request: Request, message_id: str) -> Response:
        came, text = _read(desk, shelf, request, message_id)
        return _page(desk, request, _Shown(came, text, _begun(desk, came, text)))

    @made.post(f"{_ADDRESS}/release", name="intake:message_released")
    def released(request: Request, message_id: str, form: form_sent) -> Response:
        came, text = _read(desk, shelf, request, message_id)
        if came.stands not in _OPEN_TO_RELEASE:
            return RedirectResponse(f"/intake/mail/{message_id}", 303)
        typed = typed_in(_ASKED, form.multi_items())
        document = confirmed({**document_of(_ASKED, typed), "channel": "email"}, came.taken.received_at)
        wrong = telephones_wrong(_ASKED, typed)
        try:
            command = desk.reception.command(written(document), principal_of(request).agency)
        except InvalidInput as invalid:
            wrong |= by_field(invalid.errors, _ASKED, typed)
        if wrong:
            return _page(desk, request, _Shown(came, text, typed, wrong))
        return _released(desk, shelf, request, came.taken, command)

    @made.post(f"{_ADDRESS}/complete", name="intake:message_completed")
    def completed(request: Request, message_id: str, form: form_sent) -> Response:
        return _completing(desk, shelf, request, message_id, form)

    @made.post(f"{_ADDRESS}/evidence", name="intake:message_evidence")
    def evidence(request: Request, message_id: str) -> Response:
        return _keeping(desk, shelf, request, message_id)

    @made.post(f"{_ADDRESS}/dismiss", name="intake:message_dismissed")
    def dismissed(request: Request, message_id: str, form: form_sent) -> Response:
        return _dismissing(desk, shelf, request, message_id, form)

    return made


def _keeping(desk: Desk, shelf: MailShelf, request: Request, message_id: str) -> Response:
    """What is attached joins the evidence of the referral; what cannot be looked through stays in the message alone."""
    came, text = _read(desk, shelf, request, message_id)
    found = desk.standing(came.reference) if came.reference else None
    if found is None:
        raise NotFound
    files = shelf.files_of(message_id)
    kept = keep_attached(desk, request, found, message_id, came.taken.kept_under, files)
    if kept.not_taken or not kept.kept:
        return _page(desk, request, _Shown(came, text, besides=_NOT_ALL.format(kept.kept, len(files))))
    answer = RedirectResponse(f"/intake/referrals/{found.submitted.reference}/evidence", 303)
    remember_position(request, answer, "intake", kept.position)
    return answer


def _dismissing(desk: Desk, shelf: MailShelf, request: Request, message_id: str, form: FormData) -> Response:
    """It is nothing for us, for one of a few reasons; it can be looked at for a while yet."""
    came, text = _read(desk, shelf, request, message_id)
    why = form.get("why")
    if why not in DISMISSED_AS:
        shown = _Shown(came, text, _begun(desk, came, text), why_wrong="Choose why it is nothing for us.")
        return _page(desk, request, shown)
    command = DismissMessage.model_validate({"at": desk.clock(), "message_id": message_id, "why": why})
    done = desk.dispatch(command, context_of(request))
    shelf.keep_until(message_id, desk.clock() + _DISMISSED_KEPT)
    answer = RedirectResponse("/intake/mail", 303)
    remember_position(request, answer, "intake", done.last_position)
    return answer


def _completing(desk: Desk, shelf: MailShelf, request: Request, message_id: str, form: FormData) -> Response:
    """Answers from a message that belongs to a referral already go there, and the rules are asked again."""
    came, text = _read(desk, shelf, request, message_id)
    found = desk.standing(came.reference) if came.reference else None
    if found is None:
        raise NotFound
    typed = typed_in(COMPLETED, form.multi_items())
    command = what_is_new(desk, found, typed, came.taken.received_at, principal_of(request).agency)
    if isinstance(command, Wrong):
        return _page(desk, request, _Shown(came, text, typed, command.by_field))
    done = desk.dispatch(command, context_of(request))
    answer = RedirectResponse(f"/intake/referrals/{found.submitted.reference}", 303)
    remember_position(request, answer, "intake", done.last_position)
    return answer


def _read(desk: Desk, shelf: MailShelf, request: Request, message_id: str) -> tuple[mail.Came, str | None]:
    """The message, once it is recorded who reads it; else NotFound."""
    desk.views.wait_for(desk.head())
    with desk.views.reading() as connection:
        came = mail.one(connection, message_id)
    if came is None:
        raise NotFound
    about = (came.taken.referral_id,) if came.taken.referral_id else ()
    desk.record_view(context_of(request), message_stream(message_id), about, "e-mail")
    return came, shelf.text_of(message_id) or opened_part(came.taken, desk.opener)["text"]


def _begun(desk: Desk, came: mail.Came, text: str | None) -> Typed:
    """What the form begins with: the words of the message and where it came from; everything else is unknown."""
    told = opened_part(came.taken, desk.opener)
    words = "\n\n".join(part for part in (told["subject"], text) if part)[:_LONGEST]
    begun = {"description": words, "reporter.email": told["sender"], "reporter.full_name": told["sender_name"]}
    return {name: [value] for name, value in begun.items() if value}


def _released(desk: Desk, shelf: MailShelf, request: Request, taken: MessageTaken, command: SubmitReferral) -> Response:
    """Take it in as a referral of whoever it has stood under, so that forgetting her reaches the message too."""
    ids = {command.reporter_id: taken.kept_under}
    changes = {
        "at": taken.received_at,
        "reporter_id": taken.kept_under,
        "person_ids": tuple(ids.get(each, each) for each in command.person_ids),
        "mail": GivenThread(message_id=taken.message_id),
    }
    context = context_of(request)

    def receipt(going: SubmitReferral) -> Receipt:
        return Receipt(_SCOPE, taken.message_id, answer=f"{going.reference} {going.referral_id}".encode())

    going, done = desk.submit(command.model_copy(update=changes), context, receipt)
    reference, referral_id = going.reference, going.referral_id
    if done.repeated is not None:
        reference, _, referral_id = done.repeated.answer.decode().partition(" ")
    told = ReleaseMessage(at=desk.clock(), message_id=taken.message_id, reference=reference, referral_id=referral_id)
    position = desk.dispatch(told, context).last_position or done.last_position
    shelf.hand_over(taken.message_id, taken.kept_under)
    answer = RedirectResponse(f"/intake/referrals/{reference}", 303)
    remember_position(request, answer, "intake", position)
    return answer


def _page(desk: Desk, request: Request, shown: _Shown) -> Response:
    came = shown.came
    with desk.views.reading() as connection:
        others = mail.of_referral(connection, came.reference) if came.reference else []
    told: dict[str, Any] = opened_part(came.taken, desk.opener)
    belongs = desk.standing(came.reference) if came.reference else None
    asked = COMPLETED if belongs is not None else _ASKED
    known = standing_answers(desk.shown(belongs)) if belongs is not None and not shown.wrong else shown.typed
    return PAGES.render(
        request,
        "intake/message.html",
        status=422 if shown.wrong or shown.why_wrong else 200,
        came=came,
        told=told,
        text=shown.text,
        others=[each for each in others if each.message_id != came.taken.message_id],
        may_release=came.stands in _OPEN_TO_RELEASE,
        may_dismiss=came.stands == mail.WAITING,
        sections=sections_of(asked),
        fields=asked,
        typed=known,
        belongs=belongs,
        wrong=shown.wrong,
        why_wrong=shown.why_wrong,
        besides=shown.besides,
        stands=STANDS,
        reasons=REASONS,
        oddities=ODDITIES,
        dismissed_as=DISMISSED_AS,
        size=size,
        back="/intake/mail",
    )
