"""Reads the bytes of an e-mail: whatever is broken in it is read as far as it can be, and what was odd is said."""

import contextlib
import hashlib
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from services.intake.adapters.mail.winmail import Unpacked, unpack
from services.intake.adapters.mail.words import decoded, header_text, readable, tidy, words_of_html
from services.intake.domain.mail.as_read import Address, Attached, Mail
from services.intake.domain.values import email_address

# What is longer is read up to here: the words come first, and the words are what matters.
MOST_BYTES = 25 * 1024 * 1024
# More parts than anybody writes; beyond them somebody is keeping us busy.
_MOST_PARTS, _MOST_WORDS, _MOST_ATTACHED = 300, 400_000, 60
_DEEPEST_FORWARD = 4
_END_OF_HEAD = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_OLD_HEADER = re.compile(rb"(?m)^([!-9;-~]+)[ \t]+:")
_REPORTS = frozenset(
    {
        "multipart/report", "message/delivery-status", "message/feedback-report", "message/disposition-notification",
        "message/global-delivery-status", "message/global-disposition-notification", "message/tracking-status",
    }
)  # fmt: skip
_SEALED = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
_WINMAIL = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_KNOWN_TYPES = frozenset({*mimetypes.types_map.values(), "message/rfc822", "text/calendar", *_WINMAIL})
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})


class TooBroken(Exception):
    """Nothing can be read of these bytes as an e-mail."""


@dataclass(slots=True)
class _Found:
    """What has been gathered of a message so far."""

    text: list[str] = field(default_factory=list)
    hearable: list[str] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)
    oddities: set[str] = field(default_factory=set)
    parts: int = 0
    words: int = 0

    def say(self, text: str, *, shown: bool) -> None:
        """Add words; `shown` if a person reads them as part of the message itself."""
        words = tidy(text)[: max(0, _MOST_WORDS - self.words)]
        self.words += len(words)
        if words:
            self.hearable.append(words)
            self.text += [words] if shown else []


def read_mail(raw: bytes) -> Mail:
    """The message in these bytes. Raises TooBroken where it is none at all."""
    message, found = _looked_through(raw)
    headers = _headers(message)
    if not headers:
        raise TooBroken
    text = "\n\n".join(found.text)
    if found.text and not readable(text):
        found.oddities.add("unreadable")
    return Mail(
        headers=headers,
        shape=message.get_content_type(),
        reports=frozenset(found.reports),
        subject=next(iter(headers.get("subject", ())), "")[:1_000],
        sender=_sender(headers, found),
        sent_at=_sent_at(headers),
        text=text,
        hearable="\n".join(found.hearable),
        attached=tuple(found.attached),
        oddities=frozenset(found.oddities),
    )


def files_in(raw: bytes) -> list[tuple[Attached, bytes]]:
    """What is attached to a message, in its order, with its bytes; none of what Outlook has packed away."""
    found = _looked_through(raw)[1]
    return [(attached, content) for attached, content in zip(found.attached, found.contents, strict=True) if content]


def _looked_through(raw: bytes) -> tuple[Message, _Found]:
    found = _Found(oddities={"cut_short"} if len(raw) > MOST_BYTES else set())
    try:
        message = message_from_bytes(_as_today(raw[:MOST_BYTES]))
        _walk(message, found, 0)
    except RecursionError:
        raise TooBroken from None
    return message, found


def _as_today(raw: bytes) -> bytes:
    """With headers as they are written today: the old form let a space stand before the colon (RFC 5322, 4.5)."""
    end = _END_OF_HEAD.search(raw)
    head = raw[: end.start()] if end else raw
    return _OLD_HEADER.sub(rb"\1:", head) + raw[len(head) :]


def _headers(message: Message) -> dict[str, tuple[str, ...]]:
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in message.raw_items():
        headers[name.lower()] = (*headers.get(name.lower(), ()), header_text(value))
    return headers


def _walk(part: Message, found: _Found, forwards: int) -> None:
    found.parts += 1
    if found.parts > _MOST_PARTS:
        found.oddities.add("too_many_parts")
        return
    kind = part.get_content_type()
    if not forwards and kind in _REPORTS:
        found.reports.add(kind)
    if kind in _SEALED or (kind.endswith("pkcs7-mime") and _parameter(part, "smime-type") != "signed-data"):
        found.oddities.add("encrypted")
        _attach(part, b"".join(_flat(part)) or _content(part), found)
    elif kind == "message/rfc822" or kind == "message/global":
        _forwarded(part, found, forwards)
    elif part.is_multipart() and kind.startswith("message/"):
        _attach(part, b"".join(_flat(part)), found)
    elif kind == "multipart/alternative" and part.is_multipart():
        _best(part, found, forwards)
    elif part.is_multipart():
        for each in _parts(part):
            _walk(each, found, forwards)
    else:
        _leaf(part, kind, found)


def _parts(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    for each in payload if isinstance(payload, list) else ():
        if isinstance(each, Message):
            yield each


def _flat(part: Message) -> Iterator[bytes]:
    for each in _parts(part):
        yield each.as_string(unixfrom=False).encode("utf-8", "replace")


def _best(part: Message, found: _Found, forwards: int) -> None:
    """Of several versions the plain one, unless the page says more than twice as much; heard are all of them."""
    versions = []
    for each in _parts(part):
        alone = _Found(parts=found.parts, words=found.words)
        _walk(each, alone, forwards)
        found.parts, found.words = alone.parts, alone.words
        found.reports |= alone.reports
        found.oddities |= alone.oddities
        found.attached += alone.attached
        found.contents += alone.contents
        found.hearable += alone.hearable
        versions.append("\n\n".join(alone.text))
    first = next((text for text in versions if text), "")
    longest = max(versions, key=len, default="")
    chosen = longest if len(longest.split()) > 2 * len(first.split()) else first
    found.text += [chosen] if chosen else []


def _forwarded(part: Message, found: _Found, forwards: int) -> None:
    """A message inside: its words count as if they had been written here, under the name of who is said to have."""
    found.oddities.add("forwarded")
    for inner in _parts(part):
        if forwards >= _DEEPEST_FORWARD:
            found.oddities.add("too_many_parts")
            return
        told = [f"{name}: {header_text(inner[name])}" for name in ("From", "Date", "Subject") if inner[name]]
        found.say("\n".join(["[Forwarded message]", *told]), shown=True)
        _walk(inner, found, forwards + 1)


def _leaf(part: Message, kind: str, found: _Found) -> None:
    raw = _content(part)
    if kind in _WINMAIL or (_name_of(part) or "").lower() == "winmail.dat":
        _unpacked(unpack(raw), found)
        _attach(part, raw, found)
    elif kind in ("text/plain", "text/html") or (kind.startswith("text/") and _name_of(part) is None):
        shown = not _is_attachment(part)
        text, odd = decoded(raw, _charset(part))
        found.oddities |= {odd} if odd else set()
        if kind == "text/html":
            text = words_of_html(text)
            found.oddities |= {"html"} if shown else set()
        found.say(text, shown=shown)
        if not shown:
            _attach(part, raw, found)
    elif kind not in _SIGNATURES and not kind.startswith("multipart/"):
        _attach(part, raw, found)
    elif kind.startswith("multipart/"):
        # Its boundary is missing or wrong: what stands there is read as it is.
        found.oddities.add("broken")
        found.say(decoded(raw, _charset(part))[0], shown=True)


def _unpacked(inside: Unpacked, found: _Found) -> None:
    found.oddities.add("winmail")
    if inside.text:
        found.say(inside.text, shown=not found.text)
    found.attached += [Attached(name, "application/octet-stream", size, digest) for name, size, digest in inside.files]
    found.contents += [b"" for _ in inside.files]


def _content(part: Message) -> bytes:
    with contextlib.suppress(ValueError, LookupError):
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            return payload
    payload = part.get_payload()
    return str(payload or "").encode("utf-8", "surrogateescape")


def _charset(part: Message) -> str | None:
    return _parameter(part, "charset")


def _parameter(part: Message, name: str) -> str | None:
    with contextlib.suppress(Exception):  # a parameter may be broken in more ways than its reader knows
        value = part.get_param(name)
        if isinstance(value, tuple):
            value = value[2]
        return str(value).strip().lower() if value is not None else None
    return None


def _name_of(part: Message) -> str | None:
    with contextlib.suppress(Exception):  # as above
        name = part.get_filename()
        if name:
            return header_text(name).replace("/", "_").replace("\\", "_")[:200] or None
    return None


def _is_attachment(part: Message) -> bool:
    with contextlib.suppress(Exception):  # as above
        return part.get_content_disposition() == "attachment" or (
            _name_of(part) is not None and part.get_content_disposition() != "inline"
        )
    return False


def _attach(part: Message, raw: bytes, found: _Found) -> None:
    if len(found.attached) >= _MOST_ATTACHED:
        found.oddities.add("too_many_parts")
        return
    # Only types that are known: what is written there is the sender's, and the type is kept in clear.
    kind = part.get_content_type() if part.get_content_type() in _KNOWN_TYPES else "application/octet-stream"
    found.contents.append(raw)
    found.attached.append(Attached(_name_of(part), kind, len(raw), hashlib.sha256(raw).hexdigest()))


def _sender(headers: dict[str, tuple[str, ...]], found: _Found) -> Address | None:
    """Whoever the message says it is from; the first, where it says several."""
    said = [
        Address(mailbox, name.strip() or None)
        for name, address in getaddresses(list(headers.get("from", ())))
        if (mailbox := email_address(address)) is not None and len(mailbox) <= 254 and mailbox.count("@") == 1
    ]
    if len(said) > 1:
        found.oddities.add("several_senders")
    return said[0] if said else None


def _sent_at(headers: dict[str, tuple[str, ...]]) -> datetime | None:
    with contextlib.suppress(ValueError, TypeError, OverflowError, IndexError):
        said = parsedate_to_datetime(next(iter(headers.get("date", ())), ""))
        moment = said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
        return moment if 1990 <= moment.year <= 2199 else None
    return None
