"""Keys of what passes, such as a draft's: made and destroyed all day, beside what they open and apart from people's.

The keyring writes itself anew for every key it destroys and remembers for ever that there was one. A borough's drafts
would have it do so some hundred times a day, longer each month, while nobody's details can be opened.
"""

import contextlib
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, MetaData, Table, Text, delete, insert, select

from shared.event_store.databases import Database
from shared.event_store.key_tables import OLD_COPIES
from shared.event_store.keyring import NoKey
from shared.event_store.sealing import closed, opened
from shared.kernel.personal import ERASED, C, Narrative, Opener, Personal, Unsealed
from shared.kernel.randomness import random_bytes
from shared.kernel.refusals import ConcurrencyConflict, Unavailable

_metadata = MetaData()

keys = Table(
    "passing_keys",
    _metadata,
    Column("owner", Text, primary_key=True),
    Column("wrapped", Text, nullable=False),
)


class Keeper(Opener, Protocol):
    """The keyring, as far as it keeps these keys."""

    def mint(self, person_id: str) -> None: ...

    def flush(self) -> None: ...

    def seal(self, value: Unsealed) -> Personal[Any]: ...


class PassingKeys:
    """The keys of one place. Each is kept sealed under one key of the keyring, which bears the name `under`.

    So whoever has this place alone opens nothing, and a copy of the keyring alone brings nothing back.
    """

    def __init__(self, database: Database, keeper: Keeper, under: str) -> None:
        with database.making(_metadata) as connection:
            database.keep_no_samples(connection, [keys])
        self._database, self._keeper, self._under = database, keeper, under
        self._see_to_keeper()

    def mint(self, owner: str) -> None:
        """Make a key for something that has none; it is on the disk when this returns."""
        value = Unsealed(self._under, Narrative, random_bytes(32).hex())
        wrapped = self._keeper.seal(value).c
        with self._database.changing() as connection:
            if connection.execute(select(keys.c.owner).where(keys.c.owner == owner)).first() is None:
                connection.execute(insert(keys), {"owner": owner, "wrapped": wrapped})

    def seal(self, value: Unsealed) -> Personal[Any]:
        """Close a text under the key of what it belongs to. Raises NoKey where that has passed."""
        cipher = self._cipher(value.person_id)
        if cipher is None:
            raise NoKey
        return closed(cipher, value)

    def open(self, value: Personal[C] | None, data_class: type[C]) -> str | None:
        """The text in clear, `ERASED` where its key is gone, None for nothing."""
        if value is None:
            return None
        cipher = self._cipher(value.p)
        return ERASED if cipher is None else opened(cipher, value, data_class)

    def destroy(self, *owners: str) -> bool:
        """Destroy these keys and leave no copy of them in any file; False if there was none of them.

        Raises Unavailable where old copies could not be removed; the keys are gone, and the next time takes those too.
        """
        with self._database.changing() as connection:
            there_were = connection.execute(delete(keys).where(keys.c.owner.in_(owners))).rowcount
        if there_were and not self._database.remove_old_copies([keys]):
            raise Unavailable(OLD_COPIES)
        return bool(there_were)

    def _see_to_keeper(self) -> None:
        self._keeper.mint(self._under)
        with contextlib.suppress(ConcurrencyConflict):  # another program starts beside this one and was first
            self._keeper.flush()

    def _cipher(self, owner: str) -> AESGCM | None:
        with self._database.reading() as connection:
            wrapped = connection.execute(select(keys.c.wrapped).where(keys.c.owner == owner)).scalar_one_or_none()
        if wrapped is None:
            return None
        with contextlib.suppress(InvalidTag):  # an older keyring was put back, and makes do with a new key of that name
            key = self._keeper.open(Personal(self._under, wrapped), Narrative)
            return None if key is None or key == ERASED else AESGCM(bytes.fromhex(key))
        return None
