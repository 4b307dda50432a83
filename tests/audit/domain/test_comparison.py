"""Every way of tampering with a log is told by name, stream and position, and an honest log is left alone."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.comparison import compare_logs
from services.audit.domain.finding import (
    EntryAltered,
    FactChanged,
    FactInserted,
    FactRemoved,
    FactsMoved,
    FactsSwapped,
    Finding,
    FurtherDifferences,
    LogCutShort,
    LogFinding,
    NotYetInLedger,
    PositionMissing,
)
from services.audit.domain.ledger import Entry, Row, entries_from
from services.audit.domain.merkle import leaf_hash


def a_fact(position: int, number: int | None = None, **columns: Any) -> Row:
    """The fact `number` as it stands at a position."""
    number = position if number is None else number
    columns = {
        "position": position,
        "event_id": f"event-{number}",
        "stream": f"referral-{number % 3}",
        "data": f'{{"number":{number}}}'.encode(),
    } | columns
    return Row("intake", position, columns)


def a_log(length: int) -> list[Row]:
    return [a_fact(position) for position in range(1, length + 1)]


def recorded(rows: list[Row]) -> list[Entry]:
    """The ledger's entries for a log; another service's facts stand between, so ledger positions are doubled."""
    return [
        msgspec.structs.replace(entry, ledger_position=entry.ledger_position * 2)
        for entry in entries_from(rows, next_position=1)
    ]


def compared(rows: list[Row], length: int = 9, at_most: int = 1000) -> list[Finding]:
    return compare_logs("intake", recorded(a_log(length)), rows, at_most)


def renumbered(numbers: list[int]) -> list[Row]:
    return [a_fact(position, number) for position, number in enumerate(numbers, start=1)]


def place(number: int, ledger_position: int | None) -> dict[str, Any]:
    stream = f"referral-{number % 3}"
    return {"source": "intake", "stream": stream, "position": number, "ledger_position": ledger_position}


def test_an_honest_log_gives_no_findings() -> None:
    assert compared(a_log(9)) == []
    assert compare_logs("intake", [], []) == []


def test_one_changed_byte_names_stream_position_and_column() -> None:
    rows = a_log(9)
    rows[3] = a_fact(4, data=b'{"number":5}')
    [finding] = compared(rows)
    assert finding == FactChanged(columns=("data",), **place(4, 8))
    assert finding.says == (
        "intake, stream referral-1, position 4, ledger entry 8: data differs from what the ledger recorded."
    )


def test_a_fact_moved_to_another_stream_is_named_by_the_stream_it_was_recorded_in() -> None:
    rows = a_log(9)
    rows[4] = a_fact(5, stream="referral-0", event_id="another")
    [finding] = compared(rows)
    assert finding == FactChanged(columns=("event_id", "stream"), **place(5, 10))


def test_the_last_fact_deleted_is_found() -> None:
    [finding] = compared(a_log(8))
    assert finding == LogCutShort(count=1, **place(9, 18))
    assert "the last fact that the ledger recorded is gone" in finding.says


def test_a_log_emptied_is_cut_short_at_its_first_fact() -> None:
    assert compared([]) == [LogCutShort(count=9, **place(1, 2))]
    assert compared([], at_most=3) == [LogCutShort(count=9, **place(1, 2))]


def test_a_fact_deleted_from_the_middle_is_found() -> None:
    rows = a_log(9)
    del rows[3]
    assert compared(rows) == [FactRemoved(**place(4, 8))]


def test_a_fact_deleted_and_the_rest_renumbered_is_found() -> None:
    assert compared(renumbered([1, 2, 3, 5, 6, 7, 8, 9])) == [
        FactRemoved(**place(4, 8)),
        FactsMoved(count=5, **place(4, 8)),
    ]


def test_two_facts_swapped_are_told_as_one_deed() -> None:
    [finding] = compared(renumbered([1, 2, 7, 4, 5, 6, 3, 8, 9]))
    assert finding == FactsSwapped(other_position=7, other_stream="referral-1", **place(3, 6))
    assert "this fact and the one at position 7 (stream referral-1) have been swapped" in finding.says


def test_a_fact_inserted_and_the_rest_renumbered_is_found() -> None:
    inserted, moved = compared(renumbered([1, 2, 3, 77, 4, 5, 6, 7, 8, 9]))
    assert isinstance(inserted, FactInserted)
    assert inserted.position == 4
    assert isinstance(moved, FactsMoved)
    assert (moved.position, moved.count) == (5, 6)


def test_a_fact_put_where_the_ledger_saw_a_hole_is_found() -> None:
    rows = a_log(9)
    entries = recorded(rows)
    del entries[3]
    [finding] = compare_logs("intake", entries, rows)
    assert finding == FactInserted(**place(4, 10))


def test_a_position_that_neither_side_has_is_a_hole() -> None:
    rows = a_log(9)
    del rows[3:5]
    [hole] = compare_logs("intake", recorded(rows), rows)
    assert isinstance(hole, PositionMissing)
    assert (hole.position, hole.count) == (4, 2)
    assert "no facts at positions 4 to 5" in hole.says


def test_a_position_written_twice_is_found() -> None:
    rows = a_log(9)
    rows.insert(4, a_fact(4, 77))
    [finding] = compared(rows)
    assert isinstance(finding, FactInserted)
    assert finding.position == 4


def test_facts_not_yet_in_the_ledger_are_counted_and_are_no_sign_of_tampering() -> None:
    [finding] = compared(a_log(12))
    assert finding == NotYetInLedger(source="intake", stream=None, position=10, count=3, ledger_position=None)
    assert finding.is_notice
    assert finding.says == "intake: 3 facts not yet in the ledger, from position 10 on."


def test_tampering_comes_before_lag_and_in_the_order_of_the_log() -> None:
    rows = a_log(12)
    rows[6], rows[1] = a_fact(7, data=b"x"), a_fact(2, data=b"y")
    findings = compared(rows)
    assert [type(finding) for finding in findings] == [FactChanged, FactChanged, NotYetInLedger]
    assert [finding.position for finding in findings if isinstance(finding, LogFinding)] == [2, 7, 10]


def test_the_ledgers_own_copy_changed_is_told_apart_from_a_changed_log() -> None:
    entries = recorded(a_log(3))
    entries[1] = msgspec.structs.replace(entries[1], row=entries[1].row.replace(b"event-2", b"event-x"))
    assert compare_logs("intake", entries, a_log(3)) == [EntryAltered(**place(2, 4))]


def test_log_and_ledger_row_changed_alike_are_still_found_by_the_leaf() -> None:
    rows = a_log(3)
    entries = recorded(rows)
    rows[1] = a_fact(2, data=b"forged")
    entries[1] = msgspec.structs.replace(entries[1], row=rows[1].canonical)
    assert compare_logs("intake", entries, rows) == [
        EntryAltered(**place(2, 4)),
        FactChanged(columns=(), **place(2, 4)),
    ]


def test_an_unreadable_ledger_row_does_not_stop_the_comparison() -> None:
    rows = a_log(3)
    entries = recorded(rows)
    entries[0] = msgspec.structs.replace(entries[0], row=b"\xff", leaf_hash=leaf_hash(b"\xff"))
    [finding] = compare_logs("intake", entries, rows)
    assert finding == FactChanged(columns=("row",), **place(1, 2))


def test_a_log_rewritten_from_end_to_end_is_not_listed_fact_by_fact() -> None:
    rows = [a_fact(position, data=b"rewritten") for position in range(1, 31)]
    findings = compared(rows, length=30, at_most=5)
    assert [type(finding) for finding in findings] == [*[FactChanged] * 5, FurtherDifferences]
    assert isinstance(findings[-1], FurtherDifferences)
    assert (findings[-1].position, findings[-1].count) == (6, 25)


def test_a_long_renumbered_log_is_not_taken_for_deletions_where_the_list_ends() -> None:
    findings = compared(renumbered([77, *range(1, 31)]), length=30, at_most=5)
    told = [type(finding) for finding in findings if not finding.is_notice]
    assert told == [FactInserted, FactsMoved, FurtherDifferences]


@given(st.data())
def test_whatever_is_done_the_first_finding_is_where_the_log_first_differs(data: st.DataObject) -> None:
    numbers = list(range(1, 10))
    for _ in range(data.draw(st.integers(1, 3))):
        deed = data.draw(st.sampled_from(["change", "delete last", "delete", "swap", "insert"]))
        place = data.draw(st.integers(0, max(len(numbers) - 1, 0)))
        other = data.draw(st.integers(0, max(len(numbers) - 1, 0)))
        if deed == "insert":
            numbers.insert(place, data.draw(st.integers(100, 999)))
        elif deed == "change" and numbers:
            numbers[place] = data.draw(st.integers(100, 999))
        elif deed == "swap" and numbers:
            numbers[place], numbers[other] = numbers[other], numbers[place]
        elif numbers:
            del numbers[-1 if deed == "delete last" else place]
    expected = next((at for at in range(1, 10) if numbers[at - 1 : at] != [at]), None)
    findings = compared(renumbered(numbers))
    first = next((finding for finding in findings if not finding.is_notice), None)
    assert (first.position if isinstance(first, LogFinding) else None) == expected
    lag = [finding.count for finding in findings if isinstance(finding, NotYetInLedger)]
    assert sum(lag) <= max(len(numbers) - 9, 0)


@pytest.mark.parametrize("kind", [kind for kind in LogFinding.__subclasses__() if kind is not NotYetInLedger])
def test_every_kind_of_finding_speaks_of_stream_and_position(kind: type[LogFinding]) -> None:
    extra = {"columns": ("data", "actor"), "count": 2, "other_position": 9, "other_stream": "meeting-2"}
    extra |= {"version": 7, "expected": 3, "first": 5}
    finding = kind(**place(4, 8), **{name: extra[name] for name in kind.__struct_fields__ if name in extra})
    assert "intake, stream referral-1, position 4, ledger entry 8" in finding.says
    assert msgspec.to_builtins(finding)["kind"] == kind.__struct_config__.tag
    assert not finding.is_notice
