"""Wraps data keys under the installation's master key, and opens what former ones have wrapped."""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.kernel.randomness import random_bytes

MASTER_KEY_BYTES = 32


class MasterKeys:
    """The master key of an installation; while it changes over to another one, both.

    `given` holds 32 bytes for each: the first wraps, all of them open.
    """

    def __init__(self, given: bytes) -> None:
        keys = [given[at : at + MASTER_KEY_BYTES] for at in range(0, len(given), MASTER_KEY_BYTES)]
        self.wraps_as = hashlib.sha256(b"waymark/master|" + keys[0]).hexdigest()[:16]
        self._ciphers = [AESGCM(key) for key in keys]

    def wrap(self, name: str, key: bytes) -> bytes:
        """A key closed under the first master key, bound to the name of whose it is."""
        nonce = random_bytes(12)
        return nonce + self._ciphers[0].encrypt(nonce, key, _bound_to(name))

    def unwrap(self, name: str, wrapped: bytes) -> bytes:
        """The key in clear. Raises InvalidTag where none of the master keys fits, or it is another name's."""
        for cipher in self._ciphers[:-1]:
            try:
                return cipher.decrypt(wrapped[:12], wrapped[12:], _bound_to(name))
            except InvalidTag:
                continue
        return self._ciphers[-1].decrypt(wrapped[:12], wrapped[12:], _bound_to(name))


def _bound_to(name: str) -> bytes:
    return f"waymark/1|wrap|{name}".encode()
