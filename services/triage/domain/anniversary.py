"""Counts in calendar months, so that "a year later" means the same day and 29 February becomes 28."""

from calendar import monthrange
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day some months later (or earlier, if negative); the month's last day where there is no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def within_months(earlier: date, later: date, months: int) -> bool:
    """Whether `later` is neither before `earlier` nor after the same day some months on."""
    return earlier <= later <= months_after(earlier, months)
