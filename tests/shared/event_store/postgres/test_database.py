"""What a schema of PostgreSQL does that no file can: parts of it are written side by side."""

import threading
from concurrent.futures import ThreadPoolExecutor

from shared.event_store.postgres.database import PostgresDatabase
from tests.support.postgres import NewDatabase


def test_whoever_writes_a_part_of_its_own_does_not_wait_for_who_writes_the_rest(new_database: NewDatabase) -> None:
    database, order = PostgresDatabase(new_database(), "DATABASE_URL", "public"), list[str]()
    entered = threading.Event()

    def again() -> None:
        entered.set()
        with database.changing():
            order.append("the rest, once more")

    with ThreadPoolExecutor(1) as beside:
        with database.changing():
            waiting = beside.submit(again)
            assert entered.wait(10)
            with database.changing("marks"):
                order.append("a part of its own")
            order.append("the rest")
        waiting.result(10)
    assert order == ["a part of its own", "the rest", "the rest, once more"]
    database.close()
