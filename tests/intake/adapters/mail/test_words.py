"""Words are read as they were meant: any charset, encoded headers, pages without their marks, nothing unprintable."""

import pytest

from services.intake.adapters.mail.words import decoded, header_text, readable, tidy, words_of_html


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("=?utf-8?q?L=C3=A4rm?= bei Nacht", "Lärm bei Nacht"),
        ("=?iso-8859-2?Q?prosz=EA?=", "proszę"),
        ("two\r\n  lines", "two lines"),
        ("a\x00b\x1bc", "a b c"),
        ("=?nonsense?q?abc?=", "abc"),
        ("=?utf-8?b?broken", "=?utf-8?b?broken"),
    ],
)
def test_a_header_is_read_as_it_was_meant(raw: str, said: str) -> None:
    assert header_text(raw) == said


def test_text_is_read_by_its_charset_or_by_the_likeliest_and_what_was_odd_is_said() -> None:
    assert decoded("ąę".encode("iso-8859-2"), "iso-8859-2") == ("ąę", None)
    assert decoded("ąę".encode(), "ascii") == ("ąę", None)
    assert decoded(b"caf\xe9", None) == ("café", "guessed_charset")
    assert decoded(b"caf\xe9", "klingon") == ("café", "guessed_charset")
    assert decoded(b"\x81\x20", "euc_kr")[1] == "undecodable"
    # A codec that unpacks archives is no charset.
    assert decoded(b"plain", "zlib")[0] == "plain"


def test_a_page_is_its_words() -> None:
    page = "<style>p{}</style><p>One</p><script>x()</script><div>Two<br>three &amp; four</div><!-- no -->"
    said = words_of_html(page)
    assert [line for line in said.splitlines() if line] == ["One", "Two", "three & four"]
    assert words_of_html("<<<not a page") != ""


def test_text_is_tidied_and_what_is_no_text_is_known_as_such() -> None:
    assert tidy("a\r\nb\r\n\r\n\r\n\r\nc\x00") == "a\nb\n\nc"
    assert readable("I hear music every night.")
    assert not readable("\N{REPLACEMENT CHARACTER}" * 40)
