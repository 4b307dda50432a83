"""Processes killed without notice while referrals flow: each of the ten once, and in a night two hundred at random."""

import os
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.faults.fleet import NAMES, Fleet

REFERRALS = 500
NIGHTLY_REFERRALS, NIGHTLY_KILLS = 2_000, 200


def kill_one_after_another(fleet: Fleet, names: Sequence[str], choice: random.Random, referrals: int) -> None:
    """Each is killed in the midst of its share of the referrals, and started again at once as by a supervisor."""
    for name in names:
        with ThreadPoolExecutor(1) as beside:
            sending = beside.submit(fleet.callers.send, referrals // len(names))
            time.sleep(choice.uniform(0.05, 0.5))
            fleet.programs[name].kill()
            fleet.programs[name].start()
            fleet.programs[name].answer()
            sending.result()
    took = fleet.settle()
    told = fleet.callers.sent
    print(f"{len(told.told)} acknowledged, {dict(told.said)}, settled {took:.1f} s after the last answer")


def test_each_process_is_killed_once_while_five_hundred_referrals_flow(fleet: Fleet) -> None:
    before, choice = len(fleet.callers.sent.told), random.Random(5)
    kill_one_after_another(fleet, choice.sample(NAMES, len(NAMES)), choice, REFERRALS)
    assert len(fleet.callers.sent.told) - before == REFERRALS
    assert fleet.amiss() == []
    fleet.verify()


@pytest.mark.timeout(3600)
@pytest.mark.skipif(not os.environ.get("WAYMARK_NIGHTLY"), reason="takes half an hour: set WAYMARK_NIGHTLY=1")
def test_two_hundred_random_kills_leave_nothing_amiss(fleet: Fleet) -> None:
    seed = int(os.environ.get("WAYMARK_NIGHTLY_SEED") or time.time())
    print(f"seed {seed}")
    choice = random.Random(seed)
    kill_one_after_another(fleet, choice.choices(NAMES, k=NIGHTLY_KILLS), choice, NIGHTLY_REFERRALS)
    assert fleet.amiss() == []
    fleet.verify()
