"""Where cases of abuse are worked on: which handling counts, since when, what of it is open and due."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.triage.application.vawg_handlers import VawgGround
from services.triage.domain.events import AssessmentOpened
from services.triage.domain.state import Assessed, Closed
from services.triage.domain.vawg import transfer
from services.triage.domain.vawg.figures import Figures
from services.triage.domain.vawg.file import ABUSE, AbuseFile, Settled, applies, counts, is_open
from services.triage.domain.vawg.handling import Handling, Step, due_at
from shared.kernel.messages import Recorded
from shared.kernel.working_days import WorkingDays

_IMPORT = "import"


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step as it stands: what became of it last, whether it is open, and when it is due."""

    step: Step
    settled: Settled | None
    open: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Handled:
    """One handling that counts in a case, since it was known."""

    handling: Handling
    since: datetime
    steps: Sequence[StepShown]


@dataclass(frozen=True, slots=True)
class VawgRoom:
    """Reads what stands; whatever is done goes through commands."""

    ground: VawgGround
    calendar: WorkingDays
    figures: Callable[[], Figures]

    def file(self, story: Sequence[Recorded]) -> AbuseFile:
        """The file of a case, from the stream of its assessment."""
        return ABUSE.fold(recorded.fact for recorded in story)

    def handled(self, story: Sequence[Recorded], now: datetime) -> list[Handled]:
        """Every handling that counts in the case, by the editions in force now."""
        editions = list(self.ground.handlings.on(now.date()).values())
        since: dict[str, datetime] = {}
        file = ABUSE.initial
        for recorded in story:
            file = ABUSE.evolve(file, recorded.fact)
            for handling in editions:
                if handling.code not in since and applies(handling, file):
                    since[handling.code] = _known_at(recorded)
        return [self._handled(each, file, since[each.code]) for each in editions if each.code in since]

    def due(self, story: Sequence[Recorded], now: datetime) -> list[tuple[datetime, str]]:
        """What of the handling is open and has a clock; nothing on a closed case or on one from an extract."""
        file = self.file(story)
        standing = file.standing
        if not isinstance(standing, Assessed) or isinstance(standing, Closed):
            return []
        if standing.referral.origin == _IMPORT or not standing.case_open:
            return []
        steps = [
            (shown.due_at, shown.step.says)
            for each in self.handled(story, now)
            for shown in each.steps
            if shown.open and shown.due_at is not None
        ]
        return [*steps, *self._moving(file), *self._in_court(file)]

    def _moving(self, file: AbuseFile) -> Iterator[tuple[datetime, str]]:
        """What of a transfer is still to be done."""
        moving = transfer.running(file)
        if moving is None:
            return
        begun = moving.requested_at
        clocks = self.ground.transfers.on(begun.date()).working_days
        there = self.ground.transfers.on(begun.date()).areas.get(moving.area, moving.area)
        out = moving.direction == "out"
        if moving.pack_at is None or moving.missing:
            says = f"Send the pack to {there}" if out else f"Ask {there} for what the pack lacks"
            yield self._after(begun, clocks.pack), says
        elif not moving.acknowledged:
            says = f"Have {there} acknowledge the pack" if out else f"Tell {there} that we have the pack"
            yield self._after(moving.pack_at, clocks.acknowledged), says
        if not moving.handed_over:
            yield self._after(begun, clocks.support), f"Have the adviser speak to the adviser in {there}"
        if not out and not moving.risk_looked_at:
            yield self._after(begun, clocks.risk), "Assess the risk anew: it can rise or fall with a move"

    @staticmethod
    def _in_court(file: AbuseFile) -> Iterator[tuple[datetime, str]]:
        """Each hearing of which nothing is recorded yet, due on its day."""
        for each in file.hearings:
            if each.held is None:
                yield each.hearing_at, "Hearing in court; record what came of it"

    def _after(self, since: datetime, working_days: int) -> datetime:
        at = due_at(Step(code="transfer", says="transfer", working_days=working_days), since, self.calendar)
        assert at is not None
        return at

    def _handled(self, handling: Handling, file: AbuseFile, since: datetime) -> Handled:
        steps = [
            StepShown(
                step=step,
                settled=file.settled.get((handling.code, step.code)),
                open=is_open(handling, step, file),
                due_at=due_at(step, since, self.calendar),
            )
            for step in handling.steps
            if counts(step, file) or (handling.code, step.code) in file.settled
        ]
        return Handled(handling=handling, since=since, steps=steps)


def _known_at(recorded: Recorded) -> datetime:
    """What came with the referral was known when it was received."""
    fact = recorded.fact
    return fact.referral.received_at if isinstance(fact, AssessmentOpened) else recorded.recorded_at
