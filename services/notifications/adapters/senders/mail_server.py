"""Hands messages to a mail server by SMTP, and tells certain failure from doubt."""

import contextlib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from services.notifications.adapters.senders.as_email import Unmakeable, as_email, domain_of
from services.notifications.application.ports import HandedOver, Letter, NotHandedOver, Outcome, Unclear
from services.notifications.domain.gate import Outbox

# For each answer of the server. All of them together stay below the time after which an attempt counts as cut off.
_SECONDS = 20.0
_SECURE = "smtp+starttls"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where a mail server is: `smtp://host:port`, or `smtp+starttls://[user:password@]host:port` with TLS demanded.

    A password travels under TLS only, so it is taken from the second form alone.
    """

    host: str
    port: int
    secure: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def mail_server(url: str) -> MailServer:
    """The server an address names. Raises ValueError with what is wrong, never repeating the address."""
    parts = urlsplit(url)
    secure = parts.scheme == _SECURE
    if parts.scheme not in ("smtp", _SECURE) or not parts.hostname:
        raise ValueError("a mail server's address is smtp://host:port or smtp+starttls://user:password@host:port")
    if parts.username and not secure:
        raise ValueError("a password is sent to a mail server under TLS only: use smtp+starttls://")
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return MailServer(parts.hostname, parts.port or (587 if secure else 25), secure, user, password)


class _Refused(Exception):
    """The server certainly did not take it."""

    def __init__(self, failure: str, lasting: bool) -> None:
        self.outcome = NotHandedOver(failure, lasting)


class MailServerSender:
    """E-mail only: texts and letters need somebody else to carry them."""

    outbox = Outbox(real=True, carries=frozenset({"email"}))

    def __init__(self, server: MailServer, trust: Callable[[], ssl.SSLContext] = ssl.create_default_context) -> None:
        self._server = server
        self._trust = trust

    def send(self, letter: Letter) -> Outcome:
        """One conversation with the server. Until the text itself goes over, a failure is certain; from there on a
        broken line leaves open whether the server has taken it."""
        try:
            content = as_email(letter).as_bytes()
        except Unmakeable:
            return NotHandedOver("message_unmakeable", lasting=True)
        try:
            with self._connected(domain_of(letter.sender)) as line:
                # What answers by itself is sent from nobody, so that nothing can answer it (RFC 3834, 3.3).
                _step(line.mail("" if letter.in_reply_to else parseaddr(letter.sender)[1]), "sender_refused")
                _step(line.rcpt(letter.address), "recipient_refused")
                return _handed_over(line, content)
        except _Refused as refused:
            return refused.outcome
        except (OSError, smtplib.SMTPException):
            return NotHandedOver("unreachable", lasting=False)

    @contextlib.contextmanager
    def _connected(self, own_name: str) -> Iterator[smtplib.SMTP]:
        server = self._server
        try:
            line = smtplib.SMTP(server.host, server.port, own_name, _SECONDS)
        except smtplib.SMTPResponseException:
            raise _Refused("busy", lasting=False) from None
        try:
            line.ehlo_or_helo_if_needed()
            if server.secure:
                self._secure(line)
            yield line
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                line.quit()
            line.close()

    def _secure(self, line: smtplib.SMTP) -> None:
        server = self._server
        if not line.has_extn("starttls"):
            raise _Refused("not_secure", lasting=False)
        line.starttls(context=self._trust())
        line.ehlo()
        if server.user is not None:
            try:
                line.login(server.user, server.password or "")
            except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
                raise _Refused("sign_in_refused", lasting=False) from None


def _step(answer: tuple[int, bytes], failure: str) -> None:
    """Go on if the server agrees; 4xx is "later", anything else "never" (RFC 5321). Its words may quote the address."""
    code = answer[0]
    if code not in (250, 251):
        raise _Refused("busy" if 400 <= code < 500 else failure, lasting=code >= 500)


def _handed_over(line: smtplib.SMTP, content: bytes) -> Outcome:
    try:
        code, _ = line.data(content)
    except smtplib.SMTPDataError as error:
        code = error.smtp_code  # refused before the text went over
    except (OSError, smtplib.SMTPException):
        return Unclear("connection_lost")
    if 200 <= code < 300:
        return HandedOver()
    return NotHandedOver("busy" if 400 <= code < 500 else "message_refused", lasting=code >= 500)
