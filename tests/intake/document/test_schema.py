"""The JSON Schema describes the documents that are taken, and refuses what is refused for its form."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from services.intake.document.reading import read_referral, referral_schema
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.refusals import InvalidInput
from tests.intake.document.test_errors import WRONG
from tests.support.builders.intake import NOW, a_document

SCHEMA = referral_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
# What the form alone cannot show: calendars, clocks, two members together, hours, postcodes, control characters' kin.
BEYOND_FORM = {"no_such_time", "no_such_day", "in_the_future", "before_start", "half_a_point", "anonymous_with_name",
               "safe_times", "postcode", "time_form", "date_form", "offset_missing", "out_of_range"}  # fmt: skip

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)
SAFETY = st.sampled_from(["yes", "no", "unknown"])
DAYS = st.dates(min_value=date(1930, 1, 1), max_value=NOW.date()).map(str)
MOMENTS = st.datetimes(max_value=NOW.replace(tzinfo=None), min_value=NOW.replace(year=1990, tzinfo=None)).map(
    lambda moment: moment.isoformat(timespec="seconds") + "+01:00"
)


def a_few(
    members: dict[str, st.SearchStrategy[Any]], needed: tuple[str, ...] = ()
) -> st.SearchStrategy[dict[str, Any]]:
    """Documents with some of these members, each null at times where it may be."""
    required = {name: members[name] for name in needed}
    return st.fixed_dictionaries(required, optional={n: s | st.none() for n, s in members.items() if n not in needed})


CHANNEL = st.fixed_dictionaries(
    {}, optional={"safe": SAFETY, "voicemail": SAFETY, "times": st.just(["Mon 10:00-11:00"])}
)
CONTACT = a_few(
    dict.fromkeys(("phone", "sms", "email", "post", "in_person"), CHANNEL)
    | {"confirmed_at": MOMENTS, "codeword": TEXT, "must_not_receive": st.lists(TEXT, max_size=3)}
)
DETAILS = {"full_name": TEXT, "phone": TEXT, "email": st.just("a@example.org"), "address": TEXT, "date_of_birth": DAYS}
ROLES = st.lists(st.sampled_from(["victim", "perpetrator", "child", "witness", "other"]), min_size=1, max_size=3)
DOCUMENTS = a_few(
    {
        "kind": st.sampled_from(sorted(VOCABULARY.kinds)),
        "channel": st.sampled_from(sorted(VOCABULARY.channels)),
        "category": st.sampled_from(sorted(VOCABULARY.categories)),
        "strands": st.lists(st.sampled_from(sorted(VOCABULARY.strands)), max_size=4),
        "description": TEXT,
        "received_at": MOMENTS,
        "occurred": a_few({"from": DAYS, "pattern": TEXT, "ongoing": st.booleans()}),
        "location": a_few(
            {"address": TEXT, "postcode": st.just("sw191aa"), "uprn": st.from_regex("[0-9]{1,12}", fullmatch=True)}
        ),
        "reporter": a_few(DETAILS | {"is_victim": st.booleans()}),
        "safe_contact": CONTACT,
        "language": st.sampled_from(["en", "so", "pt-BR"]),
        "people": st.lists(a_few(DETAILS | {"roles": ROLES, "safe_contact": CONTACT}, ("roles",)), max_size=3),
        "facts": a_few(
            {
                "immediate_danger": SAFETY,
                "victim_age": st.integers(0, 130),
                "last_marac_referral_on": DAYS,
                "landlord": TEXT,
            }
        ),
    },
    ("kind", "channel"),
)


def taken(members: Any) -> bool:
    try:
        read_referral(json.dumps(members).encode(), NOW)
    except InvalidInput:
        return False
    return True


def test_the_schema_is_a_schema_of_the_draft_it_names() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["required"] == ["kind", "channel"]
    assert SCHEMA["additionalProperties"] is False


@given(DOCUMENTS)
def test_what_the_schema_describes_is_taken(members: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(members)
    assert taken(members)


@pytest.mark.parametrize(
    ("change", "where"), [(change, where) for change, where, code in WRONG if code not in BEYOND_FORM]
)
def test_what_is_wrong_in_form_is_wrong_by_the_schema_too(change: dict[str, Any], where: str) -> None:
    members = a_document(**change)
    assert not VALIDATOR.is_valid(members)
    assert not taken(members)


def test_each_answer_stands_in_the_schema_with_its_question() -> None:
    (facts,) = [option for option in SCHEMA["properties"]["facts"]["anyOf"] if option.get("type") == "object"]
    assert facts["properties"].keys() == VOCABULARY.answers.keys()
    assert facts["properties"]["immediate_danger"]["description"] == VOCABULARY.answers["immediate_danger"].asks
