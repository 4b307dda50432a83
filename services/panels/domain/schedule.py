"""When the panels sit: dates from their cadence, moved off bank holidays, each with its deadlines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from uuid import UUID, uuid5

from services.panels.domain.definition import WEEKDAYS, WEEKS, EveryDays, Monthly, PanelDefinition
from services.panels.domain.refusals import DayNotScheduled, PanelNotKnown
from services.panels.domain.values.sittings import LONDON, Sitting, SittingKind, london_day, start_of
from shared.kernel.working_days import WorkingDays

# Everybody who reckons a sitting from the same definition gets the same id, so that nobody convenes it twice.
_NAMES = UUID("6d1c4e0a-5b7f-5d0e-9a53-8f0d2f4f7a11")
# No shift, by holiday or by hand, is longer.
LONGEST_SHIFT = timedelta(days=14)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placement:
    """The next sitting for something that arrives now, and whether its referral deadline has passed."""

    sitting: Sitting
    late: bool


@dataclass(frozen=True, slots=True)
class Timetable:
    """All panels' definitions and the working days: every date of every panel follows from these."""

    panels: Mapping[str, PanelDefinition]
    days: WorkingDays

    def panel(self, code: str) -> PanelDefinition:
        """A panel's definition. Raises PanelNotKnown."""
        try:
            return self.panels[code]
        except KeyError:
            raise PanelNotKnown from None

    def sittings(self, code: str, first: date, last: date) -> tuple[Sitting, ...]:
        """The regular sittings held from the first day to the last, both included."""
        found = takewhile(lambda sitting: sitting.day <= last, self.from_day(code, first))
        return tuple(found)

    def from_day(self, code: str, day: date) -> Iterator[Sitting]:
        """Regular sittings held on a day or after it, without end."""
        panel = self.panel(code)
        for scheduled_on in scheduled_days(panel, day - LONGEST_SHIFT):
            sitting = self.sitting(code, scheduled_on)
            if sitting.day >= day:
                yield sitting

    def next_after(self, code: str, moment: datetime) -> Sitting:
        """The first regular sitting that begins after a moment."""
        return next(sitting for sitting in self.from_day(code, london_day(moment)) if sitting.starts_at > moment)

    def sitting(self, code: str, scheduled_on: date) -> Sitting:
        """The sitting the cadence puts on a day, held on the next working day where that is none.

        Raises DayNotScheduled where the cadence puts none there.
        """
        panel = self.panel(code)
        if next(scheduled_days(panel, scheduled_on)) != scheduled_on:
            raise DayNotScheduled
        by_hand = {moved.scheduled_on: moved.held_on for moved in panel.moved}
        held_on = by_hand.get(scheduled_on) or self.days.on_or_after(scheduled_on)
        return Sitting(
            meeting_id=meeting_id(code, "regular", scheduled_on.isoformat()),
            panel=code,
            kind="regular",
            starts_at=datetime.combine(held_on, panel.starts, LONDON).astimezone(UTC),
            deadline=self.days.before(held_on, panel.referral_deadline),
            circulates_on=self.days.before(held_on, panel.circulation),
            capacity_minutes=panel.minutes.capacity,
            provisional=not self.days.known(held_on),
        )

    def extra_sitting(self, code: str, kind: SittingKind, starts_at: datetime, called_at: datetime) -> Sitting:
        """A sitting outside the cadence; what is left of its time to prepare is never reckoned into the past."""
        panel = self.panel(code)
        day, called_on = london_day(starts_at), london_day(called_at)
        usual = day if kind == "emergency" else self.days.before(day, panel.circulation)
        circulates_on = min(day, max(called_on, usual))
        return Sitting(
            meeting_id=meeting_id(code, kind, starts_at.astimezone(UTC).isoformat()),
            panel=code,
            kind=kind,
            starts_at=starts_at.astimezone(UTC),
            deadline=circulates_on,
            circulates_on=circulates_on,
            capacity_minutes=panel.minutes.capacity,
            provisional=not self.days.known(day),
        )


def scheduled_days(panel: PanelDefinition, first: date) -> Iterator[date]:
    """The days the cadence alone gives, from a day on; none before the panel's own first day."""
    first = max(first, panel.first_on or first)
    days = _every(panel.cadence, first) if isinstance(panel.cadence, EveryDays) else _monthly(panel.cadence, first)
    return (day for day in days if day >= first)


def meeting_id(panel: str, kind: SittingKind, when: str) -> str:
    """The id of a sitting: by the day its cadence gave, so that it stays the same when a holiday moves it."""
    return str(uuid5(_NAMES, f"{panel}/{kind}/{when}"))


def case_id(panel: str, subject_id: str | None, referral_id: str) -> str:
    """The id of a person's case before a panel, the same however many refer her.

    Where nobody knows whom a referral is about, the referral stands for her.
    """
    return str(uuid5(_NAMES, f"{panel}/case/{subject_id or referral_id}"))


def is_late(sitting: Sitting, moment: datetime) -> bool:
    """Whether a sitting's referral deadline has passed: it ends with that London day."""
    return moment >= start_of(sitting.deadline + _DAY)


def _every(cadence: EveryDays, first: date) -> Iterator[date]:
    step = timedelta(days=cadence.days)
    day = first + timedelta(days=(cadence.anchor - first).days % cadence.days)
    while True:
        yield day
        day += step


def _monthly(cadence: Monthly, first: date) -> Iterator[date]:
    month = first.replace(day=1)
    while True:
        yield _day_of_month(cadence, month)
        month = (month + timedelta(days=31)).replace(day=1)


def _day_of_month(cadence: Monthly, month: date) -> date:
    earliest = month + timedelta(days=(WEEKDAYS.index(cadence.weekday) - month.weekday()) % 7)
    days = [earliest + timedelta(weeks=number) for number in range(5)]
    within = [day for day in days if day.month == month.month]
    return within[-1] if cadence.week == "last" else within[WEEKS.index(cadence.week)]
