"""No published event and no stored fact has a field that could hold clear text about a person."""

import importlib
import importlib.util
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest

from shared.contracts.json_schema import FOLDER
from shared.contracts.model import Contract, Part, SealedText
from shared.contracts.registry import CONTRACTS
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Identity, Personal
from tests.contracts.clear_fields import reviewed, unreviewed

SERVICES = ("intake", "triage", "panels", "notifications", "audit")
ADVICE = "seal it as Personal[...], or review it into tests/contracts/reviewed_clear_fields.toml"
# What an answer may be when it is text: a code, a day, or a time frame, never a sentence or a name.
CODE = re.compile(r"[a-z0-9_]+|\d{4}-\d{2}-\d{2}")


def facts_of(service: str) -> tuple[FactType, ...]:
    """A service's table of facts; empty in a tree where it has none yet."""
    folder = Path(__file__).parents[2] / "services" / service
    if not any((folder / "domain" / where).exists() for where in ("events.py", "events")):
        assert not (folder / "wiring.py").exists(), f"{service} is assembled and has no table of facts to look at"
        return ()
    table = "facts" if (folder / "domain" / "facts.py").exists() else "events"
    facts: tuple[FactType, ...] = importlib.import_module(f"services.{service}.domain.{table}").FACTS
    return facts


@pytest.mark.parametrize("event_type", sorted(CONTRACTS))
def test_a_published_event_holds_nothing_clear_that_was_not_reviewed(event_type: str) -> None:
    assert unreviewed(CONTRACTS[event_type], reviewed()) == [], ADVICE


@pytest.mark.parametrize("service", SERVICES)
def test_a_stored_fact_holds_nothing_clear_that_was_not_reviewed(service: str) -> None:
    kinds = facts_of(service)
    if not kinds:
        pytest.skip(f"{service} has no table of facts in this tree")
    found = {kind.name: faults for kind in kinds if (faults := unreviewed(kind.shape, reviewed()))}
    assert found == {}, ADVICE


def test_every_review_says_what_the_field_is() -> None:
    for kind, fields in reviewed().items():
        assert kind in {"text", "numbers", "dates", "times", "maps"}
        assert all(len(says.split()) > 1 for says in fields.values()), kind


@pytest.mark.parametrize("path", sorted((FOLDER / "examples").glob("*.json")), ids=lambda path: path.stem)
def test_answers_in_examples_are_codes_and_numbers_to_known_questions(path: Path) -> None:
    answers = json.loads(path.read_text(encoding="utf-8"))["data"].get("answers", {})
    free_words = {name for name, answer in VOCABULARY.answers.items() if answer.type == "text"}
    assert answers.keys() <= VOCABULARY.answers.keys() - free_words
    assert [question for question, value in answers.items() if not isinstance(value, int | None | str)] == []
    assert [q for q, value in answers.items() if isinstance(value, str) and not CODE.fullmatch(value)] == []


class ANoteInside(Part):
    note: str


class APlantedContract(Contract):
    event: ClassVar[str] = "planted.thing_published"
    version: ClassVar[int] = 1

    referral_id: str
    full_name: str
    date_of_birth: date
    age: int | None
    aliases: tuple[str, ...]
    inner: ANoteInside | None
    extra: dict[str, str]
    anything: Any
    born: datetime
    sealed_name: SealedText
    safe: Literal["yes", "no"]
    heard_at: datetime
    heard_by: str


class APlantedFact(Fact, frozen=True, kw_only=True):
    referral_id: str
    told: str
    full_name: Personal[Identity] | None
    others: tuple[Personal[Identity], ...]
    half_sealed: Personal  # type: ignore[type-arg]  # without a class of data, which is the fault planted here


def test_clear_text_planted_in_a_contract_is_found() -> None:
    assert unreviewed(APlantedContract, reviewed()) == [
        "ANoteInside.note holds text in clear",
        "APlantedContract.age holds numbers in clear",
        "APlantedContract.aliases holds text in clear",
        "APlantedContract.anything holds unknown in clear",
        "APlantedContract.born holds times in clear",
        "APlantedContract.date_of_birth holds dates in clear",
        "APlantedContract.extra holds maps in clear",
        "APlantedContract.full_name holds text in clear",
    ]


def test_clear_text_planted_in_a_fact_is_found() -> None:
    assert unreviewed(APlantedFact, reviewed()) == [
        "APlantedFact.told holds text in clear",
        "Personal.c holds text in clear",
        "Personal.p holds text in clear",
    ]


def test_a_review_in_one_shape_does_not_count_in_another() -> None:
    review = {"text": {"APlantedFact.told": "code of a message", "Personal.c": "-", "Elsewhere.p": "-"}}
    assert unreviewed(APlantedFact, review) == ["Personal.p holds text in clear"]
