"""A process's numbers in Prometheus' words, worked out when somebody asks, so that a request pays for no more than one.

Label values come from closed sets: names of routes, services, views, policies, kinds, codes. Never an id or a name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from shared.kernel.clock import Clock, parse_rfc3339, rfc3339
from shared.runtime.bounded import Bounded
from shared.runtime.lags import lags
from shared.runtime.service import Measured, Service
from shared.runtime.worker import WorkStanding
from shared.web.tally import BOUNDS, RequestTally

# Prometheus waits ten seconds by itself.
_ANSWERED_WITHIN_SECONDS = 2.0
_LETTERS = "SELECT policy, count(*), min(dead_at) FROM dead_letters GROUP BY policy"
_OVERDUE = "SELECT kind, count(*), min(due_at) FROM timers WHERE due_at <= ? GROUP BY kind"
# The name under which an inbox keeps what it cannot even read, and one for what an older program left behind.
_UNREADABLE, _OTHER = "unreadable", "other"

_Buckets = tuple[str, ...]
_BOUNDS: _Buckets = (*map(str, BOUNDS), "+Inf")


class Metrics:
    """All numbers of one process, in a registry of its own."""

    def __init__(
        self, tally: RequestTally, services: Sequence[Service], standing: Mapping[str, WorkStanding], clock: Clock
    ) -> None:
        """`services` are those this process works for, `standing` that of their work; of pages there is the tally."""
        self._registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=self._registry)
        self._registry.register(_Requests(tally))
        self._registry.register(_Work(standing))
        self._registry.register(_Services(services, clock))

    def __call__(self) -> bytes:
        """The text of an answer to a scrape."""
        return generate_latest(self._registry)


class _Requests:
    """Of the pages and calls."""

    def __init__(self, tally: RequestTally) -> None:
        self._tally = tally

    def collect(self) -> Iterator[Metric]:
        family = HistogramMetricFamily(
            "waymark_request_seconds",
            "Requests by the template of their route, and how long they took.",
            labels=("route", "method", "status"),
        )
        for each in self._tally.counted():
            family.add_metric(
                (each.route, each.method, each.status), list(zip(_BOUNDS, each.buckets, strict=True)), each.seconds
            )
        yield family


class _Work:
    """Of the pieces of continuing work."""

    def __init__(self, standing: Mapping[str, WorkStanding]) -> None:
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        held = GaugeMetricFamily("waymark_lease_held", "Whether this process does the work.", labels=("work",))
        failures = CounterMetricFamily("waymark_work_failures", "Steps of the work that failed.", labels=("work",))
        for name, standing in self._standing.items():
            held.add_metric((name,), float(standing.held))
            failures.add_metric((name,), standing.failures)
        yield from (held, failures)


class _Services:
    """Of the services' stores, each asked in a thread of its own: one that hangs leaves its numbers out."""

    def __init__(self, services: Sequence[Service], clock: Clock) -> None:
        self._asked = {
            service.name: Bounded(_Asking(service, clock), f"metrics-{service.name}") for service in services
        }

    def collect(self) -> Iterator[Metric]:
        waiting = {name: asked.start() for name, asked in self._asked.items()}
        found: list[Measured] = []
        for name, wait in waiting.items():
            try:
                found += wait(_ANSWERED_WITHIN_SECONDS)
                failed = 0.0
            except Exception:
                failed = 1.0
            found.append(Measured("waymark_unmeasured", _UNMEASURED, failed, {"service": name}))
        yield from _families(found)


class _Asking:
    """The numbers of one service as they stand in its store."""

    def __init__(self, service: Service, clock: Clock) -> None:
        self._service, self._clock = service, clock

    def __call__(self) -> list[Measured]:
        of_service = {"service": self._service.name}
        head = self._service.store.head()
        facts = Measured("waymark_facts", "Facts in the log; positions have no holes.", head, of_service, grows=True)
        own = [replace(each, labels={**of_service, **each.labels}) for each in self._service.measures()]
        return [facts, *self._lags(of_service), *self._letters(of_service), *self._timers(of_service), *own]

    def _lags(self, labels: Mapping[str, str]) -> Iterator[Measured]:
        for lag in lags(self._service, self._clock):
            of_reader = {**labels, "kind": lag.kind, "reader": lag.reader}
            yield Measured("waymark_lag_positions", _LAG, lag.positions, of_reader)
            yield Measured("waymark_lag_seconds", _LAG_SECONDS, lag.seconds, of_reader)
        if (heard := self._service.subscription) is not None:
            yield Measured("waymark_broker_reached", _REACHED, float(heard.standing().reached), labels)

    def _letters(self, labels: Mapping[str, str]) -> Iterator[Measured]:
        known = (*(policy.name for policy in self._service.policies), _UNREADABLE, _OTHER)
        for policy, count, oldest in _counted(self._service.store.look(_LETTERS), known, self._clock):
            of_policy = {**labels, "policy": policy}
            yield Measured("waymark_dead_letters", "Messages set aside.", count, of_policy)
            yield Measured("waymark_dead_letter_oldest_seconds", "Age of the oldest of them.", oldest, of_policy)

    def _timers(self, labels: Mapping[str, str]) -> Iterator[Measured]:
        known = (*(deadline.kind for deadline in self._service.deadlines), _OTHER)
        overdue = self._service.store.look(_OVERDUE, (rfc3339(self._clock()),))
        for kind, count, oldest in _counted(overdue, known, self._clock):
            of_kind = {**labels, "kind": kind}
            yield Measured("waymark_timers_overdue", "Deadlines that have come and were not met.", count, of_kind)
            yield Measured("waymark_timer_overdue_seconds", "How long the oldest of them waits.", oldest, of_kind)


_REACHED = "Whether the broker answered when it was last asked."
_UNMEASURED = "Whether the store gave no numbers this time."
_LAG = "Facts a reader of the log has not read."
_LAG_SECONDS = "Age of the oldest fact a reader has not read."


def _counted(rows: Sequence[Sequence[object]], known: Sequence[str], clock: Clock) -> Iterator[tuple[str, int, float]]:
    """Count and age in seconds for each known name, also where there is nothing; what is not known comes as one."""
    now = clock()
    counts, ages = dict.fromkeys(known, 0), dict.fromkeys(known, 0.0)
    for name, count, oldest in rows:
        name = str(name) if name in counts else _OTHER
        counts[name] += int(str(count))
        ages[name] = max(ages[name], (now - parse_rfc3339(str(oldest))).total_seconds())
    for name in known:
        yield name, counts[name], ages[name]


def _families(found: Sequence[Measured]) -> Iterator[Metric]:
    """Numbers of one name are told together."""
    families: dict[str, Metric] = {}
    for each in found:
        kind = CounterMetricFamily if each.grows else GaugeMetricFamily
        family = families.get(each.name)
        if family is None:
            family = families[each.name] = kind(each.name, each.says, labels=tuple(each.labels))
        family.add_metric(tuple(each.labels.values()), each.value)  # type: ignore[attr-defined]
    yield from families.values()
