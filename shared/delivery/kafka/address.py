"""What a DELIVERY_URL such as `kafka://broker-1:9092,broker-2:9092/merton` says, and the names that follow from it."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from shared.delivery.ports import DeliveryNotUsable

_ADDRESS = re.compile(
    r"(?P<scheme>kafkas?)://((?P<name>[^:/@]+):(?P<password>[^:/@]+)@)?"
    r"(?P<servers>[^/@]+)(/(?P<borough>[A-Za-z0-9._-]{1,60}))?/?"
)
_SERVER = re.compile(r"[A-Za-z0-9._-]+:\d{1,5}|\[[0-9A-Fa-f:.]+\]:\d{1,5}")
_BOROUGH = "waymark"
# The password itself never leaves the machine with it, and brokers offer it everywhere.
_SIGN_IN = "SCRAM-SHA-512"


@dataclass(frozen=True, slots=True)
class Address:
    """The brokers to ask first, and the word that all names begin with, so that boroughs may share a cluster.

    `sealed` is whether the connections are, by TLS; only then are there a name and a password to sign in with.
    """

    servers: tuple[str, ...]
    borough: str = _BOROUGH
    sealed: bool = False
    name: str | None = None
    password: str | None = field(default=None, repr=False)

    def topic(self, publisher: str) -> str:
        """Where a service publishes."""
        return f"{self.borough}.{publisher}"

    def group(self, service: str) -> str:
        """Who a service's workers are together."""
        return f"{self.borough}.{service}"

    def connecting(self) -> Mapping[str, Any]:
        """What every client of the brokers is told about how to reach them.

        Their certificate must be one this machine trusts; SSL_CERT_FILE names a council's own authority.
        """
        servers = {"bootstrap_servers": list(self.servers)}
        if not self.sealed:
            return servers
        sealed = {**servers, "security_protocol": "SSL", "ssl_context": ssl.create_default_context()}
        if self.name is None:
            return sealed
        return {
            **sealed,
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": _SIGN_IN,
            "sasl_plain_username": self.name,
            "sasl_plain_password": self.password,
        }

    def __str__(self) -> str:
        return ", ".join(self.servers)


def address_of(text: str) -> Address:
    """The address in a text; raises DeliveryNotUsable, which does not repeat what may hold a password."""
    found = _ADDRESS.fullmatch(text)
    servers = tuple(found["servers"].split(",")) if found else ()
    if found is None or not all(_SERVER.fullmatch(server) for server in servers):
        raise DeliveryNotUsable(
            "DELIVERY_URL is not of the form kafka://HOST:PORT, with more brokers after commas and, where boroughs "
            "share a cluster, the borough after a slash: kafka://broker-1:9092,broker-2:9092/merton. Over TLS it is "
            "kafkas://NAME:PASSWORD@HOST:PORT, where signs like : / @ in the two are written as %3A, %2F, %40."
        )
    sealed, name, password = found["scheme"] == "kafkas", found["name"], found["password"]
    if name and not sealed:
        raise DeliveryNotUsable(
            "DELIVERY_URL gives a name and a password to kafka://, which is not sealed: anybody on the way could read "
            "what they open. Use kafkas://NAME:PASSWORD@HOST:PORT, or kafka://HOST:PORT without them."
        )
    borough = found["borough"] or _BOROUGH
    return Address(servers, borough, sealed, unquote(name) if name else None, unquote(password) if password else None)
