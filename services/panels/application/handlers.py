"""Which command goes to which decision, and what is gathered for it on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.panels.application.agenda_desk import AgendaDesk
from services.panels.application.calendar import Calendar
from services.panels.application.people import COMMANDS as ABOUT_PEOPLE
from services.panels.application.ports import MintPerson
from services.panels.application.processes.listing import calendar_timers, hearing_timers
from services.panels.domain import action, banding, case, commands, hearing, listing, meeting
from services.panels.domain.banding_commands import RecordBanding, RecordBandingAt
from services.panels.domain.case import Awaiting, Heard, Listed, NoCase, referral_ids
from services.panels.domain.meeting import Convened, Held, lacking
from services.panels.domain.refusals import CaseAlreadyHeard, CaseNotBeforePanel, MeetingNotConvened, PanelNotKnown
from services.panels.domain.values.sittings import Sitting, london_day
from shared.kernel.handling import Command, Handler
from shared.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Gathering:
    """What decisions of panels need from outside: dates, what stands elsewhere in the log, the agenda's draft."""

    calendar: Calendar
    desk: AgendaDesk
    mint: MintPerson

    def list_case(self, command: commands.ListCase) -> commands.ListCaseOn:
        """The next sitting, and whose key will seal words about the case: the subject's, or somebody else's in it."""
        if self.calendar.timetable.panel(command.panel).cohort is not None:
            raise PanelNotKnown
        placed = self.calendar.place(command.panel, command.at)
        return commands.ListCaseOn(
            **dict(command), next_sitting=placed.sitting, late=placed.late, voice_id=self._voice(command)
        )

    def move_to_sitting(self, command: commands.MoveCaseToSitting) -> commands.MoveCaseToSittingBefore:
        """The sitting chosen, and the regular one it has to come before."""
        sitting = self.calendar.sitting(command.sitting_id)
        after = self._waiting(command.case_id)
        next_regular = self.calendar.next_after(after.panel, self.calendar.now(after.starts_at))
        return commands.MoveCaseToSittingBefore(**dict(command), sitting=sitting, next_regular=next_regular)

    def defer(self, command: commands.DeferCase) -> commands.DeferCaseTo:
        """The next regular meeting after the one it stands on."""
        after = self._waiting(command.case_id)
        return commands.DeferCaseTo(
            **dict(command),
            next_sitting=self.calendar.next_after(after.panel, self.calendar.now(max(command.at, after.starts_at))),
        )

    def carry_over(self, command: commands.CarryOverUnheardCase) -> commands.CarryOverUnheardCaseTo:
        """The same meeting where it was moved and is still to come, else the next regular one."""
        moment = self.calendar.now(command.at)
        passed = self.calendar.sitting(command.meeting_id)
        if passed is None or passed.starts_at <= moment:
            passed = self.calendar.next_after(self._panel_of(command), moment)
        return commands.CarryOverUnheardCaseTo(**dict(command), next_sitting=passed)

    def decide(self, command: commands.DecideCase) -> commands.DecideCaseAt:
        """The sitting, its quorum, and what its panel may decide."""
        held = self.calendar.histories.meeting(command.meeting_id)
        if not isinstance(held, Convened):
            raise MeetingNotConvened
        panel = self.calendar.timetable.panel(held.sitting.panel)
        return commands.DecideCaseAt(
            **dict(command),
            sitting=held.sitting,
            quorate=isinstance(held, Held) and not lacking(panel, held.sitting.kind, held.attendance.attendees),
            decisions=frozenset(panel.decisions),
            has_core_group=panel.core_group,
            gives_bands=panel.banding is not None,
        )

    def band(self, command: RecordBanding) -> RecordBandingAt:
        """The sitting, its quorum, what may be given, and the next regular meeting."""
        held = self.calendar.histories.meeting(command.meeting_id)
        if not isinstance(held, Convened):
            raise MeetingNotConvened
        sitting = held.sitting
        panel = self.calendar.timetable.panel(sitting.panel)
        after = self.calendar.now(max(command.at, sitting.starts_at))
        return RecordBandingAt(
            **dict(command),
            sitting=sitting,
            quorate=isinstance(held, Held) and not lacking(panel, sitting.kind, held.attendance.attendees),
            banding=panel.banding,
            next_sitting=self.calendar.next_after(sitting.panel, after),
        )

    def convene(self, command: commands.ConveneMeeting) -> commands.ConveneMeetingOn:
        """The dates the timetable gives it now."""
        timetable = self.calendar.timetable
        return commands.ConveneMeetingOn(
            **dict(command),
            sitting=timetable.sitting(command.panel, command.scheduled_on),
            definition_on=timetable.panel(command.panel).version,
        )

    def call_sitting(self, command: commands.CallSitting) -> commands.CallSittingOn:
        """Its dates, and whether its day is worked."""
        timetable = self.calendar.timetable
        return commands.CallSittingOn(
            **dict(command),
            sitting=timetable.extra_sitting(command.panel, command.kind, command.starts_at, command.at),
            definition_on=timetable.panel(command.panel).version,
            worked=timetable.days.worked(london_day(command.starts_at)),
        )

    def move_item(self, command: commands.MoveAgendaItem) -> commands.MoveAgendaItemWithin:
        """The order of the section as it stands."""
        try:
            order, voice_id = self.desk.section_order(command.meeting_id, command.case_id)
        except NotFound:
            raise MeetingNotConvened from None
        return commands.MoveAgendaItemWithin(**dict(command), order=order, voice_id=voice_id)

    def circulate(self, command: commands.CirculateAgenda) -> commands.CirculateAgendaOf:
        """The draft as it stands."""
        self._not_walled(command.meeting_id)
        try:
            draft = self.desk.draft(command.meeting_id)
        except NotFound:
            raise MeetingNotConvened from None
        return commands.CirculateAgendaOf(**dict(command), agenda=draft.agenda)

    def attendance(self, command: commands.RecordAttendance) -> commands.RecordAttendanceUnder:
        """The panel's terms of reference."""
        sitting = self.calendar.sitting(command.meeting_id)
        definition = self.calendar.timetable.panel(sitting.panel) if sitting else None
        return commands.RecordAttendanceUnder(**dict(command), definition=definition)

    def assign(self, command: commands.AssignAction) -> commands.AssignActionTo:
        """The panel's members, and the case it is for, if any."""
        self._not_walled(command.meeting_id)
        sitting = self.calendar.sitting(command.meeting_id)
        members = self.calendar.timetable.panel(sitting.panel).agency_codes if sitting else frozenset[str]()
        if command.case_id is None:
            return commands.AssignActionTo(**dict(command), members=members, voice_id=self.mint(), referral=None)
        found = self.calendar.histories.case(command.case_id)
        if isinstance(found, NoCase):
            raise CaseNotBeforePanel
        return commands.AssignActionTo(
            **dict(command), members=members, voice_id=found.file.voice_id, referral=found.file.lead
        )

    def _not_walled(self, meeting_id: str) -> None:
        """What a walled panel does stands behind its wall, and in no meeting's own record."""
        sitting = self.calendar.sitting(meeting_id)
        if sitting is not None and self.calendar.timetable.panel(sitting.panel).cohort is not None:
            raise MeetingNotConvened

    def _voice(self, command: commands.ListCase) -> str:
        if command.subject_id:
            return command.subject_id
        known = self.calendar.histories.case(command.case_id)
        if not isinstance(known, NoCase):
            return known.file.voice_id
        people = command.referral.people
        return people[0].person_id if people else self.mint()

    def _waiting(self, case_id: str) -> Sitting:
        found = self.calendar.histories.case(case_id)
        if isinstance(found, Listed | Awaiting):
            return found.sitting
        raise CaseAlreadyHeard if isinstance(found, Heard) else CaseNotBeforePanel

    def _panel_of(self, command: commands.CarryOverUnheardCase) -> str:
        found = self.calendar.histories.case(command.case_id)
        if isinstance(found, NoCase):
            raise CaseNotBeforePanel
        return found.file.panel


def table(gathering: Gathering) -> Mapping[type[Command], Handler]:
    """Every command of panels."""
    return {
        commands.ListCase: _case(listing.list_case, gathering.list_case),
        commands.AcceptLateReferral: _case(listing.accept_late_referral),
        commands.MoveCaseToSitting: _case(listing.move_case_to_sitting, gathering.move_to_sitting),
        commands.DeferCase: _case(listing.defer_case, gathering.defer),
        commands.CarryOverUnheardCase: _case(listing.carry_over_unheard_case, gathering.carry_over),
        commands.DecideCase: _case(hearing.decide_case, gathering.decide),
        RecordBanding: _case(banding.record_banding, gathering.band),
        commands.CloseStandingCase: _case(hearing.close_standing_case),
        commands.TakeFlagsOff: _case(hearing.take_flags_off),
        commands.ConveneMeeting: _meeting(meeting.convene_meeting, gathering.convene),
        commands.CallSitting: _meeting(meeting.call_sitting, gathering.call_sitting),
        commands.MoveAgendaItem: _meeting(meeting.move_agenda_item, gathering.move_item),
        commands.CirculateAgenda: _meeting(meeting.circulate_agenda, gathering.circulate),
        commands.RecordAttendance: _meeting(meeting.record_attendance, gathering.attendance),
        commands.AssignAction: _meeting(action.assign_action, gathering.assign),
        commands.CloseAction: _meeting(action.close_action),
        **ABOUT_PEOPLE,
    }


def _as_it_is(command: Any) -> Any:
    return command


def _case(decide: Callable[..., Any], gather: Callable[[Any], Any] = _as_it_is) -> Handler:
    return Handler(case.DECIDER, lambda command: f"case-{command.case_id}", decide, _about_case, gather, hearing_timers)


def _meeting(decide: Callable[..., Any], gather: Callable[[Any], Any] = _as_it_is) -> Handler:
    return Handler(meeting.DECIDER, _meeting_stream, decide, _about_meeting, gather, calendar_timers)


def _meeting_stream(command: Any) -> str:
    """By the sitting where it is being called, else by the meeting it says."""
    sitting = getattr(command, "sitting", None)
    return f"meeting-{sitting.meeting_id if sitting else command.meeting_id}"


def _about_case(command: Any, found: Any) -> tuple[str, ...]:
    """The referrals of the hearing; the one being listed opens a new hearing where the last is over."""
    known = referral_ids(found)
    if not isinstance(command, commands.ListCase):
        return known
    arriving = command.referral.referral_id
    over = isinstance(found, Heard) and not found.standing
    return (arriving,) if over else tuple(dict.fromkeys((*known, arriving)))


def _about_meeting(command: Any, found: Any) -> tuple[str, ...]:
    """The referrals on the agenda, of the case an action is for, or of the item moved; none for the meeting itself."""
    if isinstance(command, commands.CirculateAgendaOf):
        return tuple(dict.fromkeys(id_ for item in command.agenda.cases for id_ in item.referral_ids))
    if isinstance(command, commands.AssignActionTo):
        return (command.referral.referral_id,) if command.referral else ()
    if isinstance(command, commands.CloseAction) and isinstance(found, Convened):
        given = found.actions.get(command.action_id)
        return (given.assigned.referral_id,) if given and given.assigned.referral_id else ()
    return ()
