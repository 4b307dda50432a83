"""The wire envelope: what goes in comes out, the attributes are CloudEvents', and broken bytes give one clear error."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.contracts.envelope import MalformedEnvelope, from_json, to_json
from shared.kernel.messages import Context, Message

A_MESSAGE = Message(
    id="01a207b1-c56f-7fd4-a319-29a14031da88",
    type="triage.case_opened.v1",
    source="/waymark/triage",
    subject="WM-KGCR-A",
    key="01a207ad-2f00-74a5-b661-809648cb0cfa",
    time=datetime(2026, 11, 23, 9, 12, tzinfo=UTC),
    recorded_at=datetime(2026, 11, 23, 9, 17, 0, 655121, tzinfo=UTC),
    context=Context(
        actor="01a05bfb-7000-71ac-97fc-819b03376950",
        role="triage_officer",
        correlation_id="01a207ad-2f00-7a12-b384-c81d11d307e8",
        causation_id="01a207b1-c47c-70f5-bd62-fd974d373dd2",
        trace_parent="00-7edb360f06acaef2cc80dba16cf563f1-99d347db4443da04-01",
        origin="rehearsal",
    ),
    data={"route": "asb_case", "due_at": None, "give": ["diary_sheet"], "said": 'naïve – ‘quoted’ "text"\n'},
)


def attributes_of(message: Message, position: int | None = None) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(to_json(message, position))
    return read


def altered(**changes: Any) -> bytes:
    """The message on the wire with some attributes changed; None takes one away."""
    envelope = {**attributes_of(A_MESSAGE), **changes}
    return json.dumps({name: value for name, value in envelope.items() if value is not None}).encode()


def test_a_message_comes_back_as_it_was_sent() -> None:
    assert from_json(to_json(A_MESSAGE, position=881)) == A_MESSAGE


def test_a_message_that_nothing_caused_comes_back_without_a_cause() -> None:
    first = replace(A_MESSAGE, context=Context(actor="", role="resident", correlation_id="01a207ad"))
    assert from_json(to_json(first)) == first
    assert {"causationid", "traceparent", "authid"}.isdisjoint(attributes_of(first))


def test_the_attributes_are_named_as_cloudevents_names_them() -> None:
    assert list(attributes_of(A_MESSAGE, position=881)) == [
        *("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema"),
        *("recordedtime", "partitionkey", "dataclassification", "correlationid", "causationid"),
        *("authtype", "authid", "actorrole", "origin", "traceparent", "sequence", "data"),
    ]


def test_times_are_written_in_utc_wherever_they_were_taken() -> None:
    summer = replace(A_MESSAGE, time=datetime(2026, 7, 1, 10, 0, tzinfo=timezone(timedelta(hours=1))))
    assert attributes_of(summer)["time"] == "2026-07-01T09:00:00.000000Z"


def test_sequences_sort_as_text_as_their_positions_do_as_numbers() -> None:
    positions = [1, 9, 10, 999, 1_000, 2**31, 2**63 - 1]
    sequences = [attributes_of(A_MESSAGE, position)["sequence"] for position in positions]
    assert sequences == sorted(sequences)
    assert [int(sequence) for sequence in sequences] == positions


@pytest.mark.parametrize(
    ("role", "principal"),
    [
        ("contact_centre", "app_user"),
        ("system", "system"),
        ("partner", "api_key"),
        ("resident", "unauthenticated"),
    ],
)
def test_the_kind_of_principal_follows_from_the_role(role: str, principal: str) -> None:
    message = replace(A_MESSAGE, context=Context(actor="01a05bfb", role=role, correlation_id="01a207ad"))
    assert attributes_of(message)["authtype"] == principal


def test_a_message_with_sealed_details_is_classified_above_one_without() -> None:
    submitted = replace(A_MESSAGE, type="intake.referral_submitted.v1")
    unheard_of = replace(A_MESSAGE, type="elsewhere.thing_happened.v1")
    assert attributes_of(submitted)["dataclassification"] == "restricted"
    assert attributes_of(A_MESSAGE)["dataclassification"] == "confidential"
    assert attributes_of(unheard_of)["dataclassification"] == "restricted"


def test_attributes_of_other_people_are_ignored() -> None:
    assert from_json(altered(sampledrate=30, sequence="77")) == A_MESSAGE


BROKEN = [
    ("not JSON", b"{", "not JSON in UTF-8"),
    ("not UTF-8", b'{"id": "\xff"}', "not JSON in UTF-8"),
    ("nested beyond reason", b"[" * 100_000, "not JSON in UTF-8"),
    ("a list", b"[]", "not a JSON object"),
    ("another CloudEvents version", altered(specversion="0.3"), "specversion is not 1.0"),
    ("no version", altered(specversion=None), "specversion is not 1.0"),
    ("no id", altered(id=None), "id is missing or not text"),
    ("an empty id", altered(id=""), "id is missing or not text"),
    ("a number for a source", altered(source=7), "source is missing or not text"),
    ("no type", altered(type=None), "type is missing or not text"),
    ("no key", altered(partitionkey=None), "partitionkey is missing or not text"),
    ("no correlation", altered(correlationid=None), "correlationid is missing or not text"),
    ("a list for a cause", altered(causationid=["a"]), "causationid is missing or not text"),
    ("a time in words", altered(time="this morning"), "time is not an RFC 3339 time"),
    ("a time nowhere", altered(recordedtime="2026-11-23T09:17:00"), "recordedtime has no offset from UTC"),
    ("data that is text", altered(data="asb_case"), "data is not a JSON object"),
    ("no data", altered(data=None), "data is not a JSON object"),
    ("data of another kind", altered(datacontenttype="text/xml"), "data is not a JSON object"),
]


@pytest.mark.parametrize(("body", "says"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_malformed_envelope_gives_one_clear_error(body: bytes, says: str) -> None:
    with pytest.raises(MalformedEnvelope) as refused:
        from_json(body)
    assert str(refused.value) == says
    assert refused.value.__cause__ is None


def test_an_error_never_repeats_what_the_bytes_held() -> None:
    with pytest.raises(MalformedEnvelope) as refused:
        from_json(altered(time="Ada Example, 01632 960123"))
    assert "Ada" not in str(refused.value)
