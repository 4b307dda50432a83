"""A log is read as it is stored, by somebody who can do nothing but read, whatever kind of database it lies in."""

import base64
import contextlib
from collections.abc import Iterator

import pytest

from services.audit.adapters.logs import open_logs
from services.audit.application.ports import Logs, LogUnreadable
from services.audit.domain.ledger import Row
from shared.event_store.databases import open_database
from shared.event_store.tables import events, log
from tests.support.databases import Place

COLUMNS = "position, stream, version, event_id, name, schema_version, occurred_at, recorded_at, metadata, data"
NAME = "intake"


@pytest.fixture
def logs(place: Place) -> Iterator[Logs]:
    """A log with three facts."""
    database = open_database(place.address(NAME), "DATABASE_URL")
    with database.making(log) as connection:
        connection.execute(events.insert(), [_fact(position) for position in (1, 2, 3)])
    database.close()
    made = open_logs({NAME: place.address(NAME)})
    yield made
    made.close()


def _fact(position: int) -> dict[str, object]:
    return {
        "position": position,
        "stream": "s",
        "version": position,
        "event_id": f"event-{position}",
        "name": "notes.note_written",
        "schema_version": 1,
        "occurred_at": "2026-11-23T09:00:00+00:00",
        "recorded_at": "2026-11-23T09:00:01+00:00",
        "metadata": b"{}",
        "data": b'{"number":1}',
    }


def test_rows_come_by_position_with_every_column_as_stored(logs: Logs) -> None:
    assert logs.head(NAME) == 3
    assert list(logs.rows(NAME, 1, 2)) == [Row(NAME, 2, _fact(2))]  # type: ignore[arg-type]
    assert [row.source_position for row in logs.rows(NAME, limit=2)] == [1, 2]
    assert [row.source_position for row in logs.rows(NAME, after=1)] == [2, 3]


def test_both_kinds_of_database_give_one_fact_the_same_canonical_bytes(logs: Logs) -> None:
    encoded = base64.b64encode(b'{"number":1}').decode()
    assert (
        next(logs.rows(NAME)).canonical
        == (
            f'{{"data":"{encoded}","event_id":"event-1","metadata":"e30=","name":"notes.note_written",'
            '"occurred_at":"2026-11-23T09:00:00+00:00","position":1,"recorded_at":"2026-11-23T09:00:01+00:00",'
            '"schema_version":1,"stream":"s","version":1}'
        ).encode()
    )


def test_all_rows_are_from_the_moment_of_the_first(logs: Logs, place: Place) -> None:
    rows = logs.rows(NAME)
    next(rows)
    place.tamper(NAME, "DELETE FROM events WHERE position = 3")
    assert len(list(rows)) == 2
    assert logs.head(NAME) == 2


def test_readers_that_break_off_leave_others_what_they_had(logs: Logs) -> None:
    for _ in range(3):
        next(logs.rows(NAME))
    both = zip(logs.rows(NAME), logs.rows(NAME), strict=True)
    assert [one.source_position for pair in both for one in pair] == [1, 1, 2, 2, 3, 3]


def test_a_log_that_is_not_there_yet_is_empty(place: Place) -> None:
    with contextlib.closing(open_logs({"panels": place.address("panels")})) as logs:
        assert (logs.head("panels"), list(logs.rows("panels"))) == (0, [])


def test_a_table_without_positions_is_no_log(place: Place) -> None:
    place.leave_copies("panels", "CREATE TABLE events (stream TEXT)")
    logs = open_logs({"panels": place.address("panels")})
    with contextlib.closing(logs), pytest.raises(LogUnreadable, match="no table of facts"):
        list(logs.rows("panels"))


def test_bytes_whose_column_was_made_to_hold_their_base64_do_not_pass_for_what_was_there(
    logs: Logs, place: Place
) -> None:
    """Whoever owns the table can change what a column is declared to hold; its canonical text would stay the same."""
    before = next(logs.rows(NAME)).canonical
    place.retype(NAME, "events", "data", base64.b64encode(b'{"number":1}').decode())
    row = next(logs.rows(NAME))
    assert str(row.columns["data"]).startswith("stored as text: ")
    assert row.canonical != before
