"""The bank holidays of England and Wales, as GOV.UK has announced them (Open Government Licence v3.0)."""

import json
from datetime import date
from functools import cache
from importlib.resources import files

from shared.kernel.working_days import WorkingDays

# The package's list alone: its code loads a library for fetching newer ones, which took longer than all else here.
_PACKAGE, _LIST, _DIVISION = "govuk_bank_holidays", "bank-holidays.json", "england-and-wales"


@cache
def england_and_wales() -> WorkingDays:
    """The working days by the list that came with the package: nothing is fetched, so every start sees the same days.

    Later years are announced from time to time; a newer package brings them.
    """
    listed = json.loads(files(_PACKAGE).joinpath(_LIST).read_text("utf-8"))[_DIVISION]["events"]
    holidays = frozenset(date.fromisoformat(holiday["date"]) for holiday in listed)
    return WorkingDays(
        holidays=holidays,
        known_from=date(min(holidays).year, 1, 1),
        known_until=date(max(holidays).year, 12, 31),
    )
