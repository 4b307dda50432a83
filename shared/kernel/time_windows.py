"""The hours in which somebody may be reached, in the one form that a sender can keep to."""

import re
import unicodedata
from functools import lru_cache

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_WORDS = {
    "mon": "Mon", "monday": "Mon", "mondays": "Mon",
    "tue": "Tue", "tues": "Tue", "tuesday": "Tue", "tuesdays": "Tue",
    "wed": "Wed", "weds": "Wed", "wednesday": "Wed", "wednesdays": "Wed",
    "thu": "Thu", "thur": "Thu", "thurs": "Thu", "thursday": "Thu", "thursdays": "Thu",
    "fri": "Fri", "friday": "Fri", "fridays": "Fri",
    "sat": "Sat", "saturday": "Sat", "saturdays": "Sat",
    "sun": "Sun", "sunday": "Sun", "sundays": "Sun",
    "weekday": "Mon-Fri", "weekdays": "Mon-Fri", "weekend": "Sat-Sun", "weekends": "Sat-Sun",
    "daily": "Mon-Sun", "every day": "Mon-Sun", "any day": "Mon-Sun",
}  # fmt: skip
_TIME = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm)?"
_HOURS = re.compile(rf"(?:{_TIME}\s*-\s*{_TIME}|(after|before)\s+{_TIME})$")
_DASHES = re.compile(r"\s*[-‐‑‒–—]\s*|\s+(?:to|until|till)\s+")
_ALSO = re.compile(r"\s*(?:,|&|\band\b)\s*")


@lru_cache(maxsize=1024)  # the same few hours are given again and again
def time_window(typed: str) -> str | None:
    """Days and hours as "Mon-Fri 10:00-14:00", "18:00-20:00" or "Mon,Wed"; None if not understood.

    Local time. No days means every day, no hours the whole day; hours that end before they begin run past midnight.
    """
    text = " ".join(unicodedata.normalize("NFKC", typed).casefold().split())
    text = _ALSO.sub(",", _DASHES.sub("-", text))
    hours_at = _HOURS.search(text)
    hours = _hours(hours_at) if hours_at else ""
    days = _days((text[: hours_at.start()] if hours_at else text).strip(" ,"))
    if hours is None or days is None:
        return None
    return f"{days} {hours}".strip() or None


def _days(text: str) -> str | None:
    if not text:
        return ""
    named = []
    for part in text.split(","):
        ends = [_DAY_WORDS.get(word.strip()) for word in part.split("-")]
        if None in ends or len(ends) > 2 or (len(ends) == 2 and not set(ends) <= set(_DAYS)):
            return None
        named.append("-".join(end for end in ends if end is not None))
    return ",".join(named)


def _hours(found: re.Match[str]) -> str | None:
    if word := found[7]:
        moment = _clock(found[8], found[9], found[10])
        start, end = (moment, "23:59") if word == "after" else ("00:00", moment)
        return f"{start}-{end}" if moment and start != end else None
    if bool(found[3]) != bool(found[6]):
        return None
    start, end = _clock(found[1], found[2], found[3]), _clock(found[4], found[5], found[6])
    return f"{start}-{end}" if start and end and start != end else None


def _clock(hour_text: str, minute_text: str | None, half: str | None) -> str | None:
    """A time of day as HH:MM. Bare hours need either minutes or am and pm, so that "9-5" is never guessed at."""
    hour, minute = int(hour_text), int(minute_text or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif minute_text is None:
        return None
    if (hour, minute) == (24, 0):
        return "23:59"
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
