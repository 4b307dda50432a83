"""Parts for triage's tests: referrals and facts with sensible defaults, and a little triage that runs behind its app.

Everybody here is invented.
"""

import itertools
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from services.triage.adapters.rule_files import load_rule_sets
from services.triage.application.handlers import stream_of
from services.triage.application.judge import RulesJudge
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.decision import Decision
from services.triage.domain.events import AnswerValue, AssessmentOpened, Person, ReferralFacts, ReferralTriaged
from services.triage.rules_wiring import shelf
from services.triage.web.desk import Desk
from services.triage.wiring import build_triage, desk_for
from shared.access.roles import Role
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.clock import ScriptedClock
from shared.kernel.handling import Command
from shared.kernel.identifiers import reference_from
from shared.kernel.messages import Context, Fact
from shared.kernel.personal import Identity, Unsealed
from shared.runtime.access import open_access_for
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.ground import make_ground
from shared.runtime.settings import from_environment
from shared.runtime.worker import drain, work_of
from shared.web.app import create_app
from shared.web.settings import WebSettings
from tests.support.builders.web import a_token

MONDAY = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
REFERENCE = reference_from(1)
POLICY = Context(actor="triage/open_assessment_when_referral_submitted", role="system", correlation_id="story-1")

SCREENED: dict[str, AnswerValue] = dict.fromkeys(
    (
        "immediate_danger serious_crime_now weapon_present_now child_at_risk adult_at_risk exploitation_indicator "
        "domestic_abuse hate_motive violence_or_threats"
    ).split(),
    "no",
)
# What each needs to come out as its name says, under the current rules.
FLY_TIP: dict[str, Any] = {"category": "fly_tipping", "answers": {}}
ABUSE: dict[str, Any] = {
    "kind": "domestic_abuse",
    "category": None,
    "answers": {"immediate_danger": "no", "victim_age": 34, "children_in_household": "no"},
}
LIVING_NOISE: dict[str, Any] = {"category": "noise", "answers": {"noise_kind": "living"}}
PERSISTENT: dict[str, Any] = {"category": "rowdy_behaviour", "answers": {**SCREENED, "persistent": "yes"}}


def a_referral(**changes: Any) -> ReferralFacts:
    """A referral as triage heard of it: a fly-tip unless said otherwise."""
    members: dict[str, Any] = {
        "referral_id": "referral-1",
        "reference": REFERENCE,
        "kind": "asb",
        "channel": "phone",
        "strands": (),
        "received_at": MONDAY,
        "ward": "Abbey",
        "victim_id": None,
        "people": (),
        "agency": None,
        "account_of": "person-1",
        "origin": "live",
        **FLY_TIP,
    }
    return ReferralFacts(**(members | changes))


@cache
def the_judge() -> RulesJudge:
    """The shipped rules, with the bank holidays as announced."""
    return RulesJudge(load_rule_sets(VOCABULARY), england_and_wales())


def judged(referral: ReferralFacts, round: int = 1, **answers: AnswerValue) -> ReferralTriaged:
    """What the rules say of a referral, on more or other answers."""
    known = referral.answers | answers
    return ReferralTriaged(
        referral_id=referral.referral_id,
        reference=referral.reference,
        round=round,
        answers=known,
        decision=the_decision(referral, **answers),
    )


def the_decision(referral: ReferralFacts, **answers: AnswerValue) -> Decision:
    """The decision alone."""
    return the_judge().decide(referral, referral.answers | answers)


def opened(referral: ReferralFacts) -> tuple[Fact, ...]:
    """A referral that has reached triage and been judged."""
    return AssessmentOpened(referral=referral), judged(referral)


class LittleTriage:
    """Triage behind its own app, in a folder: its work done when told, its clock moved a second by each command."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.clock = ScriptedClock(NOW)
        settings = from_environment(environment) if environment else from_environment({}, data=str(folder))
        self.ground = make_ground(settings, self.clock)
        self.service = build_triage(self.ground)
        self.access = open_access_for(settings, self.service)
        web = WebSettings(secure_cookies=False)
        self.app: FastAPI = create_app("Triage", self.service.routers, access=self.access, settings=web)
        self.client = TestClient(self.app)
        self._tokens: dict[Role, Mapping[str, str]] = {}
        self._numbers, self._keys = itertools.count(1), itertools.count(1)

    def desk(self) -> Desk:
        """What its pages and calls work with."""
        service = self.service
        return desk_for(self.ground, service, shelf(service), service.dispatch, service.recorder.record_view)

    def refer(self, *people: tuple[str, str], origin: str = "live", settled: bool = True, **changes: Any) -> str:
        """Have a referral judged, with people as (name, role); returns its reference."""
        number = next(self._numbers)
        sealed = tuple(self._person(f"person-{number}-{place}", *each) for place, each in enumerate(people))
        victim = next((person.person_id for person in sealed if "victim" in person.roles), None)
        self.ground.keyring.mint(f"person-{number}")
        members = {
            "referral_id": f"referral-{number}",
            "reference": reference_from(number),
            "people": sealed,
            "victim_id": victim,
            "account_of": f"person-{number}",
            "origin": origin,
        }
        referral = a_referral(**(members | changes))
        self.clock.set(self.clock() + timedelta(seconds=1))
        self.service.dispatch(OpenAssessment(at=self.clock(), referral=referral), POLICY)
        if settled:
            self.settle()
        return referral.reference

    def ids_of(self, reference: str) -> tuple[str, Callable[[int], str]]:
        """The id of a referral made here, and those of its people by their place."""
        number = next(number for number in range(1, 1000) if reference_from(number) == reference)
        return f"referral-{number}", lambda place: f"person-{number}-{place}"

    def do(self, command: Command) -> None:
        """Dispatch a command and have all work done that follows."""
        self.clock.set(self.clock() + timedelta(seconds=1))
        self.service.dispatch(command, POLICY)
        self.settle()

    def settle(self) -> None:
        """Views, relay and deadlines, until nothing is left to do."""
        drain(work_of(self.service, self.ground.bus, self.clock))

    def facts_of(self, reference: str) -> list[Fact]:
        """What stands in the log about a referral."""
        number = next(number for number in range(1, 1000) if reference_from(number) == reference)
        return [recorded.fact for recorded in self.service.store.stream(stream_of(f"referral-{number}"))]

    def looks(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Who looked at what of whom, so far: role, page, referral ids."""
        recorded = self.service.store.page(0, 10_000)
        seen = [each for each in recorded if each.name == "triage.record_viewed"]
        return [(each.context.role, getattr(each.fact, "what", ""), each.about) for each in seen]

    def post(self, path: str, body: Any, role: Role = Role.TRIAGE_OFFICER, key: str | None = None) -> Any:
        """A POST of a program, under a fresh idempotency key or a given one; then all that follows is done."""
        headers = {**self.headers(role), "Idempotency-Key": key or f"key-{next(self._keys)}"}
        answer = self.client.post(path, json=body, headers=headers)
        self.settle()
        return answer

    def get(self, path: str, role: Role = Role.TRIAGE_OFFICER) -> Any:
        """What a program of this role is answered."""
        return self.client.get(path, headers=self.headers(role))

    def headers(self, role: Role) -> Mapping[str, str]:
        """The token of a program that acts in a role."""
        if role not in self._tokens:
            self._tokens[role] = a_token(self.app, role)
        return self._tokens[role]

    def close(self) -> None:
        """Let go of everything."""
        self.client.close()
        self.service.views.close()
        self.service.store.close()
        self.access.close()
        self.ground.close()

    def _person(self, person_id: str, name: str, role: str) -> Person:
        self.ground.keyring.mint(person_id)
        full_name = self.ground.keyring.seal(Unsealed(person_id, Identity, name))
        return Person(person_id=person_id, roles=(role,), full_name=full_name)
