"""A sitting of a panel, who came, and the London days that everything about it is reckoned in."""

from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

LONDON = ZoneInfo("Europe/London")

SittingKind = Literal["regular", "extra", "emergency"]
Capacity = Literal["chair", "member", "observer"]


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """One dated meeting of a panel. `deadline` is the last London day on which referrals are in time.

    `provisional` marks a day so far ahead that its bank holidays have not been announced.
    """

    meeting_id: str
    panel: str
    kind: SittingKind
    starts_at: datetime
    deadline: date
    circulates_on: date
    capacity_minutes: int
    provisional: bool = False

    @property
    def day(self) -> date:
        """The London day it is held on."""
        return london_day(self.starts_at)


class Attendee(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody at a meeting: for which agency, in which capacity, and whether the statement was signed."""

    agency: str
    capacity: Capacity = "member"
    signed: bool = False
    account_id: str | None = None


def london_day(moment: datetime) -> date:
    """The day it is in London at a moment."""
    return moment.astimezone(LONDON).date()


def london_text(moment: datetime) -> str:
    """A moment as RFC 3339 in London's own time, for people and the API."""
    return moment.astimezone(LONDON).isoformat(timespec="seconds")


def start_of(day: date) -> datetime:
    """Midnight at which a London day begins, in UTC."""
    return datetime.combine(day, datetime.min.time(), LONDON).astimezone(UTC)


def a_year_after(day: date) -> date:
    """The same day a year later; 29 February gives 28 February."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
