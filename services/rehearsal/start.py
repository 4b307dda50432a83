"""What `python -m services` starts with: the clock, the workers and the banner of a rehearsal, or of the real thing."""

from collections.abc import Callable
from dataclasses import dataclass

from services.one_process import Borough
from shared.kernel.clock import Clock, system_clock
from shared.runtime.settings import Settings
from shared.runtime.worker import Workers


@dataclass(frozen=True, slots=True)
class Start:
    """How one process begins."""

    settings: Settings
    clock: Clock
    notice: Callable[[], str | None]

    def workers(self, borough: Borough) -> Workers:
        """The work that goes on beside the pages."""
        return borough.workers()


def prepare(settings: Settings, wanted: bool) -> Start:
    """The real thing, on the system's clock."""
    return Start(settings, system_clock, lambda: None)
