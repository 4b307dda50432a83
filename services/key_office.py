"""`python -m services check-master-key | rotate-master-key`: whether the master key fits, and another in its place."""

import argparse
import contextlib
from typing import TYPE_CHECKING

from shared.event_store.keyring import open_key_tables, open_keyring
from shared.event_store.rotation import rotate
from shared.event_store.wrapping import MasterKeys
from shared.kernel.clock import system_clock
from shared.runtime.cli import DONE, add_data, settings_of

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def check_master_key(options: argparse.Namespace) -> int:
    """Begin the keyring where there is none yet, else see that the master key opens it."""
    settings = settings_of(options)
    open_keyring(settings.address("KEYRING_URL"), settings.open_master_key, system_clock).close()
    print("The master key given opens the keyring.")
    return DONE


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
    """`check-master-key` and `rotate-master-key`."""
    for name, does, about in (
        ("check-master-key", check_master_key, "whether the master key opens the keyring; a new one is begun"),
        ("rotate-master-key", rotate_master_key, "wrap every data key under the new master key"),
    ):
        made = commands.add_parser(name, help=about)
        add_data(made)
        made.set_defaults(command=does)
