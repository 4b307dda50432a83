"""A broker that is reached over TLS and asks who comes: known people get in, and all others are told why not."""

import datetime
import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.delivery.carriers import bus_at
from shared.delivery.kafka import topics
from shared.delivery.kafka.address import address_of
from shared.delivery.kafka.topics import Topics
from shared.delivery.ports import DeliveryNotUsable
from shared.kernel.clock import system_clock
from tests.shared.delivery.kafka.test_topics import SMALL
from tests.support.builders.delivery import a_message
from tests.support.kafka import JARS, a_local_broker, a_port_nobody_has
from tests.support.missing import missing

pytestmark = [pytest.mark.slow, pytest.mark.needs_kafka]

NAME, PASSWORD = "waymark", "a/long:one@home"
WRITTEN = "a%2Flong%3Aone%40home"


class Listener:
    """Keeps what it hears."""

    def __init__(self, heard: list[bytes]) -> None:
        self._heard = heard

    def handle_all(self, messages: Sequence[bytes]) -> None:
        self._heard.extend(messages)


@dataclass(frozen=True)
class Sealed:
    """A broker's sealed listener, and the certificate it shows."""

    server: str
    certificate: Path

    def address(self, password: str = WRITTEN) -> str:
        """As DELIVERY_URL has it."""
        return f"kafkas://{NAME}:{password}@{self.server}/sealed"


def certificate_and_key(folder: Path) -> tuple[Path, Path]:
    """For this machine, vouching for itself: what a council's own authority would give."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, both = folder / "broker.crt", folder / "broker.pem"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    both.write_bytes(secret + shown.read_bytes())
    return shown, both


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    if not (JARS / "fetched").exists():
        missing("no Kafka broker of our own to give a sealed listener: call `make kafka`")
    folder = tmp_path_factory.mktemp("sealed")
    certificate, both = certificate_and_key(folder)
    port = a_port_nobody_has()
    more = {
        "KAFKA_SEALED_PORT": str(port),
        "KAFKA_CERTIFICATE": str(both),
        "KAFKA_USER": f"SCRAM-SHA-512=[name={NAME},password={PASSWORD}]",
    }
    with a_local_broker(folder / "broker", more):
        yield Sealed(f"127.0.0.1:{port}", certificate)


@pytest.fixture
def trusted(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> Sealed:
    """As where the council's authority is named to its programs."""
    monkeypatch.setenv("SSL_CERT_FILE", str(sealed.certificate))
    return sealed


def test_messages_go_over_the_sealed_road_both_ways(trusted: Sealed) -> None:
    Topics(address_of(trusted.address()), SMALL).make()
    heard: list[bytes] = []
    bus = bus_at(trusted.address(), 1, system_clock)
    subscription = bus.subscribe("library", ("notes",), Listener(heard))
    assert subscription is not None
    bus.publish("notes", [(f"r-{number}", a_message(number, f"r-{number}")) for number in range(20)])
    while len(heard) < 20:
        subscription.step()
    bus.close()
    assert sorted(heard) == sorted(a_message(number, f"r-{number}") for number in range(20))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "_ANSWER_MS", 2_000)


@pytest.mark.usefixtures("impatient")
def test_a_wrong_password_is_said_and_not_repeated(trusted: Sealed) -> None:
    with pytest.raises(DeliveryNotUsable, match="that it knows the name and the password") as refused:
        Topics(address_of(trusted.address(password="guessed")), SMALL).check(["notes"])
    assert "guessed" not in str(refused.value)


@pytest.mark.usefixtures("impatient")
def test_a_broker_that_cannot_prove_who_it_is_gets_no_password(sealed: Sealed) -> None:
    with pytest.raises(DeliveryNotUsable, match="certificate is one this machine trusts"):
        Topics(address_of(sealed.address()), SMALL).check(["notes"])


@pytest.mark.usefixtures("impatient")
def test_who_comes_without_a_name_is_not_let_in(trusted: Sealed) -> None:
    with pytest.raises(DeliveryNotUsable, match="that it knows the name and the password"):
        Topics(address_of(f"kafkas://{trusted.server}/sealed"), SMALL).check(["notes"])
