"""Puts together where files lie, what throws them away in time, and what compares them with the history."""

from collections.abc import Callable, Sequence
from functools import partial

from services.intake.adapters.evidence.store import EvidenceStore
from services.intake.adapters.evidence.sweeping import Sweeping
from services.intake.adapters.evidence.taking import EvidenceRoom
from services.intake.adapters.evidence.verifying import first_difference
from services.intake.application.handlers import evidence_stream, person_stream
from services.intake.domain import evidence, person
from services.intake.read_models import evidence as listed
from services.intake.wiring.databases import beside
from shared.runtime.ground import Ground, Opened
from shared.runtime.service import Chore


def where_files_lie(ground: Ground, opened: Opened) -> tuple[EvidenceRoom, tuple[Chore, ...], Callable[[], str | None]]:
    """The room for evidence, its chores, and what says whether all of it is as the history says."""
    store = _store(ground)
    living = ground.keyring.living
    sweeping = Sweeping(store, partial(_folder, opened), living, partial(_is_held, opened), ground.clock)
    differs = partial(first_difference, store, partial(_standing, opened), living)
    return EvidenceRoom(store), (Chore("evidence", sweeping.step),), differs


def files_beside(ground: Ground) -> EvidenceRoom:
    """The room by itself, for whoever takes files in by another road."""
    return EvidenceRoom(_store(ground))


def _store(ground: Ground) -> EvidenceStore:
    lie_in = [beside(ground, name, lasting=True) for name in ("evidence_files", "evidence")]
    return EvidenceStore(lie_in[0], lie_in[1], ground.keyring, ground.clock)


def _folder(opened: Opened, reference: str) -> evidence.Folder:
    folder: evidence.Folder = opened.store.fold(evidence_stream(reference), evidence.DECIDER)[0]
    return folder


def _is_held(opened: Opened, person_id: str) -> bool:
    state = opened.store.fold(person_stream(person_id), person.DECIDER)[0]
    return isinstance(state, person.Remembered) and bool(state.holds)


def _standing(opened: Opened) -> Sequence[tuple[str, str, str]]:
    with opened.views.reading() as connection:
        return list(listed.standing(connection))
