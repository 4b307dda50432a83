"""Whatever is broken in a message is read as far as it can be, its text chosen right, its attachments named safely."""

import base64
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.mail.mime import MOST_BYTES, TooBroken, read_mail
from tests.support.builders.mail import a_message, raw


def mixed(*parts: tuple[str, ...], kind: str = "multipart/mixed") -> bytes:
    lines = [line for part in parts for line in ("--b", *part)]
    return raw("From: a@example.org", "Subject: x", f"Content-Type: {kind}; boundary=b", "", *lines, "--b--", "")


PLAIN, PAGE = ("Content-Type: text/plain", "", "Plain words"), ("Content-Type: text/html", "", "<p>Page words</p>")


def test_of_two_versions_the_plain_one_is_shown_and_both_are_heard() -> None:
    mail = read_mail(mixed(PLAIN, PAGE, kind="multipart/alternative"))
    assert mail.text == "Plain words"
    assert "Page words" in mail.hearable


def test_a_page_that_says_much_more_than_the_plain_version_is_shown_instead() -> None:
    page = ("Content-Type: text/html", "", "<p>He said that he would come back to our house tonight</p>")
    assert "come back" in read_mail(mixed(("", "See the page"), page, kind="multipart/alternative")).text


def test_a_page_alone_is_read_as_somebody_would_see_it() -> None:
    page = "<html><head><title>t</title><style>p{}</style></head><body><p>One<br>two</p><script>x</script>&amp; three"
    mail = read_mail(raw("From: a@example.org", "Content-Type: text/html", "", page))
    assert mail.text == "One\ntwo\n& three"
    assert "html" in mail.oddities


@pytest.mark.parametrize(
    ("charset", "letters", "text", "oddity"),
    [
        ("iso-8859-1", b"Caf\xe9", "Café", None),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет", None),
        ("iso-2022-jp", "こんにちは".encode("iso-2022-jp"), "こんにちは", None),
        ("ks_c_5601-1987", "안녕".encode("cp949"), "안녕", None),
        ("unicode-1-1-utf-7", "Zażółć".encode("utf-7"), "Zażółć", None),
        ("nobody-knows", "Zażółć".encode(), "Zażółć", "guessed_charset"),
        ("utf-8", b"Caf\xe9 au lait", "Café au lait", "guessed_charset"),
        ("zip", b"words", "words", "guessed_charset"),
    ],
)
def test_text_in_any_charset_is_read_and_a_guess_is_said(
    charset: str, letters: bytes, text: str, oddity: str | None
) -> None:
    mail = read_mail(f"From: a@example.org\nContent-Type: text/plain; charset={charset}\n\n".encode() + letters)
    assert mail.text == text
    assert (oddity in mail.oddities) if oddity else not mail.oddities


def test_a_forwarded_message_is_read_too_under_the_name_it_bears() -> None:
    inner = ("Content-Type: message/rfc822", "", "From: Nadia <n@example.org>", "Subject: Help", "", "He is outside")
    mail = read_mail(mixed(PLAIN, inner))
    said = ["Plain words", "[Forwarded message]\nFrom: Nadia <n@example.org>\nSubject: Help", "He is outside"]
    assert mail.text == "\n\n".join(said)
    assert "forwarded" in mail.oddities


def test_an_attachment_is_noted_with_a_safe_name_a_known_type_and_its_size() -> None:
    content = base64.b64encode(b"hello").decode()
    mail = read_mail(
        mixed(PLAIN, ("Content-Type: application/x-made-up", "Content-Transfer-Encoding: base64",
                      'Content-Disposition: attachment; filename="../../etc/pass\\wd"', "", content))
    )  # fmt: skip
    (attached,) = mail.attached
    assert (attached.name, attached.media_type, attached.size) == (
        ".._.._etc_pass_wd", "application/octet-stream", 5,
    )  # fmt: skip
    assert "etc" not in repr(mail)


def test_a_text_that_is_attached_is_heard_and_not_shown() -> None:
    part = ("Content-Type: text/plain", "Content-Disposition: attachment; filename=a.txt", "", "He will kill me")
    mail = read_mail(mixed(PLAIN, part))
    assert (mail.text, len(mail.attached)) == ("Plain words", 1)
    assert "kill me" in mail.hearable


@pytest.mark.parametrize("ends", [b"\n", b"\r", b"\r\n"])
def test_lines_may_end_in_any_way(ends: bytes) -> None:
    mail = read_mail(ends.join([b"From: a@example.org", b"Subject: x", b"", b"one", b"two"]))
    assert (mail.subject, mail.text) == ("x", "one\ntwo")


def test_the_old_form_of_a_header_is_understood() -> None:
    mail = read_mail(raw("From  : a@example.org", "Subject\t: x", "", "Words : here"))
    assert (mail.subject, mail.text) == ("x", "Words : here")
    assert mail.sender
    assert mail.sender.mailbox == "a@example.org"


def test_headers_are_decoded_whatever_they_are_in() -> None:
    mail = read_mail(raw("From: =?utf-8?q?Zo=C3=AB?= <Z@Example.org>", "Subject: =?utf-8?b?4pyT?= =?broken", "", "x"))
    assert mail.sender
    assert (mail.sender.name, mail.sender.mailbox) == ("Zoë", "z@example.org")
    assert mail.subject.startswith("✓")


def test_a_boundary_that_is_missing_leaves_the_words() -> None:
    mail = read_mail(raw("From: a@example.org", "Content-Type: multipart/mixed; boundary=b", "", "Only words here"))
    assert "Only words here" in mail.text
    assert "broken" in mail.oddities


@pytest.mark.slow
def test_a_message_that_is_longer_than_we_read_keeps_its_words() -> None:
    message = a_message("First words") + b"x" * MOST_BYTES
    mail = read_mail(message)
    assert mail.text.startswith("First words")
    assert "cut_short" in mail.oddities


def test_parts_without_end_are_not_followed_for_ever() -> None:
    mail = read_mail(mixed(*[PLAIN] * 1_000))
    assert "too_many_parts" in mail.oddities


@pytest.mark.parametrize("levels", [40, 5_000])
def test_messages_nested_without_end_are_given_up_and_said(levels: int) -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels))
    message = b"From: a@example.org\n" + nested + b"Content-Type: text/plain\n\nwords\n"
    try:
        assert read_mail(message).sender
    except TooBroken:
        assert levels > 100


@pytest.mark.parametrize("nothing", [b"", b"\n\n\n", b"\x00\xff\xfe", b"no headers at all"])
def test_what_is_no_message_is_said(nothing: bytes) -> None:
    with pytest.raises(TooBroken):
        read_mail(nothing)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 300), st.binary(max_size=40))
def test_no_bytes_anywhere_bring_the_reader_down(rubbish: bytes, where: int, more: bytes) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Zoë <a@example.org>", "Ünï"
    message.set_content("plain")
    message.add_alternative("<p>page</p>", subtype="html")
    message.add_attachment(b"bytes", maintype="image", subtype="png", filename="ä.png")
    whole = message.as_bytes()
    for planted in (rubbish, whole[:where] + rubbish + whole[where + len(more) :]):
        try:
            mail = read_mail(planted)
        except TooBroken:
            continue
        (mail.text + mail.hearable + mail.subject).encode()
