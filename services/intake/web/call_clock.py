"""The clock of a call: how long somebody has been on the line, less the pauses; kept by the page, counted by us."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.intake.web.forms import Typed
from services.intake.web.pages.forms_sent import whole_minutes
from services.intake.web.staff_questions import MINUTES
from shared.kernel.clock import parse_rfc3339, rfc3339

SPENT, SINCE = "_spent", "_since"
_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class CallClock:
    """Seconds spent up to a moment, and whether the clock goes on from there."""

    spent: int
    since: datetime | None

    @property
    def shown(self) -> str:
        """Hours, minutes and seconds."""
        return f"{self.spent // 3600:02}:{self.spent // 60 % 60:02}:{self.spent % 60:02}"

    @property
    def hidden(self) -> Mapping[str, str]:
        """What the page brings back."""
        return {SPENT: str(self.spent), SINCE: "" if self.since is None else rfc3339(self.since)}

    def turned(self, now: datetime) -> "CallClock":
        """Paused where it ran, running where it was paused."""
        return CallClock(self.spent, now if self.since is None else None)

    def minutes(self, typed: Typed) -> int:
        """Whole minutes as typed, else as counted; a minute that was begun is spent."""
        if typed.get(MINUTES.name):
            return whole_minutes(MINUTES, typed) or 0
        return min(math.ceil(self.spent / 60), _A_DAY // 60)


def started(now: datetime) -> CallClock:
    """The clock of a call that begins."""
    return CallClock(0, now)


def resumed(spent: str, now: datetime) -> CallClock:
    """The clock of a call that is taken up again: what lies between was nobody's time."""
    return CallClock(_seconds(spent), now)


def read_clock(sent: Mapping[str, object], now: datetime) -> CallClock:
    """The clock as the page brought it back, at the moment now."""
    spent, since = _seconds(str(sent.get(SPENT) or "")), moment_in(str(sent.get(SINCE) or ""))
    if since is None:
        return CallClock(spent, None)
    passed = max(0, int((now - since).total_seconds()))
    return CallClock(min(spent + passed, _A_DAY), now)


def _seconds(text: str) -> int:
    return min(int(text), _A_DAY) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def moment_in(text: str) -> datetime | None:
    """The moment a page brought back; None for anything else."""
    try:
        return parse_rfc3339(rfc3339(parse_rfc3339(text)))  # with a zone, and within the calendar
    except (ValueError, OverflowError):
        return None
