"""Who else knows somebody: for those who may know it alone; for everybody else not even a gap."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from services.triage.domain.family.commands import JoinPeople, KeepPointer, TellPersonApart
from shared.access.roles import Role
from shared.access.walls import Wall
from shared.web.guard import guard_of
from tests.support.builders.triage import ABUSE, PERSISTENT, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

MARAC = {**ABUSE, "answers": {**ABUSE["answers"], "dash_yes_count": 15}}
OTHERS = [role for role in Role if role not in (Role.SERVICE_MANAGER, Role.PANEL_COORDINATOR)]


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    """One for all: each story is about people of its own."""
    running = LittleTriage(tmp_path_factory.mktemp("triage"))
    yield running
    for name in ("families", "pointers"):
        running.service.views.compare(name)
    running.close()


@pytest.fixture(scope="module")
def manager(triage: LittleTriage) -> TestClient:
    return signed_in(triage.app, Role.SERVICE_MANAGER)


def case_of(triage: LittleTriage, reference: str) -> str:
    """The id of a referral made here."""
    return triage.ids_of(reference)[0]


def id_of(triage: LittleTriage, reference: str, place: int) -> str:
    """The id of somebody in a referral made here."""
    return triage.ids_of(reference)[1](place)


def read(browser: TestClient, reference: str) -> str:
    answer = browser.get(f"/triage/cases/{reference}/known-to")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def send(triage: LittleTriage, browser: TestClient, path: str, **fields: str) -> Any:
    answer = browser.post(f"/triage/cases/{path}", data={**fields, "csrf": csrf_of(triage.app, browser)})
    triage.settle()
    return answer


def point(triage: LittleTriage, person_id: str, referral_id: str, **changes: str) -> None:
    told = {"person_id": person_id, "referral_id": referral_id, "process": "mappa", "ask": "Rosewood desk", **changes}
    triage.do(KeepPointer.model_validate({"at": triage.clock(), "pointer_id": f"pointer-of-{referral_id}", **told}))


def test_a_manager_records_whom_to_ask_and_ends_it(triage: LittleTriage, manager: TestClient) -> None:
    reference = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    assert "Nobody else, as far as is recorded." in read(manager, reference)
    given = {"person": id_of(triage, reference, 0), "process": "youth_justice", "ask": "Rosewood desk, 020 7946 0123"}
    assert send(triage, manager, f"{reference}/known-to", **given).status_code == 303
    words = read(manager, reference)
    assert "Youth justice . Ask: Rosewood desk, 020 7946 0123. Recorded 23 November 2026 by Jo Okafor." in words
    (pointer,) = re.findall(r'name="pointer" value="([^"]+)"', manager.get(f"/triage/cases/{reference}/known-to").text)
    assert send(triage, manager, f"{reference}/known-to/end", pointer=pointer).status_code == 303
    assert "Nobody else, as far as is recorded." in read(manager, reference)
    assert send(triage, manager, f"{reference}/known-to/end", pointer=pointer).status_code == 404


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Whom to ask there: this is missing. Fill it in."),
        (
            {"ask": "x" * 201, "person": "theirs", "process": "mappa"},
            "Whom to ask there: use at most 200 characters.",
        ),
        (
            {"ask": "Rosewood", "person": "person-9", "process": "mappa"},
            "Who is known there? Choose one of the answers.",
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    triage: LittleTriage, manager: TestClient, given: dict[str, str], says: str
) -> None:
    reference = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    person = id_of(triage, reference, 0) if given.get("person") == "theirs" else "person-9"
    answer = send(triage, manager, f"{reference}/known-to", **{**given, "person": person})
    assert (answer.status_code, answer.text.count(says)) == (422, 2)
    if "ask" in given:
        assert f'value="{given["ask"]}"' in answer.text


def test_it_is_known_on_every_case_of_that_person_and_on_no_other(triage: LittleTriage, manager: TestClient) -> None:
    case_1 = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    second = triage.refer(("R. Shah", "other"), ("Jo Vale", "other"), **PERSISTENT)
    point(triage, id_of(triage, case_1, 0), case_of(triage, case_1))
    assert "MAPPA" not in read(manager, second)[: read(manager, second).index("Record that")]
    triage.do(JoinPeople(at=triage.clock(), one_id=id_of(triage, case_1, 0), other_id=id_of(triage, second, 0)))
    words = read(manager, second)
    assert words.index("R. Shah") < words.index("MAPPA . Ask: Rosewood desk.") < words.index("Jo Vale")


def test_what_was_said_of_whoever_was_told_apart_is_not_said_of_the_other(
    triage: LittleTriage, manager: TestClient
) -> None:
    reference = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    point(triage, id_of(triage, reference, 0), "referral-9")
    assert "MAPPA . Ask" in read(manager, reference)
    apart = {
        "referral_id": "referral-9",
        "reference": reference,
        "person_id": id_of(triage, reference, 0),
        "split_id": "split-1",
    }
    triage.do(TellPersonApart.model_validate({"at": triage.clock(), **apart}))
    assert "MAPPA . Ask" not in read(manager, reference)


def test_our_own_records_point_without_a_word_of_what_they_hold(triage: LittleTriage, manager: TestClient) -> None:
    hers = triage.refer(("Amina Okafor", "victim"), **MARAC)
    other = triage.refer(("Amina Okafor", "other"), **PERSISTENT)
    triage.do(JoinPeople(at=triage.clock(), one_id=id_of(triage, hers, 0), other_id=id_of(triage, other, 0)))
    words = read(manager, other)
    assert "MARAC . Ask: The coordinator of the MARAC. From our own records." in words
    assert hers not in manager.get(f"/triage/cases/{other}/known-to").text


def test_what_is_kept_from_a_manager_points_nowhere_for_them(triage: LittleTriage, manager: TestClient) -> None:
    hers = triage.refer(("Amina Okafor", "victim"), **MARAC)
    other = triage.refer(("Amina Okafor", "other"), **PERSISTENT)
    empty = read(manager, other)
    triage.do(JoinPeople(at=triage.clock(), one_id=id_of(triage, hers, 0), other_id=id_of(triage, other, 0)))
    point(triage, id_of(triage, hers, 0), case_of(triage, hers))
    assert "MAPPA . Ask" in read(manager, other)
    account = next(each for each in triage.access.accounts.all() if each.sign_in_name == "j.okafor")
    triage.access.walls.put(Wall(account.account_id, case_of(triage, hers), hers), stands=True)
    assert read(manager, other) == empty


def test_a_coordinator_is_told_of_cases_before_a_panel_alone(triage: LittleTriage) -> None:
    coordinator = signed_in(triage.app, Role.PANEL_COORDINATOR, "coordinator")
    marked = triage.refer(("Amina Okafor", "victim"), **MARAC)
    other = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    point(triage, id_of(triage, marked, 0), case_of(triage, marked))
    assert "Person 1, victim MAPPA . Ask: Rosewood desk." in read(coordinator, marked)
    assert "Amina" not in coordinator.get(f"/triage/cases/{marked}/known-to").text
    assert coordinator.get(f"/triage/cases/{other}/known-to").status_code == 404


def test_of_whoever_was_forgotten_nothing_points_anywhere(triage: LittleTriage, manager: TestClient) -> None:
    reference = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    point(triage, id_of(triage, reference, 0), case_of(triage, reference))
    triage.ground.keyring.destroy(id_of(triage, reference, 0))
    assert "Nobody else, as far as is recorded." in read(manager, reference)


def test_that_it_was_looked_at_is_recorded_whether_or_not_there_is_anything(
    triage: LittleTriage, manager: TestClient
) -> None:
    reference = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    read(manager, reference)
    assert ("service_manager", "known to", (case_of(triage, reference),)) in triage.looks()


def test_nobody_reads_the_stream_of_a_pointer_as_recorded(triage: LittleTriage, manager: TestClient) -> None:
    reference = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    referral_id = case_of(triage, reference)
    point(triage, id_of(triage, reference, 0), referral_id)
    assert triage.service.store.stream(f"pointer-pointer-of-{referral_id}")
    for browser in (manager, signed_in(triage.app, Role.AUDITOR, "auditor")):
        assert browser.get(f"/triage/history/pointer-pointer-of-{referral_id}").status_code == 404
        assert browser.get(f"/triage/history/assessment-{referral_id}").status_code == 200


def pages_of(triage: LittleTriage, role: Role, reference: str) -> Iterator[tuple[str, int, str]]:
    """Everything this role may read, with a case in every place that takes one, as it is answered."""
    places = {
        "reference": reference,
        "case_reference": reference,
        "stream": f"assessment-{case_of(triage, reference)}",
        "task": "member",
    }
    for route in iter_route_contexts(triage.app.router.routes):
        guard, path = guard_of(route), str(route.path).replace(":path}", "}")
        theirs = guard is None or guard.roles is None or role in guard.roles
        if "GET" not in (route.methods or ()) or not theirs or path in ("/metrics", "/health/ready"):
            continue
        filled = re.sub(r"\{(\w+)\}", lambda found: places.get(found[1], "1"), path)
        answer = triage.client.get(filled, headers=triage.headers(role), follow_redirects=False)
        yield filled, answer.status_code, _steady(answer.text)


def _steady(text: str) -> str:
    """Without what is new on every page, whatever it shows: tokens, ids of forms and of requests."""
    text = re.sub(r'(name="(?:once|csrf)" value=")[^"]*', r"\1", text)
    return re.sub(r"nonce-?=?\"?[A-Za-z0-9+/=_-]+|\b[0-9a-f]{32}\b", "", text)


def test_for_everybody_else_no_page_call_export_or_story_differs_by_a_letter(triage: LittleTriage) -> None:
    """Whether there is a pointer or none."""
    reference = triage.refer(("Ravi Shah", "other"), ("Amina Okafor", "victim"), **PERSISTENT)
    for role in Role:
        triage.headers(role)  # pages name every officer there is
    seen = {role: list(pages_of(triage, role, reference)) for role in OTHERS}
    point(triage, id_of(triage, reference, 0), case_of(triage, reference))
    point(triage, id_of(triage, reference, 1), "referral-8", process="channel")
    again = {role: list(pages_of(triage, role, reference)) for role in OTHERS}
    differ = [
        (role, one[0]) for role in OTHERS for one, other in zip(seen[role], again[role], strict=True) if one != other
    ]
    assert differ == []
    assert {f"/triage/cases/{reference}", f"/triage/history/assessment-{case_of(triage, reference)}"} <= {
        path for pages in seen.values() for path, status, _ in pages if status == 200
    }
    told = "".join(text for pages in again.values() for _, _, text in pages)
    assert [word for word in ("Rosewood", "pointer_kept", "known-to", "MAPPA") if word in told] == []


def test_the_comparison_would_notice(triage: LittleTriage) -> None:
    """Whoever may know does see a difference."""
    reference = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    seen = list(pages_of(triage, Role.SERVICE_MANAGER, reference))
    point(triage, id_of(triage, reference, 0), case_of(triage, reference))
    again = list(pages_of(triage, Role.SERVICE_MANAGER, reference))
    differ = [one[0] for one, other in zip(seen, again, strict=True) if one != other]
    assert f"/triage/cases/{reference}/known-to" in differ
