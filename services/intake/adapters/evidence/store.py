"""Keeps files sealed in a database beside the log: written as they come, opened as they go, never whole in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Row, delete, insert, select, update

from services.intake.adapters.evidence.sealing import PIECE, Digest, FileCipher, PieceDamaged, new_file_key
from services.intake.adapters.evidence.tables import file_tables, files, piece_tables, pieces
from services.intake.application.ports import Held
from services.intake.domain.events import StoredFile
from shared.event_store.databases import Database
from shared.kernel.clock import Clock, parse_rfc3339, rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.personal import ERASED, Opener, Personal, Sensitive, Unsealed
from shared.kernel.refusals import Damaged

# A file that no fact speaks of: whoever sent it may still be filling in the form around it.
KEPT_UNTOLD = timedelta(hours=1)
_DAMAGED = "This file is not what was stored. Tell whoever runs Waymark; nothing of it is shown."


class FileKeys(Opener, Protocol):
    """Seals and opens under people's keys."""

    def seal(self, value: Unsealed) -> Personal[Any]: ...

    def flush(self) -> None: ...


class Writing:
    """A file on its way in. Sealed pieces are written as soon as they are full; the last says that it is the last."""

    def __init__(self, files_in: Database, pieces_in: Database, evidence_id: str, cipher: FileCipher) -> None:
        self.evidence_id = evidence_id
        self._files_in, self._pieces_in = files_in, pieces_in
        self._cipher, self._digest = cipher, Digest()
        self._waiting = bytearray()
        self._number = 0
        self.size = 0

    def write(self, data: bytes) -> None:
        """The next bytes of the file."""
        self.size += len(data)
        self._waiting += data
        while len(self._waiting) > PIECE:  # one is kept back, since only then is it known which one is the last
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def finish(self, kind: str, media_type: str, cleaned: str, made_at: datetime | None) -> StoredFile:
        """All of it is here."""
        self._put(bytes(self._waiting), last=True)
        stored = StoredFile(
            media_type=media_type, size=self.size, digest=self._digest.text(), cleaned=cleaned, made_at=made_at
        )
        values = {"kind": kind, "media_type": media_type, "size": self.size, "digest": stored.digest}
        values |= {"cleaned": cleaned, "made_at": rfc3339(made_at) if made_at else None}
        with self._files_in.changing() as connection:
            connection.execute(update(files).where(files.c.evidence_id == self.evidence_id).values(**values))
        return stored

    def _put(self, piece: bytes, last: bool) -> None:
        sealed = self._cipher.seal(self._number, piece, last)
        self._digest.add(sealed)
        with self._pieces_in.changing(self.evidence_id) as connection:
            row = {"evidence_id": self.evidence_id, "number": self._number, "sealed": sealed}
            connection.execute(insert(pieces), row)
        self._number += 1


class EvidenceStore:
    """All files of an installation. What is deleted here can be opened by nobody any more, whoever keeps which key."""

    def __init__(self, files_in: Database, pieces_in: Database, keys: FileKeys, clock: Clock) -> None:
        with files_in.making(file_tables) as connection:
            files_in.keep_no_samples(connection, [files])
        with pieces_in.making(piece_tables):
            pass
        self._files_in, self._pieces_in, self._keys, self._clock = files_in, pieces_in, keys, clock
        self._copies_left = False

    def begin(self, reference: str, person_id: str) -> Writing:
        """Room for a file. Raises NoKey where the person was forgotten meanwhile."""
        evidence_id, file_key = new_id(), new_file_key()
        self._keys.flush()
        sealed = self._keys.seal(Unsealed(person_id, Sensitive, file_key))
        row = {"evidence_id": evidence_id, "reference": reference, "person_id": person_id, "file_key": sealed.c}
        with self._files_in.changing() as connection:
            connection.execute(insert(files), {"begun_at": rfc3339(self._clock()), **row})
        return Writing(self._files_in, self._pieces_in, evidence_id, FileCipher(file_key, evidence_id))

    def held(self, evidence_id: str) -> Held | None:
        """A file that lies here whole, whether or not a fact speaks of it."""
        row = self._row(evidence_id)
        return None if row is None or row.digest is None else _held(row)

    def read(self, evidence_id: str) -> Iterator[bytes] | None:
        """A file in clear, piece by piece; None where it is gone, or its person's key is. Raises Damaged."""
        row = self._row(evidence_id)
        if row is None or row.digest is None:
            return None
        file_key = self._keys.open(Personal(row.person_id, row.file_key), Sensitive)
        if file_key is None or file_key == ERASED:
            return None
        return self._opened(FileCipher(file_key, evidence_id), evidence_id)

    def differs(self, evidence_id: str, digest: str) -> bool:
        """Whether what lies here is not what a fact says; asked without any key."""
        found, number = Digest(), 0
        while (sealed := self._piece(evidence_id, number)) is not None:
            found.add(sealed)
            number += 1
        return found.text() != digest

    def discard(self, evidence_ids: Sequence[str]) -> None:
        """Delete files and the keys they stand under; of the keys no old copy stays in this database."""
        with self._files_in.changing() as connection:
            connection.execute(delete(files).where(files.c.evidence_id.in_(evidence_ids)))
        with self._pieces_in.changing() as connection:
            connection.execute(delete(pieces).where(pieces.c.evidence_id.in_(evidence_ids)))
        self._copies_left = True
        self.tidy()

    def tidy(self) -> None:
        """Leave no old copy of a key, where one may be left because somebody was reading; it is done again later."""
        if self._copies_left:
            self._copies_left = not self._files_in.remove_old_copies([files])

    def after(self, evidence_id: str, limit: int) -> list[tuple[str, str, str, bool]]:
        """The next files in order: id, reference, person, and whether each has been here for so long that a fact
        would speak of it."""
        old = rfc3339(self._clock() - KEPT_UNTOLD)
        columns = (files.c.evidence_id, files.c.reference, files.c.person_id, files.c.begun_at)
        wanted = select(*columns).where(files.c.evidence_id > evidence_id).order_by(files.c.evidence_id).limit(limit)
        with self._files_in.reading() as connection:
            return [(row[0], row[1], row[2], row[3] < old) for row in connection.execute(wanted)]

    def close(self) -> None:
        """Let go of the database."""
        self._files_in.close()
        self._pieces_in.close()

    def _row(self, evidence_id: str) -> Row[Any] | None:
        with self._files_in.reading() as connection:
            return connection.execute(select(files).where(files.c.evidence_id == evidence_id)).one_or_none()

    def _piece(self, evidence_id: str, number: int) -> bytes | None:
        this = (pieces.c.evidence_id == evidence_id) & (pieces.c.number == number)
        with self._pieces_in.reading() as connection:
            return connection.execute(select(pieces.c.sealed).where(this)).scalar_one_or_none()

    def _opened(self, cipher: FileCipher, evidence_id: str) -> Iterator[bytes]:
        number, sealed = 0, self._piece(evidence_id, 0)
        while sealed is not None:
            following = self._piece(evidence_id, number + 1)
            try:
                yield cipher.open(number, sealed, last=following is None)
            except PieceDamaged:
                raise Damaged(_DAMAGED) from None
            number, sealed = number + 1, following


def _held(row: Row[Any]) -> Held:
    made_at = parse_rfc3339(row.made_at) if row.made_at else None
    stored = StoredFile(
        media_type=row.media_type, size=row.size, digest=row.digest, cleaned=row.cleaned, made_at=made_at
    )
    return Held(row.evidence_id, row.reference, row.person_id, row.kind, stored)
