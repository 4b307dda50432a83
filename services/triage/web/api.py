"""The calls about one referral: a dry run of the rules, the stored decision, and what a person does with it."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from services.triage.domain.commands import AddAnswers, ConfirmDecision, OverrideDecision
from services.triage.read_models.decision_card import Card, Round
from services.triage.web.bodies import (
    AnswersBody,
    EvaluateBody,
    OverrideBody,
    checked,
    described,
    facts_in,
    json_members,
)
from services.triage.web.desk import OFFICERS, Desk
from services.triage.web.directory.doors import with_doors
from services.triage.web.override import check_override
from shared.kernel.handling import Command
from shared.web.guard import Role, allow, allow_anyone, context_of, principal_of
from shared.web.idempotency import Once, keyed

_ASKERS = (*OFFICERS, Role.CONTACT_CENTRE, Role.RULE_APPROVER, Role.PARTNER)
_READERS = (*OFFICERS, Role.CONTACT_CENTRE, Role.AUDITOR)


def decisions_api(desk: Desk) -> APIRouter:
    """The routes /triage/api/evaluate, /door and /triage/api/referrals/{reference}/…"""
    router = APIRouter(prefix="/triage/api", tags=["triage"])

    @router.post(
        "/evaluate",
        name="triage:evaluate",
        dependencies=[allow(*_ASKERS)],
        openapi_extra=described(EvaluateBody, keyed=False),
        summary="What the rules say of a case; nothing is stored",
    )
    async def evaluate(request: Request) -> Response:
        decision = desk.advice.evaluate(await json_members(request))
        return JSONResponse({**decision, "aloud": _aloud(desk, decision)})

    @router.post(
        "/door",
        name="triage:door",
        dependencies=[allow_anyone("a resident is shown the right door without an account; nothing is stored")],
        openapi_extra=described(EvaluateBody, keyed=False),
        summary="The same for anybody: which door, by rules that are public",
    )
    async def door(request: Request) -> Response:
        decision = desk.advice.evaluate(await json_members(request))
        return JSONResponse({**decision, "aloud": _aloud(desk, decision)})

    @router.get(
        "/referrals/{reference}/decision",
        name="triage:decision",
        dependencies=[allow(*_READERS)],
        summary="The stored decision, the round it was made in, and who settled it",
    )
    def decision(request: Request, reference: str) -> Response:
        desk.up_to_date(reference)
        card = desk.card(reference)
        desk.viewed(request, card.referral, "decision")
        return JSONResponse(_whole(desk, card))

    _add_settling(router, desk)
    _add_answers(router, desk)
    return router


def _whole(desk: Desk, card: Card) -> dict[str, Any]:
    told = with_doors(desk, card, stored_decision(card))
    return {**told, "aloud": _aloud(desk, card.newest.decision)}


def _aloud(desk: Desk, decision: Mapping[str, Any]) -> str:
    """What may be read out of it whoever listens; nothing where its edition of the rules is no longer kept."""
    edition = desk.rules.edition(decision["rules"]["version"])
    return str(edition.aloud(decision)) if edition else ""


def _add_settling(router: APIRouter, desk: Desk) -> None:
    officers = [allow(*OFFICERS)]

    @router.post(
        "/referrals/{reference}/confirm",
        name="triage:api_confirm",
        dependencies=officers,
        openapi_extra=described(None),
    )
    async def confirm(request: Request, reference: str) -> Response:
        async with keyed(request) as once:
            referral = desk.referral(reference)
            command = ConfirmDecision(at=desk.clock(), referral_id=referral.referral_id)
            return await step(desk, request, once, command, referral)

    @router.post(
        "/referrals/{reference}/override",
        name="triage:api_override",
        dependencies=officers,
        openapi_extra=described(OverrideBody),
    )
    async def override(request: Request, reference: str) -> Response:
        async with keyed(request) as once:
            referral = desk.referral(reference)
            said: OverrideBody = await checked(request, OverrideBody)
            check_override(desk, referral, said.route, said.code, said.text)
            command = OverrideDecision(
                at=desk.clock(),
                referral_id=referral.referral_id,
                route=said.route,
                code=said.code,
                text=said.text,
                overridden_by=principal_of(request).account_id,
            )
            return await step(desk, request, once, command, referral)


def _add_answers(router: APIRouter, desk: Desk) -> None:
    @router.post(
        "/referrals/{reference}/answers",
        name="triage:api_answers",
        dependencies=[allow(*OFFICERS)],
        openapi_extra=described(AnswersBody),
    )
    async def answers(request: Request, reference: str) -> Response:
        async with keyed(request) as once:
            referral = desk.referral(reference)
            known, words = desk.advice.read_answers(await facts_in(request))
            command = AddAnswers(at=desk.clock(), referral_id=referral.referral_id, answers=known, words=words)
            return await step(desk, request, once, command, referral)


async def step(desk: Desk, request: Request, once: Once, command: Command, referral: Any) -> Response:
    """Do it once; a repeated request is told the same again."""
    told = {"reference": referral.reference, "referral_id": referral.referral_id}
    done = await desk.dispatch.later(command, context_of(request), once.receipt(json.dumps(told).encode()))
    if done.repeated is not None:
        told = json.loads(done.repeated.answer)
    return JSONResponse({**told, "position": str(done.last_position)})


def stored_decision(card: Card) -> dict[str, Any]:
    """The decision that stands with what is known about it: its round, when, and how a person settled it."""
    referral, newest = card.referral, card.newest
    return {
        **newest.decision,
        "reference": referral.reference,
        "referral_id": referral.referral_id,
        "received_at": referral.received_at,
        "round": newest.number,
        "decided_at": newest.decided_at,
        "settled": _settled(newest),
        "waits_for_second_reader": card.proposed is not None,
        "case_reference": referral.case_reference,
        "closed": referral.closed,
    }


def _settled(judged: Round) -> Mapping[str, Any] | None:
    """Who confirmed or overrode it, by their opaque ids; the words of an override are for the page that records it."""
    settled = judged.settled
    if settled is None:
        return None
    return {
        "how": settled.how,
        "at": settled.at,
        "by": settled.by,
        "role": settled.role,
        "route": settled.route,
        "code": settled.code,
    }
