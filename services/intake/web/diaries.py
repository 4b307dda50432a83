"""What the pages of a diary do alike: find it, say how far it is filled in, and take an entry in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from services.intake.document.changes import DiaryEntryDocument, read_change
from services.intake.domain.commands import WriteDiaryEntry
from services.intake.domain.diary import GRACE
from services.intake.domain.given import CLOCK_SKEW
from services.intake.read_models import diary
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, by_field, document_of, written
from shared.kernel.refusals import InvalidInput
from shared.web.formats import LONDON

Road = Literal["resident", "staff"]
_DAY = ("on.day", "on.month", "on.year")
_WHICH_DAY = "Give day, month and year in figures, such as 27 3 2026."
_NOT_YET = "This time has not come yet. Check day and time."


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a diary: the times at which something began, "" where nobody knows when; `quiet` where it is said
    that nothing happened. A day with neither was not filled in, which says nothing about it."""

    on: date
    began: Sequence[str]
    quiet: bool
    comes: bool

    @property
    def filled(self) -> bool:
        return bool(self.began) or self.quiet


def sheet_of(desk: Desk, reference: str) -> diary.Sheet | None:
    """The diary of a referral, with everything written so far."""
    desk.views.wait_for(desk.head())
    with desk.views.reading() as connection:
        return diary.sheet(connection, reference)


def is_open(sheet: diary.Sheet | None, now: datetime) -> bool:
    """Whether whoever keeps it may still write in it."""
    return sheet is not None and sheet.closed is None and _today(now) <= sheet.days()[-1] + GRACE


def days_of(desk: Desk, sheet: diary.Sheet) -> list[Day]:
    """Its days in order."""
    with desk.views.reading() as connection:
        found = diary.by_day(connection, sheet.opened.reference)
    today = _today(desk.clock())
    return [_day(on, found.get(on.isoformat(), []), today) for on in sheet.days()]


def _day(on: date, entries: Sequence[tuple[str, bool]], today: date) -> Day:
    began = [began for began, quiet in entries if not quiet]
    return Day(on, began, any(quiet for _, quiet in entries), on > today)


def read_entry(
    desk: Desk, fields: Sequence[Field], typed: Typed, sheet: diary.Sheet, **also: Any
) -> tuple[DiaryEntryDocument | None, dict[str, str]]:
    """The entry that was typed, or what is wrong with it, by field."""
    document = document_of(fields, typed) | also
    try:
        given = read_change(DiaryEntryDocument, written(document), desk.clock)
    except InvalidInput as invalid:
        wrong = by_field(invalid.errors, fields, typed)
        return None, wrong | {"on": _WHICH_DAY} if "on" in wrong and not any(typed.get(n) for n in _DAY) else wrong
    if given.on not in sheet.days():
        return None, {"on": "This day is not one of the days of the diary. Choose one of them."}
    if began_at(given) > desk.clock() + CLOCK_SKEW / 24:
        return None, {"began" if given.began else "on": _NOT_YET}
    return given, {}


def began_at(given: DiaryEntryDocument) -> datetime:
    """When it began: at its time of day in London; where nobody knows that, as the day began."""
    hour, _, minute = (given.began or "00:00").partition(":")
    return datetime.combine(given.on, time(int(hour), int(minute)), LONDON).astimezone(UTC)


def entry_command(
    desk: Desk, found: Standing, given: DiaryEntryDocument, entry_id: str, road: Road, received_at: datetime
) -> WriteDiaryEntry:
    """What writes it down: it happened when it began, and came to us when it was received."""
    return WriteDiaryEntry(
        at=min(began_at(given), desk.clock()),
        referral_id=found.submitted.referral_id,
        reference=found.submitted.reference,
        entry_id=entry_id,
        road=road,
        received_at=received_at,
        given=given,
    )


def received(typed: Typed, now: datetime) -> datetime | None:
    """When a paper was received: on the day that was typed, now where none was; None for a day that cannot be."""
    day, month, year = ((typed.get(f"_received.{part}") or [""])[0].strip() for part in ("day", "month", "year"))
    if not (day or month or year):
        return now
    try:
        on = date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None
    moment = datetime.combine(on, time(12), LONDON).astimezone(UTC)
    return min(moment, now) if on <= _today(now) else None


def progress(days: Sequence[Day]) -> Mapping[str, int]:
    """How far it is filled in. Not filled in is not the same as quiet."""
    filled = sum(day.filled for day in days)
    quiet = sum(day.quiet and not day.began for day in days)
    return {"days": len(days), "filled": filled, "quiet": quiet, "open": len(days) - filled}


def day_of(text: str) -> Mapping[str, list[str]]:
    """A day as the three boxes of a form hold it; nothing for what is none."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return {}
    return {"on.day": [str(on.day)], "on.month": [str(on.month)], "on.year": [str(on.year)]}


def first_days(now: datetime) -> Sequence[date]:
    """Days on which a diary may begin: from a week ago, for what was noted already, to a week from now."""
    return [_today(now) + timedelta(days=number) for number in range(-7, 8)]


def _today(now: datetime) -> date:
    return now.astimezone(LONDON).date()
