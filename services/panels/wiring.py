"""Puts panels together; the only place that assembles it."""

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter

from services.panels.adapters.histories import LoggedHistories
from services.panels.adapters.panel_files import load_panels
from services.panels.application.agenda_desk import AgendaDesk
from services.panels.application.calendar import Calendar
from services.panels.application.convening import Convening
from services.panels.application.handlers import Gathering, table
from services.panels.application.policies import policies
from services.panels.application.ports import AgendaSource
from services.panels.application.processes.listing import deadlines
from services.panels.application.publication import PUBLISH
from services.panels.domain.events import FACTS, AgendaCirculated
from services.panels.domain.schedule import Timetable
from services.panels.domain.upcasts import UPCASTS
from services.panels.domain.values.agendas import AgendaInputs
from services.panels.read_models import actions, calendar, decisions
from services.panels.read_models.agenda import follow, queries
from services.panels.web import api, steps_api
from services.panels.web.desk import Desk
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.identifiers import new_id
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.dispatch import Dispatcher
from shared.runtime.ground import Ground, Opened, assemble, open_service
from shared.runtime.service import Chore, Service

_VIEWS = (follow.VIEW, calendar.VIEW, decisions.VIEW, actions.VIEW)


def build_panels(ground: Ground) -> Service:
    """The MARAC and the Community MARAC, on their calendars."""
    timetable = Timetable(load_panels(), england_and_wales())
    opened = open_service(ground, "panels", FACTS, UPCASTS, _VIEWS)
    histories = LoggedHistories(opened.store.fold)
    dates = Calendar(timetable, histories, ground.clock)
    agendas = AgendaDesk(timetable, _agenda_source(opened))

    def mint() -> str:
        person_id = new_id()
        ground.keyring.mint(person_id)
        return person_id

    handlers = table(Gathering(dates, agendas, mint))
    convening = Convening(timetable, ground.clock, Dispatcher(opened.name, opened.store, handlers))

    def routers(dispatch: Dispatch, record_view: RecordView) -> Sequence[APIRouter]:
        desk = Desk(
            dispatch=dispatch,
            record_view=record_view,
            reading=opened.views.reading,
            caught_up=partial(_caught_up, opened),
            version_at=partial(_version_at, opened),
            next_regular=lambda sitting: dates.next_after(sitting.panel, dates.now(sitting.starts_at)),
            clock=ground.clock,
            opener=ground.keyring,
            timetable=timetable,
            histories=histories,
            agendas=agendas,
        )
        return [api.router(desk), steps_api.router(desk)]

    return assemble(
        ground,
        opened,
        handlers,
        policies(timetable),
        PUBLISH,
        deadlines(timetable),
        routers=routers,
        chores=(Chore("convening", convening.step),),
    )


def _caught_up(opened: Opened, position: int | None) -> bool:
    """The views are brought to the end of the log here and now: whoever follows beside us is not disturbed by it."""
    opened.views.catch_up()
    return True


def _version_at(opened: Opened, meeting_id: str, position: int) -> int:
    """The last agenda of a meeting that was frozen up to a position of the log; 0 where none was."""
    facts = opened.store.stream(f"meeting-{meeting_id}", until_position=position)
    versions = [each.fact.agenda_version for each in facts if isinstance(each.fact, AgendaCirculated)]
    return max(versions, default=0)


def _agenda_source(opened: Opened) -> AgendaSource:
    """What an agenda is built from, with every case listed up to this moment."""

    def gathered(meeting_id: str) -> AgendaInputs | None:
        opened.views.catch_up()
        with opened.views.reading() as connection:
            return queries.inputs(connection, meeting_id)

    return gathered
