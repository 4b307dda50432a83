"""What panels need from outside, as protocols."""

from typing import Protocol

from services.panels.domain.case import Case
from services.panels.domain.meeting import Meeting
from services.panels.domain.values.agendas import AgendaInputs


class Histories(Protocol):
    """The panels' own log, folded: what is so at this moment, not what a view has caught up with."""

    def case(self, case_id: str) -> Case:
        """A person's case before a panel."""
        ...

    def meeting(self, meeting_id: str) -> Meeting:
        """A meeting."""
        ...


class AgendaSource(Protocol):
    """Gathers what an agenda is built from.

    It waits until the view has caught up with the log, so that no agenda is frozen without a case just listed.
    """

    def __call__(self, meeting_id: str) -> AgendaInputs | None:
        """None where there is no such meeting."""
        ...


class MintPerson(Protocol):
    """Makes a key for somebody unknown, so that words about a case have something to be sealed under."""

    def __call__(self) -> str:
        """The id of that person."""
        ...
