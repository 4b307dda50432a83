"""Safe contact is said anew and minutes are recorded by programs: once, for somebody involved, by staff alone."""

from typing import Any

import pytest

from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.intake_pages import FrontDesk


def path(reference: str, what: str = "safe-contact") -> str:
    return f"/intake/api/referrals/{reference}/{what}"


def contact_of(desk: FrontDesk, reference: str) -> Any:
    return desk.get(f"/intake/api/referrals/{reference}").json()["safe_contact"]


def test_what_is_said_last_counts_and_what_it_leaves_out_is_not_safe(desk: FrontDesk) -> None:
    reference = desk.refer()
    answer = desk.post(path(reference), {"safe_contact": {"post": {"safe": "yes"}}})
    assert answer.status_code == 200
    assert answer.json()["reference"] == reference
    assert answer.json()["position"].isdigit()
    contact = contact_of(desk, reference)
    assert {way: contact[way]["safe"] for way in ("phone", "sms", "email", "post", "in_person")} == {
        "phone": "unknown", "sms": "unknown", "email": "unknown", "post": "yes", "in_person": "unknown",
    }  # fmt: skip
    assert (contact["codeword"], contact["must_not_receive"]) == ("bluebell", ["Mark Penrose"])


def test_saying_the_same_again_is_done_already(desk: FrontDesk) -> None:
    reference = desk.refer()
    said = {"safe_contact": {"post": {"safe": "yes"}, "confirmed_at": "2026-11-23T09:20:00+00:00"}}
    first = desk.post(path(reference), said)
    again = desk.post(path(reference), said)
    assert (again.status_code, again.json()["position"]) == (200, None)
    assert first.json()["person_id"] == again.json()["person_id"]
    repeated = desk.post(path(reference), said, key="k")
    assert desk.post(path(reference), said, key="k").json() == repeated.json()


def test_only_of_people_involved_may_anything_be_said(desk: FrontDesk) -> None:
    answer = desk.post(path(desk.refer()), {"person_id": "nobody", "safe_contact": {}})
    assert (answer.status_code, answer.json()["code"]) == (409, "person_not_involved")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/safe_contact", "required"),
        ({"safe_contact": {"phone": {"safe": "maybe"}}}, "/safe_contact/phone/safe", "not_in_list"),
        (
            {"safe_contact": {"phone": {"safe": "yes", "times": ["teatime"]}}},
            "/safe_contact/phone/times/0",
            "safe_times",
        ),
    ],
)
def test_what_cannot_be_understood_changes_nothing(desk: FrontDesk, body: Any, pointer: str, code: str) -> None:
    reference = desk.refer()
    answer = desk.post(path(reference), body)
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert contact_of(desk, reference)["email"]["safe"] == "yes"


def test_minutes_are_recorded_each_time(desk: FrontDesk) -> None:
    reference = desk.refer()
    for minutes in (12, 3):
        assert desk.post(path(reference, "minutes"), {"minutes": minutes, "activity": "call"}).status_code == 200
    spent = [each.fact for each in desk.recorded() if each.name == "intake.minutes_spent"]
    assert [(fact.minutes, fact.activity) for fact in spent] == [(12, "call"), (3, "call")]


@pytest.mark.parametrize("minutes", [0, -1, 1_441, 2.5, "12", None])
def test_minutes_are_whole_and_a_day_at_most(desk: FrontDesk, minutes: Any) -> None:
    answer = desk.post(path(desk.refer(), "minutes"), {"minutes": minutes})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/minutes")


@pytest.mark.parametrize("what", ["safe-contact", "minutes"])
def test_neither_is_possible_without_a_key_a_referral_or_the_role(desk: FrontDesk, what: str) -> None:
    reference = desk.refer()
    body = {"safe_contact": {}} if what == "safe-contact" else {"minutes": 3}
    assert desk.program(Role.CONTACT_CENTRE).post(path(reference, what), json=body).status_code == 400
    assert desk.post(path(reference_from(99), what), body).status_code == 404
    assert desk.post(path("nonsense", what), body).status_code == 404
    for role in (Role.AUDITOR, Role.PARTNER):
        assert desk.post(path(reference, what), body, role).status_code == 403
