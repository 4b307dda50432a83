"""One data key a person, wrapped by the master key; destroying it forgets the person everywhere at once."""

import contextlib
import hmac
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.event_store.databases import scheme_of
from shared.event_store.key_file import key_file
from shared.event_store.key_tables import KeyTables, KeyTaken, repointed
from shared.event_store.postgres.keys import postgres_keys
from shared.event_store.sealing import closed, opened
from shared.event_store.wrapping import MasterKeys
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.personal import ERASED, C, DataClass, Personal, Unsealed
from shared.kernel.randomness import random_bytes
from shared.kernel.refusals import ConcurrencyConflict, Refusal

# How long another process may still open what has been forgotten: its cached key lives at most this long.
CACHE_SECONDS = 60
_CACHED_KEYS = 50_000
_CHECK = b"waymark keyring"


class WrongMasterKey(Exception):
    """The master key given does not open this keyring."""


class NoKey(Refusal):
    """There is no key to seal under: the person was forgotten meanwhile, or never minted."""

    says = "This person has been forgotten, so nothing more can be stored about them."


class Keyring:
    """All services' keys in one place of its own, with its own address and credentials.

    `master_key` is what `MasterKeys` takes, `monotonic` gives the seconds that cached keys age by. Raises
    WrongMasterKey with what to do.
    """

    def __init__(
        self, tables: KeyTables, master_key: bytes, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._tables = tables
        # Whoever recognises, seals or opens waits for memory and for reading, never for somebody's write to the disk.
        # Taken in this order.
        self._write_lock = threading.RLock()
        self._lock = threading.RLock()
        self._clock = clock
        self._monotonic = monotonic
        self._master = MasterKeys(master_key)
        self._cache: dict[str, tuple[AESGCM, float]] = {}
        self._pending_keys: dict[str, bytes] = {}
        self._pending_identities: dict[str, str] = {}
        self._leaving_keys: dict[str, bytes] = {}
        self._leaving_identities: dict[str, str] = {}
        self._index_key = self._check_master()

    def mint(self, person_id: str) -> None:
        """Make a key for somebody new; it reaches the disk with `flush`, before any append that uses it.

        Somebody who has a key, or had one that was destroyed, gets no other.
        """
        with self._lock:
            if self._unwritten(person_id) is None and self._tables.wrapped(person_id) is None:
                self._mint(person_id)

    def recognise(self, words: Sequence[str]) -> str:
        """The person these identifying words belong to, or somebody newly minted.

        One word in common is enough; where words lead to several people, the first word decides. The words are kept
        only as blind indexes, in the keyring, so that they go with the key when it is destroyed. Two processes
        meeting one stranger at the same moment may mint her twice.
        """
        return self.recognise_each([words])[0]

    def recognise_each(self, people: Sequence[Sequence[str]]) -> list[str]:
        """The same for several people, one after the other, with one look into the tables for all of them."""
        blinds = [[self.index(DataClass, word) for word in words] for words in people]
        with self._lock:
            known = self._find(blind for each in blinds for blind in each)
            return [self._person(each, known) for each in blinds]

    def recognise_lot(self, lot: Sequence[Sequence[Sequence[str]]]) -> list[list[str]]:
        """The same for several who each ask for several people."""
        found = iter(self.recognise_each([words for people in lot for words in people]))
        return [[next(found) for _ in people] for people in lot]

    def _person(self, blinds: Sequence[str], known: dict[str, str]) -> str:
        person_id = next((known[blind] for blind in blinds if " " not in known.get(blind, " ")), None)
        if person_id is None:
            person_id = new_id()
            self._mint(person_id)
        met = {blind: person_id for blind in blinds if blind not in known}
        known.update(met)
        self._pending_identities |= met
        return person_id

    def repoint(self, owners: Mapping[str, Collection[str]], among: Collection[str]) -> None:
        """Say anew whom words identify, where that is somebody `among` these; words of several identify nobody."""
        blinds = {self.index(DataClass, word): people for word, people in owners.items()}
        with self._write_lock:
            self.flush()
            with self._lock:
                there = self._tables.people_of(list(blinds))
            self._tables.repoint(repointed(blinds, there, among))

    def flush(self) -> None:
        """Write the keys and identities made since the last time. An orphan key does no harm; the reverse is loss.

        Raises ConcurrencyConflict where another process has made a key for the same person: hers stays, and whoever
        sealed under ours has to seal again.
        """
        with self._lock:
            if not (self._pending_keys or self._pending_identities or self._leaving_keys or self._leaving_identities):
                return
        with self._write_lock, self._taken_up():
            self._write_leaving()

    def seal(self, value: Unsealed) -> Personal[Any]:
        """Close a detail under its person's key."""
        cipher = self._cipher(value.person_id)
        if cipher is None:
            raise NoKey
        return closed(cipher, value)

    def open(self, value: Personal[C] | None, data_class: type[C]) -> str | None:
        """The detail in clear, `ERASED` if its person has been forgotten, None for nothing."""
        if value is None:
            return None
        cipher = self._cipher(value.p)
        if cipher is None:
            return ERASED
        return opened(cipher, value, data_class)

    def index(self, data_class: type[DataClass], words: str) -> str:
        """A blind index: equal words, equal text; no way back without the index key."""
        message = f"{data_class.word}|{words}".encode()
        return hmac.digest(self._index_key, message, "sha256")[:16].hex()

    def destroy(self, person_id: str) -> bool:
        """Forget a person: the key is overwritten, her identities dropped, and no old copy of them stays on the disk.

        False if there was no key to destroy. Raises Unavailable where old copies could not be removed; the key is
        gone by then, and calling again finishes the work.
        """
        with self._write_lock:
            self.flush()
            there_was = self._tables.destroy(person_id, rfc3339(self._clock()))
            with self._lock:
                self._cache.pop(person_id, None)
                met_since = [blind for blind, whose in self._pending_identities.items() if whose == person_id]
                for blind in met_since:
                    del self._pending_identities[blind]
            self._tables.remove_old_copies()
            return there_was

    def drop_cached(self, person_id: str) -> None:
        """Stop opening at once what another process has forgotten."""
        with self._lock:
            self._cache.pop(person_id, None)

    def knows(self, person_id: str) -> bool:
        """Whether there is, or was, a key of this person on the disk."""
        with self._lock:
            return self._tables.wrapped(person_id) is not None

    def living(self, person_ids: Sequence[str]) -> set[str]:
        """Those of these people whose key is on the disk."""
        with self._lock:
            return self._tables.living(person_ids)

    def close(self) -> None:
        """Let go of the tables."""
        with self._write_lock, self._lock:
            self._tables.close()

    @contextlib.contextmanager
    def _taken_up(self) -> Iterator[None]:
        """What is pending is on its way to the disk meanwhile, and pending again if it does not arrive."""
        with self._lock:
            self._leaving_keys, self._pending_keys = self._pending_keys, {}
            self._leaving_identities, self._pending_identities = self._pending_identities, {}
        try:
            yield
        except BaseException:
            with self._lock:
                self._pending_keys = self._leaving_keys | self._pending_keys
                self._pending_identities = self._leaving_identities | self._pending_identities
            raise
        finally:
            with self._lock:
                self._leaving_keys, self._leaving_identities = {}, {}

    def _write_leaving(self) -> None:
        now = rfc3339(self._clock())
        keys = [
            (person_id, self._master.wrap(person_id, key), self._master.wraps_as, now)
            for person_id, key in self._leaving_keys.items()
        ]
        try:
            self._tables.keep(keys, self._leaving_identities)
        except KeyTaken:
            self._give_way()
            raise ConcurrencyConflict from None

    def _mint(self, person_id: str) -> None:
        key = random_bytes(32)
        self._pending_keys[person_id] = key
        self._remember(person_id, AESGCM(key))

    def _give_way(self) -> None:
        """Drop our unwritten keys for people who have one by now."""
        with self._lock:
            for person_id in [each for each in self._leaving_keys if self._tables.wrapped(each) is not None]:
                del self._leaving_keys[person_id]
                self._cache.pop(person_id, None)

    def _unwritten(self, person_id: str) -> bytes | None:
        return self._pending_keys.get(person_id) or self._leaving_keys.get(person_id)

    def _find(self, blinds: Iterable[str]) -> dict[str, str]:
        """Whom each of these identifies; those that identify nobody are left out."""
        known: dict[str, str] = {}
        elsewhere = []
        for blind in blinds:
            if person_id := self._pending_identities.get(blind) or self._leaving_identities.get(blind):
                known[blind] = person_id
            else:
                elsewhere.append(blind)
        return known | self._tables.people_of(elsewhere)

    def _cipher(self, person_id: str) -> AESGCM | None:
        cached = self._cache.get(person_id)
        if cached is not None and cached[1] > self._monotonic():
            return cached[0]
        with self._lock:
            if (unwritten := self._unwritten(person_id)) is not None:
                return self._remember(person_id, AESGCM(unwritten))
            wrapped = (self._tables.wrapped(person_id) or (None,))[0]
            if wrapped is None:
                self._cache.pop(person_id, None)
                return None
            return self._remember(person_id, AESGCM(self._master.unwrap(person_id, wrapped)))

    def _remember(self, person_id: str, cipher: AESGCM) -> AESGCM:
        if len(self._cache) >= _CACHED_KEYS:
            self._cache.clear()
        self._cache[person_id] = (cipher, self._monotonic() + CACHE_SECONDS)
        return cipher

    def _check_master(self) -> bytes:
        kept = self._tables.about(
            lambda: {
                "check_value": self._master.wrap("check", _CHECK),
                "index_key": self._master.wrap("index", random_bytes(32)),
            }
        )
        try:
            self._master.unwrap("check", kept["check_value"])
            return self._master.unwrap("index", kept["index_key"])
        except InvalidTag:
            raise WrongMasterKey(
                "The master key does not fit this keyring, so no personal detail could be opened. "
                "Give the key this keyring was made with (WAYMARK_MASTER_KEY, or keys/master.key in the data folder)."
            ) from None


_BY_SCHEME: Mapping[str, Callable[[str], KeyTables]] = {"sqlite": key_file, "postgresql": postgres_keys}


def open_key_tables(address: str) -> KeyTables:
    """What the keyring at an address is kept in, made if it is not there yet. Raises StoreNotUsable with what to do."""
    return _BY_SCHEME[scheme_of(address)](address)


def open_keyring(
    address: str,
    master_key: Callable[[bool], bytes],
    clock: Clock,
    monotonic: Callable[[], float] = time.monotonic,
) -> Keyring:
    """The keyring at an address, made if it is not there yet; `master_key` is told whether it was in use before.

    Raises StoreNotUsable and WrongMasterKey with what to do.
    """
    tables = open_key_tables(address)
    try:
        return Keyring(tables, master_key(tables.in_use()), clock, monotonic)
    except BaseException:
        tables.close()
        raise
