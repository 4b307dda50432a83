"""A real mail server for tests, on a free port of this machine, which answers and breaks off as it is told."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailboxes:
    """Takes every message, unless told otherwise; keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, tuple[str, ...], EmailMessage]] = []
        self.heard_from: list[str] = []
        self.answers: dict[str, str] = {}

    async def handle_EHLO(  # noqa: N802  # the server looks its handlers up by the command's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.heard_from.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802  # as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802  # as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250") or answer == "break off":
            content = envelope.content
            assert isinstance(content, bytes)
            message = message_from_bytes(content, policy=policy.default)
            self.taken.append((envelope.mail_from or "", tuple(envelope.rcpt_tos), message))
        if answer == "break off":
            server.transport.abort()
            await asyncio.sleep(0)
        return answer


class _AnyPort(Controller):
    """Asks for port 0 and says which one it was given."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]  # an asyncio server
        super()._trigger_server()


@contextlib.contextmanager
def a_mail_server(mailboxes: Mailboxes, **options: Any) -> Iterator[int]:
    """The port of a running server; `options` are those of aiosmtpd's SMTP."""
    controller = _AnyPort(mailboxes, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextlib.contextmanager
def a_rude_server(greeting: bytes) -> Iterator[int]:
    """The port of something that says one line and hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = listening.accept()
                caller.sendall(greeting)
                caller.close()

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=5)
