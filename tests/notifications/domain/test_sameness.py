"""Names, numbers and addresses are the same however they were written, and only plain ones are used."""

import pytest

from services.notifications.domain.sameness import address_key, name_key, usable
from services.notifications.domain.values.channels import Way


@pytest.mark.parametrize(
    "written",
    ["Zoë O'Connor-Smith", "zoe oconnor smith", "Dr. ZOE O’CONNOR SMITH", "O'Connor-Smith, Zoe", "Smith Zoë OConnor"],
)
def test_a_name_is_the_same_however_it_is_written(written: str) -> None:
    assert name_key(written) == name_key("Zoe O'Connor Smith")


def test_other_names_differ_and_no_name_is_no_name() -> None:
    assert name_key("Dan Miles") != name_key("Daniel Miles")
    assert name_key(None) == name_key("Mr") == name_key(" ") == ()


@pytest.mark.parametrize(
    "typed", ["07700 900123", "+44 7700 900123", "0044 7700 900 123", "447700900123", "+44 (0)7700-900123"]
)
def test_a_mobile_number_is_the_same_however_it_is_written(typed: str) -> None:
    assert usable("sms", typed) == address_key("phone", typed) == "+447700900123"


@pytest.mark.parametrize(
    "typed", ["020 7946 0999", "01632 960123", "999", "07700 90012", "070 0900 1234", "ask for Nadia", ""]
)
def test_a_text_goes_to_a_mobile_only(typed: str) -> None:
    """A landline reads it out to whoever picks up."""
    assert usable("sms", typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "a@post.example, b@post.example", "a@post.example;b@post.example", "Nadia <a@post.example>", "a@post",
        "a@@post.example", "a@post.example\nBcc: b@post.example", "a @post.example", "a..b@post.example",
        "@post.example", "a@-", "", "a@" + "x" * 250 + ".example", "ä@post.example",
    ],
)  # fmt: skip
def test_an_email_goes_to_one_plain_address_only(typed: str) -> None:
    assert usable("email", typed) is None


def test_an_email_address_is_used_as_it_was_given() -> None:
    assert usable("email", " Nadia.O+home@Post.example ") == "Nadia.O+home@Post.example"


@pytest.mark.parametrize(
    ("way", "one", "other"),
    [
        ("email", "Nadia@Post.example", " nadia@post.EXAMPLE"),
        ("post", "Flat 2, 4 Example St., SW19 1AA", "flat 2\n4 example st SW191AA"),
    ],
)
def test_addresses_are_compared_without_case_and_spaces(way: Way, one: str, other: str) -> None:
    assert address_key(way, one) == address_key(way, other)
