"""Holds what lies in the store against what the history says of it, without opening anything."""

from collections.abc import Callable, Sequence

from services.intake.adapters.evidence.store import EvidenceStore

Standing = Callable[[], Sequence[tuple[str, str, str]]]
"""Id, digest and person of every piece of evidence that was not taken back."""


def first_difference(
    store: EvidenceStore, standing: Standing, living: Callable[[Sequence[str]], set[str]]
) -> str | None:
    """What the first piece is that is not as the history says; None where all are. Of the forgotten nothing need be
    there."""
    found = standing()
    alive = living(sorted({person_id for _, _, person_id in found}))
    for evidence_id, digest, person_id in found:
        if person_id in alive and store.differs(evidence_id, digest):
            return f"the file {evidence_id} is not what was stored, or is gone"
    return None
