"""One worker at a time, in all processes together; a lease falls free with whoever held it."""

from multiprocessing.connection import Connection
from pathlib import Path

from shared.event_store.lease import FileLeases
from tests.support.programs import another_program


def hold_a_lease(pipe: Connection, folder: Path, name: str) -> None:
    """Another program: takes the lease, says whether it got it, and keeps it until told."""
    lease = FileLeases(folder).lease(name)
    pipe.send(lease.acquire())
    pipe.recv()
    lease.release()
    pipe.send("released")
    pipe.recv()


def test_a_lease_is_held_by_one_holder_and_others_do_not_wait(tmp_path: Path) -> None:
    leases = FileLeases(tmp_path / "leases")
    first, second = leases.lease("intake.views"), leases.lease("intake.views")
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    first.release()
    first.release()
    assert second.acquire()


def test_leases_of_different_names_do_not_meet(tmp_path: Path) -> None:
    leases = FileLeases(tmp_path / "leases")
    assert leases.lease("intake.views").acquire()
    assert leases.lease("intake.relay").acquire()


def test_another_program_cannot_take_what_is_held_here(tmp_path: Path) -> None:
    assert FileLeases(tmp_path).lease("intake.views").acquire()
    with another_program(hold_a_lease, tmp_path, "intake.views") as program:
        assert program.says() is False


def test_a_lease_is_free_when_the_other_program_gives_it_back(tmp_path: Path) -> None:
    lease = FileLeases(tmp_path).lease("intake.views")
    with another_program(hold_a_lease, tmp_path, "intake.views") as program:
        assert program.says() is True
        assert not lease.acquire()
        program.tell("release it")
        assert program.says() == "released"
        assert lease.acquire()


def test_a_lease_is_free_when_the_other_program_is_killed(tmp_path: Path) -> None:
    lease = FileLeases(tmp_path).lease("intake.views")
    with another_program(hold_a_lease, tmp_path, "intake.views") as program:
        assert program.says() is True
        assert not lease.acquire()
        program.kill()
        assert lease.acquire()
