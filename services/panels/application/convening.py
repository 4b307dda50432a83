"""Sees to it, once in each run, that the year ahead is convened; from then on timers keep it so."""

from services.panels.application.calendar import convene_ahead
from services.panels.domain.schedule import Timetable
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context


class Convening:
    """A chore that has work on its first turn only. Sending the commands again does nothing."""

    def __init__(self, timetable: Timetable, clock: Clock, dispatch: Dispatch) -> None:
        self._timetable = timetable
        self._clock = clock
        self._dispatch = dispatch
        self._seen_to = False

    def step(self) -> bool:
        """Convene what is not convened yet; False from the second time on."""
        if self._seen_to:
            return False
        context = Context("panels/convening", "system", new_id())
        for panel in self._timetable.panels:
            for command in convene_ahead(self._timetable, panel, self._clock()):
                self._dispatch(command, context)
        self._seen_to = True
        return True
