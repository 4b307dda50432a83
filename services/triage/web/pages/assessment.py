"""The decision card of one referral: why it came out so, what could change it, and a person's yes or otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.asb.mediation import ROUTE as MEDIATION
from services.triage.domain.commands import AddAnswers, ConfirmDecision, OverrideDecision
from services.triage.domain.decision import Decision
from services.triage.domain.desk.second_reader import needs_second_reader
from services.triage.domain.events import as_text, from_text
from services.triage.read_models import silences
from services.triage.read_models.decision_card import Card, Round
from services.triage.web.desk import OFFICERS, Desk, officers_of, saved
from services.triage.web.desk_words import silence_words
from services.triage.web.directory.doors import doors_of
from services.triage.web.directory.find import STATUS_WORDS
from services.triage.web.handover.offering import handing_over
from services.triage.web.override import check_override, routes_for
from services.triage.web.pages.asb_forms import may_be_reviewed
from services.triage.web.telling import Told, differences, headline, tell_decision
from services.triage.web.typed import PREFIX, Form, Typed, answers_in, field_ids, in_words, receipt_of
from services.triage.web.wording import OVERRIDES, Asked
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.personal import ERASED, Identity, Narrative
from shared.kernel.refusals import FieldError, InvalidInput, Refusal
from shared.web.formats import LONDON, date_time
from shared.web.guard import allow, context_of, principal_of
from shared.web.pages import Pages

_IDS = {"/route": "route", "/code": "code", "/text": "text"}
_DOMESTIC_ABUSE = "domestic_abuse"


def assessment_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/referrals/{reference} and the forms on it."""
    router = APIRouter(prefix="/triage/referrals", include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("/{reference}", name="triage:referral")
    def show(request: Request, reference: str) -> Response:
        return card_page(desk, pages, request, reference)

    @router.get("/{reference}/answers", name="triage:answers")
    def every_answer(request: Request, reference: str) -> Response:
        return _answers_page(desk, pages, request, reference)

    @router.post("/{reference}/confirm", name="triage:confirm")
    def confirm(request: Request, reference: str, form: Typed) -> Response:
        referral = desk.referral(reference)
        command = ConfirmDecision(at=desk.clock(), referral_id=referral.referral_id)
        return _do(desk, pages, request, referral, command, form)

    @router.post("/{reference}/override", name="triage:override")
    def override(request: Request, reference: str, form: Typed) -> Response:
        referral = desk.referral(reference)
        try:
            command = _override(desk, request, referral, form)
        except InvalidInput as invalid:
            return card_page(desk, pages, request, reference, invalid.errors, form, 422)
        return _do(desk, pages, request, referral, command, form)

    @router.post("/{reference}/answers", name="triage:add_answers")
    def answers(request: Request, reference: str, form: Typed) -> Response:
        referral = desk.referral(reference)
        again = _answers_page if form.get("from") == "every" else card_page
        try:
            command = _answers(desk, referral, form)
        except InvalidInput as invalid:
            return again(desk, pages, request, reference, in_words(invalid, desk.say), form, 422)
        return _do(desk, pages, request, referral, command, form)

    return router


def _do(desk: Desk, pages: Pages, request: Request, referral: Any, command: Command, form: Form) -> Response:
    """Do it and go back to the card; a refusal stands on the card with what was typed."""
    try:
        done = desk.dispatch(command, context_of(request), receipt_of(request, form))
    except Refusal as refusal:
        error = FieldError("", refusal.code, refusal.says)
        return card_page(desk, pages, request, referral.reference, [error], form, 409)
    return saved(request, f"/triage/referrals/{referral.reference}", done.last_position)


def _override(desk: Desk, request: Request, referral: Any, form: Form) -> OverrideDecision:
    route, code, text = (form.get(name, "").strip() for name in ("route", "code", "text"))
    check_override(desk, referral, route, code, text)
    members = {"at": desk.clock(), "referral_id": referral.referral_id, "route": route, "code": code, "text": text}
    return OverrideDecision.model_validate({**members, "overridden_by": principal_of(request).account_id})


def _answers(desk: Desk, referral: Any, form: Form) -> AddAnswers:
    given = answers_in(form, desk.say.vocabulary.answers.values(), desk.card(referral.reference).newest.answers)
    if not given:
        raise InvalidInput([FieldError("", "nothing_given", "Give at least one answer.")])
    known, words = desk.advice.read_answers(given)
    return AddAnswers(at=desk.clock(), referral_id=referral.referral_id, answers=known, words=words)


def card_page(
    desk: Desk,
    pages: Pages,
    request: Request,
    reference: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    """The card, once the reading of it is recorded; it says so where the newest change is not on it yet."""
    late_view, card = not desk.up_to_date(reference), desk.card(reference)
    desk.viewed(request, card.referral, "decision card")
    told = _told(desk, card)
    asked = _asked(desk, card, told)
    context: dict[str, Any] = {
        "card": card,
        "told": told,
        "asked": asked,
        "belonging": _belonging(desk, card, asked),
        "people": people_of(desk, card),
        "words": _opened_words(desk, card),
        "settled_words": _settled_words(desk, card.newest),
        "opinions": _opinions(desk, card),
        "earlier": [(each, headline(each.decision, desk.say)) for each in reversed(card.rounds[:-1])],
        "routes": [route for route in routes_for(desk, card.referral) if route != told_route(card)],
        "names": _names(request, card),
        "reviewable": card.referral.closed and may_be_reviewed(desk.asb.file(desk.story(card.referral.stream))),
        "mediated": card.referral.closed and _taken(card) == MEDIATION,
        "override_codes": OVERRIDES,
        "doors": doors_of(desk, card),
        "door_words": STATUS_WORDS,
        "proposed": card.proposed,
        "proposed_words": desk.opener.open(card.proposed.text, Narrative) if card.proposed else None,
        "takes_two": [route for route in routes_for(desk, card.referral) if _takes_two(card, route)],
        "officers": officers_of(request),
        "silent": _silent(desk, card),
        "handing": handing_over(desk, card),
        "ids": _IDS | field_ids(desk.say.vocabulary.answers.values()),
    }
    context |= {"errors": errors, "form": form or {}, "once": new_id(), "late_view": late_view}
    return pages.render(request, "triage/assessment.html", status=status, say=desk.say, prefix=PREFIX, **context)


def _answers_page(
    desk: Desk,
    pages: Pages,
    request: Request,
    reference: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    """Every question there is, by group, with the answer that stands."""
    card = desk.card(reference)
    desk.viewed(request, card.referral, "answers")
    questions = list(desk.say.vocabulary.answers.values())
    groups = [
        (label, [asked for asked in questions if asked.group == group])
        for group, label in desk.say.vocabulary.groups.items()
    ]
    typed: dict[str, Any] = {"errors": errors, "form": form or {}, "once": new_id(), "ids": field_ids(questions)}
    return pages.render(
        request,
        "triage/answers.html",
        status=status,
        say=desk.say,
        prefix=PREFIX,
        card=card,
        groups=groups,
        back=f"/triage/referrals/{card.referral.reference}",
        **typed,
    )


def _taken(card: Card) -> str:
    """The route a person took, which may be another than the rules recommend."""
    settled = card.newest.settled
    return (settled.route if settled else None) or told_route(card)


def told_route(card: Card) -> str:
    """The primary route of the decision that stands."""
    return str(card.newest.decision["primary"]["route"])


def members_of(card: Card, answers: Mapping[str, Any]) -> dict[str, Any]:
    """A referral as the rules read it: its members and the answers of one round, by name."""
    referral = card.referral
    received_on = datetime.fromisoformat(referral.received_at).astimezone(LONDON).date().isoformat()
    members = {"kind": referral.kind, "category": referral.category, "received_on": received_on}
    return {**answers, **members, "strands": tuple(referral.strands.split())}


def people_of(desk: Desk, card: Card) -> list[tuple[str | None, tuple[str, ...]]]:
    """Who is in it, name and roles; a name that nobody gave is None, a forgotten one says so."""
    return [(desk.opener.open(person.full_name, Identity), person.roles) for person in card.people]


def _told(desk: Desk, card: Card) -> Told:
    newest = card.newest
    edition = desk.rules.edition(newest.decision["rules"]["version"])
    return tell_decision(newest.decision, members_of(card, newest.answers), edition, desk.say)


def _asked(desk: Desk, card: Card, told: Told) -> list[tuple[Asked, Sequence[str]]]:
    """What is missing, each question with what could come of an answer."""
    return [(desk.say.vocabulary.answers[name], become) for name, become in told.missing]


def _belonging(desk: Desk, card: Card, asked: Sequence[tuple[Asked, Sequence[str]]]) -> list[Asked]:
    """What belongs to what is known and is still open, listed or not: with domestic abuse, every question of risk."""
    answers, listed = card.newest.answers, {question.name for question, _ in asked}
    decision = card.newest.decision
    routes = {decision["primary"]["route"], *(also["route"] for also in decision["also"])}
    wanted = {name for name, each in desk.say.vocabulary.answers.items() if each.group == "risk"}
    wanted = wanted if _DOMESTIC_ABUSE in routes else set()
    if answers.get("subject_age") is not None:
        wanted.add("complex_needs")
    return [
        question
        for name, question in desk.say.vocabulary.answers.items()
        if name in wanted and name not in listed and answers.get(name) in (None, "unknown")
    ]


def _takes_two(card: Card, route: str) -> bool:
    return needs_second_reader(from_text(as_text(card.newest.decision), Decision), route)


def _silent(desk: Desk, card: Card) -> list[str]:
    """What did not happen, in a sentence each."""
    with desk.views.reading() as connection:
        rows = silences.of(connection, card.referral.referral_id)
    return [f"{silence_words(desk.desk_rules, row.rule)} since {date_time(row.since_at)}." for row in rows]


def _opened_words(desk: Desk, card: Card) -> list[tuple[str, str]]:
    return [(desk.say.question(each.name), desk.opener.open(each.text, Narrative) or ERASED) for each in card.words]


def _settled_words(desk: Desk, judged: Round) -> str | None:
    return desk.opener.open(judged.settled.text, Narrative) if judged.settled else None


def _opinions(desk: Desk, card: Card) -> list[tuple[Any, list[str]]]:
    """What every dated set says of the same answers, and how that differs."""
    stored = card.newest
    members = members_of(card, stored.answers)
    document = {name: members[name] for name in ("kind", "category", "strands", "received_on")}
    return [
        (opinion, differences(stored.decision, opinion.decision, desk.say))
        for opinion in desk.advice.opinions({**document, "facts": stored.answers})
    ]


def _names(request: Request, card: Card) -> dict[str, str]:
    actors = [judged.settled.by for judged in card.rounds if judged.settled]
    actors += [judged.settled.proposed_by for judged in card.rounds if judged.settled and judged.settled.proposed_by]
    actors += [card.referral.taken_by] if card.referral.taken_by else []
    actors += [card.proposed.proposed_by] if card.proposed else []
    found: dict[str, str] = request.app.state.access.accounts.names(actors)
    return found
