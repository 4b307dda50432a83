"""What was sent is read into facts; what cannot be read is named member by member, and never repeated."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.reading import read_case
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.refusals import FieldError, InvalidInput

GOOD = {"kind": "asb", "received_on": "2026-11-23"}


def errors_of(document: dict[str, Any]) -> list[FieldError]:
    with pytest.raises(InvalidInput) as refused:
        read_case(document, VOCABULARY)
    return refused.value.errors


def test_absent_is_unknown_and_never_no() -> None:
    values = read_case(GOOD, VOCABULARY).values
    assert values["child_at_risk"] == "unknown"
    assert values["noise_kind"] == "unknown"
    assert values["victim_age"] is None
    assert values["last_marac_referral_on"] is None
    assert values["category"] is None
    assert values["strands"] == frozenset()


@pytest.mark.parametrize("name", list(VOCABULARY.answers))
def test_null_is_unknown_for_every_answer(name: str) -> None:
    assert read_case({**GOOD, "facts": {name: None}}, VOCABULARY) == read_case(GOOD, VOCABULARY)


def test_dates_come_as_text_or_as_dates() -> None:
    document = {"kind": "asb", "received_on": date(2026, 11, 23), "facts": {"last_marac_referral_on": "2024-02-29"}}
    case = read_case(document, VOCABULARY)
    assert case.received_on == date(2026, 11, 23)
    assert case.values["last_marac_referral_on"] == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"kind": None}, "/kind", "missing"),
        ({"kind": "burglary"}, "/kind", "unknown_value"),
        ({"kind": ["asb"]}, "/kind", "unknown_value"),
        ({"channel": "pigeon"}, "/channel", "unknown_value"),
        ({"category": "noisy"}, "/category", "unknown_value"),
        ({"strands": "trafficking"}, "/strands", "wrong_type"),
        ({"strands": ["trafficking", "x"]}, "/strands", "unknown_value"),
        ({"strands": [{}]}, "/strands", "unknown_value"),
        ({"received_on": None}, "/received_on", "missing"),
        ({"received_on": "23/11/2026"}, "/received_on", "bad_date"),
        ({"received_on": "20261123"}, "/received_on", "bad_date"),
        ({"received_on": "2026-02-30"}, "/received_on", "bad_date"),
        ({"received_on": "9999-12-31"}, "/received_on", "out_of_range"),
        ({"facts": []}, "/facts", "wrong_type"),
        ({"facts": {"child_in_danger": "yes"}}, "/facts/child_in_danger", "unknown_fact"),
        ({"facts": {"child_at_risk": "maybe"}}, "/facts/child_at_risk", "unknown_value"),
        ({"facts": {"child_at_risk": True}}, "/facts/child_at_risk", "unknown_value"),
        ({"facts": {"noise_kind": "yes"}}, "/facts/noise_kind", "unknown_value"),
        ({"facts": {"victim_age": "15"}}, "/facts/victim_age", "wrong_type"),
        ({"facts": {"victim_age": True}}, "/facts/victim_age", "wrong_type"),
        ({"facts": {"victim_age": 15.5}}, "/facts/victim_age", "wrong_type"),
        ({"facts": {"victim_age": -1}}, "/facts/victim_age", "out_of_range"),
        ({"facts": {"victim_age": 131}}, "/facts/victim_age", "out_of_range"),
        ({"facts": {"last_marac_referral_on": "2026-13-01"}}, "/facts/last_marac_referral_on", "bad_date"),
        ({"facts": {"landlord": 7}}, "/facts/landlord", "wrong_type"),
        ({"facts": {"judgement_reason": "x" * 2001}}, "/facts/judgement_reason", "too_long"),
        ({"strand": []}, "/strand", "unknown_member"),
    ],
)
def test_each_thing_wrong_is_named(changed: dict[str, Any], pointer: str, code: str) -> None:
    (error,) = errors_of({**GOOD, **changed})
    assert (error.pointer, error.code) == (pointer, code)
    assert error.message.endswith(".")


def test_everything_wrong_is_named_at_once() -> None:
    errors = errors_of({"kind": "x", "facts": {"victim_age": -1, "in_borough": "x"}})
    assert [error.pointer for error in errors] == ["/kind", "/received_on", "/facts/victim_age", "/facts/in_borough"]


def test_nothing_that_was_sent_is_repeated() -> None:
    words = "Ring Ada on 07700 900123"
    for document in ({**GOOD, "facts": {words: "yes"}}, {**GOOD, words: 1}, {**GOOD, "facts": {"in_borough": words}}):
        assert all("Ada" not in error.pointer + error.message for error in errors_of(document))
