"""The keyring's tables in an SQLite file."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from shared.event_store import sqlite, tables
from shared.event_store.checkpointing import Checkpointing
from shared.event_store.key_tables import OLD_COPIES, KeyRow, KeyTaken, Repointed, WrappedKey
from shared.event_store.migrating import make_tables
from shared.event_store.rows import AT_ONCE, for_rows, run_all
from shared.kernel.refusals import Unavailable

_KEY = "SELECT wrapped FROM data_keys WHERE person_id = ?"
_KEEP_KEYS = "INSERT INTO data_keys (person_id, wrapped, master_id, created_at) VALUES {rows}"
_PEOPLE = "SELECT blind, person_id FROM identities WHERE blind IN (VALUES {rows})"
# Only for a living key: between recognising and writing, another process may have forgotten the person.
_KEEP_IDENTITIES = (
    "INSERT OR IGNORE INTO identities SELECT column1, column2 FROM (VALUES {rows}) "
    "WHERE EXISTS (SELECT 1 FROM data_keys WHERE person_id = column2 AND wrapped IS NOT NULL)"
)
_LIVING = "SELECT person_id FROM data_keys WHERE wrapped IS NOT NULL AND person_id IN (VALUES {rows})"
_REPOINT = "UPDATE identities SET person_id = ? WHERE blind = ? AND person_id = ?"
# Words that several people bear are kept with all their ids, blanks between.
_DROP = "DELETE FROM identities WHERE person_id = ?1 OR (person_id LIKE '% %' AND instr(person_id, ?1) > 0)"
_DESTROY = "UPDATE data_keys SET wrapped = NULL, destroyed_at = ? WHERE person_id = ? AND wrapped IS NOT NULL"
_BY_OTHERS = (
    "SELECT person_id, wrapped FROM data_keys "
    "WHERE person_id > ? AND master_id <> ? AND wrapped IS NOT NULL ORDER BY person_id LIMIT ?"
)
_REWRAP = "UPDATE data_keys SET wrapped = ?, master_id = ? WHERE person_id = ? AND wrapped = ?"


class KeyFile:
    """Reading and writing go by a connection each, so that no reader waits for the disk.

    Raises StoreNotUsable with what to do.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with sqlite.opening(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)  # for its owner alone, and so its side files
            with sqlite.making_tables(path) as connection:
                make_tables(connection, tables.keyring, str(path), "KEYRING_URL")
            self._reader = sqlite.connect(path)
            self._writer = sqlite.connect(path)
            self._checkpointing = Checkpointing(path, self._writer)
            self._writer.execute("PRAGMA secure_delete=ON")

    def in_use(self) -> bool:
        return self._reader.execute("SELECT 1 FROM meta").fetchone() is not None

    def wrapped(self, person_id: str) -> tuple[bytes | None] | None:
        found: tuple[bytes | None] | None = self._reader.execute(_KEY, (person_id,)).fetchone()
        return found

    def people_of(self, blinds: Sequence[str]) -> dict[str, str]:
        if not blinds:
            return {}
        return dict(self._reader.execute(for_rows(_PEOPLE, len(blinds), 1), blinds).fetchall())

    def keep(self, keys: Sequence[KeyRow], identities: Mapping[str, str]) -> None:
        try:
            with self._writing() as write:
                run_all(write, _KEEP_KEYS, keys)
                run_all(write, _KEEP_IDENTITIES, tuple(identities.items()))
        except sqlite3.IntegrityError:
            raise KeyTaken from None
        self._checkpointing.wrote(len(keys) + len(identities))

    def repoint(self, changed: Sequence[Repointed]) -> None:
        with self._writing() as write:
            for each in changed:
                living = for_rows(_LIVING, len(each.people), 1)
                if len(write.execute(living, each.people).fetchall()) == len(each.people):
                    write.execute(_REPOINT, (each.anew, each.blind, each.there))

    def destroy(self, person_id: str, at: str) -> bool:
        with self._writing() as write:
            changed = write.execute(_DESTROY, (at, person_id)).rowcount
            write.execute(_DROP, (person_id,))
        return bool(changed)

    def living(self, person_ids: Sequence[str]) -> set[str]:
        found = set[str]()
        for start in range(0, len(person_ids), AT_ONCE):
            part = person_ids[start : start + AT_ONCE]
            found.update(person for (person,) in self._reader.execute(for_rows(_LIVING, len(part), 1), part))
        return found

    def wrapped_by_others(self, master_id: str, after: str, limit: int) -> list[WrappedKey]:
        return [WrappedKey(*row) for row in self._reader.execute(_BY_OTHERS, (after, master_id, limit))]

    def rewrap(self, changed: Sequence[tuple[str, bytes, bytes]], master_id: str) -> int:
        rows = [(anew, master_id, person_id, there) for person_id, there, anew in changed]
        with self._writing() as write:
            return write.executemany(_REWRAP, rows).rowcount

    def keep_about(self, changed: Mapping[str, bytes]) -> None:
        with self._writing() as write:
            write.executemany(
                "UPDATE meta SET value = ? WHERE name = ?", [(value, name) for name, value in changed.items()]
            )

    def remove_old_copies(self) -> None:
        with self._checkpointing.held():
            removed = sqlite.remove_old_copies(self._path)
        if not removed:
            raise Unavailable(OLD_COPIES)

    def about(self, first: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
        with self._writing() as write:
            kept: Mapping[str, bytes] = dict(write.execute("SELECT name, value FROM meta").fetchall())
            if not kept:
                kept = first()
                write.executemany("INSERT INTO meta VALUES (?, ?)", kept.items())
        return kept

    def close(self) -> None:
        self._checkpointing.close()
        self._reader.close()
        self._writer.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, wholly on the disk at the end or not at all."""
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            yield self._writer
            self._writer.execute("COMMIT")
        except BaseException as error:
            with contextlib.suppress(sqlite3.Error):
                self._writer.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise sqlite.explain(error) from error
            raise


def key_file(address: str) -> KeyFile:
    """The file an address names."""
    return KeyFile(Path(address.removeprefix("sqlite:///")))
