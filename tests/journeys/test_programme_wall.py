"""The programme’s wall: each side walks every page and call there is, and reads nothing of the other."""

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from services.triage.application.programme_handlers import programme_stream
from services.triage.domain.commands import RecordSupportOffer
from services.triage.domain.programme import commands as asked
from shared.access.roles import Role
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context
from shared.web.guard import guard_of
from shared.web.switchboard import Switchboard
from tests.support.builders.borough import LittleBorough

pytestmark = pytest.mark.slow

NOTE, REASON = "He keeps a key of the flat", "He says that he wants to change"
HERS = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "received_at": "2026-11-23T09:00:00+00:00",
    "description": "She told us of the cellar",
    "reporter": {"full_name": "Amina Owusu", "phone": "020 7946 0322", "is_victim": True},
    "people": [{"roles": ["perpetrator"], "full_name": "Mark Penrose"}],
    "facts": {
        "immediate_danger": "no", "dash_yes_count": 15, "victim_age": 34, "children_in_household": "no",
        "perpetrator_age": 36,
    },
}  # fmt: skip
WITH_THE_VICTIM = (
    Role.CASE_OFFICER, Role.TRIAGE_OFFICER, Role.SERVICE_MANAGER, Role.IDVA, Role.CONTACT_CENTRE,
    Role.PANEL_COORDINATOR, Role.AGENCY_MEMBER,
)  # fmt: skip
OFFICERS = (Role.CASE_OFFICER, Role.TRIAGE_OFFICER)
WORKER = Context(actor="worker-1", role=Role.PERPETRATOR_WORKER, correlation_id="story-1")
PLACES = re.compile(r"\{([a-z_]+)(?::path)?\}")


class Walled:
    """A borough with one case, and whoever does the harm in it in a programme that he has stopped coming to."""

    def __init__(self, borough: LittleBorough) -> None:
        self.borough, self.enrolment_id = borough, new_id()
        self.walked: dict[Role, dict[str, str]] = {}
        self.reference = borough.refer(HERS)
        self.triage = borough.built.services["triage"]
        (opened,) = [each for each in self.triage.store.page(0, 10_000) if each.name == "triage.assessment_opened"]
        self.referral: Any = opened.fact.referral  # type: ignore[attr-defined]  # what was opened
        (self.harm,) = [each for each in self.referral.people if "perpetrator" in each.roles]
        self.places: Mapping[str, list[str]] = {
            "reference": [self.reference],
            "case_reference": [self.reference],
            "referral_id": [self.referral.referral_id],
            "person_id": [each.person_id for each in self.referral.people],
            "enrolment_id": [self.enrolment_id],
            "stream": [f"assessment-{self.referral.referral_id}", programme_stream(self.enrolment_id)],
            "task": ["step", "programme", "signal", "note", "session"],
            "tool_id": ["dash"],
        }

    def do(self, kind: type[Any], **members: Any) -> None:
        base = {"at": self.borough.clock(), "enrolment_id": self.enrolment_id, "by": "worker-1"}
        self.triage.dispatch(kind.model_validate({**base, **members}), WORKER)
        self.borough.settle()

    def pages_of(self, role: Role) -> dict[str, str]:
        """What this role was shown of every page and call, walked once."""
        if role not in self.walked:
            self.walked[role] = dict(self._walk(role))
        return self.walked[role]

    def _walk(self, role: Role) -> Iterator[tuple[str, str]]:
        """Every page and call that this role may read, with everything there is in each of its places."""
        for template in self._templates(role):
            names = [each[0] if isinstance(each, tuple) else each for each in PLACES.findall(template)]
            for values in itertools.product(*(self.places.get(name, ["x"]) for name in names)):
                path = template
                for name, value in zip(names, values, strict=True):
                    path = re.sub(rf"\{{{name}(:path)?\}}", value, path)
                accept = {} if "/api/" in path else {"accept": "text/html"}
                headers = {**self.borough.headers(role), **accept}
                answer = self.borough.client.get(path, headers=headers, follow_redirects=False)
                assert answer.status_code < 500, path
                yield path, answer.text

    def _templates(self, role: Role) -> list[str]:
        found = []
        for route in iter_route_contexts(self.borough.app.router.routes):
            if isinstance(route.original_route, Switchboard) or "GET" not in (route.methods or ()):
                continue
            guard = guard_of(route)
            # What a manager may read too is walked as a manager, who is shown no less.
            seen_by_a_manager = role in OFFICERS and Role.SERVICE_MANAGER in (guard.roles or () if guard else ())
            if guard is not None and role in (guard.roles or ()) and not seen_by_a_manager:
                found.append(str(route.path))
        return found


@pytest.fixture(scope="module")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walled]:
    borough = LittleBorough(tmp_path_factory.mktemp("walled") / "data")
    made = Walled(borough)
    person = {"person_id": made.harm.person_id, "called": "Mark Penrose", "referral_id": made.referral.referral_id}
    made.do(asked.ReferToProgramme, programme="adults", lever="none", home="victim", **person)
    made.do(asked.DecideOnProgramme, taken=True, text=REASON)
    made.do(asked.WriteProgrammeNote, note_id=new_id(), text=NOTE)
    made.do(asked.RecordSession, session_on=date(2026, 11, 20), attendance="missed")
    yield made
    borough.close()


def test_nobody_who_works_with_the_victim_reads_a_word_of_the_programme(walled: Walled) -> None:
    leaks = [
        (role, path)
        for role in WITH_THE_VICTIM
        for path, text in walled.pages_of(role).items()
        if NOTE in text or REASON in text or "session of" in text.lower() or "programme_note_written" in text
        or (walled.enrolment_id in text and walled.enrolment_id not in path)
    ]  # fmt: skip
    assert leaks == []


def test_whoever_works_with_those_who_do_harm_reads_nothing_of_the_victim_anywhere(walled: Walled) -> None:
    hers = ("Owusu", "020 7946 0322", "cellar", walled.referral.victim_id, walled.reference)
    pages = walled.pages_of(Role.PERPETRATOR_WORKER)
    leaks = [(path, each) for path, text in pages.items() for each in hers if each in text and each not in path]
    assert leaks == []
    assert sum(NOTE in text for text in pages.values()) == 1, "their own record is among what was walked"


def test_the_walk_would_see_a_leak(walled: Walled) -> None:
    managers = walled.pages_of(Role.SERVICE_MANAGER)
    assert any("Owusu" in text for text in managers.values())
    stream = f"/triage/history/{programme_stream(walled.enrolment_id)}"
    auditor = {**walled.borough.headers(Role.AUDITOR), "accept": "text/html"}
    seen = walled.borough.client.get(stream, headers=auditor).text
    assert "Somebody was referred to a programme" in seen
    assert NOTE not in seen
    assert "Owusu" not in managers[stream]
    assert walled.borough.get(stream, Role.SERVICE_MANAGER).status_code == 404
    assert walled.borough.get(
        f"/triage/history/assessment-{walled.referral.referral_id}", Role.SERVICE_MANAGER
    ).is_success


def test_the_adviser_is_told_at_once_and_by_no_more_than_safety_needs(walled: Walled) -> None:
    notices = walled.borough.get(f"/notifications/api/notices?reference={walled.reference}", Role.CASE_OFFICER).json()
    assert [each["template"] for each in notices].count("safety_signalled") == 1
    headers = {**walled.borough.headers(Role.IDVA), "accept": "text/html"}
    support = walled.borough.client.get("/triage/support", headers=headers).text
    assert "They have stopped coming to the programme" in support
    page = walled.borough.client.get(f"/triage/support/{walled.reference}", headers=headers).text
    assert "They have stopped coming to the programme" in page
    assert "Record what was done" in page


def test_nothing_goes_the_other_way(walled: Walled) -> None:
    before = walled.triage.store.stream(programme_stream(walled.enrolment_id))
    offer = RecordSupportOffer(at=walled.borough.clock(), referral_id=walled.referral.referral_id, outcome="accepted")
    walled.triage.dispatch(offer, Context(actor="idva-1", role=Role.IDVA, correlation_id="story-2"))
    walled.borough.settle()
    assert walled.triage.store.stream(programme_stream(walled.enrolment_id)) == before
    walled.walked.pop(Role.PERPETRATOR_WORKER)
    assert "accepted" not in " ".join(walled.pages_of(Role.PERPETRATOR_WORKER).values()).lower()


def test_what_was_written_is_gone_with_the_key_of_whoever_it_is_about_and_the_case_is_not(walled: Walled) -> None:
    walled.borough.built.ground.keyring.destroy(walled.harm.person_id)
    headers = {**walled.borough.headers(Role.PERPETRATOR_WORKER), "accept": "text/html"}
    page = walled.borough.client.get(f"/triage/programmes/{walled.enrolment_id}", headers=headers).text
    assert NOTE not in page
    assert "Penrose" not in page
    headers = {**walled.borough.headers(Role.CASE_OFFICER), "accept": "text/html"}
    assert "Owusu" in walled.borough.client.get(f"/triage/cases/{walled.reference}", headers=headers).text
