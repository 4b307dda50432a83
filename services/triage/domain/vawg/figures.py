"""What the police and the provider of support count, beside what we do: by quarter, each for itself, never added up."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from pydantic import Field

from services.triage.domain.vawg.commands import Code
from services.triage.domain.vawg.court import quarter_of
from services.triage.domain.vawg.refusals import NotYetHappened
from shared.kernel.decider import Decider
from shared.kernel.handling import Command
from shared.kernel.messages import Fact, FactType, State
from shared.kernel.refusals import FieldError, InvalidInput

_LONDON = ZoneInfo("Europe/London")
POLICE, PROVIDER, OURS = "police", "provider", "ours"

MEASURES = (
    "domestic_abuse",
    "sexual_violence",
    "stalking_and_harassment",
    "forced_marriage",
    "female_genital_mutilation",
    "honour_based",
    "faith_based",
    "hate",
    "repeat_marac",
    "repeat_sexual_violence",
)
"""What is counted: referrals in which each was seen, and repeats that were found."""


class FigureRecorded(Fact, frozen=True, kw_only=True):
    """What one source counted in one quarter, as published on a day. A later one revises it and takes nothing away."""

    source: str
    year: int
    quarter: int
    measure: str
    count: int
    published_on: date
    recorded_by: str


FIGURE_FACTS: tuple[FactType, ...] = (
    FactType(
        "triage.figure_recorded",
        1,
        FigureRecorded,
        "Counted by the {source}, quarter {quarter} of {year}, {measure}: {count}.",
    ),
)


class RecordFigure(Command):
    """Enter what another source counted."""

    by: str
    source: Literal["police", "provider"]
    year: int = Field(ge=2000, le=2100)
    quarter: int = Field(ge=1, le=4)
    measure: Code
    count: int = Field(ge=0)
    published_on: date


class Figures(State, frozen=True, kw_only=True):
    """Every figure by source, year, quarter and measure, the newest of each last."""

    given: dict[tuple[str, int, int, str], tuple[FigureRecorded, ...]] = msgspec.field(default_factory=dict)

    def latest(self, source: str, year: int, quarter: int, measure: str) -> FigureRecorded | None:
        """What stands; None where nothing was given, which is not nought."""
        found = self.given.get((source, year, quarter, measure), ())
        return max(found, key=lambda each: each.published_on, default=None)

    def revised(self, source: str, year: int, quarter: int, measure: str) -> bool:
        """Whether an earlier figure was another."""
        return len({each.count for each in self.given.get((source, year, quarter, measure), ())}) > 1


def evolve(state: Figures, fact: Fact) -> Figures:
    """The figures after one more fact."""
    if not isinstance(fact, FigureRecorded):
        return state
    key = (fact.source, fact.year, fact.quarter, fact.measure)
    return msgspec.structs.replace(state, given={**state.given, key: (*state.given.get(key, ()), fact)})


FIGURES: Decider[Figures] = Decider(Figures(), evolve)


def record_figure(command: RecordFigure, state: Figures) -> Sequence[Fact]:
    """Enter a figure. Nobody has counted a quarter that is not over on the day it was published."""
    if command.measure not in MEASURES:
        raise InvalidInput([FieldError("/measure", "unknown_value", "Choose what was counted.")])
    if command.published_on > command.at.astimezone(_LONDON).date():
        raise NotYetHappened
    if quarter_of(command.published_on) <= (command.year, command.quarter):
        early = "It was published before the quarter was over. Correct the quarter or the day."
        raise InvalidInput([FieldError("/published", "too_early", early)])
    fact = FigureRecorded(recorded_by=command.by, **command.model_dump(exclude={"at", "by"}))
    same = state.given.get((fact.source, fact.year, fact.quarter, fact.measure), ())
    return [] if any((each.count, each.published_on) == (fact.count, fact.published_on) for each in same) else [fact]
