"""The schema files say what the models say, and a released schema only ever gains optional members."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.__main__ import main, release, write
from shared.contracts.json_schema import CURRENT, RELEASED, broken_promises, files
from shared.contracts.registry import CONTRACTS

Schema = dict[str, Any]

WRITE_ANEW = "the models have changed: run `python -m shared.contracts` and look at the difference"
NOT_RELEASED = "a new version of the contracts is not recorded yet: run `python -m shared.contracts release`"


def read(folder: Path) -> dict[str, Schema]:
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def test_the_committed_schemas_are_those_of_the_models() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in CURRENT.glob("*.json")}
    assert committed == files(), WRITE_ANEW


def test_every_schema_is_valid_2020_12() -> None:
    from jsonschema import Draft202012Validator

    for schema in read(CURRENT).values():
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)


def test_every_contract_has_been_released() -> None:
    assert {path.stem for path in RELEASED.glob("*.json")} >= set(CONTRACTS), NOT_RELEASED


@pytest.mark.parametrize("name", [path.name for path in sorted(RELEASED.glob("*.json"))])
def test_a_released_schema_has_only_gained_optional_members(name: str) -> None:
    current = read(CURRENT).get(name)
    assert current is not None, f"{name} was released and is gone"
    assert broken_promises(read(RELEASED)[name], current) == []


def submitted() -> Schema:
    return read(RELEASED)["intake.referral_submitted.v1.json"]


def with_change(path: str, **changes: Any) -> Schema:
    """The released schema of a submitted referral, with keywords changed at a path; None takes one away."""
    schema = copy.deepcopy(submitted())
    node = schema
    for step in path.split("/") if path else []:
        node = node[step]
    for keyword, value in changes.items():
        node.pop(keyword, None)
        if value is not None:
            node[keyword] = value
    return schema


def gaining(path: str, name: str, member: Schema) -> Schema:
    schema = copy.deepcopy(submitted())
    node = schema
    for step in path.split("/") if path else []:
        node = node[step]
    node["properties"][name] = member
    return schema


OPTIONAL = {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}

GROWTH = {
    "an optional member": gaining("", "campaign", OPTIONAL),
    "an optional member of a part": gaining("$defs/InvolvedPerson", "interpreter", OPTIONAL),
    "another wording of the meaning": with_change("", description="Somebody has asked for help.", title="Asked"),
    "a default that spells out the new member of its part": with_change(
        "$defs/SafeContact/properties/phone",
        default={"safe": "unknown", "voicemail": "unknown", "times": [], "relay": None},
    ),
}

REQUIRED = list(read(RELEASED)["intake.referral_submitted.v1.json"]["required"])

VIOLATIONS = {
    "a member gone": (with_change("properties", ward=None), "event.ward: gone"),
    "a member renamed": (
        with_change("properties", ward=None, ward_code={"type": "string"}),
        "event.ward: gone",
    ),
    "another type": (with_change("properties/reference", type="integer"), 'changed from "string" to "integer"'),
    "a format where there was none": (with_change("properties/kind", format="uuid"), 'from null to "uuid"'),
    "a member nobody sent before required": (
        with_change("", required=[*REQUIRED, "campaign"]),
        "event.campaign: required now",
    ),
    "a promised member made optional": (
        with_change("", required=[name for name in REQUIRED if name != "people"]),
        "event.people: no longer promised",
    ),
    "null no longer allowed": (with_change("properties/ward", anyOf=[{"type": "string"}]), "event.ward: changed"),
    "a word more in a closed list": (
        with_change("$defs/ChannelSafety/properties/safe", enum=["yes", "no", "unknown", "sometimes"]),
        "event.safe_contact.email.safe (enum): changed",
    ),
    "another default in a part": (
        with_change("$defs/ChannelSafety/properties/safe", default="yes"),
        "event.safe_contact.email.safe: another default",
    ),
    "a part's member gone": (with_change("$defs/SealedText/properties", c=None), "event.people.full_name.c: gone"),
    "unknown members forbidden": (with_change("", additionalProperties=False), "event (additionalProperties)"),
    "another kind of list": (with_change("properties/strands", items={"type": "integer"}), "event.strands"),
}


@pytest.mark.parametrize("grown", GROWTH.values(), ids=GROWTH.keys())
def test_growth_is_allowed(grown: Schema) -> None:
    assert broken_promises(submitted(), grown) == []


@pytest.mark.parametrize(("broken", "says"), VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_a_broken_promise_is_found(broken: Schema, says: str) -> None:
    assert any(says in reason for reason in broken_promises(submitted(), broken))


def test_a_release_that_would_break_a_promise_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    promised = tmp_path / "intake.referral_submitted.v1.json"
    promised.write_text(json.dumps(gaining("", "campaign", {"type": "string"})), encoding="utf-8")
    (tmp_path / "intake.referral_dropped.v1.json").write_text("{}", encoding="utf-8")
    before = read(tmp_path)
    broken = release(tmp_path)
    assert broken == [
        "intake.referral_dropped.v1: no longer published; a version goes only when no policy lists it",
        "intake.referral_submitted.v1: event.campaign: gone",
    ]
    assert read(tmp_path) == before


def test_a_release_records_what_is_promised_from_now_on(tmp_path: Path) -> None:
    assert release(tmp_path) == []
    assert read(tmp_path) == read(CURRENT)


def test_writing_takes_away_the_schema_of_a_contract_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "intake.referral_dropped.v1.json").write_text("{}", encoding="utf-8")
    write(tmp_path)
    assert {path.stem for path in tmp_path.glob("*.json")} == set(CONTRACTS)


def test_the_command_explains_itself_when_asked_for_something_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish"]) == 2
    assert "python -m shared.contracts release" in capsys.readouterr().out
