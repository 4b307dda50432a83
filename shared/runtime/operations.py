"""What a process says about itself to machines: whether it is ready, and its numbers."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter

from shared.kernel.clock import Clock
from shared.runtime.checks import broker_check, keyring_check, relay_check, store_checks
from shared.runtime.ground import Ground
from shared.runtime.metrics import Metrics
from shared.runtime.readiness import Check, Readying
from shared.runtime.service import Service
from shared.runtime.worker import WorkStanding
from shared.web.operations import operations_router
from shared.web.tally import RequestTally


class Operations:
    """One process's: `tally` is where its requests are counted."""

    def __init__(
        self, ground: Ground, services: Sequence[Service], standing: Mapping[str, WorkStanding] | None = None
    ) -> None:
        """`standing` is that of the work this process does; None where it serves pages alone."""
        self.tally = RequestTally()
        works = standing is not None
        groups: list[Sequence[Check]] = [_of_store(service, ground.clock, works) for service in services]
        own = [[check] for service in services for check in _of_work(service)] if works else []
        self._ready = Readying([*groups, [keyring_check(ground.keyring)], *own])
        self._metrics = Metrics(
            self.tally, services if works else (), {} if standing is None else standing, ground.clock
        )

    def router(self) -> APIRouter:
        """The routes that say it."""
        return operations_router(self._ready, self._metrics)


def _of_store(service: Service, clock: Clock, works: bool) -> list[Check]:
    return [*store_checks(service, clock), *([relay_check(service, clock)] if works else [])]


def _of_work(service: Service) -> list[Check]:
    return [*service.checks, *([broker_check(service)] if service.subscription is not None else [])]
