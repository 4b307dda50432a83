"""`backup` and `restore`: everything as at one moment, the keys apart, and nobody forgotten comes back."""

import argparse
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from services.audit.adapters.ledger_tables import ledger_tables
from services.intake.adapters import equality_counts
from services.intake.adapters.evidence.tables import file_tables, files, piece_tables, pieces
from services.intake.adapters.mail import originals as mail
from services.one_process import BUILDERS, build
from shared.access import tables as access
from shared.event_store import tables
from shared.event_store.copies import Copy
from shared.event_store.engine import about_store_at, migrate_store
from shared.event_store.keyring import open_key_tables
from shared.event_store.tables import STORE_VERSION
from shared.kernel.clock import rfc3339, system_clock
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import StoreNotUsable
from shared.runtime.backup import FORMAT, Manifest, Part, must_be_empty, put_back, read_manifest, take, write_manifest
from shared.runtime.cli import DONE, add_data, settings_of
from shared.runtime.settings import Settings
from shared.runtime.worker import drain

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_LEDGER = "audit.ledger"
_SIGNING = ("ledger-signing.key", "ledger-signing.pub")


def backup(options: argparse.Namespace) -> int:
    """Write two folders, of which the second must be kept elsewhere and for a shorter time."""
    settings, folder, keys = settings_of(options), Path(options.folder), Path(options.keys)
    for made in (folder, keys):
        made.mkdir(mode=0o700, parents=True)  # one that is there already belongs to another backup
    keyring = _keyring(settings)
    copies = take([*((part, folder) for part in _parts(settings)), (keyring, keys)])
    kept_apart = {keyring.name: copies.pop(keyring.name)}
    now = rfc3339(system_clock())
    said = partial(Manifest, format=FORMAT, backup_id=new_id(), made_at=now, store_version=STORE_VERSION)
    heads = _heads_over(settings, copies[_LEDGER].rows["ledger"])
    write_manifest(keys, said(copies=kept_apart, files=_copied(_signing(settings), keys)))
    write_manifest(folder, said(copies=copies, files=_copied(heads, folder)))
    rows = sum(sum(copy.rows.values()) for copy in copies.values())
    print(f"{folder} holds {rows:,} rows of {len(copies)} databases, as they stood at one moment.")
    print(f"{keys} holds the keys. Keep it elsewhere, and for a few days only: see deploy/runbooks/restore.md.")
    return DONE


def restore(options: argparse.Namespace) -> int:
    """Put a backup into empty places, then have everybody forgotten who is known to be forgotten."""
    settings, folder = settings_of(options), Path(options.folder)
    manifest = read_manifest(folder, STORE_VERSION)
    parts, keyring = _parts(settings), _keyring(settings)
    from_keys = Path(options.keys) if options.keys else None
    keys = read_manifest(from_keys, STORE_VERSION) if from_keys else None
    _make_places(settings, with_keys=keys is not None)
    must_be_empty([*parts, keyring] if keys else parts)
    put_back(parts, manifest.copies, folder)
    _put_files(manifest.files, folder, Path(settings.address("CHECKPOINT_DIR")))
    if keys and from_keys:
        put_back([keyring], keys.copies, from_keys)
        _put_files(keys.files, from_keys, settings.data / "keys")
    _follow(settings)
    print(f"Restored as at {manifest.made_at}. Now run `python -m services.audit verify`, then start Waymark.")
    return DONE


def add_commands(commands: "Commands") -> None:
    """`backup DIR --keys DIR` and `restore DIR [--keys DIR]`."""
    made = commands.add_parser("backup", help="a copy of everything as at one moment, while all goes on")
    made.add_argument("folder", metavar="DIR", help="a new folder for the logs, the ledger and the accounts")
    made.add_argument("--keys", required=True, metavar="DIR", help="a new folder, kept elsewhere, for the keys")
    made.set_defaults(command=backup)
    put = commands.add_parser("restore", help="a backup into empty places")
    put.add_argument("folder", metavar="DIR")
    put.add_argument("--keys", metavar="DIR", help="the keys; without it the keyring that is there is used")
    put.set_defaults(command=restore)
    for each in (made, put):
        add_data(each)


def _parts(settings: Settings) -> list[Part]:
    """Everything that could not be made again: no views, no index of stories, no drafts, nobody's session."""
    logs = [
        Part(
            name,
            settings.address("DATABASE_URL", name),
            "DATABASE_URL",
            "",
            tables.log,
            [tables.events, *(table for table in tables.log.sorted_tables if table is not tables.events)],
            is_log=True,
            anew=[tables.about_store],
        )
        for name in BUILDERS
    ]
    ledger = ledger_tables.tables["ledger"]
    others = [table for table in ledger_tables.sorted_tables if table is not ledger]
    audit, intake = (settings.address("DATABASE_URL", name) for name in ("audit", "intake"))
    accounts = [access.accounts, access.tokens, access.secrets]
    return [
        *logs,
        Part(_LEDGER, audit, "DATABASE_URL", "ledger", ledger_tables, [ledger, *others]),
        Part("intake.evidence_files", intake, "DATABASE_URL", "evidence_files", file_tables, [files]),
        Part("intake.mail", intake, "DATABASE_URL", "mail", mail.metadata, [mail.originals]),
        Part("intake.evidence", intake, "DATABASE_URL", "evidence", piece_tables, [pieces]),
        Part(
            "intake.equality", intake, "DATABASE_URL", "equality", equality_counts.metadata, [equality_counts.answers]
        ),
        Part(
            "access",
            settings.address("ACCESS_URL"),
            "ACCESS_URL",
            "",
            access.metadata,
            accounts,
            anew=[access.secrets],
        ),
    ]


def _keyring(settings: Settings) -> Part:
    kept = [tables.data_keys, tables.identities, tables.key_meta]
    return Part(
        "keyring", settings.address("KEYRING_URL"), "KEYRING_URL", "", tables.keyring, kept, anew=[tables.key_meta]
    )


def _make_places(settings: Settings, *, with_keys: bool) -> None:
    """The logs' tables, where we may make them; raises StoreNotUsable where nobody gave the keys."""
    for name in BUILDERS:
        if about_store_at(settings.address("DATABASE_URL", name)) is None:
            migrate_store(settings.address("DATABASE_URL", name), name)
    with closing(open_key_tables(settings.address("KEYRING_URL"))) as kept:
        if not with_keys and not kept.in_use():
            raise StoreNotUsable(
                "There is no keyring at KEYRING_URL, and without one nobody's details could be read. Give the folder "
                "with its copy as --keys, or point KEYRING_URL at the keyring that is in use. Nothing was restored."
            )


def _follow(settings: Settings) -> None:
    """Views are made anew from the logs; then whoever the log says was forgotten is without a key again."""
    borough = build(settings)
    try:
        for service in borough.services.values():
            service.views.catch_up()
        drain([item for item in borough.work() if item.name in ("intake.keys", "intake.evidence")])
    finally:
        borough.close()


def _heads_over(settings: Settings, size: int) -> list[Path]:
    """The signed heads that cover no more of the ledger than was copied, and the key to believe them by."""
    folder = Path(settings.address("CHECKPOINT_DIR"))
    return [path for path in sorted(folder.glob("*")) if _covered(path) <= size]


def _covered(head: Path) -> int:
    covered = head.name.partition(".")[0]
    return int(covered) if covered.isdigit() else 0


def _signing(settings: Settings) -> list[Path]:
    return [path for name in _SIGNING if (path := settings.data / "keys" / name).exists()]


def _copied(paths: Sequence[Path], folder: Path) -> dict[str, Copy]:
    copies = {}
    for path in paths:
        shutil.copy2(path, folder)
        copies[path.name] = Copy(file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), rows={})
    return copies


def _put_files(files: Mapping[str, Copy], folder: Path, to: Path) -> None:
    """Those that are there stay: a head that covers more than the backup says what was lost."""
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in files:
        if not (to / name).exists():
            shutil.copy2(folder / name, to)
