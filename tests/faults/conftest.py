"""One fleet for half the faults: started for the first test that asks for it, ended when no more of them come.

Two fleets may be at work at a time (`--dist loadgroup`); each has servers of its own and waits more than it works.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.postgres import LocalPostgres, NoServer
from tests.support.faults.databases import some_databases
from tests.support.faults.fleet import Fleet, a_fleet
from tests.support.kafka import LocalBroker
from tests.support.missing import missing

# About half of the time goes to these.
_FIRST_FLEET = ("test_fleet_broker_away.py", "test_fleet_killed.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for the fleet needs both servers, and time; those who share one stay together."""
    for item in items:
        if not item.path.is_relative_to(Path(__file__).parent):
            continue
        if "fleet" not in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.path.name))
        else:
            first = item.path.name in _FIRST_FLEET
            item.add_marker(pytest.mark.xdist_group("the first fleet" if first else "the second fleet"))
            for mark in (
                pytest.mark.needs_postgres,
                pytest.mark.needs_kafka,
                pytest.mark.slow,
                pytest.mark.timeout(600),
            ):
                item.add_marker(mark)


_ends = contextlib.ExitStack()
_fleets: list[Fleet] = []
_spoilt: list[str] = []


def a_server() -> LocalPostgres:
    """A PostgreSQL server, not started yet."""
    try:
        return LocalPostgres()
    except NoServer as error:
        missing(str(error))


@pytest.fixture
def fleet(local_broker: LocalBroker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Ten processes at work on a PostgreSQL of their own; a test leaves them at work, and nothing amiss."""
    if not _fleets:
        folder, databases = tmp_path_factory.mktemp("fleet"), some_databases(a_server())
        _fleets.append(
            _ends.enter_context(a_fleet(folder, _ends.enter_context(databases), local_broker.address, folder.name))
        )
    yield _fleets[0]
    for program in _fleets[0].programs.values():
        program.revive()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: "pytest.CallInfo[None]") -> Iterator[None]:
    """What a test that failed has left amiss would fail all that come after it."""
    report: pytest.TestReport = yield  # type: ignore[assignment]  # what the hooks within have made
    if report.failed:
        _spoilt.append(item.nodeid)
    return report  # type: ignore[return-value]  # as above


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Nobody else in the run should share the machine with ten idle processes."""
    if _spoilt or nextitem is None or "fleet" not in getattr(nextitem, "fixturenames", ()):
        _spoilt.clear()
        _fleets.clear()
        _ends.close()
