"""Counts the requests of one process: how many of each route, and how long they took; cheap enough for every one."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

# Seconds. The quarter second is what a caller on the telephone notices; a page waits two seconds for a view.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

_CLASSES = ("other", "1xx", "2xx", "3xx", "4xx", "5xx")


class Counted(NamedTuple):
    """The requests of one route, method and class of status; `buckets` count up to each bound, the last up to any."""

    route: str
    method: str
    status: str
    buckets: tuple[int, ...]
    seconds: float


class RequestTally:
    """One process's. Counted by the one thread of the event loop, read by any."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str, int], list[int]] = {}
        self._seconds: dict[tuple[str, str, int], float] = {}

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """One request was answered."""
        key = (route, method, status // 100)
        buckets = self._buckets.get(key)
        if buckets is None:
            # Before it can be read, so that whoever reads finds both.
            self._seconds[key] = 0.0
            buckets = self._buckets[key] = [0] * (len(BOUNDS) + 1)
        buckets[bisect_left(BOUNDS, seconds)] += 1
        self._seconds[key] += seconds

    def counted(self) -> Iterator[Counted]:
        """What was counted so far."""
        for (route, method, status), buckets in sorted(self._buckets.copy().items()):
            so_far, cumulative = 0, []
            for each in buckets:
                so_far += each
                cumulative.append(so_far)
            said = _CLASSES[status] if status < len(_CLASSES) else _CLASSES[0]
            yield Counted(route, method, said, tuple(cumulative), self._seconds[route, method, status])
