"""Canonical rows are one text for one row, and the ledger notices what is done to itself."""

import base64
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.finding import EntryAltered, LedgerGap, PositionMissing
from services.audit.domain.ledger import (
    Row,
    UnwritableColumn,
    canonical,
    columns_that_differ,
    entries_from,
    faults_in_ledger,
    holes_in_log,
)
from services.audit.domain.merkle import leaf_hash

UNICODE = st.text(st.characters(exclude_categories=["Cs"]))
COLUMNS = st.dictionaries(UNICODE, st.none() | st.booleans() | st.integers() | UNICODE | st.binary(), max_size=6)


def a_row(position: int, **columns: Any) -> Row:
    return Row("intake", position, {"position": position, "stream": "referral-1", "data": b"{}"} | columns)


def test_a_canonical_row_is_sorted_tight_utf8_with_bytes_as_base64() -> None:
    columns = {"stream": "café", "data": b"\x00\xff", "position": 7, "causation_id": None}
    written = '{"causation_id":null,"data":"AP8=","position":7,"stream":"café"}'.encode()
    assert canonical(columns) == written
    assert Row("intake", 7, columns).canonical == written


@given(COLUMNS)
def test_anybody_can_write_the_canonical_row_with_a_standard_json_library(columns: dict[str, Any]) -> None:
    plain = {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value for name, value in columns.items()
    }
    assert canonical(columns) == json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(COLUMNS, st.randoms())
def test_the_order_in_which_columns_come_changes_nothing(columns: dict[str, Any], random: Any) -> None:
    names = list(columns)
    random.shuffle(names)
    assert canonical({name: columns[name] for name in names}) == canonical(columns)


@pytest.mark.parametrize("value", [1.5, [1], {"a": 1}, "\ud800"], ids=["fraction", "list", "map", "broken"])
def test_what_has_no_canonical_form_is_refused_without_showing_it(value: Any) -> None:
    with pytest.raises(UnwritableColumn) as refused:
        canonical({"data": value})
    assert str(value) not in str(refused.value)


def test_columns_that_differ_are_named_and_nothing_else_is_told() -> None:
    before, after = canonical({"a": 1, "b": "x", "c": None}), canonical({"a": True, "b": "x", "d": "y"})
    assert columns_that_differ(before, after) == ("a", "c", "d")
    assert columns_that_differ(b"not json", after) == ("row",)


def test_entries_carry_on_from_the_ledgers_end() -> None:
    entries = list(entries_from([a_row(1), a_row(2)], next_position=41))
    assert [(entry.ledger_position, entry.source_position) for entry in entries] == [(41, 1), (42, 2)]
    assert entries[0].leaf_hash == leaf_hash(a_row(1).canonical)
    assert entries[0].stream == "referral-1"
    assert entries[0].holds


def test_a_sound_ledger_has_no_faults() -> None:
    assert not list(faults_in_ledger(entries_from([a_row(1), a_row(2), a_row(3)], next_position=1)))


def test_a_changed_byte_in_the_ledgers_own_row_is_found() -> None:
    first, second = entries_from([a_row(1), a_row(2)], next_position=1)
    changed = msgspec.structs.replace(second, row=second.row.replace(b"referral-1", b"referral-2"))
    assert list(faults_in_ledger([first, changed])) == [
        EntryAltered(source="intake", stream="referral-2", position=2, ledger_position=2)
    ]


def test_an_entry_taken_out_of_the_ledger_is_found() -> None:
    first, _, third, *_ = entries_from([a_row(1), a_row(2), a_row(3)], next_position=1)
    assert list(faults_in_ledger([first, third])) == [LedgerGap(ledger_position=2, count=1)]
    assert list(faults_in_ledger([third])) == [LedgerGap(ledger_position=1, count=2)]


def test_a_log_that_skips_positions_is_found_while_it_is_read() -> None:
    assert not list(holes_in_log([a_row(5), a_row(6)], after=4))
    assert list(holes_in_log([a_row(5), a_row(8)], after=4)) == [
        PositionMissing(source="intake", stream=None, position=6, count=2, ledger_position=None)
    ]
    [missing] = holes_in_log([a_row(2)])
    assert missing.position == 1


def test_an_unreadable_entry_is_still_an_entry() -> None:
    [entry] = entries_from([a_row(1)], next_position=1)
    spoilt = msgspec.structs.replace(entry, row=b"\xff\x00")
    assert spoilt.stream is None
    assert not spoilt.holds
