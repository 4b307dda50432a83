"""Every list of intake is paged: all its routes are walked with more of everything than one page holds."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.testclient import TestClient

from services.intake.adapters.drafts import KEPT_FOR_STAFF
from services.intake.domain.commands import AddEvidence, OpenDiary, RecordMinutes, WriteDiaryEntry
from services.intake.domain.events import StoredFile
from services.intake.domain.evidence import MOST_FILES
from services.intake.domain.given_diary import GivenDiaryEntry
from services.intake.web.pages.unfinished import BEGUN_BY, FORM
from services.intake.wiring.residents_room import drafts_beside
from shared.access.roles import Role
from shared.web.guard import allow
from tests.support.builders.intake import CONTEXT, NOW
from tests.support.builders.intake_pages import FrontDesk, a_front_desk
from tests.support.builders.web import an_app

pytestmark = pytest.mark.slow
MORE = 110
# No list anywhere shows more than this at once.
MOST = 100
_HOLDS = {"tbody": {"tr"}, "ol": {"li"}, "ul": {"li"}, "dl": {"dt", "div"}, "main": {"section", "article", "form"}}


class _Lists(HTMLParser):
    """Counts what stands directly in each list, table or page of sections."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, int]] = []
        self.longest = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in _HOLDS:
            self._open.append((tag, 0))
        elif self._open and tag in _HOLDS[self._open[-1][0]]:
            holder, held = self._open.pop()
            self._open.append((holder, held + 1))
            self.longest = max(self.longest, held + 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HOLDS and self._open:
            self._open.pop()


def longest_list(answer: Any) -> int:
    """How many things the longest list of an answer holds."""
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/html"):
        lists = _Lists()
        lists.feed(answer.text)
        return lists.longest
    return _longest(json.loads(answer.text)) if "json" in kind else 0


def _longest(value: Any) -> int:
    if isinstance(value, dict):
        return max([0, *map(_longest, value.values())])
    return max([len(value), *map(_longest, value)]) if isinstance(value, list) else 0


def fill(desk: FrontDesk) -> dict[str, str]:
    """More of everything than a page holds, around one referral; what stands in the places of paths."""
    references = [desk.refer() for _ in range(MORE)]
    reference, submitted = references[0], desk.submitted()[0]
    about = {"at": NOW, "referral_id": submitted.referral_id, "reference": reference}
    do = desk.service.dispatch
    for _ in range(MORE):
        do(RecordMinutes(at=NOW, reference=reference, minutes=1), CONTEXT)
    opening = {"person_id": submitted.account_of, "code": "A", "first_on": date(2026, 11, 20), "days": 7, "way": "now"}
    do(OpenDiary.model_validate(about | opening | {"safe": "unknown", "abuse": False}), CONTEXT)
    entry = GivenDiaryEntry.model_validate_json('{"on": "2026-11-21", "what": "x"}')
    for number in range(MORE):
        written = {"entry_id": f"e-{number}", "road": "staff", "received_at": NOW, "given": entry}
        do(WriteDiaryEntry.model_validate(about | written), CONTEXT)
    file = StoredFile(media_type="image/jpeg", size=1, digest="ab", cleaned="removed")
    for number in range(MOST_FILES):
        piece = {"evidence_id": f"f-{number}", "person_id": submitted.account_of, "kind": "photo", "file": file}
        do(AddEvidence.model_validate(about | piece | {"road": "staff"}), CONTEXT)
    _begin_drafts(desk)
    desk.service.views.catch_up()
    return {"reference": reference, "person_id": submitted.account_of, "stream": f"referral-{reference}"}


def _begin_drafts(desk: FrontDesk) -> None:
    drafts = drafts_beside(desk.ground, "calls", KEPT_FOR_STAFF)
    for _ in range(MORE):
        drafts.keep(drafts.begin(), {FORM: ["once"], BEGUN_BY: ["account-1"]})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, dict[str, str]]]:
    with a_front_desk(tmp_path_factory.mktemp("intake")) as desk:
        yield desk, fill(desk)


def addresses(routers: Any, places: dict[str, str]) -> list[str]:
    """Every address that can be asked for, with something in each of its places; those that nothing fits are left."""
    paths = {route.path for router in routers for route in router.routes if "GET" in (route.methods or ())}
    found = [path for path in sorted(paths) if set(re.findall(r"{(\w+)", path)) <= places.keys()]
    return [re.sub(r"{(\w+)[^}]*}", lambda place: places[place[1]], path) for path in found]


def lengths(desk: Any, routers: Any, places: dict[str, str]) -> dict[str, int]:
    """The longest list of every answer, asked for by whoever may."""
    found = {}
    for role in (Role.SERVICE_MANAGER, Role.PARTNER):
        program = desk.program(role, None)
        for path in addresses(routers, places):
            answer = program.get(path, headers={"accept": "text/html,application/json"})
            if answer.status_code == 200:
                found[path] = max(found.get(path, 0), longest_list(answer))
    return found


def test_no_list_shows_more_than_a_page_at_once(filled: tuple[FrontDesk, dict[str, str]]) -> None:
    desk, places = filled
    found = lengths(desk, desk.service.routers, places)
    assert {path: length for path, length in found.items() if length > MOST} == {}
    long_ones = {path for path, length in found.items() if length >= 40}
    reference = places["reference"]
    assert {
        "/intake/referrals",
        "/intake/call/unfinished",
        "/intake/api/referrals",
        f"/intake/referrals/{reference}",
        f"/intake/referrals/{reference}/diary",
        f"/intake/referrals/{reference}/evidence",
        f"/intake/api/referrals/{reference}/diary",
        f"/intake/api/referrals/{reference}/evidence",
        f"/intake/history/{places['stream']}",
    } <= long_ones


@pytest.mark.parametrize("as_page", [True, False])
def test_a_planted_list_without_pages_is_found(filled: tuple[FrontDesk, dict[str, str]], as_page: bool) -> None:
    desk, places = filled
    planted = APIRouter(include_in_schema=False)

    @planted.get("/intake/planted", dependencies=[allow(Role.SERVICE_MANAGER)])
    def everything(request: Request) -> Response:
        references = [fact.reference for fact in desk.submitted()]
        rows = "".join(f"<li>{reference}</li>" for reference in references)
        return HTMLResponse(f"<ul>{rows}</ul>") if as_page else JSONResponse({"items": references})

    app = an_app(desk.ground.settings.data, planted, access=desk.app.state.access)
    found = lengths(_Elsewhere(desk, app), [planted], places)
    assert found == {"/intake/planted": MORE}


class _Elsewhere:
    """The same people before another app."""

    def __init__(self, desk: FrontDesk, app: Any) -> None:
        self._desk, self._app = desk, app

    def program(self, role: Role, agency: str | None) -> Any:
        known = self._desk.program(role, agency)
        return TestClient(self._app, headers=dict(known.headers), raise_server_exceptions=False)
