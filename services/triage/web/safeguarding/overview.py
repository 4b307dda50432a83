"""The safeguarding of one referral on a page: who was told, who has it, what they decided, what was seen and sent."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.safeguarding import events
from services.triage.domain.safeguarding.premises import CATEGORIES
from services.triage.domain.safeguarding.referral_events import SafeguardingAnswered, SafeguardingReferred
from services.triage.domain.state import Closed
from services.triage.web.desk import OFFICERS, Desk
from services.triage.web.handover.words import STANDS
from services.triage.web.protection_view import record_of
from services.triage.web.safeguarding import words
from services.triage.web.safeguarding.due import NO_TIME, safeguarding_due
from services.triage.web.safeguarding.seat import Seat, seat_at
from shared.kernel.clock import rfc3339
from shared.kernel.personal import Identity, Narrative
from shared.kernel.sealed import unsealed
from shared.web.guard import allow
from shared.web.pages import Pages


def safeguarding_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/cases/{reference}/safeguarding."""
    router = APIRouter(include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("/triage/cases/{reference}/safeguarding", name="triage:safeguarding")
    def show(request: Request, reference: str) -> Response:
        late_view = not desk.up_to_date(reference) or not desk.shows_what_was_saved(request)
        seat = seat_at(desk, request, reference, "safeguarding", {})
        return pages.render(request, "triage/safeguarding/overview.html", late_view=late_view, **_shown(seat))

    return router


def _shown(seat: Seat) -> dict[str, Any]:
    case, now = record_of(seat.desk, seat.referral.reference), rfc3339(seat.now)
    due = safeguarding_due(seat.desk, seat.story, case)
    standing = seat.file.protection.standing
    return {
        "reference": seat.referral.reference,
        "back": f"/triage/{'cases' if case.state else 'referrals'}/{seat.referral.reference}",
        "open": not isinstance(standing, Closed),
        "due": [{"at": None if at == NO_TIME else at, "what": what, "late": at < now} for at, what in sorted(due)],
        "services": [_service(seat, route) for route in seat.practice.referrals],
        "considered": [_considered(seat, each) for each in _facts(seat, events.ExploitationConsidered)],
        "hate": [_hate(seat, each) for each in _facts(seat, events.HateCrimeHandled)],
        "premises": _premises(seat) if seat.card.referral.category in CATEGORIES else None,
        "words": words,
        "stands": STANDS,
    }


def _service(seat: Seat, route: str) -> dict[str, Any]:
    """One service that protects: whether it may be told, and every referral to it."""
    practice, told = seat.practice.referrals[route], _told(seat)
    return {
        "route": route,
        "practice": practice,
        "called_for": route in _routes(seat),
        "may_be_told": practice.recipient in seat.file.protection.bases,
        "threshold": seat.file.protection.thresholds.get(practice.threshold),
        "made": [_made(seat, row, told) for row in seat.made if row.route == route],
    }


def _routes(seat: Seat) -> set[str]:
    decision = seat.card.newest.decision
    return {decision["primary"]["route"], *(also["route"] for also in decision["also"])}


def _told(seat: Seat) -> dict[str, Any]:
    stream = f"handovers-{seat.referral.referral_id}"
    found = [recorded.fact for recorded in seat.desk.story(stream)]
    referred = {each.handover_id: each for each in found if isinstance(each, SafeguardingReferred)}
    answered = {each.handover_id: each for each in found if isinstance(each, SafeguardingAnswered)}
    return {one: (fact, answered.get(one)) for one, fact in referred.items()}


def _made(seat: Seat, row: Any, told: dict[str, Any]) -> dict[str, Any]:
    fact, answer = told.get(row.handover_id, (None, None))
    desk = seat.desk
    return {
        "row": row,
        "how": words.HOWS[fact.how] if fact else None,
        "about": [seat.people.get(each, "Somebody") for each in fact.concerning_ids] if fact else [],
        "words": desk.opener.open(fact.words, Narrative) if fact else None,
        "theirs": desk.opener.open(fact.their_reference, Identity) if fact else None,
        "answer": seat.practice.referrals[row.route].answers.get(answer.answer, answer.answer) if answer else None,
        "by": desk.opener.open(answer.decided_by, Identity) if answer else None,
        "why": desk.opener.open(answer.why, Narrative) if answer else None,
    }


def _considered(seat: Seat, fact: events.ExploitationConsidered) -> dict[str, Any]:
    one = seat.file.considered[fact.considered_id]
    decided = seat.practice.nrm.decisions
    return {
        "fact": fact,
        "one": one,
        "who": seat.people.get(fact.person_id, "Somebody"),
        "decisions": [decided.get(code, code) for code in one.decisions],
    }


def _hate(seat: Seat, fact: events.HateCrimeHandled) -> dict[str, Any]:
    motives, known = unsealed(seat.desk.opener, fact.motives, events.Motives), seat.practice.hate.motives
    codes = motives.codes if motives else ()
    return {
        "fact": fact,
        "motives": [known.get(code, code) for code in codes],
        "number": seat.desk.opener.open(fact.crime_number, Identity),
    }


def _premises(seat: Seat) -> dict[str, Any]:
    opener = seat.desk.opener
    return {
        "claims": [
            {"fact": each, "why": opener.open(each.words, Narrative)}
            for each in _facts(seat, events.PremisesClaimAssessed)
        ],
        "parties": [
            {"fact": each, "name": opener.open(each.name, Identity)} for each in _facts(seat, events.PremisesPartyNoted)
        ],
        "steps": _facts(seat, events.PremisesStepTaken),
        "sources": seat.practice.premises.sources,
    }


def _facts(seat: Seat, shape: type[Any]) -> Sequence[Any]:
    return [recorded.fact for recorded in seat.story if isinstance(recorded.fact, shape)]
