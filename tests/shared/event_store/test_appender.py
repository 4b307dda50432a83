"""Callers' jobs gather into few commits, and everybody gets an answer, whatever happens to the commit."""

import asyncio
import threading
from collections.abc import Callable, Sequence

import pytest

from shared.event_store.appender import Appender
from shared.event_store.jobs import Appended, Job
from shared.event_store.sqlite import Outcome
from shared.kernel.dispatching import Receipt
from shared.kernel.refusals import ConcurrencyConflict, Unavailable


class GatedCommits:
    """Commits that stand still until let go, so that jobs gather meanwhile; remembers each batch."""

    def __init__(self, outcome: Callable[[Job], Outcome] = lambda job: Appended(1, 1, 1)) -> None:
        self.batches: list[list[Job]] = []
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self._outcome = outcome

    def __call__(self, jobs: Sequence[Job]) -> list[Outcome]:
        self.batches.append(list(jobs))
        self.begun.set()
        assert self.go_on.wait(60)
        return [self._outcome(job) for job in jobs]

    def streams(self) -> list[list[str]]:
        return [[job.stream for job in batch] for batch in self.batches]


def job(stream: str, receipt: Receipt | None = None) -> Job:
    return Job(stream, 0, (), receipt)


def gathered(commits: GatedCommits, *jobs: Job, appender: Appender | None = None) -> Appender:
    """The first job is under way when the others arrive, in this order; all are answered on return."""
    appender = appender or Appender(commits, lambda: None)

    async def all_of_them() -> None:
        asked = [asyncio.ensure_future(appender.append_async(each)) for each in jobs[:1]]
        await asyncio.to_thread(commits.begun.wait, 10)
        asked += [asyncio.ensure_future(appender.append_async(each)) for each in jobs[1:]]
        await asyncio.sleep(0)  # each has now put its job in the queue
        commits.go_on.set()
        await asyncio.gather(*asked)

    asyncio.run(all_of_them())
    return appender


def test_what_gathers_during_a_commit_goes_into_the_next_one_in_order() -> None:
    commits = GatedCommits()
    gathered(commits, *(job(f"n-{number}") for number in range(6))).close()
    assert commits.streams() == [["n-0"], ["n-1", "n-2", "n-3", "n-4", "n-5"]]


def test_two_jobs_of_one_stream_never_share_a_batch_and_keep_their_order() -> None:
    commits = GatedCommits()
    first, second = job("n-1", Receipt("s", "1")), job("n-1", Receipt("s", "2"))
    gathered(commits, job("n-0"), first, second, job("n-2"), first).close()
    assert commits.streams() == [["n-0"], ["n-1", "n-2"], ["n-1"], ["n-1"]]
    assert commits.batches[2] == [second]


def test_two_jobs_of_one_receipt_never_share_a_batch() -> None:
    commits = GatedCommits()
    gathered(commits, job("n-0"), job("n-1", Receipt("s", "k")), job("n-2", Receipt("s", "k"))).close()
    assert commits.streams() == [["n-0"], ["n-1"], ["n-2"]]


def test_nobody_overtakes_a_job_that_waits_with_the_same_receipt() -> None:
    commits = GatedCommits()
    waits, comes_later = job("n-1", Receipt("s", "k")), job("n-2", Receipt("s", "k"))
    gathered(commits, job("n-0"), job("n-1"), waits, comes_later).close()
    assert commits.streams() == [["n-0"], ["n-1"], ["n-1"], ["n-2"]]


def test_each_caller_gets_its_own_answer() -> None:
    def odd_ones_conflict(each: Job) -> Outcome:
        number = int(each.stream)
        return ConcurrencyConflict() if number % 2 else Appended(number, number, 1)

    commits = GatedCommits(odd_ones_conflict)
    commits.go_on.set()
    appender = Appender(commits, lambda: None)

    async def ask(number: int) -> int | None:
        try:
            return (await appender.append_async(job(str(number)))).first_position
        except ConcurrencyConflict:
            return None

    async def everybody() -> list[int | None]:
        return await asyncio.gather(*(ask(number) for number in range(6)))

    assert asyncio.run(everybody()) == [0, None, 2, None, 4, None]
    appender.close()


def test_whoever_has_the_turn_commits_the_waiting_threads_jobs_too() -> None:
    commits = GatedCommits()
    appender = Appender(commits, lambda: None)
    answers: list[Appended] = []
    holder = threading.Thread(target=lambda: answers.append(appender.append(job("n-0"))))
    holder.start()
    assert commits.begun.wait(60)
    others = [threading.Thread(target=lambda n=n: answers.append(appender.append(job(f"n-{n}")))) for n in (1, 2, 3)]
    for thread in others:
        thread.start()
    commits.go_on.set()
    for thread in [holder, *others]:
        thread.join(60)
    assert len(answers) == 4
    assert sorted(each.stream for batch in commits.batches for each in batch) == ["n-0", "n-1", "n-2", "n-3"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_nobody_waits_for_ever_when_a_turn_is_broken_off(error: type[BaseException]) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def breaks_off(jobs: Sequence[Job]) -> list[Outcome]:
        if jobs[0].stream == "n-0":
            begun.set()
            assert go_on.wait(60)
            return [Appended(1, 1, 1) for _ in jobs]
        raise error

    appender = Appender(breaks_off, lambda: None)
    raised: list[BaseException] = []

    def ask(stream: str) -> None:
        try:
            appender.append(job(stream))
        except BaseException as caught:
            raised.append(caught)

    threads = [threading.Thread(target=ask, args=(f"n-{number}",), daemon=True) for number in range(4)]
    threads[0].start()
    assert begun.wait(60)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert {type(each) for each in raised} <= {error, Unavailable}
    assert len(raised) == 3


def test_a_caller_that_goes_away_harms_nobody_and_its_job_is_still_written() -> None:
    commits = GatedCommits()
    appender = Appender(commits, lambda: None)

    async def leave_and_stay() -> Appended:
        first = asyncio.ensure_future(appender.append_async(job("first")))
        await asyncio.to_thread(commits.begun.wait, 10)
        leaves, stays = (asyncio.ensure_future(appender.append_async(job(name))) for name in ("leaves", "stays"))
        await asyncio.sleep(0)
        leaves.cancel()
        commits.go_on.set()
        await first
        return await asyncio.wait_for(stays, 10)

    assert asyncio.run(leave_and_stay()) == Appended(1, 1, 1)
    assert commits.streams() == [["first"], ["leaves", "stays"]]
    appender.close()


def test_after_closing_nothing_is_taken_and_nothing_hangs() -> None:
    commits = GatedCommits()
    commits.go_on.set()
    appender = gathered(commits, job("n-0"))
    appender.close()
    with pytest.raises(Unavailable, match="stopping"):
        appender.append(job("n-1"))
    with pytest.raises(Unavailable, match="stopping"):
        asyncio.run(appender.append_async(job("n-2")))
    assert commits.streams() == [["n-0"]]


def test_whoever_listens_is_told_after_each_commit() -> None:
    commits, told = GatedCommits(), threading.Event()
    commits.go_on.set()
    Appender(commits, told.set).append(job("n-0"))
    assert told.is_set()
