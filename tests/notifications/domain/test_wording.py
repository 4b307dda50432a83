"""Texts: what a neutral one may not say, and what may stand in a place."""

import pytest

from services.notifications.domain.values.wording import Text, places_in, plain, telling_parts


def neutral(subject: str, body: str) -> Text:
    return Text("your_reference", 1, "en", "email", True, subject, body)


def test_a_reference_alone_tells_nothing() -> None:
    assert telling_parts(neutral("{reference}", "Hello. Your reference is {reference}. Please keep it.")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("About your ABUSE report", ["abuse", "report"]),
        ("From the MARAC coordinator", ["coordinator", "marac"]),
        ("The police and the council", ["council", "police"]),
        ("See https://waymark.example/return", ["https:", "waymark", "waymark.example"]),
        ("Open /triage/referrals", ["e/r", "referrals", "triage"]),
        ("Write to us@post.example", ["s@p"]),
        ("Dear {full_name}", ["{full_name}"]),
        ("{reference!r:>10}", ["{reference!r:>10}"]),
    ],
)
def test_telling_words_links_and_names_are_found(text: str, found: list[str]) -> None:
    assert telling_parts(neutral("{reference}", text)) == found
    assert telling_parts(neutral(text, "Hello")) == found


def test_what_fills_a_place_is_one_short_printable_line() -> None:
    assert plain("WM-KGCR-A\r\nBcc: dan@post.example\x00\u2028!") == "WM-KGCR-A Bcc: dan@post.example !"
    assert len(plain("x" * 10_000)) == 400


def test_a_text_is_filled_and_a_missing_value_is_not_passed_over() -> None:
    text = neutral("{reference}", "Your reference is {reference}.")
    assert text.filled({"reference": "WM-KGCR-A"}).body == "Your reference is WM-KGCR-A."
    with pytest.raises(KeyError):
        text.filled({})
    assert places_in(text.body) == {"reference"}


def test_braces_in_a_value_open_no_place() -> None:
    assert neutral("", "{reference}").filled({"reference": "{telephone}"}).body == "{telephone}"
