"""The file of the offline page: it opens with its passphrase and with nothing else."""

import base64
import json
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from services.intake.adapters.offline_file import open_offline_file
from services.intake.domain.offline_format import FORMAT, ITERATIONS, NotOurFile, WrongPassphrase

PASSPHRASE = "four words of mine"
FORMS = [{"number": "A-2223-Q", "typed": {"description": ["Loud “music”."]}}]
SALT = bytes(16)
# Derived once: that it takes long is what it is for.
KEY = PBKDF2HMAC(hashes.SHA256(), 32, SALT, ITERATIONS).derive(PASSPHRASE.encode())


def a_file(forms: Any = FORMS, **changes: Any) -> bytes:
    return sealed_again(json.dumps(forms), **changes)


def sealed_again(written: str, **changes: Any) -> bytes:
    nonce = os.urandom(12)
    sealed = AESGCM(KEY).encrypt(nonce, written.encode(), FORMAT.encode())
    parts = {"salt": SALT, "nonce": nonce, "sealed": sealed}
    members = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    return json.dumps({"format": FORMAT, **members, **changes}).encode()


def test_it_opens_with_its_passphrase() -> None:
    (form,) = open_offline_file(a_file(), PASSPHRASE)
    assert (form.number, form.typed) == ("A-2223-Q", {"description": ["Loud “music”."]})
    assert "Loud" not in repr(form)


def test_another_passphrase_and_a_byte_that_was_changed_open_nothing() -> None:
    content = a_file()
    with pytest.raises(WrongPassphrase):
        open_offline_file(content, PASSPHRASE + " ")
    members = json.loads(content)
    sealed = bytearray(base64.b64decode(members["sealed"]))
    sealed[3] ^= 1
    with pytest.raises(WrongPassphrase):
        open_offline_file(json.dumps({**members, "sealed": base64.b64encode(sealed).decode()}).encode(), PASSPHRASE)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK\x03\x04", b"[]", b"{}", b"\xff\xfe", a_file(format="waymark-offline/2"), a_file(salt="AAAA"),
        a_file(nonce=None), a_file(sealed="no base 64"), a_file()[:-20], b"[" * 100_000,
    ],
    ids=range(11),
)  # fmt: skip
def test_anything_else_is_no_file_of_ours(content: bytes) -> None:
    with pytest.raises(NotOurFile):
        open_offline_file(content, PASSPHRASE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "forms", [{}, [1], [{"number": 1, "typed": {}}], [{"number": "A", "typed": {"x": "y"}}], FORMS * 201]
)
def test_what_is_inside_is_held_to_its_form_too(forms: Any) -> None:
    with pytest.raises(NotOurFile):
        open_offline_file(a_file(forms), PASSPHRASE)


def test_the_file_does_not_say_how_often_the_key_is_stretched() -> None:
    (form,) = open_offline_file(a_file(iterations=1), PASSPHRASE)
    assert form.number == "A-2223-Q"


@pytest.mark.parametrize(
    "written",
    [
        '[{"number": "A-2223-Q", "typed": {"safe": ["no"], "safe": ["yes"]}}]',
        '[{"number": "A-2223-Q", "number": "A-2224-R", "typed": {}}]',
    ],
)
def test_a_form_that_says_something_twice_is_not_opened_as_if_it_had_said_the_last(written: str) -> None:
    with pytest.raises(NotOurFile):
        open_offline_file(sealed_again(written), PASSPHRASE)
    outside = a_file().replace(b'{"format"', b'{"salt": "AAAA", "format"', 1)
    with pytest.raises(NotOurFile):
        open_offline_file(outside, PASSPHRASE)
