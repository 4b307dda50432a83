"""Whoever may see a page of intake is led to it by links alone, from the places in the bar or from the first page."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute

from services.intake.domain.commands import IssueForms
from shared.access.roles import Role
from shared.web.guard import allow, guard_of
from shared.web.places import PLACES
from tests.support.builders.intake import CONTEXT, NOW
from tests.support.builders.intake_pages import FrontDesk, a_front_desk

pytestmark = pytest.mark.slow

STAFF = (Role.CONTACT_CENTRE, Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER)
WALKERS = (*STAFF, Role.INFORMATION_GOVERNANCE, Role.PERPETRATOR_WORKER)
# What there is only once something else has happened, with who links to it then.
LATER = {
    "/intake/mail/{message_id}",  # the list of mail
    "/intake/alike/{one_id}/{other_id}",  # the list of those alike
    "/intake/referrals/{reference}/people/{person_id}/split",  # a referral of somebody known from elsewhere
    "/intake/referrals/{reference}/diary/paper",  # a diary that was given
    "/intake/referrals/{reference}/evidence/{evidence_id}",  # a piece of evidence
    "/intake/referrals/{reference}/evidence/{evidence_id}/consent",
    "/intake/locked-records/{lock_id}",  # the list of locked records
    "/intake/history", "/intake/history/{stream}",  # the audit's pages
}  # fmt: skip
# Residents are led on by their answers, and to these by what they have sent, were given or were told.
BY_ANSWERS = re.compile(r"/(report|help)/(\{slug\}|check|sent|note|optional.*)|/.*/(returned|just-sent|sent)")
BY_BEING_LET_IN = {"/return/now", "/evidence", "/diary/{code}", "/diary/entry", "/leave"}
A_STYLE_SHEET = "/intake/forms/paper.css"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with a_front_desk(tmp_path_factory.mktemp("intake")) as made:
        made.refer()
        made.dispatch(IssueForms(at=NOW, held_as="paper", asb=1, domestic_abuse=0), CONTEXT)
        made.officer(name="Somebody Else").send("/intake/call", {"then": "keep", "description": "Not finished"})
        yield made


def pages(routers: Any, role: Role | None) -> dict[str, re.Pattern[str]]:
    """The pages that this role, or nobody in particular, may see."""
    found = {}
    for route in (each for router in routers for each in router.routes if isinstance(each, APIRoute)):
        guard = guard_of(route)
        assert guard is not None
        is_page = "GET" in (route.methods or ()) and not route.include_in_schema
        if is_page and (guard.roles is None if role is None else role in (guard.roles or ())):
            found[route.path] = route.path_regex
    return found


def reached(desk: FrontDesk, browser: Any, begin: list[str], role: Role | None) -> set[str]:
    """Every page of intake that links lead to, however far."""
    known = pages(desk.service.routers, role).values()
    waiting, seen = list(begin), set[str]()
    while waiting:
        path = urlsplit(waiting.pop()).path
        if path in seen or path == "/leave" or not any(pattern.fullmatch(path) for pattern in known):
            continue
        seen.add(path)
        answer = browser.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        waiting += re.findall(r'<a [^>]*?href="(/[^"]*)"', answer.text)
    return seen


def unlinked(routers: Any, role: Role | None, seen: set[str]) -> set[str]:
    wanted = pages(routers, role)
    return {path for path, pattern in wanted.items() if not any(pattern.fullmatch(each) for each in seen)}


@pytest.mark.parametrize("role", WALKERS)
def test_whoever_may_see_a_page_is_led_to_it(desk: FrontDesk, role: Role) -> None:
    begin = [place.path for place in PLACES[role] if place.path.startswith("/intake")]
    seen = reached(desk, desk.officer(role), begin, role)
    assert unlinked(desk.service.routers, role, seen) - LATER == set()


def test_residents_are_led_to_every_page_that_stands_open(desk: FrontDesk) -> None:
    seen = reached(desk, desk.resident(), ["/"], None)
    left = unlinked(desk.service.routers, None, seen)
    assert {path for path in left if not BY_ANSWERS.fullmatch(path)} - BY_BEING_LET_IN == {A_STYLE_SHEET}


def test_a_planted_page_that_nothing_leads_to_is_found(desk: FrontDesk) -> None:
    planted = APIRouter(include_in_schema=False)

    @planted.get("/intake/planted", dependencies=[allow(Role.SERVICE_MANAGER)])
    def lonely(request: Request) -> Response:
        return HTMLResponse("Nobody comes here.")

    assert unlinked([planted], Role.SERVICE_MANAGER, {"/intake/referrals"}) == {"/intake/planted"}
