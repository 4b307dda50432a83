"""PostgreSQL is restarted under load: everybody is answered or told when to come back, and no process has to be."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shared.access.roles import Role
from tests.support.faults.fleet import Fleet
from tests.support.faults.load import LONGEST_SECONDS

AWAY_SECONDS = 3.0


def pages(reference: str) -> list[tuple[str, str, Role]]:
    """Something of each service that somebody reads; every one of them asks its database."""
    return [
        ("intake", f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE),
        ("triage", f"/triage/api/referrals/{reference}/decision", Role.TRIAGE_OFFICER),
        ("panels", "/panels/api/meetings?panel=marac", Role.PANEL_COORDINATOR),
        ("notifications", f"/notifications/api/notices?reference={reference}", Role.SERVICE_MANAGER),
        ("audit", f"/audit/api/timeline/{reference}", Role.AUDITOR),
    ]


class Readers:
    """One reader of each service, who asks again and again and notes what is said."""

    def __init__(self, fleet: Fleet, reference: str) -> None:
        self._fleet = fleet
        self._pages = pages(reference)
        self.said: dict[str, set[int]] = {service: set() for service, _, _ in self._pages}
        self.wrong: list[str] = []

    @contextmanager
    def reading(self) -> Iterator[None]:
        """For as long as the block lasts, and until each was answered with 200 once more."""
        over = threading.Event()
        threads = [threading.Thread(target=self._read, args=(*page, over)) for page in self._pages]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def _read(self, service: str, path: str, role: Role, over: threading.Event) -> None:
        until, status = time.monotonic() + 120, 0
        while not (over.is_set() and status == 200) and time.monotonic() < until:
            begun = time.monotonic()
            try:
                status, headers, _ = self._fleet.get(service, path, role, seconds=2 * LONGEST_SECONDS)
            except OSError as error:
                self.wrong.append(f"{service} broke off: {type(error).__name__}")
                return
            self.said[service].add(status)
            if status not in (200, 503) or (status == 503 and "Retry-After" not in headers):
                self.wrong.append(f"{service} answered {status}")
            if (waited := time.monotonic() - begun) > LONGEST_SECONDS:
                self.wrong.append(f"{service} let somebody wait for {waited:.1f} s")
            time.sleep(0.1)
        if status != 200:
            self.wrong.append(f"{service} does not come back: {status}")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "immediate"])
def test_a_restart_is_survived_by_every_process_and_nobody_hangs(fleet: Fleet, how: signal.Signals) -> None:
    fleet.callers.send(8)
    fleet.settle()
    readers = Readers(fleet, next(iter(fleet.callers.sent.told.values())).reference)
    for role in {role for _, _, role in pages("")}:
        fleet.token(role)
    pids = {name: program.pid for name, program in fleet.programs.items()}
    with fleet.callers.flowing(), readers.reading():
        time.sleep(1)
        fleet.databases.server.stop(how)
        time.sleep(AWAY_SECONDS)
        fleet.databases.server.start()
        told = len(fleet.callers.sent.told)
        time.sleep(2)
    took = fleet.settle()
    print(f"{dict(fleet.callers.sent.said)}, readers heard {readers.said}, settled after {took:.1f} s")
    assert readers.wrong == []
    # Who was answered in the midst of it may have waited until the database was back; most were told at once.
    assert len([service for service, said in readers.said.items() if 503 in said]) >= 3
    assert len(fleet.callers.sent.told) > told
    assert {name: program.pid for name, program in fleet.programs.items()} == pids
    assert fleet.amiss() == []
