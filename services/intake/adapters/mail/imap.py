"""Takes messages from a mailbox by IMAP; each is moved out of the way only once it has been taken in."""

import contextlib
import imaplib
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog

from services.intake.adapters.mail.mime import MOST_BYTES
from shared.kernel.failures import described
from shared.kernel.refusals import Unavailable

# Where messages go that were taken in; made if it is not there.
TAKEN = "Waymark"
# How often an empty mailbox is looked into, and how long one that refuses us is left alone.
_LOOKS_EVERY_SECONDS, _REFUSED_FOR_SECONDS = 20.0, 60.0
_SECONDS = 30.0
_AT_ONCE = 50
_SECURE, _TO_BE_SECURED = "imaps", "imap+starttls"
_FOLDER = re.compile(r"[A-Za-z0-9 ._/&-]{1,100}")
_DATE = re.compile(rb'INTERNALDATE "[^"]+"')

_log = structlog.get_logger()

Takes = Callable[[bytes, datetime | None], object]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where a mailbox is: `imaps://user@host[:port][/folder]`, or the same with `imap+starttls`. TLS is demanded."""

    host: str
    port: int
    secure_at_once: bool
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str = "INBOX"


def mailbox_at(url: str, password: str | None) -> Mailbox:
    """The mailbox an address names. Raises ValueError with what is wrong, never repeating the address."""
    parts = urlsplit(url)
    if parts.scheme not in (_SECURE, _TO_BE_SECURED) or not parts.hostname or not parts.username:
        raise ValueError("a mailbox's address is imaps://user@host/folder or imap+starttls://user@host/folder")
    if parts.password is not None:
        raise ValueError("the password stands by itself, in WAYMARK_MAILBOX_PASSWORD or the file it names")
    if not password:
        raise ValueError("its password is missing: give WAYMARK_MAILBOX_PASSWORD, or _FILE with a file that holds it")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not _FOLDER.fullmatch(folder) or folder == TAKEN:
        raise ValueError(f"the folder must be named in plain letters, and may not be {TAKEN}")
    at_once = parts.scheme == _SECURE
    port = parts.port or (993 if at_once else 143)
    return Mailbox(parts.hostname, port, at_once, unquote(parts.username), password, folder)


class MailboxWatch:
    """Looks into a mailbox now and then, and hands on what is there.

    A message that cannot be taken in now stays where it is and is met again; taken twice, it comes in once.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        take: Takes,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._mailbox, self._take, self._trust, self._monotonic = mailbox, take, trust, monotonic
        self._next = 0.0
        self._refused: str | None = None

    def step(self) -> bool:
        """Take in some of what has come; False when there was nothing, or when it is not time yet."""
        if self._monotonic() < self._next:
            if self._refused is not None:
                raise Unavailable(self._refused)
            return False
        try:
            taken = self._take_some()
        except (OSError, imaplib.IMAP4.error, ssl.SSLError) as error:
            self._next = self._monotonic() + _REFUSED_FOR_SECONDS
            self._refused = f"The mailbox cannot be read ({type(error).__name__}). It is tried again every minute."
            raise Unavailable(self._refused) from None
        self._refused = None
        self._next = self._monotonic() + (0.0 if taken == _AT_ONCE else _LOOKS_EVERY_SECONDS)
        return taken > 0

    def _take_some(self) -> int:
        """How many were taken in. One that nobody foresaw keeps no other from coming in; it stays, and is said."""
        untaken = 0
        with self._opened() as line:
            uids = _said(line.uid("SEARCH", "UNDELETED"))[0].split()[:_AT_ONCE]
            for uid in uids:
                try:
                    self._take_one(line, uid.decode())
                except (OSError, imaplib.IMAP4.error, Unavailable):
                    raise
                except Exception as error:
                    untaken += 1
                    _log.error("mail_not_taken", **described(error))
        if untaken:
            self._next = self._monotonic() + _REFUSED_FOR_SECONDS
            self._refused = f"{untaken} messages stay in the mailbox because they could not be taken in."
            raise Unavailable(self._refused)
        return len(uids)

    def _take_one(self, line: imaplib.IMAP4, uid: str) -> None:
        """One message; it leaves the folder once it is in our log, and not before."""
        found = _said(line.uid("FETCH", uid, f"(INTERNALDATE BODY.PEEK[]<0.{MOST_BYTES + 1}>)"))
        read = next((each for each in found if isinstance(each, tuple)), None)
        if read is None:
            return  # somebody else has moved it meanwhile
        self._take(read[1], _received_at(b" ".join(each if isinstance(each, bytes) else each[0] for each in found)))
        _said(line.uid("MOVE", uid, f'"{TAKEN}"'))

    @contextlib.contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        mailbox, trust = self._mailbox, self._trust()
        line: imaplib.IMAP4
        if mailbox.secure_at_once:
            line = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=trust, timeout=_SECONDS)
        else:
            line = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=_SECONDS)
        try:
            if not mailbox.secure_at_once:
                line.starttls(trust)
            _sign_in(line, mailbox)
            _must_move(line)
            line.create(f'"{TAKEN}"')  # says no where it is there already
            _said(line.status(f'"{TAKEN}"', "(MESSAGES)"))  # without it nothing could be moved out of the way
            _said(line.select(f'"{mailbox.folder}"'))
            yield line
        finally:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                line.logout()


def _sign_in(line: imaplib.IMAP4, mailbox: Mailbox) -> None:
    """By the plain command, which knows ASCII alone; else by a mechanism that takes any letters (RFC 4616)."""
    if f"{mailbox.user}{mailbox.password}".isascii():
        line.login(mailbox.user, mailbox.password)
    else:
        line.authenticate("PLAIN", lambda _: f"\0{mailbox.user}\0{mailbox.password}".encode())


def _must_move(line: imaplib.IMAP4) -> None:
    """Copying and deleting by hand would let a crash leave a message in both places, or in none."""
    told = b" ".join(_said(line.capability())).upper().split()
    if b"MOVE" not in told:
        raise imaplib.IMAP4.error("the server cannot move messages (RFC 6851)")


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server says; its words may quote what is in the mailbox, so none of them stands in an error."""
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error("refused")
    return data


def _received_at(envelope: bytes) -> datetime | None:
    """When the mail server received it, by its own clock."""
    found = _DATE.search(envelope)
    moment = imaplib.Internaldate2tuple(found[0]) if found else None
    return None if moment is None else datetime.fromtimestamp(time.mktime(moment), UTC)
