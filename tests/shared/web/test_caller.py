"""Whose tries count together: an address, of IPv6 the network it lies in, and never what a caller says of herself."""

import pytest
from fastapi import Request

from shared.web.caller import client_of


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_counted_as(host: str, counted_as: str) -> None:
    headers = [(b"x-forwarded-for", b"198.51.100.1"), (b"forwarded", b"for=198.51.100.1")]
    assert client_of(Request({"type": "http", "client": (host, 5), "headers": headers})) == counted_as


def test_where_nobody_knows_all_count_together() -> None:
    assert client_of(Request({"type": "http", "client": None, "headers": []})) == ""
