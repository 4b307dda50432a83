"""What the pages and calls of panels work with, handed to every router, and the few steps they all take."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from services.panels.application.agenda_desk import AgendaDesk, AgendaVersion
from services.panels.application.ports import Histories
from services.panels.domain.definition import PanelDefinition
from services.panels.domain.meeting import Convened
from services.panels.domain.schedule import Timetable
from services.panels.domain.values.agendas import Agenda, AgendaItem
from services.panels.domain.values.sittings import Sitting, london_day
from services.panels.read_models.agenda import queries
from services.panels.web.access import knows_of, reads_agenda, restricted
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.identifiers import parse_reference
from shared.kernel.personal import Opener
from shared.kernel.refusals import NotFound
from shared.web.cookies import last_position, remember_position
from shared.web.guard import Principal, context_of, principal_of

SERVICE = "panels"


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a router needs. `caught_up(position)` sees that the views show everything up to a position of the
    log (None: its end), and whether they do; `version_at(meeting, position)` is the last agenda frozen by then;
    `next_regular(sitting)` is the panel's next regular meeting after a sitting and after now."""

    dispatch: Dispatch
    record_view: RecordView
    reading: Callable[[], AbstractContextManager[Connection]]
    caught_up: Callable[[int | None], bool]
    version_at: Callable[[str, int], int]
    next_regular: Callable[[Sitting], Sitting]
    clock: Clock
    opener: Opener
    timetable: Timetable
    histories: Histories
    agendas: AgendaDesk

    def today(self) -> date:
        """The day it is in London."""
        return london_day(self.clock())

    def panel_of(self, shown: AgendaVersion) -> PanelDefinition:
        """The panel an agenda belongs to."""
        return self.timetable.panel(shown.sitting.panel)

    def agenda(self, who: Principal, meeting_id: str, version: int | None = None) -> AgendaVersion:
        """The draft, or a circulated version. NotFound where there is none, or none for this person."""
        if version is None:
            shown = self.agendas.draft(meeting_id)
        else:
            shown = self.agendas.version(meeting_id, version)
        if not self.reads(who, self.panel_of(shown)):
            raise NotFound
        return shown

    def viewed(self, request: Request, shown: AgendaVersion) -> None:
        """Record, before anything is sent, that somebody reads the records on an agenda."""
        about = about_all(shown.agenda)
        if about and not restricted(principal_of(request)):
            self.record_view(context_of(request), f"meeting-{shown.sitting.meeting_id}", about, "agenda")

    def viewed_minutes(self, request: Request, meeting_id: str, items: Sequence[AgendaItem]) -> None:
        """Record that somebody reads what a meeting decided about these."""
        about = tuple(dict.fromkeys(referral_id for item in items for referral_id in item.referral_ids))
        if about:
            self.record_view(context_of(request), f"meeting-{meeting_id}", about, "minutes")

    def viewed_case(self, request: Request, item: AgendaItem) -> None:
        """Record that somebody reads one case."""
        self.record_view(context_of(request), f"case-{item.case_id}", item.referral_ids, "case before a panel")

    def meeting(self, meeting_id: str) -> Convened:
        """A meeting as it stands in the log; NotFound where nobody has called it."""
        found = self.histories.meeting(meeting_id)
        if not isinstance(found, Convened):
            raise NotFound
        return found

    def reads(self, who: Principal, panel: PanelDefinition) -> bool:
        """Whether a panel's agendas exist for somebody."""
        return reads_agenda(who, panel, self.timetable.panels.values())

    def panels_known(self, who: Principal) -> Mapping[str, PanelDefinition]:
        """The panels that exist for somebody."""
        every = self.timetable.panels
        return {code: panel for code, panel in every.items() if knows_of(who, panel, every.values())}

    def known_meeting(self, who: Principal, meeting_id: str) -> Convened:
        """A meeting; NotFound also where its panel does not exist for somebody."""
        found = self.meeting(meeting_id)
        if found.sitting.panel not in self.panels_known(who):
            raise NotFound
        return found

    def case_on(self, meeting_id: str, panel: str, typed: str) -> str | None:
        """The case that goes by a reference on a meeting, else its newest before the panel; None if there is none.

        What was heard and is written up late stands on the next agenda by then, and is still the case that was meant.
        """
        reference = parse_reference(typed)
        if reference is None:
            return None
        with self.reading() as connection:
            here = queries.case_on(connection, meeting_id, reference)
            elsewhere = [found.case_id for found in queries.standings(connection, reference) if found.panel == panel]
        return here or next(iter(elsewhere), None)

    def shows_what_was_saved(self, request: Request) -> bool:
        """Whether the views show what this browser saved last, having waited for them if need be."""
        position = last_position(request, SERVICE)
        return position is None or self.caught_up(position)


def about_all(agenda: Agenda) -> tuple[str, ...]:
    """Every referral of every case and action on an agenda."""
    return tuple(dict.fromkeys(referral_id for item in agenda.items for referral_id in item.referral_ids))


def saved(request: Request, address: str, position: int) -> Response:
    """On to the next page, which waits until it shows what was saved."""
    answer = RedirectResponse(address, 303)
    if position:
        remember_position(request, answer, SERVICE, position)
    return answer
