"""The bank holidays of England and Wales, as GOV.UK has announced them (Open Government Licence v3.0)."""

from datetime import date

# The package ships no types.
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped]

from shared.kernel.working_days import WorkingDays


def england_and_wales() -> WorkingDays:
    """The working days by the list that came with the package: nothing is fetched, so every start sees the same days.

    Later years are announced from time to time; a newer package brings them.
    """
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    holidays = frozenset(holiday["date"] for holiday in listed)
    return WorkingDays(
        holidays=holidays,
        known_from=date(min(holidays).year, 1, 1),
        known_until=date(max(holidays).year, 12, 31),
    )
