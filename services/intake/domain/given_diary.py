"""What is said of one day in a diary, in clear: when, what, what it did, who saw or heard it; or that it was quiet."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from services.intake.domain.given import Given, already_come
from services.intake.domain.written import Day, Text

_TIME = re.compile(r"([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?\s*([ap])?\.?m?\.?")
_NAMED = {"midnight": "00:00", "noon": "12:00", "midday": "12:00"}


def clock_time(typed: str) -> str | None:
    """A time of day as HH:MM from any usual way of writing it; None if it is none."""
    text = typed.strip().casefold()
    if text in _NAMED:
        return _NAMED[text]
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _as_time(typed: object) -> object:
    if not isinstance(typed, str) or not typed.strip():
        return None
    if (time := clock_time(typed)) is None:
        raise PydanticCustomError("clock_time", "Give a time such as 23:10 or 11.10pm, or leave it out.")
    return time


Time = Annotated[str | None, BeforeValidator(_as_time)]
Story = Annotated[str | None, Text(4_000, lines=True)]
Short = Annotated[str | None, Text(1_000, lines=True)]


class GivenDiaryEntry(Given):
    """One entry. An end before the beginning is on the next day: nights are what most diaries are about."""

    on: Annotated[date, Day(), AfterValidator(already_come)]
    quiet: bool = False
    began: Time = None
    ended: Time = None
    what: Story = None
    effect: Short = None
    witnesses: Short = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "GivenDiaryEntry":
        if not self.quiet and self.what is None:
            raise PydanticCustomError("what_happened", "Write what happened.", {"member": "what"})
        return self
