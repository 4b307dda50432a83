"""A referral comes in by the API: once, whole, and never told back in an error."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from services.intake.document.reading import MOST_BYTES
from shared.access.roles import Role
from shared.kernel.identifiers import parse_reference
from shared.web import idempotency
from tests.support.builders.intake import a_document
from tests.support.builders.intake_pages import FrontDesk

POST = "/intake/api/referrals"


def errors(answer: Any) -> list[tuple[str, str]]:
    """Pointer and code of each error of a problem document, whose form is checked too."""
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == answer.status_code
    assert all(set(error) == {"pointer", "code", "message"} for error in document["errors"])
    assert all(error["message"] for error in document["errors"])
    return [(error["pointer"], error["code"]) for error in document["errors"]]


def test_a_referral_is_taken_in_and_its_reference_told(desk: FrontDesk) -> None:
    answer = desk.post(POST, a_document())
    assert answer.status_code == 201
    told = answer.json()
    assert set(told) == {"reference", "referral_id", "position"}
    assert parse_reference(told["reference"]) == told["reference"]
    assert told["position"].isdigit()
    (fact,) = desk.submitted()
    assert (fact.reference, fact.referral_id) == (told["reference"], told["referral_id"])
    assert int(told["position"]) == next(
        each.position for each in desk.recorded() if each.fact is fact or each.fact == fact
    )


def test_only_kind_and_channel_must_be_there(desk: FrontDesk) -> None:
    assert desk.post(POST, {"kind": "unsure", "channel": "phone"}).status_code == 201
    assert errors(desk.post(POST, {})) == [("/kind", "required"), ("/channel", "required")]


def test_the_same_key_and_body_bring_the_same_answer_and_one_referral(desk: FrontDesk) -> None:
    first = desk.post(POST, a_document(), key="once")
    again = desk.post(POST, a_document(), key="once")
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(desk.submitted()) == 1


def test_a_key_is_the_callers_own(desk: FrontDesk) -> None:
    first = desk.post(POST, a_document(), key="once")
    other = desk.post(POST, a_document(), Role.TRIAGE_OFFICER, key="once")
    assert other.json()["reference"] != first.json()["reference"]


def test_the_same_key_with_another_body_is_refused(desk: FrontDesk) -> None:
    desk.post(POST, a_document(), key="once")
    answer = desk.post(POST, a_document(description="Something else."), key="once")
    assert (answer.status_code, errors(answer)) == (422, [("", "key_reused")])
    assert len(desk.submitted()) == 1


def test_a_key_whose_request_was_refused_is_free_again(desk: FrontDesk) -> None:
    assert desk.post(POST, {"kind": "asb"}, key="once").status_code == 422
    assert desk.post(POST, a_document(), key="once").status_code == 201


@pytest.mark.parametrize("key", [None, "", " ", "x" * 129, "two words"])
def test_without_a_key_nothing_is_taken_in(desk: FrontDesk, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = desk.program(Role.CONTACT_CENTRE).post(POST, json=a_document(), headers=headers)
    assert (answer.status_code, errors(answer)) == (400, [("", "idempotency_key_missing")])
    assert desk.submitted() == []


def test_a_key_whose_request_is_still_running_is_told_to_wait(desk: FrontDesk, tmp_path: Path) -> None:
    program, other = desk.program(Role.CONTACT_CENTRE), desk.program(Role.CONTACT_CENTRE)
    headers = {"Idempotency-Key": "once"}
    answers: list[Any] = []
    first = threading.Thread(target=lambda: answers.append(program.post(POST, json=a_document(), headers=headers)))
    # Somebody else is writing to the log, so the first request has to wait there.
    with closing(sqlite3.connect(tmp_path / "intake.sqlite", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        first.start()
        while not idempotency._running:
            time.sleep(0.01)
        second = other.post(POST, json=a_document(), headers=headers)
        writer.execute("ROLLBACK")
    first.join()
    assert (second.status_code, errors(second)) == (409, [("", "still_running")])
    assert answers[0].status_code == 201


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (b"{", 400, [("", "not_json")]),
        (b"", 400, [("", "not_json")]),
        (b"[]", 422, [("", "not_an_object")]),
        (a_document(category="Ada Example"), 422, [("/category", "not_in_list")]),
        (a_document(location={"postcode": "Ada Example"}), 422, [("/location/postcode", "postcode")]),
        (a_document(facts={"immediate_danger": "Ada Example"}), 422, [("/facts/immediate_danger", "not_in_list")]),
        (a_document(people=[{"roles": ["victim"], "full_name": 7}]), 422, [("/people/0/full_name", "not_text")]),
        ({**a_document(), "Ada Example": 1}, 422, [("", "unknown_member")]),
        (a_document(received_at="2027-11-23T09:12:00+00:00"), 422, [("/received_at", "in_the_future")]),
        (b'{"kind": "asb", "channel": "phone", "kind": "unsure"}', 422, [("", "duplicate_member")]),
        (
            b'{"kind": "asb", "channel": "phone", "safe_contact": {"phone": {"safe": "no", "s\\u0061fe": "yes"}}}',
            422,
            [("/safe_contact/phone", "duplicate_member")],
        ),
        (b'{"Ada": 1, "Ada": {"Ada Example": [{"a": 1, "a": 2}]}}', 422, [("", "duplicate_member")]),
        (b"x" * (MOST_BYTES + 1), 413, [("", "too_large")]),
    ],
)
def test_what_cannot_be_taken_is_told_by_place_and_code_and_never_repeated(
    desk: FrontDesk, body: Any, status: int, expected: list[tuple[str, str]]
) -> None:
    answer = desk.post(POST, body)
    assert (answer.status_code, errors(answer)) == (status, expected)
    assert "Ada" not in answer.text
    assert desk.submitted() == []


def test_another_media_type_is_not_read(desk: FrontDesk) -> None:
    answer = desk.program(Role.CONTACT_CENTRE).post(POST, content=b"kind=asb", headers={"Idempotency-Key": "a"})
    assert answer.status_code == 415


def test_nobody_sends_without_a_token_or_in_a_role_that_may_not(desk: FrontDesk) -> None:
    answer = desk.resident().client.post(POST, json=a_document(), headers={"Idempotency-Key": "a"})
    assert (answer.status_code, errors(answer)) == (401, [("", "not_signed_in")])
    for role in (Role.AUDITOR, Role.PANEL_CHAIR, Role.OBSERVER):
        assert desk.post(POST, a_document(), role).status_code == 403
    assert desk.submitted() == []


def test_a_partner_speaks_for_its_own_agency_alone(desk: FrontDesk) -> None:
    desk.post(POST, a_document(agency="housing"), Role.PARTNER, "police")
    desk.post(POST, a_document(agency="housing"), Role.CONTACT_CENTRE)
    assert [fact.agency for fact in desk.submitted()] == ["police", "housing"]


def test_the_schema_is_open_and_describes_what_is_taken(desk: FrontDesk) -> None:
    answer = desk.resident().client.get("/intake/api/schemas/referral")
    assert answer.headers["content-type"] == "application/schema+json"
    schema = answer.json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(a_document(), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(a_document(category="shouting"), schema)
