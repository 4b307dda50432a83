"""The ledger is brought up to date before something is said of it, and nobody waits for a log that goes on and on."""

import time
from collections.abc import Mapping

import pytest

from services.audit.application import catching_up
from services.audit.application.catching_up import CatchingUp
from services.audit.application.feed import Feed


class BusyFeed(Feed):
    """A log that grows as fast as it is followed, a fact a step; each step takes its time."""

    def __init__(self, head: int, seconds: float = 0.0) -> None:
        self.head, self.reached, self._seconds = head, 0, seconds

    def heads(self) -> dict[str, int]:
        return {"intake": self.head}

    def holds(self, heads: Mapping[str, int]) -> bool:
        return self.reached >= heads["intake"]

    def missing(self, heads: Mapping[str, int]) -> int:
        return max(0, heads["intake"] - self.reached)

    def step(self, limit: int = 500) -> bool:
        time.sleep(self._seconds)
        self.reached += 1
        self.head += 1
        assert self.reached < 10_000, "it follows for ever"
        return True


class Lease:
    def __init__(self, free: bool = True) -> None:
        self.free = free

    def acquire(self) -> bool:
        return self.free

    def release(self) -> None:
        """Nobody else wants it."""


def following(feed: BusyFeed, lease: Lease) -> CatchingUp:
    return CatchingUp(feed, lambda: lease)


def test_it_follows_up_to_where_the_logs_ended_and_not_after_what_comes_meanwhile() -> None:
    feed = BusyFeed(head=40)
    assert following(feed, Lease()).missing() == 0
    assert feed.reached == 40


def test_a_page_waits_its_second_and_then_says_how_much_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "PAGE_SECONDS", 0.2)
    feed, begun = BusyFeed(head=1_000, seconds=0.01), time.monotonic()
    assert following(feed, Lease()).wait(0.2) == {"intake": 1_000}
    assert time.monotonic() - begun < 5
    assert 0 < feed.reached < 1_000


def test_a_command_finishes_what_it_follows_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "PAGE_SECONDS", 0.0)
    feed = BusyFeed(head=50, seconds=0.01)
    following(feed, Lease()).wait(0.1)
    assert feed.reached == 50


def test_whoever_waits_for_another_process_waits_no_longer_than_told() -> None:
    feed, begun = BusyFeed(head=5), time.monotonic()
    assert following(feed, Lease(free=False)).wait(0.1) == {"intake": 5}
    assert 0.1 <= time.monotonic() - begun < 5
    assert feed.reached == 0
