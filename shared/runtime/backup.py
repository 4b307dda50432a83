"""Copies of databases as they all stood at one moment, taken while everything runs, and put into empty ones."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import Connection, MetaData, Table, select

from shared.event_store.copies import Copy, CopyDamaged, check_copy, read_copy, write_copy
from shared.event_store.databases import open_database
from shared.kernel.refusals import StoreNotUsable

MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A database and its tables; the first says whether it is in use, those of `anew` may hold something even so.

    A log is held still at the moment that is copied.
    """

    name: str
    address: str
    setting: str
    beside: str
    metadata: MetaData
    tables: Sequence[Table]
    is_log: bool = False
    anew: Sequence[Table] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds, written last: one without it was broken off."""

    format: int
    backup_id: str
    made_at: str
    store_version: int
    copies: Mapping[str, Copy]
    files: Mapping[str, Copy]


def take(wanted: Sequence[tuple[Part, Path]]) -> dict[str, Copy]:
    """Copy each into a folder, all as at one moment: for that moment, and no longer, nobody adds to any log.

    So no copy holds what came of something that another lacks.
    """
    parts = [part for part, _ in wanted]
    with ExitStack() as opened:
        databases = [opened.enter_context(closing(open_database(p.address, p.setting, p.beside))) for p in parts]
        connections = [opened.enter_context(database.snapshot()) for database in databases]
        for database in databases:
            with database.reading():  # so that a second connection is there before anybody is held up
                pass
        with ExitStack() as still:
            for part, database in zip(parts, databases, strict=True):
                if part.is_log:
                    still.enter_context(database.held_still())
            for part, connection in zip(parts, connections, strict=True):
                _in_use(part, connection)  # from its first question on a snapshot stays as it is
        return {
            part.name: write_copy(connection, part.tables, folder / f"{part.name}.rows")
            for (part, folder), connection in zip(wanted, connections, strict=True)
        }


def must_be_empty(parts: Sequence[Part]) -> None:
    """Make what tables are missing. Raises StoreNotUsable where any of these databases holds something."""
    for part in parts:
        database = open_database(part.address, part.setting, part.beside, lasting=True)
        with closing(database), database.making(part.metadata) as connection:
            if _in_use(part, connection):
                raise StoreNotUsable(
                    f"There is something in the database of {part.name} already, and a backup is put into empty "
                    f"places only. Point {part.setting} at an empty one. Nothing was restored."
                )


def put_back(parts: Sequence[Part], copies: Mapping[str, Copy], folder: Path) -> None:
    """Fill empty databases from copies that were checked, each wholly or not at all."""
    for part in parts:
        database = open_database(part.address, part.setting, part.beside, lasting=True)
        with closing(database), database.changing() as connection:
            read_copy(connection, part.metadata, folder, copies[part.name], part.anew)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Say that the backup is whole."""
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")


def read_manifest(folder: Path, store_version: int) -> Manifest:
    """What a whole backup holds, every file checked. Raises CopyDamaged with what to do."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except OSError:
        raise CopyDamaged(f"{folder} holds no backup, or one that was broken off: it has no {MANIFEST}.") from None
    except msgspec.DecodeError:
        raise CopyDamaged(f"{folder / MANIFEST} cannot be read. Take another backup.") from None
    if (manifest.format, manifest.store_version) != (FORMAT, store_version):
        raise CopyDamaged(
            f"The backup in {folder} was taken by another version of Waymark (store version {manifest.store_version}; "
            f"this program knows {store_version}). Restore it with that version, then upgrade."
        )
    for copy in (*manifest.copies.values(), *manifest.files.values()):
        check_copy(folder, copy)
    return manifest


def _in_use(part: Part, connection: Connection) -> bool:
    return connection.execute(select(part.tables[0]).limit(1)).first() is not None
