"""Whatever happens in whatever order, everybody referred and not yet heard stands on exactly one coming agenda."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, MetaData, create_engine

from services.panels.adapters.histories import LoggedHistories
from services.panels.application.agenda_desk import AgendaDesk
from services.panels.application.calendar import Calendar, convene_ahead
from services.panels.application.handlers import Gathering, table
from services.panels.application.processes.listing import GRACE, deadlines
from services.panels.domain.case import Awaiting, Heard, Listed
from services.panels.domain.commands import (
    AcceptLateReferral,
    CallSitting,
    CarryOverUnheardCase,
    DecideCase,
    DeferCase,
    MoveCaseToSitting,
)
from services.panels.read_models.agenda import follow, queries
from services.panels.read_models.agenda.tables import TABLES
from shared.kernel.clock import ScriptedClock
from shared.kernel.handling import Command, Timer
from shared.kernel.messages import Fact, Recorded
from shared.kernel.refusals import Refusal
from tests.support.builders.panels import IN_TIME, TIMETABLE, london, marked

PEOPLE = ("person-1", "person-2", "person-3")


class MemoryPanels:
    """Panels with the log in a dictionary and the view in memory: quick enough for many lives."""

    def __init__(self, connection: Connection) -> None:
        self.clock = ScriptedClock(IN_TIME)
        self.streams: dict[str, list[Fact]] = {}
        self.timers: dict[str, Timer] = {}
        self.connection = connection
        self.desk = AgendaDesk(TIMETABLE, lambda meeting_id: queries.inputs(connection, meeting_id))
        self.calendar = Calendar(TIMETABLE, LoggedHistories(self.fold), self.clock)
        self.handlers = table(Gathering(self.calendar, self.desk, lambda: "stranger"))
        self.deadlines = {deadline.kind: deadline for deadline in deadlines(TIMETABLE)}
        self.positions = count(1)
        for command in convene_ahead(TIMETABLE, "marac", IN_TIME):
            self.do(command)

    def fold(self, stream: str, decider: Any) -> tuple[Any, int]:
        facts = self.streams.get(stream, [])
        return decider.fold(facts), len(facts)

    def do(self, command: Command) -> None:
        handler = self.handlers[type(command)]
        gathered = handler.gather(command)
        stream = handler.stream(gathered)
        facts = handler.decide(gathered, self.fold(stream, handler.decider)[0])
        for fact in facts:
            self._append(stream, fact, command.at)
        for timer in handler.timers(facts):
            self.timers[timer.timer_id] = timer

    def pass_days(self, days: float) -> None:
        self.clock.set(self.clock() + timedelta(days=days))
        while due := self._due():
            del self.timers[due.timer_id]
            assert due.due_at is not None
            for command in self.deadlines[due.kind].react(due, due.due_at):
                self.do(command)

    def _due(self) -> Timer | None:
        set_ones = [timer for timer in self.timers.values() if timer.due_at is not None]
        earliest = min(set_ones, key=lambda timer: (timer.due_at, timer.timer_id), default=None)
        return earliest if earliest and earliest.due_at and earliest.due_at <= self.clock() else None

    def _append(self, stream: str, fact: Fact, at: datetime) -> None:
        facts = self.streams.setdefault(stream, [])
        facts.append(fact)
        moment = at.astimezone(UTC).isoformat()
        recorded = Recorded(next(self.positions), stream, len(facts), "", "", 1, moment, moment, b"", fact)
        if type(fact) in follow.VIEW.apply:
            follow.VIEW.apply[type(fact)](self.connection, recorded)


@contextmanager
def running() -> Iterator[MemoryPanels]:
    engine = create_engine("sqlite://")
    metadata = MetaData()
    for each in TABLES:
        each.to_metadata(metadata)
    with engine.connect() as connection:
        metadata.create_all(connection)
        yield MemoryPanels(connection)
    engine.dispose()


def choose(panels: MemoryPanels, person: str, what: str, numbers: Iterator[int]) -> None:
    """One thing somebody tries; it may be refused, which changes nothing."""
    now = panels.clock()
    case_id = marked(0, person).case_id
    case = panels.calendar.histories.case(case_id)
    if what == "refer":
        panels.do(marked(next(numbers), person, at=now))
    if not isinstance(case, Listed | Awaiting):
        return
    where: dict[str, Any] = {"at": now, "case_id": case_id, "meeting_id": case.sitting.meeting_id}
    if what == "accept":
        panels.do(AcceptLateReferral(**where, reason="Asked."))
    elif what == "defer":
        panels.do(DeferCase(**where, reason="Asked.", interim_note="In refuge.", signed_off_by="account-chair"))
    elif what == "emergency":
        starts_at = london(now.date() + timedelta(days=2), 9)
        panels.do(CallSitting(at=now, panel="marac", kind="emergency", starts_at=starts_at))
        sitting = TIMETABLE.extra_sitting("marac", "emergency", starts_at, now)
        panels.do(MoveCaseToSitting(**where, sitting_id=sitting.meeting_id, reason="Tonight."))
    elif what == "decide":
        panels.do(DecideCase(**where, decision="actions_agreed", inquorate_reason="Few came."))
    elif what == "ask early":
        panels.do(CarryOverUnheardCase(**where))


def agendas_with(panels: MemoryPanels, case_id: str) -> list[str]:
    """Every coming or just passed meeting on whose agenda a case stands to be heard."""
    earliest = panels.clock() - GRACE
    meetings = [
        fact.meeting_id  # type: ignore[attr-defined]  # the first fact of a meeting's stream names it
        for stream, (fact, *_) in panels.streams.items()
        if stream.startswith("meeting-")
    ]
    shown = [panels.desk.draft(meeting_id) for meeting_id in meetings]
    return [
        found.sitting.meeting_id
        for found in shown
        if found.sitting.starts_at > earliest
        for item in found.agenda.cases
        if item.case_id == case_id and item.section.startswith("new_cases")
    ]


WHAT = ("refer", "refer", "accept", "defer", "emergency", "decide", "ask early")
steps = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(WHAT), st.sampled_from((0.0, 0.1, 1.0, 6.0, 20.0))),
    min_size=3,
    max_size=15,
)


@pytest.mark.slow
@settings(max_examples=60)
@given(steps)
def test_everybody_not_yet_heard_stands_on_exactly_one_agenda(story: Sequence[tuple[str, str, float]]) -> None:
    numbers = count(1)
    with running() as panels:
        for person, what, days in story:
            with suppress(Refusal):
                choose(panels, person, what, numbers)
            panels.pass_days(days)
        for person in PEOPLE:
            case_id = marked(0, person).case_id
            case = panels.calendar.histories.case(case_id)
            if isinstance(case, Listed | Awaiting):
                assert agendas_with(panels, case_id) == [case.sitting.meeting_id]
                assert case.sitting.starts_at + GRACE > panels.clock()
            elif isinstance(case, Heard):
                assert all(case.decided.meeting_id == found for found in agendas_with(panels, case_id))


def test_a_case_whose_timer_was_lost_would_be_noticed() -> None:
    with running() as panels:
        panels.do(marked(1, PEOPLE[0]))
        panels.timers.clear()
        panels.pass_days(60)
        case_id = marked(1, PEOPLE[0]).case_id
        assert agendas_with(panels, case_id) == []
