"""Puts panels together; the only place that assembles them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import APIRouter

from services.panels.adapters.histories import LoggedHistories
from services.panels.adapters.panel_files import load_panels
from services.panels.application.agenda_desk import AgendaDesk
from services.panels.application.calendar import Calendar, convene_ahead
from services.panels.application.cohort import CohortGround, cohort_commands, is_walled
from services.panels.application.handlers import Gathering, table
from services.panels.application.policies import policies
from services.panels.application.processes.listing import deadlines
from services.panels.application.publication import PUBLISH
from services.panels.domain import case, meeting, people
from services.panels.domain.events import FACTS, AgendaCirculated
from services.panels.domain.schedule import Timetable
from services.panels.domain.upcasts import UPCASTS
from services.panels.domain.values.agendas import AgendaInputs
from services.panels.domain.values.sittings import Sitting
from services.panels.read_models import actions, bandings, calendar, cohort, decisions
from services.panels.read_models.agenda import follow, queries
from services.panels.web.access import HISTORIANS
from services.panels.web.desk import SERVICE, Desk
from services.panels.web.routers import routers
from services.panels.web.words import PAGES
from shared.event_store.store import EventStore
from shared.event_store.views import ViewStore
from shared.kernel.decider import Decider
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, Recorded
from shared.kernel.refusals import Unavailable
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.dispatch import Dispatcher
from shared.runtime.facts import own_facts
from shared.runtime.ground import Ground, Opened, assemble, open_service
from shared.runtime.service import Chore, Service
from shared.web.history_pages import fold_by, history_router

VIEWS = (follow.VIEW, calendar.VIEW, decisions.VIEW, actions.VIEW, bandings.VIEW, cohort.VIEW)
_DECIDERS: Mapping[str, Decider[Any]] = {
    "case": case.DECIDER,
    "meeting": meeting.DECIDER,
    "people": people.PAIR,
    "named": people.NAMED,
}
_SENTENCES = {kind.shape: kind.staff for kind in (*FACTS, *own_facts(SERVICE))}
# How long a page, or the freezing of an agenda, waits until the views show what was just saved.
_PATIENCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Gathered:
    """What agendas are built from, from views that have come to the end of the log.

    `to_freeze`: everything or nothing, since an agenda frozen without a case just listed would leave somebody out.
    """

    store: EventStore
    views: ViewStore
    to_freeze: bool

    def __call__(self, meeting_id: str) -> AgendaInputs | None:
        """None where there is no such meeting. Raises Unavailable."""
        if not self.views.wait_for(self.store.head(), _PATIENCE_SECONDS) and self.to_freeze:
            raise Unavailable("The agenda is being brought up to date. Try again in a moment.")
        with self.views.reading() as connection:
            return queries.inputs(connection, meeting_id)


@dataclass(slots=True)
class ConveningAhead:
    """Once in each process: the meetings of the year ahead are called; after that timers keep it so."""

    calendar: Calendar
    dispatch: Dispatch
    done: bool = field(default=False)

    def step(self) -> bool:
        """Whether anything was called. A meeting that stands as it should is left alone, so a restart costs little."""
        if self.done:
            return False
        context, timetable, called = Context(f"{SERVICE}/start", "system", new_id()), self.calendar.timetable, 0
        for panel in timetable.panels:
            for command in convene_ahead(timetable, panel, self.calendar.clock()):
                given, due = self.calendar.sitting(command.meeting_id), timetable.sitting(panel, command.scheduled_on)
                if given is None or given.starts_at != due.starts_at:
                    called += bool(self.dispatch(command, context).facts)
        self.done = True
        return called > 0


def build_panels(ground: Ground) -> Service:
    """Panels under the definitions that ship with them. Raises BadPanelFile where one cannot be used."""
    timetable = Timetable(load_panels(), england_and_wales())
    opened = open_service(ground, SERVICE, FACTS, UPCASTS, VIEWS)
    dates = Calendar(timetable, LoggedHistories(opened.store.fold), ground.clock)
    to_freeze = AgendaDesk(timetable, Gathered(opened.store, opened.views, to_freeze=True))
    commands = {
        **table(Gathering(dates, to_freeze, partial(_mint, ground))),
        **cohort_commands(CohortGround(timetable, ground.keyring, partial(_mint, ground))),
    }

    def made(dispatch: Dispatch, record_view: RecordView) -> Sequence[APIRouter]:
        desk = _desk(ground, opened, dates, dispatch, record_view)
        return [*routers(desk), _history(opened, record_view)]

    convening = ConveningAhead(dates, Dispatcher(SERVICE, opened.store, commands))
    return assemble(
        ground,
        opened,
        commands,
        policies(timetable),
        PUBLISH,
        deadlines(timetable),
        routers=made,
        chores=(Chore("convene", convening.step),),
    )


def _desk(ground: Ground, opened: Opened, dates: Calendar, dispatch: Dispatch, record_view: RecordView) -> Desk:
    def next_regular(sitting: Sitting) -> Sitting:
        return dates.next_after(sitting.panel, dates.now(sitting.starts_at))

    return Desk(
        dispatch=dispatch,
        record_view=record_view,
        reading=opened.views.reading,
        caught_up=partial(_caught_up, opened),
        version_at=partial(_version_at, opened),
        next_regular=next_regular,
        clock=ground.clock,
        opener=ground.keyring,
        timetable=dates.timetable,
        histories=dates.histories,
        agendas=AgendaDesk(dates.timetable, Gathered(opened.store, opened.views, to_freeze=False)),
    )


def _caught_up(opened: Opened, position: int | None) -> bool:
    wanted = opened.store.head() if position is None else position
    return opened.views.wait_for(wanted, _PATIENCE_SECONDS)


def _mint(ground: Ground) -> str:
    person_id = new_id()
    ground.keyring.mint(person_id)
    return person_id


def _version_at(opened: Opened, meeting_id: str, position: int) -> int:
    facts = opened.store.stream(f"meeting-{meeting_id}", until_position=position)
    return max((each.fact.agenda_version for each in facts if isinstance(each.fact, AgendaCirculated)), default=0)


def _history(opened: Opened, record_view: RecordView) -> APIRouter:
    return history_router(
        SERVICE,
        pages=PAGES,
        roles=HISTORIANS,
        read=lambda stream: () if is_walled(stream) else opened.store.stream(stream),
        fold=fold_by(_DECIDERS),
        tell=_tell,
        streams_about=partial(_streams_about, opened),
        record_view=record_view,
    )


def _tell(recorded: Recorded) -> str:
    members = {name: getattr(recorded.fact, name) for name in recorded.fact.__struct_fields__}
    return _SENTENCES[type(recorded.fact)].format_map(members)


def _streams_about(opened: Opened, reference: str) -> Sequence[str]:
    """The case, and every meeting on which one of its hearings stands."""
    with opened.views.reading() as connection:
        found = queries.standings(connection, reference)
    cases = [f"case-{standing.case_id}" for standing in found]
    meetings = [f"meeting-{standing.meeting.meeting_id}" for standing in found]
    return list(dict.fromkeys((*cases, *meetings)))
