"""Canonical rows are one text for one row, and the ledger notices what is done to itself."""

import base64
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.ledger import (
    Row,
    UnwritableColumn,
    canonical,
    columns_that_differ,
    entries_from,
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


def test_an_unreadable_entry_is_still_an_entry() -> None:
    [entry] = entries_from([a_row(1)], next_position=1)
    spoilt = msgspec.structs.replace(entry, row=b"\xff\x00")
    assert spoilt.stream is None
    assert not spoilt.holds
