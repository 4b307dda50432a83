"""What a DELIVERY_URL such as `kafka://broker-1:9092,broker-2:9092/merton` says, and the names that follow from it."""

import re
from dataclasses import dataclass

from shared.delivery.ports import DeliveryNotUsable

_ADDRESS = re.compile(r"kafka://(?P<servers>[^/@]+)(/(?P<borough>[A-Za-z0-9._-]{1,60}))?/?")
_SERVER = re.compile(r"[A-Za-z0-9._-]+:\d{1,5}|\[[0-9A-Fa-f:.]+\]:\d{1,5}")
_BOROUGH = "waymark"


@dataclass(frozen=True, slots=True)
class Address:
    """The brokers to ask first, and the word that all names begin with, so that boroughs may share a cluster."""

    servers: tuple[str, ...]
    borough: str = _BOROUGH

    def topic(self, publisher: str) -> str:
        """Where a service publishes."""
        return f"{self.borough}.{publisher}"

    def group(self, service: str) -> str:
        """Who a service's workers are together."""
        return f"{self.borough}.{service}"

    def __str__(self) -> str:
        return ", ".join(self.servers)


def address_of(text: str) -> Address:
    """The address in a text; raises DeliveryNotUsable, which does not repeat what may hold a password."""
    found = _ADDRESS.fullmatch(text)
    servers = tuple(found["servers"].split(",")) if found else ()
    if found is None or not all(_SERVER.fullmatch(server) for server in servers):
        raise DeliveryNotUsable(
            "DELIVERY_URL is not of the form kafka://HOST:PORT, with more brokers after commas and, where boroughs "
            "share a cluster, the borough after a slash: kafka://broker-1:9092,broker-2:9092/merton."
        )
    return Address(servers, found["borough"] or _BOROUGH)
