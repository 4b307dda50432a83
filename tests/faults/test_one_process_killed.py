"""The embedded mode: the one program killed without notice or out of disk while referrals flow, and nothing amiss."""

import random
import threading
import time
from pathlib import Path

import pytest

from tests.support.faults.load import Callers
from tests.support.faults.one_process import OneProcess, a_process
from tests.support.faults.oracle import faults
from tests.support.faults.settling import until, until_still
from tests.support.small_disk import a_small_disk

KILLS, REFERRALS = 4, 160
FULL_SECONDS = 2.0

pytestmark = pytest.mark.slow


def assert_nothing_is_amiss(borough: OneProcess, callers: Callers, sent: int) -> None:
    """All are acknowledged, all came to what they must come to, and the auditor finds nothing."""
    until_still(borough.reached, still=6)  # comparing people pauses for a second at a time
    assert callers.sent.faults() == []
    assert len(callers.sent.told) == sent
    assert faults(borough.evidence(), callers.sent.told) == []
    assert borough.program.stop() == 0
    verified = borough.command("services.audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_one_process_killed_again_and_again_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    choice = random.Random(7)
    with a_process(tmp_path / "data", tmp_path / "services.log") as borough:
        callers = borough.callers()
        flowing = threading.Thread(target=callers.send, args=(REFERRALS,))
        flowing.start()
        for _ in range(KILLS):
            flowing.join(choice.uniform(0.1, 0.6))
            borough.program.kill()
            borough.program.start()
            borough.program.answer()
        flowing.join()
        assert_nothing_is_amiss(borough, callers, REFERRALS)


def test_while_the_disk_is_full_everybody_is_told_and_the_same_keys_succeed_afterwards(tmp_path: Path) -> None:
    with (
        a_small_disk(tmp_path / "disk", 160) as disk,
        a_process(disk.folder / "data", tmp_path / "services.log") as borough,
    ):
        callers = borough.callers()
        callers.send(16)
        disk.fill()
        flowing = threading.Thread(target=callers.send, args=(48,))
        flowing.start()
        until(lambda: callers.sent.said["503"] > 0, 30, "somebody is told that it cannot be stored")
        time.sleep(FULL_SECONDS)
        stored = len(callers.sent.told)
        assert flowing.is_alive()
        disk.make_room()
        flowing.join()
        assert stored < 64
        assert set(callers.sent.said) == {"201", "503"}
        assert_nothing_is_amiss(borough, callers, 64)
