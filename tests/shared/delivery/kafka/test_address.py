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
        ("kafkas://broker:9093", Address(("broker:9093",), sealed=True)),
        (
            "kafkas://intake:a%2Fb%3Ac%40d@b-1:9093,b-2:9093/merton",
            Address(("b-1:9093", "b-2:9093"), "merton", sealed=True, name="intake", password="a/b:c@d"),
        ),
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
        "kafkas://user:secret/@broker:9092",
        "kafkas://user:secret@",
        "kafka://broker:9092/mer ton",
        "kafka://broker:9092/a/b",
        "kafka:broker:9092",
    ],
)
def test_any_other_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(DeliveryNotUsable, match="kafka://HOST:PORT") as refused:
        address_of(text)
    assert "secret" not in str(refused.value)


def test_a_password_does_not_travel_where_anybody_may_read_it() -> None:
    with pytest.raises(DeliveryNotUsable, match=r"which is not sealed.* Use kafkas://") as refused:
        address_of("kafka://intake:secret@broker:9092")
    assert "secret" not in str(refused.value)


def test_a_password_is_not_shown_with_its_address() -> None:
    address = address_of("kafkas://intake:secret@broker:9093")
    assert "secret" not in f"{address} {address!r}"
