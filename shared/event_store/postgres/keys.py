"""The keyring's tables in a PostgreSQL database of their own, with credentials of their own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import psycopg

from shared.event_store import tables
from shared.event_store.key_tables import OLD_COPIES, KeyRow, KeyTaken, Repointed, WrappedKey
from shared.event_store.postgres import connecting, errors
from shared.event_store.postgres.database import PostgresDatabase, without_samples
from shared.kernel.refusals import Unavailable

_SETTING = "KEYRING_URL"
_KEY = "SELECT wrapped FROM data_keys WHERE person_id = $1"
_PEOPLE = "SELECT blind, person_id FROM identities WHERE blind = ANY($1)"
# In the order of the keys, so that two programs that write the same ones wait for each other and never both.
_KEEP_KEYS = """
INSERT INTO data_keys (person_id, wrapped, master_id, created_at)
SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::text[]) AS made ORDER BY 1
"""
# Only for a living key, held so that nobody destroys it meanwhile: between recognising and writing, another program
# may have forgotten the person, and her words must not lead to her again.
_KEEP_IDENTITIES = """
WITH living AS (
    SELECT person_id FROM data_keys WHERE person_id = ANY($2) AND wrapped IS NOT NULL ORDER BY person_id FOR SHARE
)
INSERT INTO identities (blind, person_id)
SELECT blind, person_id FROM unnest($1::text[], $2::text[]) AS met (blind, person_id) JOIN living USING (person_id)
ORDER BY blind ON CONFLICT (blind) DO NOTHING
"""
_LIVING = "SELECT person_id FROM data_keys WHERE wrapped IS NOT NULL AND person_id = ANY($1)"
_DESTROY = "UPDATE data_keys SET wrapped = NULL, destroyed_at = $1 WHERE person_id = $2 AND wrapped IS NOT NULL"
# Words that several people bear are kept with all their ids, blanks between.
_DROP = """
DELETE FROM identities WHERE person_id = $1 OR (person_id LIKE '% %' AND strpos(person_id, $1) > 0)
"""
# Held fast meanwhile, as when words are added.
_LIVING_HELD = "SELECT person_id FROM data_keys WHERE person_id = ANY($1) AND wrapped IS NOT NULL ORDER BY 1 FOR SHARE"
_REPOINT = "UPDATE identities SET person_id = $1 WHERE blind = $2 AND person_id = $3"
# Whoever made the tables says how they are kept; others may not, and need not.
_OURS = "SELECT pg_has_role(tableowner, 'USAGE') FROM pg_tables WHERE schemaname = 'public' AND tablename = 'data_keys'"
# Whoever may add keys may hold one fast while a person's words are added; for that PostgreSQL wants a right to change
# some column, so that may be when a key was made, and never the key.
_LET_MAKERS_HOLD = """
DO $$
DECLARE
  maker text;
BEGIN
  FOR maker IN
    SELECT grantee FROM information_schema.role_table_grants
     WHERE table_schema = 'public' AND table_name = 'data_keys' AND privilege_type = 'INSERT'
       AND grantee <> current_user
  LOOP
    EXECUTE format('GRANT UPDATE (created_at) ON data_keys TO %I', maker);
  END LOOP;
END $$
"""
_ABOUT = "SELECT name, value FROM meta"
_BY_OTHERS = """
SELECT person_id, wrapped FROM data_keys
WHERE person_id > $1 AND master_id <> $2 AND wrapped IS NOT NULL ORDER BY person_id LIMIT $3
"""
_REWRAP = """
UPDATE data_keys SET wrapped = anew, master_id = $4
FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS changed (person, there, anew)
WHERE person_id = person AND wrapped = there
"""
_CHANGE_ABOUT = "UPDATE meta SET value = $2 WHERE name = $1"

# Everything here is looked up by its key. A planner that has no samples of these tables (it may have none, since they
# would outlive a destroyed key) takes them for small and reads all of them: measured, half a millisecond a referral.
_BY_KEY = {"enable_seqscan": "off", "plan_cache_mode": "force_generic_plan"}

R = TypeVar("R")


class PostgresKeys:
    """Reading and writing go by a connection each; one that was lost is made anew at the next call.

    Raises StoreNotUsable with what to do, and Unavailable while the database cannot be had.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._database = PostgresDatabase(address, _SETTING, "public", lasting=True)
        with self._database.making(tables.keyring) as connection:
            if connection.exec_driver_sql(_OURS).scalar():
                without_samples(connection, (tables.data_keys, tables.identities, tables.key_meta))
                connection.exec_driver_sql(_LET_MAKERS_HOLD, execution_options={"no_parameters": True})
        self._reader: psycopg.Connection | None = None
        self._writer: psycopg.Connection | None = None

    def in_use(self) -> bool:
        return bool(self._read("SELECT 1 FROM meta LIMIT 1"))

    def about(self, first: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
        if kept := dict(self._read(_ABOUT)):  # most who come may only read
            return kept

        def kept_or_first(write: psycopg.Connection) -> Mapping[str, bytes]:
            with write.transaction():
                write.execute("LOCK TABLE meta IN EXCLUSIVE MODE")  # programs that start together take turns
                kept: Mapping[str, bytes] = dict(write.execute(_ABOUT, binary=True).fetchall())
                if not kept:
                    kept = first()
                    for row in kept.items():
                        write.execute("INSERT INTO meta (name, value) VALUES ($1, $2)", row)
            return kept

        return self._write(kept_or_first)

    def wrapped(self, person_id: str) -> tuple[bytes | None] | None:
        found = self._read(_KEY, person_id)
        return found[0] if found else None

    def people_of(self, blinds: Sequence[str]) -> dict[str, str]:
        return dict(self._read(_PEOPLE, list(blinds))) if blinds else {}

    def keep(self, keys: Sequence[KeyRow], identities: Mapping[str, str]) -> None:
        def kept(write: psycopg.Connection) -> None:
            with write.pipeline(), write.transaction():
                if keys:
                    write.execute(_KEEP_KEYS, [list(column) for column in zip(*keys, strict=True)])
                if identities:
                    write.execute(_KEEP_IDENTITIES, [list(identities), list(identities.values())])

        try:
            self._write(kept)
        except psycopg.errors.UniqueViolation:
            raise KeyTaken from None

    def repoint(self, changed: Sequence[Repointed]) -> None:
        everybody = sorted({person for each in changed for person in each.people})

        def repointed(write: psycopg.Connection) -> None:
            with write.transaction():
                living = {person for (person,) in write.execute(_LIVING_HELD, (everybody,), binary=True)}
                for each in changed:
                    if living.issuperset(each.people):
                        write.execute(_REPOINT, (each.anew, each.blind, each.there))

        self._write(repointed)

    def destroy(self, person_id: str, at: str) -> bool:
        def destroyed(write: psycopg.Connection) -> bool:
            with write.transaction():
                changed = write.execute(_DESTROY, (at, person_id)).rowcount
                write.execute(_DROP, (person_id,))
            return bool(changed)

        return self._write(destroyed)

    def living(self, person_ids: Sequence[str]) -> set[str]:
        return {person for (person,) in self._read(_LIVING, list(person_ids))} if person_ids else set()

    def wrapped_by_others(self, master_id: str, after: str, limit: int) -> list[WrappedKey]:
        return [WrappedKey(*row) for row in self._read(_BY_OTHERS, after, master_id, limit)]

    def rewrap(self, changed: Sequence[tuple[str, bytes, bytes]], master_id: str) -> int:
        columns = [list(column) for column in zip(*changed, strict=True)]

        def rewrapped(write: psycopg.Connection) -> int:
            with write.transaction():
                return write.execute(_REWRAP, (*columns, master_id)).rowcount

        return self._write(rewrapped)

    def keep_about(self, changed: Mapping[str, bytes]) -> None:
        def kept(write: psycopg.Connection) -> None:
            with write.transaction():
                for row in changed.items():
                    write.execute(_CHANGE_ABOUT, row)

        self._write(kept)

    def remove_old_copies(self) -> None:
        if not self._database.remove_old_copies((tables.data_keys, tables.identities, tables.key_meta)):
            raise Unavailable(OLD_COPIES)

    def close(self) -> None:
        for connection in (self._reader, self._writer):
            if connection is not None:
                connection.close()
        self._database.close()

    def _read(self, statement: str, *parameters: object) -> list[Any]:
        def rows() -> list[Any]:
            if self._reader is None or self._reader.closed:
                self._reader = connecting.connect(
                    self._address, _SETTING, default_transaction_read_only="on", **_BY_KEY
                )
            return self._reader.execute(statement, parameters, binary=True).fetchall()

        return _once_more(rows)

    def _write(self, work: Callable[[psycopg.Connection], R]) -> R:
        """All that may be done twice: keys that were written after all are then said to be taken."""

        def done() -> R:
            if self._writer is None or self._writer.closed:
                self._writer = connecting.connect(self._address, _SETTING, synchronous_commit="on", **_BY_KEY)
            return work(self._writer)

        return _once_more(done)


def _once_more(ask: Callable[[], R]) -> R:
    """Ask again where the connection turns out to be lost, since the server may have restarted meanwhile."""
    with errors.explaining():
        try:
            return ask()
        except psycopg.Error as error:
            if not errors.is_lost(error):
                raise
        return ask()


def postgres_keys(address: str) -> PostgresKeys:
    """The keyring in the database an address names."""
    return PostgresKeys(address)
