"""Where support is worked on: the file of a case, what is due, what the day's practice says, and the registers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.triage.domain.asb.law import InForce
from services.triage.domain.support.due import Due, due_on
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.folding import SUPPORT
from services.triage.domain.support.practice import HousingLaw, SupportPractice
from services.triage.domain.support.registers import Advisers, Refuges
from shared.kernel.messages import Recorded


@dataclass(frozen=True, slots=True)
class SupportRoom:
    """Reads what stands; whatever is done goes through commands."""

    practices: InForce[SupportPractice]
    laws: InForce[HousingLaw]
    advisers: Callable[[], Advisers]
    refuges: Callable[[], Refuges]

    def file(self, story: Sequence[Recorded]) -> SupportFile:
        """The file of a case, from the stream of its assessment."""
        return SUPPORT.fold(recorded.fact for recorded in story)

    def due(self, file: SupportFile, now: datetime) -> list[Due]:
        """What is due in a case."""
        return due_on(file, now)

    def practice(self, day: date) -> SupportPractice | None:
        """The practice of a day."""
        return self.practices.on(day)

    def law(self, day: date) -> HousingLaw | None:
        """The law of priority need of a day."""
        return self.laws.on(day)
