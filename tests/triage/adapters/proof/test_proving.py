"""A document is proven as it stands: a sound one holds throughout, one that cannot be read is told so."""

from typing import Any

import pytest

from services.triage.adapters.proof.proving import prove
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.adapters.proof.planted import entry, known
from tests.triage.domain.shipped import raw_rules

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("day", ["2016-07-01", "2017-10-21", "2021-07-05", "2026-04-01"])
def test_the_shipped_sets_are_sound(day: str) -> None:
    proof = prove(raw_rules(day), VOCABULARY)
    assert proof.failures == ()
    assert sum(result.how == "for_all_cases" for result in proof.results) > 150
    assert proof.version == day


def test_a_table_without_a_last_row_is_shown_a_case_that_falls_through() -> None:
    raw = raw_rules()
    del raw["rows"][-1]
    (fault,) = prove(raw, VOCABULARY).failures
    (shown,) = fault.against
    assert (fault.part, shown.decision, known(shown)) == ("gap", None, {})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            lambda raw: entry(raw, "rows", "hate-motive").update(when="hate_motif is yes"),
            'row hate-motive, when: there is no answer "hate_motif". Did you mean "hate_motive"?',
            id="an answer nobody knows",
        ),
        pytest.param(lambda raw: raw.pop("closing"), "Object missing required field `closing`", id="a part missing"),
        pytest.param(lambda raw: raw.update(rows=[]), "rows: the table has a gap", id="no rows"),
    ],
)
def test_what_cannot_be_read_as_a_set_is_one_clear_fault(change: Any, says: str) -> None:
    raw = raw_rules()
    change(raw)
    (fault,) = prove(raw, VOCABULARY).failures
    assert says in fault.cure


def test_an_example_that_no_longer_holds_and_one_person_twice_are_faults() -> None:
    raw = raw_rules()
    raw["approver"] = raw["author"].upper()
    raw["examples"][0]["expect"]["priority"] = "standard"
    raw["examples"][1]["facts"] = {"victim_age": "old"}
    document, *faults = [result.cure for result in prove(raw, VOCABULARY).failures]
    assert document == "Have somebody else approve it."
    assert "priority should be standard, it is urgent" in faults[0]
    assert "cannot be read, /facts/victim_age: Give a whole number" in faults[1]
