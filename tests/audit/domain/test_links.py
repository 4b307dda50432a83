"""A fact that does not fit in among the others is named: out of turn, back in time, twice, or without its cause."""

import tracemalloc
from collections.abc import Sequence

import msgspec

from services.audit.domain.ledger import Entry, Row, entries_from
from services.audit.domain.links import Links
from tests.support.builders.audit import an_entry


def entry(ledger_position: int, cause: int | None = None, **columns: object) -> Entry:
    """An entry in which some columns say something else."""
    row = msgspec.json.decode(an_entry(ledger_position, cause=cause).row)
    source = str(columns.pop("source", "triage"))
    [made] = entries_from([Row(source, ledger_position, row | columns)], next_position=ledger_position)
    return made


def told(entries: Sequence[Entry], whole: bool = True) -> list[str]:
    links = Links()
    return [found.says for found in (*links.look_at(entries), *(links.without_cause() if whole else ()))]


HONEST = [entry(1), entry(2, cause=1), entry(3, cause=2)]


def test_facts_that_follow_one_another_are_in_order_also_in_several_logs_and_streams() -> None:
    others = [entry(4, source="panels", stream="case-1", version=1), entry(5, cause=4, stream="case-2", version=1)]
    assert told([*HONEST, *others]) == []


def test_a_version_that_is_not_the_next_of_its_stream_is_named_once() -> None:
    assert told([*HONEST, entry(4, version=7), entry(5, version=8)]) == [
        "triage, stream assessment-1, position 4, ledger entry 4: this fact has version 7 of its stream, "
        "where 4 is the next."
    ]


def test_a_copy_put_in_at_the_end_bears_an_old_time_and_an_old_id() -> None:
    copied = msgspec.json.decode(HONEST[0].row)
    forged = entry(4, **{name: copied[name] for name in ("event_id", "recorded_at", "version")})
    assert told([*HONEST, forged]) == [
        "triage, stream assessment-1, position 4, ledger entry 4: this fact has version 1 of its stream, "
        "where 4 is the next.",
        "triage, stream assessment-1, position 4, ledger entry 4: this fact says it was recorded earlier than the one "
        "before it in the log.",
        "triage, stream assessment-1, position 4, ledger entry 4: this fact bears the id of another, ledger entry 1.",
    ]


def test_after_a_fact_out_of_time_the_next_honest_one_is_not_blamed() -> None:
    late = entry(4, recorded_at="2026-01-01T00:00:00+00:00")
    assert len(told([*HONEST, late, entry(5)])) == 1


def test_a_cause_may_come_into_the_ledger_after_its_effect_but_has_to_come() -> None:
    assert told([entry(1, cause=2), entry(2)]) == []
    assert told([entry(1, cause=9)]) == [
        "triage, stream assessment-1, position 1, ledger entry 1: the fact that led to this one stands in no log."
    ]
    assert told([entry(1, cause=9)], whole=False) == []


def test_an_entry_that_holds_no_fact_is_left_to_the_comparison_of_hashes() -> None:
    assert told([msgspec.structs.replace(HONEST[0], row=b"no fact"), *HONEST]) == []


def test_of_a_fact_that_fits_in_hardly_more_than_its_id_is_kept() -> None:
    """A ledger of five million facts is looked at in less than a gibibyte."""
    entries = [
        entry(number, cause=number - 1 or None, stream=f"case-{number}", version=1) for number in range(1, 2_001)
    ]
    links = Links()
    tracemalloc.start()
    try:
        found = list(links.look_at(entries))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found == []
    assert kept / len(entries) < 400


def test_two_ids_that_differ_in_their_letters_alone_are_two() -> None:
    one = "01a2204b-6ed2-7321-8795-93d246fedcfd"
    assert told([entry(1, event_id=one), entry(2, event_id=one.upper())]) == []
