"""Receipts of requests go after a day; those that make a message count once stay for ever."""

from datetime import UTC, datetime, timedelta

from shared.event_store.store import EventStore
from shared.kernel.clock import ScriptedClock, parse_rfc3339
from shared.kernel.dispatching import Receipt
from shared.kernel.messages import Context
from shared.runtime.housekeeping import KEPT_FOR, Housekeeping


def given_receipts(store: EventStore) -> datetime:
    """One receipt of a request and one of an inbox; returns when they were given."""
    for scope in ("http/somebody/POST /notes", "inbox/note_when_written"):
        receipt = Receipt(scope, "key-1", "same", b"{}")
        store.append(store.job(f"of-{scope}", 0, [], Context("a", "system", "c"), datetime.now(UTC), receipt=receipt))
    given_at = store.look("SELECT max(recorded_at) FROM receipts")[0][0]
    return parse_rfc3339(str(given_at))


def scopes(store: EventStore) -> list[str]:
    return sorted(str(row[0]) for row in store.look("SELECT scope FROM receipts"))


def test_a_requests_receipt_is_kept_for_a_day_and_then_cleared_away(store: EventStore) -> None:
    given_at = given_receipts(store)
    clock = ScriptedClock(given_at)
    housekeeping = Housekeeping(store, clock)
    clock.set(given_at + KEPT_FOR - timedelta(minutes=1))
    assert housekeeping.step() is False
    assert len(scopes(store)) == 2
    clock.set(given_at + KEPT_FOR + timedelta(hours=1))
    assert housekeeping.step() is False
    assert scopes(store) == ["inbox/note_when_written"]
