"""Reads a form with files piece by piece: nothing of a file is gathered in memory, and nothing is laid on a disk.

    @made.post("/…", dependencies=[allow(...)])
    @takes_files(up_to=MOST)
    async def sent(request: Request) -> Response:
        async for part in parts(request): ...

The framework's own reader lays files into the machine's folder for such things, in clear.
"""

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from shared.web.errors import Problem

CSRF_DUE = "waymark.csrf_due"
_MOST_PARTS = 100
_LONGEST_FIELD = 64 * 1024
_LONGEST_HEADERS = 8 * 1024


@dataclass(slots=True)
class Began:
    """A file begins. Its name is the sender's, and is used for nothing."""

    name: str


@dataclass(slots=True)
class Bytes:
    """More of the file that began last."""

    data: bytes = field(repr=False)


@dataclass(slots=True)
class Ended:
    """The file that began last is whole."""


@dataclass(slots=True)
class Said:
    """A field that is no file."""

    name: str
    value: str = field(repr=False)


Part = Began | Bytes | Ended | Said


def is_multipart(request: Request) -> bool:
    """Whether a form comes that may hold files."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "multipart/form-data"


def check_csrf(sent: str, own: str) -> None:
    """Raise Problem 403 unless a form carries the anti-forgery token of its session."""
    if not hmac.compare_digest(sent.encode(), own.encode()):
        raise Problem(403, "bad_csrf_token", "This page was open for too long. Go back, load it again and repeat.")


async def parts(request: Request) -> AsyncIterator[Part]:
    """The form's parts in the order they were sent. Raises Problem 415 for no such form, 400 for a broken one, 413 for
    too much of it, and 403 where a session's form has not shown its token before anything else."""
    due: str | None = request.scope.get(CSRF_DUE)
    async for part in _all_parts(request):
        if due is not None:
            check_csrf(part.value if isinstance(part, Said) and part.name == "csrf" else "", due)
            due = None
        yield part
    if due is not None:
        check_csrf("", due)


async def _all_parts(request: Request) -> AsyncIterator[Part]:
    _, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if not is_multipart(request) or not boundary:
        raise Problem(415, "unsupported_media_type", "Send a form as multipart/form-data.")
    reading = _Reading()
    parser = MultipartParser(boundary, reading.callbacks())
    try:
        async for came in request.stream():
            if came:
                parser.write(came)
                for part in reading.taken():
                    yield part
        parser.finalize()
    except (FormParserError, UnicodeDecodeError):
        raise _malformed() from None
    if not reading.complete:
        raise _malformed()


def _malformed() -> Problem:
    return Problem(400, "malformed_form", "The form came only in part, or broken. Send it again.")


class _Reading:
    """Where the parser is: it calls back for every piece, and the parts found so far are taken from here."""

    def __init__(self) -> None:
        self.complete = False
        self._found: list[Part] = []
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value, self._length = b"", b"", 0
        self._field: bytearray | None = None
        self._name, self._parts = "", 0

    def taken(self) -> list[Part]:
        """What was found since the last time."""
        found, self._found = self._found, []
        return found

    def callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._all,
        }

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise Problem(413, "too_many_parts", f"Send {_MOST_PARTS} fields and files at most.")
        self._headers, self._length = {}, 0

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]
        self._bounded(end - start)

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._bounded(end - start)

    def _bounded(self, more: int) -> None:
        self._length += more
        if self._length > _LONGEST_HEADERS:
            raise _malformed()

    def _header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header, self._value = b"", b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8")
        is_file = b"filename" in options
        self._field = None if is_file else bytearray()
        if is_file:
            self._found.append(Began(self._name))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._field is None:
            self._found.append(Bytes(data[start:end]))
            return
        self._field += data[start:end]
        if len(self._field) > _LONGEST_FIELD:
            raise Problem(413, "field_too_large", f"Shorten what you typed to {_LONGEST_FIELD // 1024} KB at most.")

    def _end(self) -> None:
        said = Ended() if self._field is None else Said(self._name, self._field.decode("utf-8"))
        self._found.append(said)

    def _all(self) -> None:
        self.complete = True
