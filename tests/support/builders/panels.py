"""Parts for the tests of panels: referrals and meetings with sensible defaults, and a little panels service that runs.

The shipped definitions are used throughout, on the days of the example: the MARAC of Wednesday 16 December 2026 at
10:00, whose referrals close on Friday the 4th and whose agenda circulates on Monday the 7th.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from services.panels.adapters.histories import LoggedHistories
from services.panels.adapters.panel_files import load_panels
from services.panels.application.agenda_desk import AgendaDesk, AgendaVersion
from services.panels.application.calendar import Calendar, convene_ahead
from services.panels.application.handlers import Gathering, table
from services.panels.application.processes.listing import deadlines
from services.panels.domain.commands import DecideCase, ListCase, RecordAttendance
from services.panels.domain.events import FACTS, CaseListed, CaseReferred, MeetingConvened
from services.panels.domain.schedule import Timetable, case_id
from services.panels.domain.upcasts import UPCASTS
from services.panels.domain.values.agendas import AgendaInputs
from services.panels.domain.values.referrals import Basis, Involved, Referral
from services.panels.domain.values.sittings import LONDON, Attendee, Sitting
from services.panels.read_models import actions, calendar, decisions
from services.panels.read_models.agenda import follow, queries
from shared.delivery.timers import Timers
from shared.event_store.databases import open_database
from shared.event_store.engine import open_store
from shared.event_store.keyring import open_keyring
from shared.event_store.views import ViewStore
from shared.kernel.clock import ScriptedClock
from shared.kernel.handling import Command
from shared.kernel.identifiers import reference_from
from shared.kernel.messages import Context, Fact
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.dispatch import Dispatcher, Done

TIMETABLE = Timetable(load_panels(), england_and_wales())
MARAC = TIMETABLE.panel("marac")
CMARAC = TIMETABLE.panel("cmarac")

# Two weeks before the deadline, in time for the example's meeting and after the one before it.
IN_TIME = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
LATE = datetime(2026, 12, 7, 8, 41, tzinfo=UTC)
DECEMBER = TIMETABLE.sitting("marac", date(2026, 12, 16))
JANUARY = TIMETABLE.sitting("marac", date(2027, 1, 6))
AFTER_DECEMBER = datetime(2026, 12, 16, 14, 0, tzinfo=UTC)

BASIS = Basis(
    lawful_basis="public_task",
    condition="safeguarding",
    consent="not_sought",
    police="unknown",
    wording="2018-05-25",
)
VICTIM, OTHER_VICTIM, PERPETRATOR = "person-victim", "person-other", "person-perpetrator"
COORDINATOR = Context(actor="account-coordinator", role="panel_coordinator", correlation_id="story-1")

QUORATE = (
    Attendee(agency="police", capacity="chair", signed=True),
    *(
        Attendee(agency=code, signed=True)
        for code in ("idva", "housing", "health", "probation", "education", "hospital", "refuge")
    ),
)


def london(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A London clock time on a day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def a_referral(number: int = 1, **changes: Any) -> Referral:
    """A referral with its own id and reference; adults only unless said."""
    members: dict[str, Any] = {
        "referral_id": f"referral-{number}",
        "reference": reference_from(number),
        "received_at": IN_TIME,
        "criteria": ("visible_high_risk",),
        "priority": "urgent",
        "children_in_household": "no",
        "children": 0,
        "referring_agency": "police",
        "basis": BASIS,
    }
    return Referral(**members | changes)


def marked(number: int = 1, subject_id: str | None = VICTIM, panel: str = "marac", **changes: Any) -> ListCase:
    """Triage has marked a referral; `at` is when."""
    at = changes.pop("at", IN_TIME)
    referral = a_referral(number, **{"received_at": at} | changes)
    return ListCase(at=at, panel=panel, subject_id=subject_id, referral=referral)


def a_referred_case(number: int = 1, **changes: Any) -> CaseReferred:
    """The fact that opens the first hearing."""
    members: dict[str, Any] = {
        "case_id": case_id("marac", VICTIM, f"referral-{number}"),
        "panel": "marac",
        "hearing": 1,
        "reference": reference_from(number),
        "subject_id": VICTIM,
        "voice_id": VICTIM,
        "repeat": False,
        "referral": a_referral(number),
    }
    return CaseReferred(**members | changes)


def a_listed_case(sitting: Sitting = DECEMBER, **changes: Any) -> tuple[Fact, ...]:
    """Referred in time and on an agenda."""
    referred = a_referred_case(**changes)
    return (referred, CaseListed(**naming(referred), sitting=sitting))


def naming(referred: CaseReferred) -> dict[str, Any]:
    """The members by which later facts name the hearing."""
    return {
        "case_id": referred.case_id,
        "panel": referred.panel,
        "hearing": referred.hearing,
        "referral_id": referred.referral.referral_id,
        "reference": referred.reference,
    }


def convened(sitting: Sitting = DECEMBER) -> MeetingConvened:
    """The fact that calls a meeting."""
    return MeetingConvened(
        meeting_id=sitting.meeting_id, panel=sitting.panel, sitting=sitting, definition_on=date(2026, 4, 1)
    )


def a_person(person_id: str, *roles: str) -> Involved:
    """Somebody in a case, without a name."""
    return Involved(person_id=person_id, roles=roles)


class RunningPanels:
    """Panels on a real log and real views, without pages; time moves only when told."""

    def __init__(self, folder: Path, timetable: Timetable = TIMETABLE, now: datetime = IN_TIME) -> None:
        self.clock = ScriptedClock(now)
        self.keyring = open_keyring(f"sqlite:///{folder}/keyring.sqlite", lambda _: b"\x01" * 32, self.clock)
        for person in (VICTIM, OTHER_VICTIM, PERPETRATOR):
            self.keyring.mint(person)
        log = f"sqlite:///{folder / 'panels.sqlite'}"
        self.store = open_store(log, FACTS, UPCASTS, self.keyring.seal, self.clock, self.keyring.flush)
        views = (follow.VIEW, calendar.VIEW, decisions.VIEW, actions.VIEW)
        self.views = ViewStore(
            open_database(f"sqlite:///{folder}/panels.views.sqlite", "DATABASE_URL"), self.store, views
        )
        self.desk = AgendaDesk(timetable, self._gathered)
        self.calendar = Calendar(timetable, LoggedHistories(self.store.fold), self.clock)
        self.handlers = table(Gathering(self.calendar, self.desk, self._minted))
        self.dispatch = Dispatcher("panels", self.store, self.handlers)
        self.timers = Timers("panels", self.store, deadlines(timetable), self.dispatch, self.clock)
        self._strangers = 0

    def do(self, *commands: Command) -> list[Done]:
        """Carry commands out, one after the other; the views follow."""
        done = [self.dispatch(command, COORDINATOR) for command in commands]
        self.views.catch_up()
        return done

    def facts(self) -> list[Fact]:
        """Everything in the log."""
        return [recorded.fact for recorded in self.store.page(0, 10_000)]

    def convene(self, panel: str = "marac") -> None:
        """The year ahead."""
        self.do(*convene_ahead(self.calendar.timetable, panel, self.clock()))

    def list_person(self, person_id: str, number: int, **changes: Any) -> str:
        """Mint somebody, mark her for the MARAC, and return her case's id."""
        self.keyring.mint(person_id)
        command = marked(number, person_id, at=changes.pop("at", self.clock()), **changes)
        self.do(command)
        return command.case_id

    def hear(self, case: str, meeting_id: str, **changes: Any) -> None:
        """A quorate meeting decides a case."""
        at = self.clock()
        decided = {"decision": "actions_agreed", "text": "The locks are changed."} | changes
        self.do(
            RecordAttendance(at=at, meeting_id=meeting_id, attendees=QUORATE),
            DecideCase(at=at, case_id=case, meeting_id=meeting_id, **decided),
        )

    def pass_to(self, moment: datetime) -> None:
        """Time passes: whatever falls due meanwhile is done."""
        self.clock.set(moment)
        while self.timers.step():
            pass
        self.views.catch_up()

    def agenda(self, meeting_id: str = DECEMBER.meeting_id) -> AgendaVersion:
        """The draft as it stands."""
        return self.desk.draft(meeting_id)

    def case_references(self, meeting_id: str = DECEMBER.meeting_id) -> list[str | None]:
        """Every case on an agenda, the overflow's last."""
        return [item.case_reference for item in self.agenda(meeting_id).agenda.cases]

    def _gathered(self, meeting_id: str) -> AgendaInputs | None:
        self.views.catch_up()
        with self.views.reading() as connection:
            return queries.inputs(connection, meeting_id)

    def _minted(self) -> str:
        self._strangers += 1
        person_id = f"stranger-{self._strangers}"
        self.keyring.mint(person_id)
        return person_id


def sections(agenda: AgendaVersion) -> dict[str, Sequence[str | None]]:
    """Case references by section code, for sections that hold any."""
    return {
        section.code: [item.case_reference for item in section.items]
        for section in agenda.agenda.sections
        if section.items
    }
