"""Where safeguarding is worked on: the practice of the day, what is due by when, and where a walled process is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.triage.domain.handover.handing_over import HANDOVERS, Handovers
from services.triage.domain.safeguarding.practice import SPAN, Practice, Practices
from shared.kernel.clock import Clock
from shared.kernel.messages import Fact
from shared.kernel.personal import Indexer, Sensitive
from shared.kernel.working_days import WorkingDays

LONDON = ZoneInfo("Europe/London")
_END_OF_DAY = time(23, 59)
_WALLED = "aside-"


@dataclass(frozen=True, slots=True)
class SafeguardingRoom:
    """What decisions and pages about safeguarding ask. `indexer` makes names from which nobody finds the way back."""

    practices: Practices
    days: WorkingDays
    clock: Clock
    indexer: Indexer
    facts: Callable[[str], list[Fact]]

    def today(self) -> date:
        """The day in London."""
        return day_in_london(self.clock())

    def practice(self) -> Practice:
        """The practice in force today."""
        return self.practices.on(self.today())

    def day_after(self, day: date, span: str) -> date:
        """The day on which a span after a day is over."""
        found = SPAN.fullmatch(span)
        assert found is not None, "an edition in force was checked when it was read"
        count = int(found[1])
        return self.days.after(day, count) if found[2] == "W" else day + timedelta(days=count)

    def due_after(self, since: datetime, span: str) -> datetime:
        """The end of that day in London."""
        day = self.day_after(day_in_london(since), span)
        return datetime.combine(day, _END_OF_DAY, LONDON).astimezone(UTC)

    def stream_of_processes(self, referral_id: str) -> str:
        """Where other processes of a referral are kept: a name that only this program can find from the referral."""
        return f"{_WALLED}{self.indexer.index(Sensitive, f'other processes of {referral_id}')}"

    def handovers(self, referral_id: str) -> Handovers:
        """The hand-overs of a referral, those to children's services and adult safeguarding among them."""
        return HANDOVERS.fold(self.facts(f"handovers-{referral_id}"))


def day_in_london(moment: datetime) -> date:
    """The day on the wall in London."""
    return moment.astimezone(LONDON).date()


def is_walled(stream: str) -> bool:
    """Whether a stream is one that no page but its own may show."""
    return stream.startswith(_WALLED)
