"""`python -m services rotate-master-key`: every data key under a new master key, while everything else goes on."""

import argparse
import contextlib
from typing import TYPE_CHECKING

from shared.event_store.keyring import open_key_tables
from shared.event_store.rotation import rotate
from shared.event_store.wrapping import MasterKeys
from shared.runtime.cli import DONE, add_data, settings_of

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def rotate_master_key(options: argparse.Namespace) -> int:
    """Wrap every data key under the first of the master keys given."""
    settings = settings_of(options)
    with contextlib.closing(open_key_tables(settings.address("KEYRING_URL"))) as tables:
        if not tables.in_use():
            raise LookupError("There is no keyring here yet, so there is nothing to wrap anew.")
        master = MasterKeys(settings.open_master_key(keyring_exists=True))
        done = 0
        for done in rotate(tables, master):
            print(f"{done:,} data keys wrapped anew so far", flush=True)
    print(
        f"Done: {done:,} data keys were wrapped anew; none is left under another master key than the first one given."
    )
    return DONE


def add_commands(commands: "Commands") -> None:
    """`rotate-master-key`."""
    made = commands.add_parser("rotate-master-key", help="wrap every data key under the new master key")
    add_data(made)
    made.set_defaults(command=rotate_master_key)
