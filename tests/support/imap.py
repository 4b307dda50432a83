"""A real IMAP server for tests (pymap, in memory): STARTTLS at one port, TLS from the start at another."""

import contextlib
import datetime
import imaplib
import ipaddress
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.local.ports import free_port

USER, PASSWORD = "asb@waymark.example", "a/long one"
_STARTS_WITHIN_SECONDS = 30.0


@dataclass(frozen=True)
class ImapServer:
    """Where it is, and the certificate it shows."""

    port: int
    sealed_port: int
    certificate: Path

    def address(self, folder: str = "INBOX") -> str:
        """As WAYMARK_MAILBOX has it, with TLS from the start."""
        return f"imaps://asb%40waymark.example@localhost:{self.sealed_port}/{folder}"

    def trust(self) -> ssl.SSLContext:
        """Believes this server's certificate alone."""
        return ssl.create_default_context(cafile=str(self.certificate))

    def put(self, *messages: bytes) -> None:
        """Deliver messages into the inbox."""
        with self._line() as line:
            for message in messages:
                assert line.append("INBOX", None, None, message)[0] == "OK"  # type: ignore[arg-type]  # as it allows

    def subjects(self, folder: str = "INBOX") -> list[str]:
        """The subjects of the messages in a folder, sorted; none where there is no such folder."""
        with self._line() as line:
            if line.select(f'"{folder}"', readonly=True)[0] != "OK":
                return []
            numbers = line.search(None, "ALL")[1][0].split()
            fetched = [line.fetch(number, "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1][0][1] for number in numbers]
        return sorted(each.decode().removeprefix("Subject:").strip() for each in fetched)

    def empty(self) -> None:
        """Take everything out of both folders."""
        for folder in ("INBOX", "Waymark"):
            with self._line() as line:
                if line.select(f'"{folder}"')[0] == "OK":
                    line.store("1:*", "+FLAGS", r"(\Deleted)")
                    line.expunge()

    @contextlib.contextmanager
    def _line(self) -> Iterator[imaplib.IMAP4]:
        line = imaplib.IMAP4("localhost", self.port, timeout=20)
        line.starttls(self.trust())
        line.login(USER, PASSWORD)
        try:
            yield line
        finally:
            line.logout()


@contextlib.contextmanager
def an_imap_server(folder: Path) -> Iterator[ImapServer]:
    """A running server with one empty mailbox."""
    certificate, key = _certificate_and_key(folder)
    port = free_port()
    program = [Path(sys.executable).parent / "pymap", "--host", "127.0.0.1", "--port", str(port)]
    program += ["--cert", certificate, "--key", key, "dict", "--demo-user", USER, "--demo-password", PASSWORD]
    running = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, running)
        with _sealed(port, certificate, key) as sealed_port:
            yield ImapServer(port, sealed_port, certificate)
    finally:
        running.terminate()
        running.wait(timeout=60)


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_SECONDS
    while True:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=5).logout()
            return
        except (OSError, imaplib.IMAP4.error):
            assert running.poll() is None, "the IMAP server ended by itself"
            assert time.monotonic() < deadline, "the IMAP server does not answer"
            time.sleep(0.05)


@contextlib.contextmanager
def _sealed(port: int, certificate: Path, key: Path) -> Iterator[int]:
    """A port at which TLS ends and whatever comes is handed on to the server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve(caller: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            context.wrap_socket(caller, server_side=True) as inner,
            socket.create_connection(("127.0.0.1", port)) as outer,
        ):
            back = threading.Thread(target=_copy, args=(outer, inner), daemon=True)
            back.start()
            _copy(inner, outer)
            back.join(timeout=5)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()


def _copy(source: socket.socket, to: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while some := source.recv(65_536):
            to.sendall(some)
        to.shutdown(socket.SHUT_WR)


def _certificate_and_key(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")]), datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
    made = made.not_valid_after(now + datetime.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    certificate, private = folder / "imap.crt", folder / "imap.key"
    certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private.write_bytes(key.private_bytes(*form))
    return certificate, private
