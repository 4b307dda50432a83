"""How a detail is closed under a key and opened again: bound to its person and its class, never to where it stands."""

import base64
import binascii
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.kernel.personal import C, DataClass, Personal, Unsealed
from shared.kernel.randomness import random_bytes

_NONCE_BYTES = 12


def closed(cipher: AESGCM, value: Unsealed) -> Personal[Any]:
    """The detail sealed."""
    nonce = random_bytes(_NONCE_BYTES)
    text = cipher.encrypt(nonce, value.text.encode(), _bound_to(value.person_id, value.data_class))
    return Personal(value.person_id, binascii.b2a_base64(nonce + text, newline=False).decode("ascii"))


def opened(cipher: AESGCM, value: Personal[C], data_class: type[C]) -> str:
    """The detail in clear. Raises InvalidTag where it was sealed under another key, for another person or class."""
    raw = base64.b64decode(value.c)
    return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound_to(value.p, data_class)).decode()


def _bound_to(person_id: str, data_class: type[DataClass]) -> bytes:
    return f"waymark/1|{person_id}|{data_class.word}".encode()
