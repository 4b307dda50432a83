"""A DELIVERY_URL for Kafka is read as it is meant, and what is wrong with one is said without repeating it."""

import pytest

from shared.delivery.kafka.address import Address, address_of
from shared.delivery.ports import DeliveryNotUsable


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("kafka://broker:9092", Address(("broker:9092",))),
        ("kafka://broker:9092/", Address(("broker:9092",))),
        ("kafka://b-1.example:9092,b-2:9093", Address(("b-1.example:9092", "b-2:9093"))),
        ("kafka://[::1]:9092/merton", Address(("[::1]:9092",), "merton")),
    ],
)
def test_brokers_and_borough_are_read(text: str, address: Address) -> None:
    assert address_of(text) == address


def test_names_begin_with_the_borough() -> None:
    assert (Address(("b:1",)).topic("intake"), Address(("b:1",)).group("triage")) == (
        "waymark.intake",
        "waymark.triage",
    )
    assert Address(("b:1",), "merton").topic("intake") == "merton.intake"


@pytest.mark.parametrize(
    "text",
    [
        "kafka:",
        "kafka://",
        "kafka://broker",
        "kafka://broker:port",
        "kafka://broker:9092,",
        "kafka://:9092",
        "kafka://user:secret@broker:9092",
        "kafka://broker:9092/mer ton",
        "kafka://broker:9092/a/b",
        "kafka:broker:9092",
    ],
)
def test_any_other_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(DeliveryNotUsable, match="kafka://HOST:PORT") as refused:
        address_of(text)
    assert "secret" not in str(refused.value)
