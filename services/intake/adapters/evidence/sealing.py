"""Seals a file piece by piece under a key of its own, so that no piece can be moved, left out or put at the end."""

import base64
import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.kernel.randomness import random_bytes

PIECE = 512 * 1024
_KEY_BYTES, _NONCE = 32, 12


class PieceDamaged(Exception):
    """A piece is not what was sealed, or not where it was put."""


def new_file_key() -> str:
    """A key as text, so that it can be sealed like any detail of a person."""
    return base64.b64encode(random_bytes(_KEY_BYTES)).decode("ascii")


class FileCipher:
    """Seals and opens the pieces of one file. Each is bound to the file, its number, and whether it is the last."""

    def __init__(self, file_key: str, evidence_id: str) -> None:
        self._cipher = AESGCM(base64.b64decode(file_key))
        self._evidence_id = evidence_id

    def seal(self, number: int, piece: bytes, last: bool) -> bytes:
        """A piece as it is stored."""
        nonce = random_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, piece, self._bound_to(number, last))

    def open(self, number: int, sealed: bytes, last: bool) -> bytes:
        """A piece in clear; raises PieceDamaged."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound_to(number, last))
        except (InvalidTag, ValueError):
            raise PieceDamaged(f"piece {number}") from None

    def _bound_to(self, number: int, last: bool) -> bytes:
        return f"waymark/1|evidence|{self._evidence_id}|{number}|{'last' if last else 'more'}".encode()


class Digest:
    """SHA-256 over sealed pieces, each with its length, so that no two ways of cutting give the same."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, sealed: bytes) -> None:
        """The next piece."""
        self._hash.update(len(sealed).to_bytes(4, "big"))
        self._hash.update(sealed)

    def text(self) -> str:
        """The digest of all pieces so far."""
        return self._hash.hexdigest()
