"""Which decision answers which command about a cohort; what stands is opened here, for the decision alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.panels.application.ports import MintPerson
from services.panels.domain.cohort import COHORT, Entry, enter_cohort, leave_cohort, note_standing
from services.panels.domain.cohort_commands import (
    EnterCohort,
    EnterCohortAs,
    LeaveCohort,
    LeaveCohortBy,
    NoteStanding,
    NoteStandingBy,
    OnCohort,
)
from services.panels.domain.cohort_events import Sheet
from services.panels.domain.schedule import Timetable
from services.panels.domain.values.sittings import london_day
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact
from shared.kernel.personal import Opener
from shared.kernel.sealed import unsealed

# A stream by this name is shown on no page of history and stands in no story.
STREAM = "cohort-"


def is_walled(stream: str) -> bool:
    """Whether a stream is a cohort's."""
    return stream.startswith(STREAM)


@dataclass(frozen=True, slots=True)
class CohortGround:
    """What decisions about a cohort need from outside."""

    timetable: Timetable
    opener: Opener
    mint: MintPerson

    def terms(self, command: OnCohort) -> dict[str, Any]:
        """The panel's terms of reference and the day in London."""
        return {"definition": self.timetable.panel(command.panel), "today": london_day(command.at)}

    def sheet(self, state: Entry) -> Sheet | None:
        """The sheet as it stands; None where there is none, or the person was forgotten."""
        return unsealed(self.opener, state.noted[-1].told, Sheet) if state.noted else None


def cohort_commands(ground: CohortGround) -> Mapping[type[Command], Handler]:
    """The table; about no referral, so that nothing about a cohort is joined to a case anywhere."""

    def of(decide: Callable[[Any, Entry], Sequence[Fact]], gather: Callable[[Any], Any]) -> Handler:
        return Handler(
            decider=COHORT,
            stream=lambda command: f"{STREAM}{command.entry_id}",
            decide=decide,
            about=lambda command, state: (),
            gather=gather,
        )

    def entering(command: EnterCohort) -> EnterCohortAs:
        return EnterCohortAs(**dict(command), **ground.terms(command), person_id=ground.mint())

    return {
        EnterCohort: of(enter_cohort, entering),
        NoteStanding: of(
            lambda command, state: note_standing(command, state, ground.sheet(state)),
            lambda command: NoteStandingBy(**dict(command), **ground.terms(command)),
        ),
        LeaveCohort: of(
            lambda command, state: leave_cohort(command, state, ground.sheet(state)),
            lambda command: LeaveCohortBy(**dict(command), **ground.terms(command)),
        ),
    }
