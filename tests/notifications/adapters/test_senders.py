"""Every sender alike: what it took has arrived whole, with headers that say nothing more than they must."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from services.notifications.adapters.senders.folder import FolderSender
from services.notifications.adapters.senders.mail_server import MailServer, MailServerSender
from services.notifications.adapters.senders.told import ToldSender
from services.notifications.application.ports import HandedOver, Letter, NotHandedOver, Sender
from tests.support.builders.notifications import EMAIL
from tests.support.builders.web import logged
from tests.support.mail_server import Mailboxes, a_mail_server

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BODY = "Hello\n\nYour reference is WM-KGCR-A. Please keep it.\n.\nA line that begins with a dot ends nothing.\n"


def a_letter(notice_id: str = "notice-1", sender: str = "messages@post.example", **changes: str) -> Letter:
    members = {"address": EMAIL, "subject": "WM-KGCR-A", "body": BODY}
    return Letter(notice_id=notice_id, channel="email", sender=sender, at=AT, **members | changes)


@dataclass
class Carrier:
    """A sender, and what has arrived by it."""

    sender: Sender
    arrived: Callable[[], list[EmailMessage]]


@pytest.fixture(params=["folder", "mail server"])
def carrier(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Carrier]:
    if request.param == "folder":
        folder = tmp_path / "outbox"
        yield Carrier(
            FolderSender(folder),
            lambda: [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")],
        )
        return
    mailboxes = Mailboxes()
    with a_mail_server(mailboxes) as port:
        server = MailServerSender(MailServer("127.0.0.1", port, secure=False))
        yield Carrier(server, lambda: [message for _, _, message in mailboxes.taken])


def test_a_message_arrives_whole_with_the_headers_it_needs(carrier: Carrier) -> None:
    assert carrier.sender.send(a_letter()) == HandedOver()
    (message,) = carrier.arrived()
    assert message.get_content().replace("\r\n", "\n") == BODY
    assert {name: str(value) for name, value in message.items()} == {
        "From": "messages@post.example",
        "To": EMAIL,
        "Subject": "WM-KGCR-A",
        "Date": "Mon, 23 Nov 2026 10:00:00 +0000",
        "Message-ID": "<notice-1@post.example>",
        "Auto-Submitted": "auto-generated",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "7bit",
        "MIME-Version": "1.0",
    }


def test_other_alphabets_arrive_as_they_were_written(carrier: Carrier) -> None:
    body = "Zażółć gęślą jaźń – خوش آمدید\n"
    assert carrier.sender.send(a_letter(body=body, subject="Zażółć")) == HandedOver()
    (message,) = carrier.arrived()
    assert message.get_content().replace("\r\n", "\n") == body
    assert str(message["Subject"]) == "Zażółć"


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "WM-KGCR-A\r\nBcc: dan@post.example"},
        {"subject": "WM-KGCR-A\nX-Type: MARAC"},
        {"address": "nadia@post.example\r\nBcc: dan@post.example"},
        {"sender": "messages@post.example\nReply-To: dan@post.example"},
    ],
)
def test_no_header_can_be_smuggled_in(carrier: Carrier, changes: dict[str, str]) -> None:
    assert carrier.sender.send(a_letter(**changes)) == NotHandedOver("message_unmakeable", lasting=True)
    assert carrier.arrived() == []


def test_a_second_try_bears_the_same_id_so_that_a_mailbox_knows_it(carrier: Carrier) -> None:
    for _ in range(2):
        assert carrier.sender.send(a_letter()) == HandedOver()
    assert {str(message["Message-ID"]) for message in carrier.arrived()} == {"<notice-1@post.example>"}


def test_what_is_handed_over_is_told_in_ids_and_codes_only(carrier: Carrier) -> None:
    with logged() as entries:
        ToldSender(carrier.sender).send(a_letter())
        ToldSender(carrier.sender).send(a_letter(subject="two\nlines"))
    assert [(entry["event"], entry["notice_id"], entry["failure"]) for entry in entries] == [
        ("notice_handed_over", "notice-1", None),
        ("notice_not_handed_over", "notice-1", "message_unmakeable"),
    ]
    shown = repr(entries) + repr(a_letter())
    assert [clear for clear in (EMAIL, "KGCR", "Please keep it") if clear in shown] == []
