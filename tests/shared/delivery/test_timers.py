"""Deadlines: each takes effect once when its moment has come; one that fails holds up no other."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from shared.delivery.timers import Timers
from shared.event_store.store import EventStore
from shared.kernel.clock import ScriptedClock
from shared.kernel.dispatching import Dispatch, Done, Receipt
from shared.kernel.handling import Command, Deadline, Timer
from shared.kernel.messages import Context
from shared.runtime.dispatch import Dispatcher
from tests.support.builders.delivery import COMMANDS, CopyNote
from tests.support.notebook import MORNING, NoteWritten, a_job, next_timer_at

DAY = timedelta(days=1)


class Chaser:
    """A reaction that writes a note, so that how often it happened is seen; it fails at some numbers."""

    def __init__(self) -> None:
        self.fails_at: set[str] = set()

    def __call__(self, timer: Timer, moment: datetime) -> Sequence[Command]:
        if timer.payload["number"] in self.fails_at:
            raise ValueError("Jo Okafor, 07700 900123")
        return [CopyNote(at=moment, stream=f"chased-{timer.timer_id}", number=int(timer.payload["number"]))]


class Watch:
    """One service's timers and the clock they go by; `restarted` is a new process on the same log."""

    def __init__(self, store: EventStore, dispatch: Dispatch | None = None, clock: ScriptedClock | None = None) -> None:
        self.store = store
        self.clock = clock or ScriptedClock(MORNING)
        self.dispatch = dispatch or Dispatcher("notes", store, COMMANDS)
        self.chaser = Chaser()
        deadlines = (Deadline("chase", self.chaser), Deadline("nothing", lambda timer, moment: ()))
        self.timers = Timers("notes", store, deadlines, self.dispatch, self.clock)

    def restarted(self) -> "Watch":
        return Watch(self.store, clock=self.clock)

    def set(self, *timers: Timer) -> None:
        version = len(self.store.stream("setter"))
        self.store.append(a_job(self.store, "setter", NoteWritten(number=0), expected=version, timers=timers))

    def at(self, moment: datetime) -> bool:
        self.clock.set(moment)
        return self.timers.step()

    def chased(self) -> list[str]:
        return [row.stream.removeprefix("chased-") for row in self.store.page(0, 10_000) if row.stream != "setter"]


@pytest.fixture
def watch(store: EventStore) -> Watch:
    return Watch(store)


def a_timer(timer_id: str, due_at: datetime | None, number: int = 1, kind: str = "chase") -> Timer:
    return Timer(timer_id, kind, due_at, {"number": str(number)})


def test_a_timer_fires_when_it_is_due_not_before_and_once(watch: Watch) -> None:
    watch.set(a_timer("t-1", MORNING + DAY))
    assert not watch.at(MORNING + DAY - timedelta(seconds=1))
    assert watch.at(MORNING + DAY)
    assert not watch.at(MORNING + 2 * DAY)
    assert watch.chased() == ["t-1"]


def test_timers_fire_in_the_order_in_which_they_fell_due(watch: Watch) -> None:
    watch.set(a_timer("t-1", MORNING + 2 * DAY), a_timer("t-2", MORNING + DAY))
    watch.at(MORNING + 3 * DAY)
    assert watch.chased() == ["t-2", "t-1"]


def test_a_timer_taken_back_does_not_fire(watch: Watch) -> None:
    watch.set(a_timer("t-1", MORNING + DAY))
    watch.set(a_timer("t-1", None))
    assert not watch.at(MORNING + 2 * DAY)


def test_a_timer_set_anew_fires_at_the_new_moment_and_can_fire_again(watch: Watch) -> None:
    watch.set(a_timer("t-1", MORNING + DAY))
    watch.set(a_timer("t-1", MORNING + 2 * DAY))
    assert not watch.at(MORNING + DAY)
    assert watch.at(MORNING + 2 * DAY)
    watch.set(a_timer("t-1", MORNING + 3 * DAY))
    assert watch.at(MORNING + 3 * DAY)
    assert watch.chased() == ["t-1", "t-1"]


class DiesAfterwards:
    """The process ends after the commit and before anything else."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    def __call__(self, command: Command, context: Context, receipt: Receipt | None = None) -> Done:
        self._dispatch(command, context, receipt)
        raise KeyboardInterrupt

    async def later(self, command: Command, context: Context, receipt: Receipt | None = None) -> Done:
        raise AssertionError("a timer does not wait on an event loop")


def test_a_timer_fires_once_though_the_process_dies_between_its_effect_and_its_end(store: EventStore) -> None:
    dies = Watch(store, DiesAfterwards(Dispatcher("notes", store, COMMANDS)))
    dies.set(a_timer("t-1", MORNING))
    with pytest.raises(KeyboardInterrupt):
        dies.at(MORNING)
    assert next_timer_at(store) == MORNING
    assert dies.restarted().at(MORNING)
    assert (dies.chased(), next_timer_at(store)) == (["t-1"], None)


def test_a_timer_that_comes_to_nothing_is_done_with(watch: Watch) -> None:
    watch.set(a_timer("t-1", MORNING, kind="nothing"))
    assert watch.at(MORNING)
    assert next_timer_at(watch.store) is None


def test_what_a_timer_causes_keeps_the_story_of_what_set_it(watch: Watch) -> None:
    watch.set(a_timer("t-1", MORNING))
    watch.at(MORNING + DAY)
    chased = watch.store.page(1)[0]
    assert (chased.context.actor, chased.context.correlation_id) == ("notes/timer/chase", "story-1")
    assert chased.occurred_at == MORNING


def test_timers_that_fail_hold_up_no_other_however_many_they_are(watch: Watch) -> None:
    watch.chaser.fails_at.add("13")
    watch.set(*(a_timer(f"bad-{number}", MORNING - DAY, 13) for number in range(250)))
    watch.set(a_timer("good", MORNING))
    with capture_logs() as logged:
        while watch.at(MORNING):
            pass
    assert watch.chased() == ["good"]
    assert len(logged) == 250
    assert "Okafor" not in str(logged)


def test_a_timer_that_fails_is_tried_again_after_longer_and_longer_pauses(watch: Watch) -> None:
    watch.chaser.fails_at.add("13")
    watch.set(a_timer("bad", MORNING, 13))
    tried = []
    with capture_logs() as logged:
        for second in range(700):
            before = len(logged)
            watch.at(MORNING + timedelta(seconds=second))
            if len(logged) > before:
                tried.append(second)
    assert tried == [0, 1, 3, 7, 15, 31, 63, 127, 255, 511]
    watch.chaser.fails_at.clear()
    assert not watch.at(MORNING + timedelta(seconds=800))
    assert watch.at(MORNING + timedelta(seconds=811))
    assert watch.chased() == ["bad"]


def test_a_new_process_tries_a_failed_timer_at_once(watch: Watch) -> None:
    watch.chaser.fails_at.add("13")
    watch.set(a_timer("bad", MORNING, 13))
    watch.at(MORNING)
    watch.chaser.fails_at.clear()
    assert not watch.at(MORNING)
    assert watch.restarted().at(MORNING)


def test_a_kind_that_nobody_knows_stays_and_is_said(watch: Watch) -> None:
    watch.set(a_timer("odd", MORNING, kind="unheard_of"), a_timer("t-1", MORNING))
    with capture_logs() as logged:
        watch.at(MORNING)
    assert (watch.chased(), next_timer_at(watch.store)) == (["t-1"], MORNING)
    assert [(line["event"], line["kind"]) for line in logged] == [("timer_failed", "unheard_of")]
