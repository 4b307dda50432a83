"""Everything in one process; the only module that knows all five services."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fastapi import FastAPI

from services.audit.wiring import build_audit
from services.intake.wiring import build_intake
from services.notifications.wiring import build_notifications
from services.panels.wiring import build_panels
from services.triage.wiring import build_triage
from shared.access.register import Access
from shared.kernel.clock import Clock, system_clock
from shared.runtime.access import open_access_for
from shared.runtime.ground import Ground, make_ground
from shared.runtime.operations import Operations
from shared.runtime.service import Service
from shared.runtime.serving import AtWork, lifespan_of
from shared.runtime.settings import Settings
from shared.runtime.worker import Work, Workers, WorkStanding, work_of
from shared.web.app import create_app
from shared.web.questions import answering_at
from shared.web.settings import ShownAccount, WebSettings

BUILDERS: dict[str, Callable[[Ground], Service]] = {
    "intake": build_intake,
    "triage": build_triage,
    "panels": build_panels,
    "notifications": build_notifications,
    "audit": build_audit,
}


@dataclass(frozen=True, slots=True)
class Borough:
    """The five services of one process, put together but not yet at work."""

    ground: Ground
    access: Access
    services: dict[str, Service]
    standing: dict[str, WorkStanding] = field(default_factory=dict)

    def work(self) -> list[Work]:
        """What all five workers do."""
        ground = self.ground
        return [item for service in self.services.values() for item in work_of(service, ground.bus, ground.clock)]

    def workers(self) -> Workers:
        """Threads for all of it; `standing` tells how they are getting on."""
        made = Workers(self.work(), self.ground.leases)
        self.standing.update(made.standing)
        return made

    def close(self) -> None:
        """Let go of every database."""
        for service in self.services.values():
            service.views.close()
            service.store.close()
        self.access.close()
        self.ground.close()


def build(settings: Settings, clock: Clock = system_clock) -> Borough:
    """The five services at their addresses. Raises what the command line says plainly: a wrong key, a newer store."""
    ground = make_ground(settings, clock)
    services = {name: make(ground) for name, make in BUILDERS.items()}
    return Borough(ground, open_access_for(settings, services["intake"]), services)


def application(
    borough: Borough,
    notice: Callable[[], str | None],
    workers: AtWork | None,
    paused: Callable[[], str | None] = lambda: None,
    accounts_shown: Sequence[ShownAccount] = (),
) -> FastAPI:
    """One app with the pages and APIs of all five; its workers start and stop with it.

    `notice`, `paused` and `accounts_shown` are those of `WebSettings`.
    """

    settings = borough.ground.settings
    operations = Operations(borough.ground, list(borough.services.values()), borough.standing)
    return create_app(
        "Waymark",
        [*(router for service in borough.services.values() for router in service.routers), operations.router()],
        access=borough.access,
        settings=WebSettings(
            council=settings.council,
            secure_cookies=settings.secure_cookies,
            notice=notice,
            paused=paused,
            questions=answering_at(settings.address("TRIAGE_URL")),
            accounts_shown=accounts_shown,
        ),
        lifespan=lifespan_of(workers),
        tally=operations.tally,
    )
