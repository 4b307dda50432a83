"""Facts that stand before what came earlier of their referral are counted, or it would say nothing that none do."""

import json
from pathlib import Path

import pytest

from bench.workers import OUT_OF_ORDER
from shared.event_store.engine import migrate_store
from tests.support.bench import run_bench
from tests.support.postgres import NewDatabase, plain_connection

EARLY, LATER, LATEST = (f"01a2204b-6ed2-7321-8795-{number:012x}" for number in (1, 2, 3))

_ANOTHER_REFERRALS = """
INSERT INTO events SELECT 9, 'assessment-2', 1, 'e', 'a', 1, '', '', metadata, data FROM events WHERE position = 1
"""


@pytest.mark.parametrize(
    ("causes", "wrong"),
    [((EARLY, EARLY, LATER, LATEST), 0), ((EARLY, LATEST, LATER), 1), ((LATER, EARLY, None), 1)],
)
def test_a_fact_that_follows_a_later_message_is_counted(
    new_database: NewDatabase, causes: tuple[str | None, ...], wrong: int
) -> None:
    address = new_database()
    migrate_store(address, owner="triage")
    with plain_connection(address) as connection:
        for number, cause in enumerate(causes, start=1):
            metadata = json.dumps({"context": {"causation_id": cause}}).encode()
            connection.execute(
                "INSERT INTO events VALUES (%s, 'assessment-1', %s, %s, 'a', 1, '', '', %s, '{}')",
                (number, number, f"event-{number}", metadata),
            )
        # Which has an order of its own.
        connection.execute(_ANOTHER_REFERRALS)
        assert connection.execute(OUT_OF_ORDER).fetchone() == (wrong,)


@pytest.mark.slow
@pytest.mark.timeout(400)  # a start of each worker is a start of triage
def test_more_workers_take_every_message_and_keep_each_referral_in_order(
    kafka_address: str, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_KAFKA_BOOTSTRAP", kafka_address)
    run_bench("workers", "--rounds", "1", "--share", "0.02", "--out", str(tmp_path))

    kept = json.loads((tmp_path / "workers.json").read_text())
    assert list(kept["rates"]) == ["1 worker", "2 workers", "4 workers"]
    assert all(rate > 0 for case in kept["rates"].values() for rate in case["each"])
    assert kept["also"]["out_of_order"] == 0
