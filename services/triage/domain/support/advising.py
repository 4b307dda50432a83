"""The independent adviser of a case: who it is, and whether she has reached whoever is at risk."""

from collections.abc import Sequence

from services.triage.domain.support.commands import GiveToAdviser, RecordAdviserTried
from services.triage.domain.support.events import AdviserGiven, AdviserTried
from services.triage.domain.support.file import SupportFile, ids, protects, supported
from shared.kernel.messages import Fact


def give_to_adviser(command: GiveToAdviser, file: SupportFile) -> Sequence[Fact]:
    """A full caseload is said and not refused: nobody is left without an adviser because all have too many."""
    standing = supported(file)
    if file.adviser_id == command.adviser_id:
        return ()
    given = AdviserGiven(
        adviser_id=command.adviser_id, given_by=command.by, open_cases=command.open_cases, **ids(standing)
    )
    return (given,)


def record_adviser_tried(command: RecordAdviserTried, file: SupportFile) -> Sequence[Fact]:
    """Each try is kept; the clock ends with the first that reached them."""
    standing = protects(file, command.person_id)
    tried = AdviserTried(
        person_id=command.person_id, way=command.way, outcome=command.outcome, tried_at=command.at, **ids(standing)
    )
    return (tried,)
