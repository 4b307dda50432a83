"""Every contract has a golden message: valid by model and schema, a proper CloudEvent, and nothing in clear."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from shared.contracts.envelope import from_json, to_json
from shared.contracts.json_schema import CURRENT, FOLDER
from shared.contracts.registry import CONTRACTS, publisher_of, schema_uri
from shared.kernel.identifiers import parse_reference

EXAMPLES = FOLDER / "examples"
TYPES = sorted(CONTRACTS)

ATTRIBUTE_NAME = re.compile(r"[a-z0-9]{1,20}")
# Ids, codes, times, URNs and paths: nothing with a space or an at sign, so no name, sentence or address of mail.
OPAQUE = re.compile(r"[A-Za-z0-9_./:+-]+")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
# 12 bytes of nonce and 16 of tag around at least nothing.
SHORTEST_SEALED = 28


def read(event_type: str) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads((EXAMPLES / f"{event_type}.json").read_text(encoding="utf-8"))
    return envelope


def sealed_in(value: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(value, dict):
        if value.keys() == {"p", "c"}:
            yield value
        for inner in value.values():
            yield from sealed_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sealed_in(inner)


def missing_from(written: Any, example: Any, where: str = "data") -> list[str]:
    """What stands in the example and not in what the model writes, so that no example holds a member nobody sends."""
    if isinstance(written, dict) and isinstance(example, dict):
        return [
            fault
            for name, value in example.items()
            for fault in (
                missing_from(written[name], value, f"{where}.{name}") if name in written else [f"{where}.{name}"]
            )
        ]
    if isinstance(written, list) and isinstance(example, list) and len(written) == len(example):
        pairs = zip(written, example, strict=True)
        return [fault for ours, theirs in pairs for fault in missing_from(ours, theirs, where)]
    return [] if written == example else [where]


def test_there_is_one_example_for_every_contract_and_none_besides() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.json")} == set(CONTRACTS)


@pytest.mark.parametrize("event_type", TYPES)
def test_an_example_holds_what_its_model_writes(event_type: str) -> None:
    data = read(event_type)["data"]
    written = CONTRACTS[event_type].model_validate(data).model_dump(mode="json")
    assert missing_from(written, data) == []


@pytest.mark.parametrize("event_type", TYPES)
def test_an_example_is_valid_by_its_schema(event_type: str) -> None:
    schema = json.loads((CURRENT / f"{event_type}.json").read_text(encoding="utf-8"))
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    checker.validate(read(event_type)["data"])


@pytest.mark.parametrize("event_type", TYPES)
def test_an_example_goes_through_the_envelope_and_back(event_type: str) -> None:
    envelope = read(event_type)
    message = from_json((EXAMPLES / f"{event_type}.json").read_bytes())
    assert json.loads(to_json(message, position=int(envelope["sequence"]))) == envelope
    assert from_json(to_json(message)) == message


@pytest.mark.parametrize("event_type", TYPES)
def test_an_example_is_a_proper_cloudevent(event_type: str) -> None:
    envelope = read(event_type)
    assert envelope["specversion"] == "1.0"
    assert envelope["type"] == event_type
    assert envelope["source"] == f"/waymark/{publisher_of(event_type)}"
    assert envelope["dataschema"] == schema_uri(event_type)
    assert envelope["time"] <= envelope["recordedtime"]
    assert UUID.fullmatch(envelope["id"])
    for name, value in envelope.items():
        assert ATTRIBUTE_NAME.fullmatch(name), name
        assert name == "data" or OPAQUE.fullmatch(value), name


@pytest.mark.parametrize("event_type", TYPES)
def test_an_example_is_ordered_by_its_referral_and_goes_by_its_reference(event_type: str) -> None:
    envelope = read(event_type)
    data = envelope["data"]
    assert envelope["partitionkey"] == data.get("referral_id", envelope["subject"])
    if "reference" in data:
        assert envelope["subject"] == data["reference"] == parse_reference(data["reference"])


@pytest.mark.parametrize("event_type", TYPES)
def test_what_is_sealed_in_an_example_looks_like_ciphertext(event_type: str) -> None:
    for value in sealed_in(read(event_type)["data"]):
        assert UUID.fullmatch(value["p"])
        raw = base64.b64decode(value["c"], validate=True)
        assert len(raw) > SHORTEST_SEALED
        assert not raw.isascii()


def test_a_member_that_no_publisher_sends_is_found() -> None:
    data = {**read("triage.case_opened.v1")["data"], "officer_name": "in clear"}
    written = CONTRACTS["triage.case_opened.v1"].model_validate(data).model_dump(mode="json")
    assert missing_from(written, data) == ["data.officer_name"]


def test_a_name_in_an_attribute_is_found() -> None:
    assert not OPAQUE.fullmatch("Ada Example")
    assert not OPAQUE.fullmatch("ada@example.org")


def test_a_planted_clear_text_fails_the_schema_and_the_model() -> None:
    data = read("intake.referral_submitted.v1")["data"]
    data["people"][0]["full_name"] = "Ada Example"
    schema = json.loads((CURRENT / "intake.referral_submitted.v1.json").read_text(encoding="utf-8"))
    assert not Draft202012Validator(schema).is_valid(data)
    with pytest.raises(ValueError, match="full_name"):
        CONTRACTS["intake.referral_submitted.v1"].model_validate(data)
