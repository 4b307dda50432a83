"""The three ways in which a call ends: another door is shown, it is handed over to us, or it is cut off."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.intake.domain.commands import SubmitReferral, TakenCall
from services.intake.web.call_document import call_document, caller_of, salvaged, typed_document
from services.intake.web.desk import Desk
from services.intake.web.forms import Typed, by_field, confirmed, telephones_wrong, written
from services.intake.web.pages.call_shown import Call, whole
from services.intake.web.pages.forms_sent import whole_minutes
from services.intake.web.passing_on import passed_on
from services.intake.web.spoken import resolved
from services.intake.web.staff_questions import FIELDS, MINUTES, REFERENCE
from shared.kernel.dispatching import Receipt
from shared.kernel.identifiers import new_id, parse_reference
from shared.kernel.refusals import InvalidInput, KeyReused
from shared.web.cookies import remember_position
from shared.web.guard import context_of, principal_of

_SCOPE = "http/staff/form"
_MINUTES_WRONG = "Give whole minutes in figures, such as 12, and a day at most."
_REFERENCE_WRONG = "Give a reference such as WM-7K3F-Q, or leave this empty."
_CONSENT = "Ask whether we may pass this on, or say why nobody asked."
_WHY = "Say why it must be passed on, and why no less would do."
_SAVED_BEFORE = "This was saved before and has been changed since. Saving it now makes a second referral."
_NO_ANSWER = "The rules did not answer just now, so the call cannot end here. Open a case: triage decides."
_NOT_A_SIGNPOST = "The answer is now another one, so the call cannot end here. Look at what to do now."
_READ_FIRST = "These are the words now. Read them out, then finish."
_NOTHING = "Nothing was typed, so there is nothing to save."


def faults(desk: Desk, typed: Typed) -> dict[str, str]:
    """What is wrong with what was typed, by field."""
    wrong = {} if whole_minutes(MINUTES, typed) is not None else {MINUTES.name: _MINUTES_WRONG}
    given = "".join(typed.get(REFERENCE.name, ()))
    if given and parse_reference(given) is None:
        wrong[REFERENCE.name] = _REFERENCE_WRONG
    wrong |= telephones_wrong(FIELDS, typed)
    if typed.get("sharing.lawful_basis") and not typed.get("sharing.why"):
        wrong["sharing.why"] = _WHY
    try:
        desk.reception.check(written(typed_document(typed)))
    except InvalidInput as invalid:
        wrong |= by_field(invalid.errors, FIELDS, resolved(typed))
    return wrong


def finished(desk: Desk, request: Request, call: Call, read_out: str) -> Response:
    """Close by showing the door that the rules recommend; only words that stood on the screen count as read out."""
    advice, saying = call.advice, call.saying
    if advice is None:
        return whole(desk, request, replace(call, notice=_NO_ANSWER))
    if not call.ends_here or saying is None:
        return whole(desk, request, replace(call, notice=_NOT_A_SIGNPOST))
    if call.asks_consent:
        return whole(desk, request, replace(call, wrong={"sharing.consent": _CONSENT}))
    if read_out != f"{saying.code}.{saying.version}":
        return whole(desk, request, replace(call, notice=_READ_FIRST))
    ended = TakenCall(
        ended="signposted",
        caller=caller_of(call.typed),
        minutes=call.clock.minutes(call.typed),
        route=advice.route,
        destination=advice.destination,
        saying=saying.code,
        wording=saying.version,
        said=saying.text,
        sent_on=call.sent_on,
        advised_999_at=call.advised_at,
        passed_on=passed_on(typed_document(call.typed), desk.places) if call.sent_on else None,
    )
    return _taken_in(desk, request, call, call.typed, ended)


def handed_over(desk: Desk, request: Request, call: Call) -> Response:
    """Take it in for us to deal with."""
    return _taken_in(desk, request, call, call.typed, _plain(call, "handed_over"))


def dropped(desk: Desk, request: Request, call: Call) -> Response:
    """Take in at once whatever there is: nothing that is missing or wrong may hold up what is safe to do next."""
    if not any(values for name, values in call.typed.items() if name != "channel"):
        return whole(desk, request, replace(call, notice=_NOTHING))
    typed = fit_to_take_in(desk, call.typed)
    return _taken_in(desk, request, call, typed, _plain(call, "dropped"), keep_draft=_cut(call.typed, typed))


def fit_to_take_in(desk: Desk, typed: Typed) -> Typed:
    """What was typed, with whatever the document refuses moved below the notes."""
    wrong = faults(desk, _of_some_kind(typed))
    fit = salvaged(typed, [each for each in FIELDS if each.name in wrong]) if wrong else typed
    return _of_some_kind(fit)


def _of_some_kind(typed: Typed) -> Typed:
    return typed if typed_document(typed).get("kind") else {**typed, "kind": ["unsure"]}


def _plain(call: Call, ended: str) -> TakenCall:
    told = {"ended": ended, "caller": caller_of(call.typed), "minutes": call.clock.minutes(call.typed)}
    return TakenCall.model_validate({**told, "advised_999_at": call.advised_at})


def _cut(before: Typed, after: Typed) -> bool:
    """Whether more was typed than a referral takes, so that the draft is the only place where all of it stands."""
    return len("".join(before.get("description", ()))) > len("".join(after.get("description", ())))


def _taken_in(
    desk: Desk, request: Request, call: Call, typed: Typed, ended: TakenCall, *, keep_draft: bool = False
) -> Response:
    """Take it in; the key was drawn with the blank form, so a second press of the button takes in nothing twice."""
    mark = request.app.state.access.signer.mark(_SCOPE, repr(sorted(_members(call.typed).items())))
    document = confirmed(call_document(typed), desk.clock())
    command = desk.reception.command(written(document), principal_of(request).agency)
    command = command.model_copy(update={"call": ended})

    def receipt(going: SubmitReferral) -> Receipt:
        return Receipt(_SCOPE, call.once, mark, going.reference.encode())

    try:
        taken, done = desk.submit(command, context_of(request), receipt)
    except KeyReused:
        return whole(desk, request, replace(call, once=new_id(), notice=_SAVED_BEFORE))
    reference = done.repeated.answer.decode() if done.repeated is not None else taken.reference
    draft_id = call.draft_id or (call.known.draft_id if call.known is not None else "")
    if draft_id and not keep_draft:
        desk.unfinished.discard(draft_id)
    answer = RedirectResponse(f"/intake/referrals/{reference}", 303)
    remember_position(request, answer, "intake", done.last_position)
    return answer


def _members(typed: Typed) -> Mapping[str, list[str]]:
    return {name: list(values) for name, values in typed.items() if not name.startswith("_")}
