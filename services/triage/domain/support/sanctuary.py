"""Staying at home in safety: works on doors, windows and locks, step by step, with one person who answers for them."""

from collections.abc import Sequence

from services.triage.domain.support.commands import AskForSanctuary, MoveSanctuary
from services.triage.domain.support.events import SanctuaryAsked, SanctuaryMoved
from services.triage.domain.support.file import Sanctuary, SupportFile, ids, protects, supported
from services.triage.domain.support.refusals import SanctuaryRunning, WorksNeedDay, WorksOutOfOrder
from shared.kernel.messages import Fact

_ENDS = ("refused", "withdrawn")
NEXT: dict[str, tuple[str, ...]] = {
    "asked": ("surveyed", *_ENDS),
    "surveyed": ("owner_agreed", *_ENDS),
    "owner_agreed": ("works_ordered", *_ENDS),
    "works_ordered": ("works_ordered", "works_done", *_ENDS),
    "works_done": ("checked_with_her",),
}
"""What may follow on what; works are ordered anew where a day was missed. Over is what nothing follows on."""


def ask_for_sanctuary(command: AskForSanctuary, file: SupportFile) -> Sequence[Fact]:
    """Works for one home at a time."""
    standing = protects(file, command.person_id)
    if any(each.person_id == command.person_id and running(each) for each in file.sanctuaries):
        raise SanctuaryRunning
    asked = SanctuaryAsked(
        sanctuary_id=command.sanctuary_id,
        person_id=command.person_id,
        tenure=command.tenure,
        contact_id=command.contact_id,
        **ids(standing),
    )
    return (asked,)


def move_sanctuary(command: MoveSanctuary, file: SupportFile) -> Sequence[Fact]:
    """A step further, never past one that was left out: works nobody checked with her protect nobody."""
    standing = supported(file)
    works = next((each for each in file.sanctuaries if each.sanctuary_id == command.sanctuary_id), None)
    if works is None or command.status not in NEXT.get(works.status, ()):
        raise WorksOutOfOrder
    if command.status == "works_ordered" and command.works_by is None:
        raise WorksNeedDay
    works_by = command.works_by if command.status == "works_ordered" else None
    moved = SanctuaryMoved(sanctuary_id=command.sanctuary_id, status=command.status, works_by=works_by, **ids(standing))
    return (moved,)


def running(works: Sanctuary) -> bool:
    """Whether something of it must still be done."""
    return works.status in NEXT
