"""Changes the master key: every data key is wrapped anew under the first of those given, while all else goes on.

It may be broken off at any moment and run again: each page of keys is written whole, a key is changed only where it
still is what was read (so nobody who is forgotten meanwhile comes back), and what says which master key the keyring
belongs to comes last.
"""

from collections.abc import Iterator

from cryptography.exceptions import InvalidTag

from shared.event_store.key_tables import KeyTables
from shared.event_store.keyring import WrongMasterKey
from shared.event_store.wrapping import MasterKeys
from shared.kernel.refusals import Unavailable

PAGE = 500
# What the keyring keeps about itself, and the name each is bound to.
_ABOUT = {"check_value": "check", "index_key": "index"}


def rotate(tables: KeyTables, master: MasterKeys) -> Iterator[int]:
    """After each page, how many keys were wrapped anew so far; when it comes to its end, it is done.

    Raises WrongMasterKey where something is wrapped by a master key that is not among those given, Unavailable where
    old copies could not be removed.
    """
    kept = tables.about(dict)
    about = {name: _anew(master, _ABOUT[name], wrapped) for name, wrapped in kept.items()}
    done, after, found = 0, "", False
    while True:
        if page := tables.wrapped_by_others(master.wraps_as, after, PAGE):
            changed = [(key.person_id, key.wrapped, _anew(master, key.person_id, key.wrapped)) for key in page]
            done += tables.rewrap(changed, master.wraps_as)
            after, found = page[-1].person_id, True
            yield done
        elif found:  # whoever still wraps under the former key may have added one that was passed already
            after, found = "", False
        else:
            break
    tables.keep_about(about)
    try:
        tables.remove_old_copies()
    except Unavailable:
        raise Unavailable(
            "Every key is wrapped anew, but what the former master key opens is still in old copies on the disk. "
            "Run this again."
        ) from None


def _anew(master: MasterKeys, name: str, wrapped: bytes) -> bytes:
    try:
        return master.wrap(name, master.unwrap(name, wrapped))
    except InvalidTag:
        raise WrongMasterKey(
            "A data key is wrapped by a master key that is not given, so it was left as it is. Give the new master key "
            "and, on a line of its own after it, the former one; then run this again."
        ) from None
