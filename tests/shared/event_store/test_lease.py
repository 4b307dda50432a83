"""One worker at a time, in all processes together; a lease falls free with whoever held it."""

from multiprocessing.connection import Connection

import pytest

from shared.event_store.leasing import leases_at
from tests.support.backends import NewAddress
from tests.support.plain_access import sessions_end
from tests.support.programs import another_program

VIEWS = "intake.views"


def hold_a_lease(pipe: Connection, address: str, name: str) -> None:
    """Another program: takes the lease, says whether it got it, and keeps it until told."""
    lease = leases_at(address).lease(name)
    pipe.send(lease.acquire())
    pipe.recv()
    lease.release()
    pipe.send("released")
    pipe.recv()


@pytest.fixture
def address(new_address: NewAddress) -> str:
    return new_address("intake")


def test_a_lease_is_held_by_one_holder_and_others_do_not_wait(address: str) -> None:
    leases = leases_at(address)
    first, second = leases.lease(VIEWS), leases.lease(VIEWS)
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    second.release()
    assert not second.acquire()
    first.release()
    first.release()
    assert second.acquire()


def test_a_second_set_of_leases_in_one_process_is_somebody_else(address: str) -> None:
    held, other = leases_at(address).lease(VIEWS), leases_at(address).lease(VIEWS)
    assert held.acquire()
    assert not other.acquire()
    held.release()
    assert other.acquire()


def test_leases_of_different_names_do_not_meet(address: str) -> None:
    leases = leases_at(address)
    views, relay = leases.lease(VIEWS), leases.lease("intake.relay")
    assert views.acquire()
    assert relay.acquire()
    views.release()
    assert not leases.lease("intake.relay").acquire()


def test_another_program_cannot_take_what_is_held_here(address: str) -> None:
    lease = leases_at(address).lease(VIEWS)
    assert lease.acquire()
    with another_program(hold_a_lease, address, VIEWS) as program:
        assert program.says() is False


def test_a_lease_is_free_when_the_other_program_gives_it_back(address: str) -> None:
    lease = leases_at(address).lease(VIEWS)
    with another_program(hold_a_lease, address, VIEWS) as program:
        assert program.says() is True
        assert not lease.acquire()
        program.tell("release it")
        assert program.says() == "released"
        assert lease.acquire()


def test_a_lease_is_free_when_the_other_program_is_killed(address: str) -> None:
    lease = leases_at(address).lease(VIEWS)
    with sessions_end(address), another_program(hold_a_lease, address, VIEWS) as program:
        assert program.says() is True
        assert not lease.acquire()
        program.kill()
    assert lease.acquire()
