"""A real mailbox is emptied over TLS, each message moved only once it was taken in; whatever breaks, none is lost."""

import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.local.ports import free_port
from services.intake.adapters.mail.imap import Mailbox, MailboxWatch, mailbox_at
from services.intake.domain.events import MessageTaken, ReferralSubmitted
from services.intake.wiring import mail_room
from shared.kernel.refusals import Unavailable
from tests.support.builders.intake_pages import a_front_desk
from tests.support.builders.mail import FEAR, NOISE, a_message
from tests.support.imap import PASSWORD, ImapServer, an_imap_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    with an_imap_server(tmp_path_factory.mktemp("imap")) as server:
        yield server


@pytest.fixture
def server(running: ImapServer) -> ImapServer:
    running.empty()
    return running


class Post:
    """Keeps what it is given; told so, it falls over at some message."""

    def __init__(self, falls_over_at: bytes = b"\0") -> None:
        self.taken: list[tuple[bytes, datetime | None]] = []
        self._falls_over_at = falls_over_at

    def take(self, raw: bytes, received_at: datetime | None) -> None:
        if self._falls_over_at in raw:
            raise ValueError("unforeseen")
        self.taken.append((raw, received_at))


def watch(server: ImapServer, post: Post, at: list[float] | None = None) -> MailboxWatch:
    moments = at or [0.0]
    return MailboxWatch(mailbox_at(server.address(), PASSWORD), post.take, server.trust, lambda: moments[0])


def test_what_has_come_is_taken_as_it_came_and_moved_out_of_the_way(server: ImapServer) -> None:
    messages = [a_message(NOISE, str(number), Subject=f"No {number}") for number in range(3)]
    server.put(*messages)
    post = Post()
    assert watch(server, post).step() is True
    assert [raw for raw, _ in post.taken] == messages
    assert all(when and abs(when - datetime.now(UTC)) < timedelta(hours=1) for _, when in post.taken)
    assert server.subjects() == []
    assert server.subjects("Waymark") == ["No 0", "No 1", "No 2"]


def test_an_empty_mailbox_is_left_alone_for_a_while(server: ImapServer) -> None:
    at, post = [100.0], Post()
    watching = watch(server, post, at)
    assert watching.step() is False
    server.put(a_message())
    assert watching.step() is False
    at[0] += 30
    assert watching.step() is True
    assert len(post.taken) == 1


def test_a_message_that_cannot_be_taken_stays_and_keeps_no_other_out(server: ImapServer) -> None:
    server.put(a_message("odd", "a", Subject="Odd"), a_message(NOISE, "b", Subject="Even"))
    post = Post(falls_over_at=b"odd")
    with pytest.raises(Unavailable, match="1 messages stay"):
        watch(server, post).step()
    assert server.subjects() == ["Odd"]
    assert server.subjects("Waymark") == ["Even"]


def test_a_message_larger_than_we_read_is_read_from_its_beginning(server: ImapServer) -> None:
    server.put(a_message("word " * 6_000_000, "long"))
    post = Post()
    watch(server, post).step()
    ((raw, _),) = post.taken
    assert len(raw) == 25 * 1024 * 1024 + 1


def test_starttls_leads_to_the_same_mailbox(server: ImapServer) -> None:
    server.put(a_message())
    post = Post()
    address = f"imap+starttls://asb%40waymark.example@localhost:{server.port}"
    assert MailboxWatch(mailbox_at(address, PASSWORD), post.take, server.trust).step() is True
    assert len(post.taken) == 1


@pytest.mark.parametrize("what", ["another password", "a certificate nobody knows", "nobody there"])
def test_a_mailbox_that_refuses_us_is_said_without_a_word_of_it_and_tried_again_later(
    server: ImapServer, what: str
) -> None:
    server.put(a_message())
    found = mailbox_at(server.address(), "other" if what == "another password" else PASSWORD)
    if what == "nobody there":
        found = Mailbox(found.host, 1, True, found.user, found.password)
    trust = ssl.create_default_context if what == "a certificate nobody knows" else server.trust
    at, post = [0.0], Post()
    watching = MailboxWatch(found, post.take, trust, lambda: at[0])
    for _ in range(2):
        with pytest.raises(Unavailable) as told:
            watching.step()
        assert not {"asb", "other", PASSWORD, "localhost"} & set(told.value.says.split())
    assert (post.taken, server.subjects()) == ([], ["Hello"])


@pytest.mark.parametrize(
    ("address", "password", "says"),
    [
        ("imap://asb@localhost", "p", "imaps://user@host"),
        ("imaps://localhost/INBOX", "p", "imaps://user@host"),
        ("imaps://asb:secret@localhost", "p", "stands by itself"),
        ("imaps://asb@localhost", None, "password is missing"),
        ("imaps://asb@localhost/Waymark", "p", "may not be Waymark"),
        ('imaps://asb@localhost/In"box', "p", "plain letters"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_without_repeating_it(
    address: str, password: str | None, says: str
) -> None:
    with pytest.raises(ValueError, match=says) as told:
        mailbox_at(address, password)
    assert "secret" not in str(told.value)
    assert "secret" not in repr(mailbox_at("imaps://asb@localhost", "secret"))


def test_a_crash_after_taking_and_before_moving_leaves_one_referral(server: ImapServer, tmp_path: Path) -> None:
    server.put(a_message(FEAR, "fear"))
    with a_front_desk(tmp_path) as desk:
        room = mail_room(desk.ground, desk.service)

        def taken_and_gone(raw: bytes, received_at: datetime | None) -> None:
            room.take(raw, received_at)
            raise ConnectionResetError

        with pytest.raises(Unavailable):
            MailboxWatch(mailbox_at(server.address(), PASSWORD), taken_and_gone, server.trust).step()
        assert server.subjects() == ["Hello"]
        MailboxWatch(mailbox_at(server.address(), PASSWORD), room.take, server.trust).step()
        assert server.subjects() == []
        kinds = [type(each.fact) for each in desk.recorded()]
        assert (kinds.count(ReferralSubmitted), kinds.count(MessageTaken)) == (1, 1)


def test_a_program_killed_at_any_moment_takes_each_message_in_once(server: ImapServer, tmp_path: Path) -> None:
    """The real program, killed twice while it empties the mailbox."""
    wanted = 12
    server.put(*(a_message(NOISE, str(number), sender=f"p{number}@example.org") for number in range(wanted)))
    environment = {
        "PATH": "/usr/bin:/bin",
        "SSL_CERT_FILE": str(server.certificate),
        "WAYMARK_MAILBOX": server.address(),
        "WAYMARK_MAILBOX_PASSWORD": PASSWORD,
        "WAYMARK_DUTY_OFFICER": "duty@council.example",
    }
    for _ in range(2):
        before = len(server.subjects())
        program = [sys.executable, "-m", "services", "--empty", "--port", str(free_port()), "--data", str(tmp_path)]
        worker = subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while worker.poll() is None and len(server.subjects()) == before > 0:
                pass
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=60)
    assert len(server.subjects()) < wanted
    with a_front_desk(tmp_path) as desk:
        room = mail_room(desk.ground, desk.service)
        MailboxWatch(mailbox_at(server.address(), PASSWORD), room.take, server.trust).step()
        assert server.subjects() == []
        kinds = [type(each.fact) for each in desk.recorded()]
        assert (kinds.count(ReferralSubmitted), kinds.count(MessageTaken)) == (wanted, wanted)
