"""Takes a file in as its bytes come: its type told from them, its size bounded, what a device wrote taken out."""

from collections.abc import Iterable, Iterator, Mapping

from services.intake.adapters.evidence.sniffing import ENDINGS, HEAD, FileType, sniffed
from services.intake.adapters.evidence.store import EvidenceStore, Writing
from services.intake.adapters.evidence.ways import Way, way_of
from services.intake.application.ports import Held
from services.intake.domain.refusals import FileNotTaken

_OTHER_TYPE = (
    "We cannot take this type of file. We take photos (JPEG, PNG, WebP, HEIC), films and sound (MP4, MOV, 3GP, WebM, "
    "MP3, M4A, WAV, OGG, AMR), PDF and plain text."
)
_EMPTY = "This file is empty. Choose another file."


class Taking:
    """One file on its way in."""

    def __init__(self, store: EvidenceStore, reference: str, person_id: str) -> None:
        self._store, self._reference, self._person_id = store, reference, person_id
        self._head = bytearray()
        self._came = 0
        self._begun: tuple[FileType, Writing, Way] | None = None

    def write(self, data: bytes) -> None:
        """The next bytes. Raises FileNotTaken as soon as it is clear that the file cannot be taken."""
        self._came += len(data)
        if self._begun is None:
            self._head += data
            if len(self._head) >= HEAD:
                self._begin()
        else:
            self._begun[2].write(data)
        if self._begun is not None and self._came > (most := self._begun[0].most_bytes):
            raise FileNotTaken("too_large", f"This file is too large. Of this type we take {_size(most)} at most.")

    def finish(self) -> Held:
        """All of it has come. Raises FileNotTaken."""
        if not self._head:
            raise FileNotTaken("empty", _EMPTY)
        found, writing, way = self._begun or self._begin()
        passed = way.finish()
        stored = writing.finish(found.kind, passed.kept_as.media_type, passed.cleaned, passed.made_at)
        return Held(writing.evidence_id, self._reference, self._person_id, found.kind, stored)

    def abandon(self) -> None:
        """Throw away what was written of it."""
        if self._begun is not None:
            self._store.discard([self._begun[1].evidence_id])

    def _begin(self) -> tuple[FileType, Writing, Way]:
        head = bytes(self._head)
        found = sniffed(head)
        if found is None:
            raise FileNotTaken("type_not_taken", _OTHER_TYPE)
        writing = self._store.begin(self._reference, self._person_id)
        self._begun = (found, writing, way_of(found, writing.write))
        self._begun[2].write(head)
        return self._begun


class EvidenceRoom:
    """The one way in for files, whatever road they come by, and the one way out."""

    endings: Mapping[str, str] = ENDINGS

    def __init__(self, store: EvidenceStore) -> None:
        self._store = store

    def begin(self, reference: str, person_id: str) -> Taking:
        """A file that comes in pieces; whoever begins it finishes or abandons it."""
        return Taking(self._store, reference, person_id)

    def take(self, reference: str, person_id: str, data: Iterable[bytes]) -> Held:
        """A file that is there already, such as an attachment. Raises FileNotTaken; then nothing of it is kept."""
        taking = self.begin(reference, person_id)
        try:
            for piece in data:
                taking.write(piece)
            return taking.finish()
        except BaseException:
            taking.abandon()
            raise

    def held(self, evidence_id: str) -> Held | None:
        """A file that lies here whole."""
        return self._store.held(evidence_id)

    def read(self, evidence_id: str) -> Iterator[bytes] | None:
        """A file in clear, piece by piece; None where it is gone, or may not be opened any more."""
        return self._store.read(evidence_id)

    def discard(self, evidence_id: str) -> None:
        """Throw a file away that nothing speaks of."""
        self._store.discard([evidence_id])


def _size(most_bytes: int) -> str:
    mib, kib = divmod(most_bytes, 1024 * 1024)[0], most_bytes // 1024
    return f"{mib} MB" if mib else f"{kib} KB"
