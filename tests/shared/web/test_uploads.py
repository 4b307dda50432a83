"""A form with files is read piece by piece, whatever way it is cut, and one that is broken or too much is refused."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import Request
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.web.errors import Problem
from shared.web.uploads import CSRF_DUE, Began, Bytes, Ended, Part, Said, parts

BODY = (
    b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\ntoken\r\n'
    b'--b\r\nContent-Disposition: form-data; name="says"\r\n\r\ncaf\xc3\xa9\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd"\r\nContent-Type: a/b\r\n\r\n'
    + bytes(range(256)) * 3
    + b"\r\n--b--\r\n"
)
FORM = "multipart/form-data; boundary=b"


def asked(body: bytes, cut: int = 1 << 20, content_type: str = FORM, csrf: str | None = None) -> Request:
    pieces = [body[at : at + cut] for at in range(0, len(body), cut)] or [b""]

    async def receive() -> Any:
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", content_type.encode())]}
    return Request(scope | ({CSRF_DUE: csrf} if csrf else {}), receive)


async def all_of(found: AsyncIterator[Part]) -> list[Part]:
    return [part async for part in found]


def read(request: Request) -> list[Part]:
    import asyncio

    return asyncio.run(all_of(parts(request)))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, len(BODY)))
def test_the_parts_are_the_same_however_the_body_is_cut(cut: int) -> None:
    found = read(asked(BODY, cut))
    assert [part for part in found if isinstance(part, Said)] == [Said("csrf", "token"), Said("says", "café")]
    assert b"".join(part.data for part in found if isinstance(part, Bytes)) == bytes(range(256)) * 3
    assert [type(part) for part in found if not isinstance(part, Bytes)] == [Said, Said, Began, Ended]
    assert "passwd" not in repr(found)


def test_a_sessions_form_shows_its_token_before_anything_else() -> None:
    assert read(asked(BODY, csrf="token"))
    for body, csrf in ((BODY, "another"), (BODY[BODY.index(b"--b", 3) :], "token")):
        with pytest.raises(Problem) as refused:
            read(asked(body, csrf=csrf))
        assert (refused.value.status, refused.value.code) == (403, "bad_csrf_token")


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (BODY, "application/json", 415),
        (BODY, "multipart/form-data", 415),
        (BODY[:-40], FORM, 400),
        (b"", FORM, 400),
        (b"no boundary at all", FORM, 400),
        (BODY.replace(b"caf\xc3\xa9", b"caf\xc3"), FORM, 400),
        (BODY.replace(b"Content-Type: a/b", b"X: " + b"y" * 9_000), FORM, 400),
        (BODY.replace(b"token", b"x" * 70_000), FORM, 413),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 200 + b"--b--\r\n", FORM, 413),
    ],
    ids=["json", "no boundary named", "cut off", "empty", "other", "no text", "long header", "long field", "many"],
)
def test_what_cannot_be_read_is_a_problem_and_no_crash(body: bytes, content_type: str, status: int) -> None:
    with pytest.raises(Problem) as refused:
        read(asked(body, content_type=content_type))
    assert refused.value.status == status
