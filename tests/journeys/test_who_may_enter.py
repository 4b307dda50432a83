"""All doors of the whole borough, tried by everybody: who may not enter learns nothing, no foreign form gets in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shared.access.roles import Role
from shared.web.api_keys import KeyGuard
from tests.support.builders.access import PASSWORD
from tests.support.builders.borough import LittleBorough
from tests.support.doors import Door, doors

pytestmark = pytest.mark.slow

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
# What somebody who is not let in may be told: that it is not for them, or that there is nothing.
SHUT = (403, 404)
# What every member of staff may do with their own session and forms, whatever their role.
OWN_SESSION = {"/sign-out", "/lock", "/unlock", "/unsent", "/unsent/{unsent_id}", "/unsent/{unsent_id}/discard"}


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleBorough]:
    """One borough for all: nobody here gets far enough to change it."""
    made = LittleBorough(tmp_path_factory.mktemp("borough") / "data")
    yield made
    made.close()


def knock(borough: LittleBorough, door: Door, **headers: str) -> Any:
    return borough.client.request(door.method, door.path, headers=headers, content=b"", follow_redirects=False)


def test_there_are_doors_of_every_service_and_each_says_who_may_enter(borough: LittleBorough) -> None:
    found = doors(borough)
    assert {"intake", "triage", "panels", "notifications", "audit"} <= {door.path.split("/")[1] for door in found}
    assert len(found) > 100
    assert all(door.guard.roles or door.guard.why for door in found)


def test_a_stranger_is_sent_to_sign_in_or_told_to_show_a_token(borough: LittleBorough) -> None:
    answers = [(door, knock(borough, door)) for door in doors(borough) if door.guard.roles is not None]
    let_in = [
        (door.method, door.template, answer.status_code)
        for door, answer in answers
        if answer.status_code != (403 if isinstance(door.guard, KeyGuard) else 401)
        and not (answer.status_code == 303 and answer.headers["location"].startswith(("/sign-in", "/lock")))
    ]
    assert let_in == []


@pytest.mark.parametrize("role", Role)
def test_nobody_enters_where_their_role_is_not_named(borough: LittleBorough, role: Role) -> None:
    not_theirs = [door for door in doors(borough) if door.guard.roles is not None and role not in door.guard.roles]
    headers = borough.headers(role)
    statuses = {(door.method, door.template): knock(borough, door, **headers).status_code for door in not_theirs}
    assert {door: status for door, status in statuses.items() if status not in SHUT} == {}
    assert statuses


@pytest.mark.parametrize("role", Role)
def test_every_role_has_somewhere_to_go(borough: LittleBorough, role: Role) -> None:
    theirs = [door for door in doors(borough) if door.guard.roles is not None and role in door.guard.roles]
    assert {door.template for door in theirs} - OWN_SESSION


def test_an_auditor_changes_nothing_outside_audit(borough: LittleBorough) -> None:
    named = {
        door.template
        for door in doors(borough)
        if door.method in UNSAFE and door.guard.roles is not None and Role.AUDITOR in door.guard.roles
    }
    elsewhere = {template for template in named if not template.startswith("/audit/")} - OWN_SESSION
    assert elsewhere <= {"/triage/api/evaluate"}  # a dry run that stores nothing


def browser_of(borough: LittleBorough, role: Role) -> TestClient:
    """A browser in which somebody of this role has signed in."""
    name = f"{role.value}@example"
    borough.built.access.accounts.open(name, "Jo Okafor", role, agency="housing", password=PASSWORD)
    browser = TestClient(borough.app, base_url="https://testserver", follow_redirects=False)
    assert browser.post("/sign-in", data={"sign_in_name": name, "password": PASSWORD}).status_code == 303
    return browser


@pytest.mark.parametrize("csrf", [None, "made-up"])
def test_no_form_of_a_session_gets_through_without_its_own_token(borough: LittleBorough, csrf: str | None) -> None:
    browsers: dict[Role, TestClient] = {}
    forms = [
        door
        for door in doors(borough)
        if door.method in UNSAFE and door.guard.roles is not None and not isinstance(door.guard, KeyGuard)
    ]
    through = []
    for door in forms:
        role = min(door.guard.roles or ())
        if role not in browsers:
            found = borough.built.access.accounts.by_sign_in_name(f"{role.value}@example")
            browsers[role] = browser_of(borough, role) if found is None else again(borough, role)
        body = b"" if csrf is None else f"csrf={csrf}".encode()
        answer = browsers[role].request(door.method, door.path, content=body, headers=FORM)
        if answer.status_code != 403 or "bad_csrf_token" not in answer.text:
            through.append((door.method, door.template, answer.status_code))
    assert (through, len(forms) > 30) == ([], True)


def test_no_session_of_a_browser_opens_a_door_for_keys(borough: LittleBorough) -> None:
    for_keys = [door for door in doors(borough) if isinstance(door.guard, KeyGuard)]
    known = borough.built.access.accounts.by_sign_in_name("partner@example")
    browser = browser_of(borough, Role.PARTNER) if known is None else again(borough, Role.PARTNER)
    answers = [browser.request(door.method, door.path, data={"service_code": "noise"}) for door in for_keys]
    assert ({answer.status_code for answer in answers}, len(answers) > 3) == ({403}, True)


def again(borough: LittleBorough, role: Role) -> TestClient:
    browser = TestClient(borough.app, base_url="https://testserver", follow_redirects=False)
    browser.post("/sign-in", data={"sign_in_name": f"{role.value}@example", "password": PASSWORD})
    return browser


def test_no_open_form_is_taken_from_another_site(borough: LittleBorough) -> None:
    open_forms = [door for door in doors(borough) if door.guard.roles is None and door.method in UNSAFE]
    taken = [
        (door.method, door.template)
        for door in open_forms
        if knock(borough, door, **FORM, **{"sec-fetch-site": "cross-site"}).status_code != 403
    ]
    assert (taken, len(open_forms) > 3) == ([], True)


def test_every_answer_of_every_door_keeps_to_itself(borough: LittleBorough) -> None:
    for door in doors(borough):
        answer = knock(borough, door)
        assert answer.headers["x-content-type-options"] == "nosniff", door.template
        if answer.headers.get("content-type") != "application/json":  # a program's document leads nowhere
            assert answer.headers["referrer-policy"] == "no-referrer", door.template
        assert "default-src 'none'" in answer.headers["content-security-policy"], door.template
        assert "cache-control" in answer.headers, door.template


def test_a_planted_door_without_a_guard_is_found(tmp_path: Path) -> None:
    planted = LittleBorough(tmp_path / "data")
    planted.app.add_api_route("/intake/planted", lambda: None, methods=["GET"])
    with pytest.raises(AssertionError, match="/intake/planted"):
        doors(planted)
    planted.close()
