"""Opens the file that the offline page keeps: PBKDF2 makes a key of the passphrase, AES-256-GCM holds the forms."""

import base64
import binascii
import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from services.intake.domain.offline_format import (
    FORMAT,
    ITERATIONS,
    MOST_FORMS_IN_A_FILE,
    NONCE_BYTES,
    SALT_BYTES,
    NotOurFile,
    OfflineForm,
    WrongPassphrase,
)
from shared.kernel.json_members import given_twice

_KEY_BYTES = 32


def open_offline_file(content: bytes, passphrase: str) -> list[OfflineForm]:
    """The forms in a file, in the order in which they were kept. Raises NotOurFile or WrongPassphrase."""
    salt, nonce, sealed = _parts(content)
    key = PBKDF2HMAC(hashes.SHA256(), _KEY_BYTES, salt, ITERATIONS).derive(passphrase.encode())
    try:
        text = AESGCM(key).decrypt(nonce, sealed, FORMAT.encode())
    except InvalidTag:
        raise WrongPassphrase from None
    forms = _json(text)
    if not isinstance(forms, list) or len(forms) > MOST_FORMS_IN_A_FILE:
        raise NotOurFile
    return [_form(each) for each in forms]


def _parts(content: bytes) -> tuple[bytes, bytes, bytes]:
    """Salt, nonce and ciphertext. How often the key is stretched is not the file's to say: it could say once."""
    file = _json(content)
    if not isinstance(file, dict) or file.get("format") != FORMAT:
        raise NotOurFile
    try:
        salt, nonce, sealed = (base64.b64decode(file[name], validate=True) for name in ("salt", "nonce", "sealed"))
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise NotOurFile from None
    if len(salt) != SALT_BYTES or len(nonce) != NONCE_BYTES:
        raise NotOurFile
    return salt, nonce, sealed


def _json(content: bytes) -> Any:
    """What a text says. Ours gives nothing twice: which of two values was meant, only whoever wrote it could say."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        raise NotOurFile from None
    if given_twice(content) is not None:
        raise NotOurFile
    return said


def _form(form: Any) -> OfflineForm:
    typed = form.get("typed") if isinstance(form, dict) else None
    if not isinstance(typed, dict) or not isinstance(form.get("number"), str):
        raise NotOurFile
    if not all(isinstance(values, list) and all(isinstance(each, str) for each in values) for values in typed.values()):
        raise NotOurFile
    return OfflineForm(form["number"], typed)
