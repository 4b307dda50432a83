"""A year may be stopped and killed at any moment and goes on to the same end; what stands in the way is tried again."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.rehearsal.plan.year import DAY, moment
from services.rehearsal.play.player import Woken, _do_all
from services.rehearsal.progress import progress_in
from shared.runtime.origin import about
from shared.runtime.service import Service
from shared.runtime.settings import from_environment
from tests.support.builders.rehearsal import TODAY, RehearsedBorough, a_plan, first_days
from tests.support.tree import ROOT

DAYS = 10
PLAN = first_days(a_plan(), DAYS)
OVER = moment(PLAN.ends_on + DAY, 0)
# Each start looks whether the year ahead from that day on has been called; in one go the timers do so, later.
CALLED_AT_EACH_START = "panels.meeting_convened"
PROGRAM = """
import sys
from pathlib import Path
from tests.support.builders.rehearsal import TODAY, RehearsedBorough
RehearsedBorough(Path(sys.argv[1]), days=int(sys.argv[2]), today=TODAY).played().close()
"""

SHARES = (0.1, 0.4, 0.7)
KILLS = len(SHARES)
LEFT_UNCERTAIN = "notifications.notice_left_uncertain"
ENDINGS = {"notifications.notice_sent", LEFT_UNCERTAIN}


def told(town: RehearsedBorough) -> dict[str, Counter[tuple[Any, ...]]]:
    """What each log says happened until the play ended, and when in the world; ids are new each time and left out."""
    return {
        name: Counter(
            (recorded.name, recorded.occurred_at)
            for recorded in service.store.page(0, 100_000)
            if recorded.occurred_at < OVER and recorded.name != CALLED_AT_EACH_START
        )
        for name, service in town.borough.services.items()
        if name != "audit"
    }


def newest(service: Service) -> datetime:
    (last,) = service.store.page(service.store.head() - 1, 1)
    return last.occurred_at


@pytest.fixture(scope="module")
def in_one_go(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counter[tuple[Any, ...]]]:
    town = RehearsedBorough(tmp_path_factory.mktemp("whole"), days=DAYS, today=TODAY).played()
    assert town.player.percent == 100
    found = told(town)
    town.close()
    assert sum(found["intake"].values()) > 50
    return found


def deeds_done(folder: Path) -> int:
    progress = progress_in(about(from_environment({}, data=str(folder)), "intake") or {})
    return progress.next_deed if progress else 0


def kill_once_it_has_done(folder: Path, deeds: int) -> None:
    """Start it in a process of its own and kill that, without warning."""
    program = [sys.executable, "-c", PROGRAM, str(folder), str(DAYS)]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        until = time.monotonic() + 60
        while deeds_done(folder) < deeds and running.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(running.pid, signal.SIGKILL)


def whatever_the_hour(found: dict[str, Counter[tuple[Any, ...]]]) -> dict[str, Counter[str]]:
    """How often each thing happened: what was on its way when it was killed comes by the clock it goes on with.

    A notice ends as sent or as left uncertain: killed while it was being sent, nobody knows which.
    """
    merged: dict[str, Counter[str]] = {name: Counter() for name in found}
    for name, counted in found.items():
        for (event, _), times in counted.items():
            merged[name]["a notice ended" if event in ENDINGS else event] += times
    return merged


class Echo:
    """Work that sees only in a view that it has done something, as comparing names with accounts does."""

    def __init__(self, name: str, step: Callable[[], bool]) -> None:
        self.name, self.step, self.source = name, step, self

    def listen(self, wanted: threading.Event) -> None:
        pass


def test_work_that_waits_for_a_view_to_follow_does_not_keep_it_from_following() -> None:
    shown: list[str] = []
    done = 0

    def compare() -> bool:
        nonlocal done
        done += 1
        assert done < 10, "the view never had its turn"
        return not shown

    def follow() -> bool:
        shown.append("followed")
        return True

    _do_all([Woken(Echo("intake.insiders", compare)), Woken(Echo("intake.views", follow))])  # type: ignore[arg-type]
    assert shown == ["followed"]


@pytest.mark.slow
def test_a_year_killed_again_and_again_goes_on_to_the_same_end(
    tmp_path: Path, in_one_go: dict[str, Counter[tuple[Any, ...]]]
) -> None:
    for share in SHARES:
        deeds = round(share * len(PLAN.deeds))
        kill_once_it_has_done(tmp_path, deeds)
        assert deeds <= deeds_done(tmp_path) < len(PLAN.deeds)
    town = RehearsedBorough(tmp_path, days=DAYS, today=TODAY)
    before = {name: (service.store.head(), newest(service)) for name, service in town.borough.services.items()}
    again = told(town.played())
    for name, (head, until) in before.items():
        for recorded in town.borough.services[name].store.page(head, 100_000):
            assert recorded.occurred_at >= until or recorded.name == CALLED_AT_EACH_START
    assert town.player.percent == 100
    town.close()
    assert whatever_the_hour(again) == whatever_the_hour(in_one_go)
    uncertain = sum(times for (event, _), times in again["notifications"].items() if event == LEFT_UNCERTAIN)
    assert uncertain <= KILLS  # one at a time is sent, so one at most for each kill


def test_a_year_stopped_with_care_goes_on_where_it_was(
    tmp_path: Path, in_one_go: dict[str, Counter[tuple[Any, ...]]]
) -> None:
    first = RehearsedBorough(tmp_path, days=DAYS, today=TODAY)
    first.workers.start()
    while first.player.percent < 30:
        time.sleep(0.02)
    first.workers.stop()
    assert not first.player.over
    first.borough.close()
    second = RehearsedBorough(tmp_path, days=DAYS, today=TODAY)
    assert second.player.percent >= 30
    assert told(second.played()) == in_one_go
    second.close()
