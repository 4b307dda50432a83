"""What came by e-mail is listed by clock and found again by thread and sender, with nothing of it in clear."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import DismissMessage, ForgetPerson, ReleaseMessage, TakeMessage
from services.intake.domain.given_mail import GivenMail
from services.intake.read_models import mail
from shared.kernel.refusals import InvalidInput
from tests.support.builders.intake import CONTEXT, NOW, REFERENCE, LittleIntake


class Post:
    """Intake with the view, and messages that come in a minute apart."""

    def __init__(self, folder: Path) -> None:
        self.intake = LittleIntake(folder)
        self.view = mail.view(self.intake.keyring, self.intake.keyring)
        self.intake.follow(self.view)
        self._came = 0

    def receive(self, result: str = "referral", **changes: Any) -> str:
        self._came += 1
        message_id = f"message-{self._came}"
        (owner,) = self.intake.keyring.recognise_each([()])
        given = {"sender": f"s{self._came}@example.org", "thread": (f"<{self._came}@x>",)} | changes.pop("mail", {})
        said = {"at": NOW + timedelta(minutes=self._came), "message_id": message_id, "result": result, "reason": "new"}
        said |= {"kept_under": owner, "mail": GivenMail.model_validate(given)} | changes
        self.intake.do(TakeMessage.model_validate(said))
        return message_id

    def ask(self, query: Any, *args: Any) -> Any:
        with self.intake.views.reading() as connection:
            return query(connection, *args)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = Post(tmp_path)
    yield made
    made.intake.close()


def test_messages_are_listed_newest_first_a_page_at_a_time_and_filtered(post: Post) -> None:
    ids = [post.receive("quarantined" if number % 2 else "referral") for number in range(7)]
    seen, cursor = [], None
    while True:
        page = post.ask(mail.page, None, cursor, 3)
        seen += [row.message_id for row in page.rows]
        if (cursor := page.cursor) is None:
            break
    assert seen == ids[::-1]
    assert [row.message_id for row in post.ask(mail.page, mail.WAITING).rows] == ids[5::-2]
    assert post.ask(mail.waiting)[0] == 3
    with pytest.raises(InvalidInput):
        post.ask(mail.page, None, "not one of ours")


def test_how_a_message_stands_follows_what_became_of_it(post: Post) -> None:
    first, second = post.receive("quarantined", dangers=("weapon",), listed="v"), post.receive("quarantined")
    assert post.ask(mail.waiting) == (2, 1)
    post.intake.do(ReleaseMessage(at=NOW, message_id=first, reference=REFERENCE, referral_id="referral-1"))
    post.intake.do(DismissMessage(at=NOW, message_id=second, why="test"))
    one, other = post.ask(mail.one, first), post.ask(mail.one, second)
    assert (one.stands, one.reference) == (mail.RELEASED, REFERENCE)
    assert (other.stands, other.why) == (mail.DISMISSED, "test")
    assert post.ask(mail.waiting) == (0, 0)
    assert [row.message_id for row in post.ask(mail.of_referral, REFERENCE)] == [first]
    assert post.ask(mail.one, "never came") is None


def test_threads_and_senders_are_found_again_and_lie_there_in_no_word(post: Post, tmp_path: Path) -> None:
    post.receive(reference=REFERENCE, referral_id="referral-1", mail={"thread": ("<root@example.org>", "<earlier@x>")})
    keys = post.intake.keyring
    assert post.ask(mail.references_of, keys, ["<root@example.org>"]) == [REFERENCE]
    assert post.ask(mail.references_of, keys, ["<earlier@x>", "", "<other@x>"]) == []
    assert post.ask(mail.wrote_since, keys, "s1@example.org", NOW)
    assert not post.ask(mail.wrote_since, keys, "s1@example.org", NOW + timedelta(hours=1))
    assert not post.ask(mail.wrote_since, keys, "other@example.org", NOW)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"root@example.org" not in on_disk
    assert b"s1@example.org" not in on_disk


def test_whoever_is_forgotten_is_found_by_no_sign_and_the_view_can_be_rebuilt(post: Post) -> None:
    message_id = post.receive(reference=REFERENCE, referral_id="referral-1", mail={"thread": ("<root@example.org>",)})
    owner = post.ask(mail.one, message_id).taken.kept_under
    keys = post.intake.keyring
    post.intake.views.compare("mail")
    keys.mint("reason")
    ask = ForgetPerson(at=NOW, person_id=owner, authority="A", reason="R", reason_under="reason")
    post.intake.do(ask, CONTEXT)
    post.intake.do(finish_forgetting(keys, owner, NOW))
    assert post.ask(mail.references_of, keys, ["<root@example.org>"]) == []
    assert not post.ask(mail.wrote_since, keys, "s1@example.org", NOW)
    post.intake.views.compare("mail")
