"""Handing over to a mail server: what was certainly refused, what may be tried again, and what nobody can tell."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.local.ports import free_port
from services.notifications.adapters.senders.mail_server import MailServer, MailServerSender, mail_server
from services.notifications.application.ports import HandedOver, Letter, NotHandedOver, Outcome, Unclear
from tests.support.builders.notifications import EMAIL
from tests.support.mail_server import Mailboxes, a_mail_server, a_rude_server

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LETTER = Letter(
    notice_id="notice-1", channel="email", sender="Community safety <no-reply@waymark.example>", address=EMAIL,
    subject="WM-KGCR-A", body="Your reference is WM-KGCR-A.\n", at=AT,
)  # fmt: skip


def sent_to(port: int) -> Outcome:
    return MailServerSender(MailServer("127.0.0.1", port, secure=False)).send(LETTER)


def test_the_envelope_holds_plain_addresses_and_no_name_of_this_machine() -> None:
    mailboxes = Mailboxes()
    with a_mail_server(mailboxes) as port:
        assert sent_to(port) == HandedOver()
    ((mail_from, recipients, _),) = mailboxes.taken
    assert (mail_from, recipients) == ("no-reply@waymark.example", (EMAIL,))
    assert mailboxes.heard_from == ["waymark.example"]


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        ("MAIL", "550 not from you", NotHandedOver("sender_refused", lasting=True)),
        ("MAIL", "451 later", NotHandedOver("busy", lasting=False)),
        ("RCPT", "550 no such user", NotHandedOver("recipient_refused", lasting=True)),
        ("RCPT", "450 mailbox busy", NotHandedOver("busy", lasting=False)),
        ("RCPT", "421 going down", NotHandedOver("busy", lasting=False)),
        ("DATA", "554 looks like rubbish", NotHandedOver("message_refused", lasting=True)),
        ("DATA", "452 disk full", NotHandedOver("busy", lasting=False)),
        ("DATA", "break off", Unclear("connection_lost")),
    ],
)
def test_each_refusal_is_told_apart_and_a_line_that_breaks_at_the_end_is_doubt(
    step: str, answer: str, outcome: Outcome
) -> None:
    mailboxes = Mailboxes()
    mailboxes.answers[step] = answer
    with a_mail_server(mailboxes) as port:
        assert sent_to(port) == outcome
    assert bool(mailboxes.taken) == isinstance(outcome, Unclear)


def test_a_server_that_is_not_there_or_hangs_up_is_tried_again() -> None:
    assert sent_to(free_port()) == NotHandedOver("unreachable", lasting=False)
    with a_rude_server(b"") as port:
        assert sent_to(port) == NotHandedOver("unreachable", lasting=False)
    with a_rude_server(b"220 hello\r\n") as port:
        assert sent_to(port) == NotHandedOver("unreachable", lasting=False)
    with a_rude_server(b"421 too many\r\n") as port:
        assert sent_to(port) == NotHandedOver("busy", lasting=False)


def test_where_tls_is_demanded_nothing_is_said_without_it() -> None:
    mailboxes = Mailboxes()
    with a_mail_server(mailboxes) as port:
        outcome = MailServerSender(MailServer("127.0.0.1", port, secure=True, user="u", password="p")).send(LETTER)
    assert outcome == NotHandedOver("not_secure", lasting=False)
    assert mailboxes.taken == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("password", "trusted", "outcome"),
    [
        ("right", True, HandedOver()),
        ("wrong", True, NotHandedOver("sign_in_refused", lasting=False)),
        ("right", False, NotHandedOver("unreachable", lasting=False)),
    ],
)
def test_under_tls_it_signs_in_and_trusts_no_stranger(
    certificate: Path, password: str, trusted: bool, outcome: Outcome
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def allowed(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
        return AuthResult(success=getattr(data, "password", b"") == b"right", handled=False)

    mailboxes = Mailboxes()
    trust = (lambda: ssl.create_default_context(cafile=str(certificate))) if trusted else ssl.create_default_context
    with a_mail_server(
        mailboxes, tls_context=context, require_starttls=True, authenticator=allowed, auth_required=True
    ) as port:
        server = MailServer("127.0.0.1", port, secure=True, user="waymark", password=password)
        assert MailServerSender(server, trust).send(LETTER) == outcome
    assert len(mailboxes.taken) == int(outcome == HandedOver())


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example:2525", MailServer("mail.example", 2525, secure=False)),
        ("smtp://mail.example", MailServer("mail.example", 25, secure=False)),
        (
            "smtp+starttls://way%40mark:p%3Aw@mail.example",
            MailServer("mail.example", 587, secure=True, user="way@mark", password="p:w"),
        ),
    ],
)
def test_an_address_names_a_server(url: str, server: MailServer) -> None:
    assert mail_server(url) == server
    assert "p:w" not in repr(server)


@pytest.mark.parametrize("url", ["smtp://", "smtp://user:secret@mail.example", "smtps://mail.example", "mail.example"])
def test_an_address_that_would_not_do_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="mail server") as refused:
        mail_server(url)
    assert "secret" not in str(refused.value)


def test_a_mail_server_carries_email_only_and_is_real() -> None:
    assert MailServerSender.outbox.real
    assert MailServerSender.outbox.carries == {"email"}
