"""Every error at once: where, a stable code, what to do, and never a word of what was sent."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.document.errors import MOST_ERRORS, pointer
from services.intake.document.reading import read_referral
from shared.kernel.refusals import FieldError, InvalidInput
from tests.support.builders.intake import NOW, a_document

# What a careless message would repeat; no word of ours contains it.
CANARY = "zqxj"


def errors_of(members: Any) -> list[FieldError]:
    body = members if isinstance(members, bytes) else json.dumps(members).encode()
    try:
        read_referral(body, NOW)
    except InvalidInput as invalid:
        return invalid.errors
    return []


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": CANARY}, "/kind", "not_in_list"),
    ({"kind": 3}, "/kind", "not_in_list"),
    ({"channel": "fax"}, "/channel", "not_in_list"),
    ({"category": CANARY}, "/category", "not_in_list"),
    ({"strands": ["prostitution", CANARY]}, "/strands/1", "not_in_list"),
    ({"strands": "prostitution"}, "/strands", "not_a_list"),
    ({"description": CANARY * 5_001}, "/description", "too_long"),
    ({"description": f"{CANARY}\x00"}, "/description", "control_character"),
    ({"description": f"{CANARY}\x85 more"}, "/description", "control_character"),
    ({"description": [CANARY]}, "/description", "not_text"),
    ({"reporter": {"full_name": f"A\n{CANARY}"}}, "/reporter/full_name", "control_character"),
    ({"reporter": {"email": CANARY}}, "/reporter/email", "email"),
    ({"reporter": {"is_victim": "yes"}}, "/reporter/is_victim", "not_true_or_false"),
    ({"reporter": {"anonymous": 1}}, "/reporter/anonymous", "not_true_or_false"),
    ({"reporter": {"anonymous": True, "full_name": CANARY}}, "/reporter/full_name", "anonymous_with_name"),
    ({"reporter": CANARY}, "/reporter", "not_an_object"),
    ({"received_at": "2026-11-23T09:12:00"}, "/received_at", "offset_missing"),
    ({"received_at": "2026-11-23"}, "/received_at", "time_form"),
    ({"received_at": "1700000000"}, "/received_at", "time_form"),
    ({"received_at": 1700000000}, "/received_at", "time_form"),
    ({"received_at": "2026-02-30T09:12:00Z"}, "/received_at", "no_such_time"),
    ({"received_at": "2026-11-25T09:12:00Z"}, "/received_at", "in_the_future"),
    ({"received_at": "1700-11-25T09:12:00Z"}, "/received_at", "out_of_range"),
    ({"occurred": {"from": "20/11/2026"}}, "/occurred/from", "date_form"),
    ({"occurred": {"from": "2026-02-30"}}, "/occurred/from", "no_such_day"),
    ({"occurred": {"from": "2026-11-20", "to": "2026-11-19"}}, "/occurred/to", "before_start"),
    ({"occurred": {"from_": "2026-11-20"}}, "/occurred/from_", "unknown_member"),
    ({"location": {"postcode": CANARY}}, "/location/postcode", "postcode"),
    ({"location": {"uprn": "1234567890123"}}, "/location/uprn", "uprn"),
    ({"location": {"uprn": 12345678}}, "/location/uprn", "uprn"),
    ({"location": {"lat": 90.5, "long": 0}}, "/location/lat", "out_of_range"),
    ({"location": {"lat": 51.4, "long": -180.1}}, "/location/long", "out_of_range"),
    ({"location": {"lat": "51.4", "long": 0}}, "/location/lat", "not_a_number"),
    ({"location": {"lat": 51.4}}, "/location/long", "half_a_point"),
    ({"safe_contact": {"phone": {"safe": "maybe"}}}, "/safe_contact/phone/safe", "not_in_list"),
    ({"safe_contact": {"phone": {"safe": True}}}, "/safe_contact/phone/safe", "not_in_list"),
    ({"safe_contact": {"phone": {"times": [CANARY]}}}, "/safe_contact/phone/times/0", "safe_times"),
    ({"safe_contact": {"whatsapp": {"safe": "yes"}}}, "/safe_contact/whatsapp", "unknown_member"),
    ({"safe_contact": {"confirmed_at": "2026-12-01T00:00:00Z"}}, "/safe_contact/confirmed_at", "in_the_future"),
    ({"safe_contact": {"must_not_receive": [CANARY] * 21}}, "/safe_contact/must_not_receive", "too_many"),
    ({"language": "English, please"}, "/language", "language"),
    ({"people": [{"roles": []}]}, "/people/0/roles", "too_few"),
    ({"people": [{"roles": ["neighbour"]}]}, "/people/0/roles/0", "not_in_list"),
    ({"people": [{"full_name": CANARY}]}, "/people/0/roles", "required"),
    ({"people": [{"roles": ["other"]}] * 31}, "/people", "too_many"),
    ({"people": [{"roles": ["child"], "date_of_birth": "2027-01-01"}]}, "/people/0/date_of_birth", "in_the_future"),
    ({"facts": {"immediate_danger": "true"}}, "/facts/immediate_danger", "not_in_list"),
    ({"facts": {"immediate_danger": True}}, "/facts/immediate_danger", "not_in_list"),
    ({"facts": {"noise_kind": CANARY}}, "/facts/noise_kind", "not_in_list"),
    ({"facts": {"victim_age": "34"}}, "/facts/victim_age", "not_a_number"),
    ({"facts": {"victim_age": 34.5}}, "/facts/victim_age", "not_a_number"),
    ({"facts": {"victim_age": -1}}, "/facts/victim_age", "out_of_range"),
    ({"facts": {"victim_age": 131}}, "/facts/victim_age", "out_of_range"),
    ({"facts": {"victim_age": 10**400}}, "/facts/victim_age", "out_of_range"),
    ({"facts": {"last_marac_referral_on": "last May"}}, "/facts/last_marac_referral_on", "date_form"),
    ({"facts": {"landlord": CANARY * 501}}, "/facts/landlord", "too_long"),
    ({"facts": {"is_nice": "yes"}}, "/facts/is_nice", "unknown_member"),
    ({"facts": [CANARY]}, "/facts", "not_an_object"),
    ({"surprise": CANARY}, "/surprise", "unknown_member"),
    ({"asked": [{"question": "Safety?", "wording": 1, "facts": []}]}, "/asked/0/question", "code"),
    ({"asked": [{"wording": 1, "facts": [CANARY]}]}, "/asked/0/facts/0", "not_in_list"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "where", "code"), WRONG, ids=[f"{where} {code}" for _, where, code in WRONG])
def test_a_wrong_member_is_named_with_a_code_and_what_to_do(change: dict[str, Any], where: str, code: str) -> None:
    (error,) = errors_of(a_document(**change))
    assert (error.pointer, error.code) == (where, code)
    assert error.message.endswith(".")
    assert len(error.message) >= 15
    assert CANARY not in error.message


def test_all_errors_are_found_at_once() -> None:
    change = {"channel": "fax", "received_at": "tomorrow", "surprise": 1, "location": {"lat": 1}, "people": [{}]}
    found = {error.pointer for error in errors_of(a_document(**change))}
    assert found == {"/channel", "/received_at", "/surprise", "/location/long", "/people/0/roles"}


@pytest.mark.parametrize(
    "body", [b"", b"nope", b"{", b'{"kind": "asb"', b"\xff\xfe", b'{"kind": "\\ud800"}', b'{"kind": "\xff"}']
)
def test_what_is_no_json_is_said_so(body: bytes) -> None:
    (error,) = errors_of(body)
    assert (error.pointer, error.code) == ("", "not_json")


@pytest.mark.parametrize("body", [b"[]", b"null", b'"asb"', b"3"])
def test_what_is_no_object_is_said_so(body: bytes) -> None:
    (error,) = errors_of(body)
    assert (error.pointer, error.code) == ("", "not_an_object")


def test_an_unknown_member_named_with_somebodys_words_is_not_repeated() -> None:
    (error,) = errors_of(a_document(**{"He lives at 14 Example Road": "yes"}))
    assert (error.pointer, error.code) == ("", "unknown_member")


def test_a_flood_of_errors_is_cut() -> None:
    assert len(errors_of({f"m{number}": 1 for number in range(5_000)})) == MOST_ERRORS


def test_pointers_escape_as_they_must() -> None:
    assert pointer(("a/b", "m~n", 0)) == "/a~1b/m~0n/0"
    assert pointer(()) == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(sorted(a_document())), JSON)
def test_whatever_stands_in_a_member_is_taken_or_explained(member: str, value: Any) -> None:
    for error in errors_of(a_document() | {member: value}):
        assert error.code != "not_as_described"
        assert error.pointer == "" or error.pointer.startswith(f"/{member}")


@given(st.binary(max_size=200))
def test_no_bytes_upset_the_reader(body: bytes) -> None:
    assert errors_of(body)
