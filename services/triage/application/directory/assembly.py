"""Everything that is done with the directory in one table: kept, handed over to, and asked about afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime, time

from services.triage.application.directory.dead_ends import DEADLINES as DOOR_CHECK_DEADLINES
from services.triage.application.directory.dead_ends import dead_end_commands
from services.triage.application.directory.handlers import directory_commands
from services.triage.application.directory.shelf import DirectoryShelf
from services.triage.application.handover.handlers import DEADLINES as HANDOVER_DEADLINES
from services.triage.application.handover.handlers import KnownOf, handover_commands
from services.triage.application.judge import LONDON
from services.triage.domain.handover.commands import Known
from services.triage.domain.state import Standing
from shared.kernel.handling import Command, Deadline, Handler
from shared.kernel.working_days import WorkingDays

# Working days in which whoever takes something over says that they have it; the last of them counts to its end.
_RECEIPT_WITHIN = 2
_END_OF_DAY = time(23, 59)

DIRECTORY_DEADLINES: tuple[Deadline, ...] = (*HANDOVER_DEADLINES, *DOOR_CHECK_DEADLINES)


def knowing(shelf: DirectoryShelf, standing_of: Callable[[str], Standing], days: WorkingDays) -> KnownOf:
    """What a hand-over stands on. `standing_of` gives where a referral stands in triage, from the log."""

    def known_of(referral_id: str, at: datetime) -> Known:
        today = at.astimezone(LONDON).date()
        # A mailbox that was taken back a moment ago, by another process too, takes nothing.
        shelf.look()
        due_at = datetime.combine(days.after(today, _RECEIPT_WITHIN), _END_OF_DAY, LONDON).astimezone(UTC)
        return Known(standing_of(referral_id), shelf.now(), today, due_at)

    return known_of


def directory_table(shelf: DirectoryShelf, known_of: KnownOf) -> dict[type[Command], Handler]:
    """The table of commands."""
    return directory_commands(shelf.shipped) | handover_commands(known_of) | dead_end_commands()
