"""The whole API held against its own description by Schemathesis: 2,000 requests, no undocumented answer, no 5xx."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
import structlog
from fastapi import APIRouter
from fastapi.responses import JSONResponse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.python.asgi import get_client

from shared.access.roles import Role, Terms
from shared.web.guard import allow_anyone
from tests.support.builders.borough import LittleBorough
from tests.support.builders.intake import a_document

pytestmark = pytest.mark.slow

LEAST = 2_000
SPEC = ("status_code_conformance", "content_type_conformance", "response_schema_conformance")
HIGH_RISK = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "reporter": {"full_name": "Maya Baptiste", "phone": "07700 900321", "is_victim": True},
    "safe_contact": {"phone": {"safe": "yes"}},
    "facts": {"immediate_danger": "no", "dash_yes_count": 17, "victim_age": 34, "in_borough": "yes"},
}


@pytest.fixture
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleBorough]:
    made = LittleBorough(tmp_path_factory.mktemp("described") / "data")
    account = made.built.access.accounts.ensure(Role.PARTNER)
    made.built.access.accounts.agree(account.account_id, Terms(per_minute=100_000, per_day=100_000))
    yield made
    made.close()


class Tried:
    """Requests made to the description's letter and against it, and what in the answers it does not describe."""

    def __init__(self, borough: LittleBorough, client: Any) -> None:
        self.borough, self._client = borough, client
        self.schema = schemathesis.openapi.from_asgi("/openapi.json", borough.app)
        self.checks = [not_a_server_error, *CHECKS.get_by_names(SPEC)]
        self.known = known_values(borough)
        self.faults: set[str] = set()
        self.statuses: Counter[int] = Counter()
        self._numbers = itertools.count()

    def everything(self, least: int) -> None:
        """Every operation, again and again until there are enough."""
        operations = [found.ok() for found in self.schema.get_all_operations()]
        each = least // (2 * len(operations)) + 1
        for round_ in itertools.count():
            for operation, mode in itertools.product(operations, GenerationMode):
                self._operation(operation, mode, each, round_)
            if self.statuses.total() >= least:
                return
            each = 4

    def _operation(self, operation: Any, mode: GenerationMode, count: int, seed: int) -> None:
        def one(case: Any) -> None:
            self._case(case)

        try_it = settings(
            max_examples=count, deadline=None, database=None, phases=[Phase.generate], derandomize=not seed,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        try:
            try_it(given(case=operation.as_strategy(mode))(one))()
        except Unsatisfiable:  # nothing to be said wrongly where nothing is asked
            assert mode is GenerationMode.NEGATIVE

    def _case(self, case: Any) -> None:
        number = next(self._numbers)
        if number % 3:  # what is there is worth more than what is not
            for name, values in self.known.items():
                if name in (case.path_parameters or {}):
                    case.path_parameters[name] = values[number % len(values)]
        answer = self._answer(case, number)
        self.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=self.checks)
        except FailureGroup as found:
            for fault in found.exceptions:
                title = getattr(fault, "title", type(fault).__name__)
                self.faults.add(f"{case.operation.label}: {answer.status_code}, {title}")

    def _answer(self, case: Any, number: int) -> Any:
        roles = [Role(role) for role in case.operation.definition.raw.get("x-roles", ())]
        role = roles[number % len(roles)] if roles and number % 11 else Role.OBSERVER
        headers = self.borough.headers(role) if number % 23 else {}
        return case.call(session=self._client, headers=headers | {"Idempotency-Key": f"key-{number}"})


def known_values(borough: LittleBorough) -> Mapping[str, list[str]]:
    """What stands in addresses and is there: two referrals, one of them a case on an agenda."""
    asb, abuse = borough.refer(a_document()), borough.refer(HIGH_RISK)
    partners = borough.refer(a_document(channel="partner"), Role.PARTNER)
    cases = borough.get("/triage/api/cases", Role.CASE_OFFICER).json()["cases"]
    meetings = borough.get("/panels/api/meetings?panel=marac", Role.PANEL_COORDINATOR).json()
    return {
        "reference": [asb, abuse, partners],
        "service_request_id": [partners, f"{partners}.xml", asb],
        "token": [partners, asb],
        "code": ["noise", "noise.xml", "fly_tipping.json"],
        "case_reference": [case["case_reference"] for case in cases],
        "meeting_id": [meeting["id"] for meeting in meetings],
        "name": ["demand", "marac_quarterly"],
    }


def silenced() -> None:
    structlog.configure(processors=[lambda *_: ""], logger_factory=structlog.ReturnLoggerFactory())


@pytest.mark.timeout(300)
def test_no_answer_is_undocumented_and_none_is_our_fault(borough: LittleBorough) -> None:
    before = structlog.get_config()
    silenced()
    try:
        with get_client(borough.app) as client:  # one for all: to start one takes as long as five requests
            tried = Tried(borough, client)
            tried.everything(LEAST)
    finally:
        structlog.configure(**before)
    assert sorted(tried.faults) == []
    assert tried.statuses.total() >= LEAST
    # Requests got far: everything that a caller may be told was told.
    assert {200, 201, 400, 401, 403, 404, 415, 422} <= tried.statuses.keys()


def test_a_planted_fault_is_found(borough: LittleBorough) -> None:
    planted = APIRouter()

    @planted.get("/intake/api/planted/{code}", dependencies=[allow_anyone("a test")])
    def answer(code: str) -> Any:
        """Says nothing of the teapot."""
        return JSONResponse({}, 418 if len(code) % 2 else 200)

    borough.app.include_router(planted)
    borough.app.openapi_schema = None
    with get_client(borough.app) as client:
        tried = Tried(borough, client)
        (operation,) = [each.ok() for each in tried.schema.get_all_operations() if "planted" in each.ok().path]
        tried._operation(operation, GenerationMode.POSITIVE, 8, 0)
    assert tried.faults == {"GET /intake/api/planted/{code}: 418, Undocumented status code"}
