"""Workers do what there is to do until stopped, one holder a piece; another process takes over from a dead one."""

import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from shared.event_store.lease import FileLeases, Lease
from shared.event_store.store import EventStore
from shared.runtime.worker import Work, Workers, drain, drain_or_wait
from tests.support.notebook import written
from tests.support.programs import another_program

pytestmark = pytest.mark.slow


class Steps:
    """Work that is there when the log has grown; remembers each step and tells whoever waits for one."""

    def __init__(self, store: EventStore, fails: Callable[[int], bool] = lambda step: False) -> None:
        self.store = store
        self.taken: list[int] = []
        self.grew = threading.Condition()
        self._fails = fails
        self._calls = 0

    def __call__(self) -> bool:
        self._calls += 1
        if self._fails(self._calls):
            raise ValueError("Jo Okafor, 07700 900123")
        new = [row.position for row in self.store.page(self.taken[-1] if self.taken else 0, 2)]
        with self.grew:
            self.taken += new
            self.grew.notify_all()
        return bool(new)

    def until(self, count: int) -> bool:
        with self.grew:
            return self.grew.wait_for(lambda: len(self.taken) >= count, timeout=15)


def test_draining_does_all_there_is_also_what_one_piece_of_work_leaves_for_another(store: EventStore) -> None:
    written(store, "n-1")

    def answers() -> bool:
        heads = len(store.stream("answers"))
        if steps.taken and heads < 3:
            written(store, "answers", expected=heads)
            return True
        return False

    steps = Steps(store)
    drain([Work("notes.answers", answers, store), Work("notes.steps", steps, store)])
    assert steps.taken == [1, 2, 3, 4]


def test_work_without_an_end_is_said(store: EventStore) -> None:
    with pytest.raises(RuntimeError, match="does not come to an end"):
        drain([Work("notes.restless", lambda: True, store)], rounds=50)


def test_workers_do_what_is_there_and_what_comes(store: EventStore, tmp_path: Path) -> None:
    written(store, "n-1")
    steps = Steps(store)
    workers = Workers([Work("notes.steps", steps, store)], FileLeases(tmp_path))
    workers.start()
    try:
        assert steps.until(1)
        written(store, "n-2")
        assert steps.until(2)
    finally:
        workers.stop()
    assert steps.taken == [1, 2]
    assert FileLeases(tmp_path).lease("notes.steps").acquire()


def test_work_that_nobody_wakes_looks_again_after_its_own_time(store: EventStore, tmp_path: Path) -> None:
    looks: dict[str, list[float]] = {"hurried": [], "unhurried": []}
    woken = threading.Event()

    def look(name: str) -> Callable[[], bool]:
        def step() -> bool:
            looks[name].append(time.monotonic())
            if name == "hurried" and len(looks[name]) == 5:
                woken.set()
            return False

        return step

    work = [
        Work("notes.hurried", look("hurried"), store, looks_after=0.01),
        Work("notes.unhurried", look("unhurried"), store, looks_after=60.0),
    ]
    workers = Workers(work, FileLeases(tmp_path))
    workers.start()
    try:
        assert woken.wait(30)
        assert len(looks["unhurried"]) <= 1
        written(store, "n-1")
        until = time.monotonic() + 30
        while len(looks["unhurried"]) < 2 and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        workers.stop()
    assert len(looks["unhurried"]) >= 2, "a commit wakes it at once"


def test_a_step_that_fails_is_tried_again_and_its_words_are_not_logged(store: EventStore, tmp_path: Path) -> None:
    written(store, "n-1")
    steps = Steps(store, fails=lambda call: call == 1)
    workers = Workers([Work("notes.steps", steps, store)], FileLeases(tmp_path))
    with capture_logs() as logged:
        workers.start()
        try:
            assert steps.until(1)
        finally:
            workers.stop()
    assert [(line["event"], line["work"], line.get("reason")) for line in logged] == [
        ("work_failed", "notes.steps", "ValueError"),
        ("work_recovered", "notes.steps", None),
    ]
    assert "Okafor" not in str(logged)
    assert workers.standing["notes.steps"].failures == 1


def hold_the_work(pipe: Connection, folder: Path) -> None:
    """Another program that has the work."""
    pipe.send(FileLeases(folder).lease("notes.steps").acquire())
    pipe.recv()


def test_a_second_process_stands_by_and_takes_over_when_the_first_is_killed(store: EventStore, tmp_path: Path) -> None:
    written(store, "n-1")
    steps = Steps(store)
    workers = Workers([Work("notes.steps", steps, store)], FileLeases(tmp_path))
    with another_program(hold_the_work, tmp_path) as program:
        assert program.says() is True
        workers.start()
        try:
            assert not FileLeases(tmp_path).lease("notes.steps").acquire()
            assert steps.taken == []
            program.kill()
            assert steps.until(1)
        finally:
            workers.stop()


class AskedLeases(FileLeases):
    """Leases that say when somebody has asked for one and was told that it is taken."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.refused = threading.Event()

    def lease(self, name: str) -> Lease:
        return AskedLease(super().lease(name), self.refused)


class AskedLease:
    def __init__(self, lease: Lease, refused: threading.Event) -> None:
        self._lease, self._refused = lease, refused
        self.release = lease.release

    def acquire(self) -> bool:
        taken = self._lease.acquire()
        if not taken:
            self._refused.set()
        return taken


def test_nothing_is_done_while_another_has_the_lease(store: EventStore, tmp_path: Path) -> None:
    held, leases = FileLeases(tmp_path).lease("notes.steps"), AskedLeases(tmp_path)
    assert held.acquire()
    written(store, "n-1")
    steps = Steps(store)
    workers = Workers([Work("notes.steps", steps, store)], leases)
    workers.start()
    try:
        assert leases.refused.wait(60)
        assert steps.taken == []
    finally:
        workers.stop()


def test_workers_that_never_got_their_lease_stop_all_the_same(store: EventStore, tmp_path: Path) -> None:
    held = FileLeases(tmp_path).lease("notes.steps")
    assert held.acquire()
    steps = Steps(store)
    workers = Workers([Work("notes.steps", steps, store)], FileLeases(tmp_path))
    workers.start()
    workers.stop()
    assert steps.taken == []
    assert threading.active_count() == 1 or not any(t.name == "notes.steps" for t in threading.enumerate())


def test_a_command_does_the_work_itself_where_nobody_else_has_it(store: EventStore, tmp_path: Path) -> None:
    written(store, "n-1")
    steps = Steps(store)
    leases = FileLeases(tmp_path)
    work = [Work("notes.steps", steps, store)]
    assert drain_or_wait(work, leases, lambda: steps.taken == [1], seconds=0)
    assert leases.lease("notes.steps").acquire()


def test_a_command_waits_for_whoever_has_the_work_and_says_when_it_takes_too_long(
    store: EventStore, tmp_path: Path
) -> None:
    written(store, "n-1")
    steps = Steps(store)
    held = FileLeases(tmp_path).lease("notes.steps")
    assert held.acquire()
    assert not drain_or_wait([Work("notes.steps", steps, store)], FileLeases(tmp_path), lambda: False, seconds=0)
    assert steps.taken == []
