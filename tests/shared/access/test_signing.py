"""A sealed value opens only for its own purpose, and only unchanged."""

import pytest

from shared.access.signing import Signer

SIGNER = Signer(b"a secret of thirty-two bytes....")


def test_what_was_sealed_opens_again() -> None:
    assert SIGNER.open("draft", SIGNER.seal("draft", '{"intake": "42"}')) == '{"intake": "42"}'


@pytest.mark.parametrize("tampered", ["", ".", "x", "ZDE.", "ZDE.00", "é.é", "ZDI.{mark}", "{body}.{mark}0"])
def test_anything_else_does_not(tampered: str) -> None:
    body, _, mark = SIGNER.seal("draft", "d1").partition(".")
    assert SIGNER.open("draft", tampered.format(body=body, mark=mark)) is None


def test_a_value_sealed_for_one_purpose_does_not_serve_another() -> None:
    assert SIGNER.open("positions", SIGNER.seal("draft", "d-1")) is None
