"""What can be asked of the cohort of a walled panel."""

from datetime import date

from pydantic import Field

from services.panels.domain.definition import PanelDefinition
from shared.kernel.handling import Command


class OnCohort(Command):
    """Something about one entry of a panel's cohort. `on` is the day from which it is so."""

    panel: str
    entry_id: str
    on: date | None = None


class EnterCohort(OnCohort):
    """Take somebody into the cohort."""

    name: str = Field(default="", repr=False)
    born: date | None = Field(default=None, repr=False)
    status: str = Field(default="", repr=False)
    track: str = Field(default="", repr=False)
    grade: str = Field(default="", repr=False)
    reasons: tuple[str, ...] = Field(default=(), repr=False)
    lead: str = Field(default="", repr=False)
    review_on: date | None = None


class EnterCohortAs(EnterCohort):
    """... under this person's key, by the panel's terms of reference."""

    person_id: str
    definition: PanelDefinition
    today: date


class NoteStanding(OnCohort):
    """Note how somebody stands; `heard` where the board has looked at it."""

    status: str = Field(default="", repr=False)
    track: str = Field(default="", repr=False)
    grade: str = Field(default="", repr=False)
    reasons: tuple[str, ...] = Field(default=(), repr=False)
    lead: str = Field(default="", repr=False)
    review_on: date | None = None
    heard: bool = False


class NoteStandingBy(NoteStanding):
    """... by the panel's terms of reference."""

    definition: PanelDefinition
    today: date


class LeaveCohort(OnCohort):
    """Note that somebody has left the cohort."""

    exit: str = Field(default="", repr=False)


class LeaveCohortBy(LeaveCohort):
    """... by the panel's terms of reference."""

    definition: PanelDefinition
    today: date
