"""What came by e-mail: who waits on top, why each message is where it is, and nothing of anybody in the list."""

from collections.abc import Iterator

import pytest

from services.intake.wiring import mail_room
from shared.access.roles import Role
from tests.support.builders.intake_pages import FrontDesk
from tests.support.builders.mail import FEAR, NOISE, a_message

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    made = FrontDesk(tmp_path_factory.mktemp("mail"))
    yield made
    made.close()


def test_an_empty_list_says_what_that_means(desk: FrontDesk) -> None:
    assert "No e-mail has come in yet." in desk.officer(name="First").open("/intake/mail")


def test_each_message_stands_there_with_its_reason_and_without_a_word_of_it(desk: FrontDesk) -> None:
    room = mail_room(desk.ground, desk.service)
    reference = room.take(a_message(NOISE, "a", Subject="Our secret")).reference
    room.take(a_message(NOISE, "b", answers="a"))
    room.take(a_message(FEAR, "c", List_ID="<l.example>"))
    room.take(a_message("Away", "d", Auto_Submitted="auto-replied"))
    desk.service.views.catch_up()
    officer = desk.officer()
    shown = officer.open("/intake/mail")
    for words in ("Became a referral", "Reply", "In quarantine", "Ignored", "Words of danger", reference or "none",
                  "A program answered by itself.", "1 message waits", "1 with words of danger"):  # fmt: skip
        assert words in shown
    assert not [word for word in ("secret", "amina", "Amina", "husband") if word in shown]
    waiting = officer.open("/intake/mail?stands=waiting")
    assert "mailing list" in waiting
    assert (reference or "") not in waiting
    assert "No message stands like this." in officer.open("/intake/mail?stands=dismissed")
    assert officer.open("/intake/mail?stands=made-up&cursor=") == shown


def test_a_long_list_comes_a_page_at_a_time(desk: FrontDesk) -> None:
    room = mail_room(desk.ground, desk.service)
    for number in range(55):
        room.take(a_message("Away", f"long-{number}", Auto_Submitted="auto-replied"))
    desk.service.views.catch_up()
    officer = desk.officer(name="Pat")
    first = officer.open("/intake/mail?stands=ignored")
    assert "Next" in first
    assert first.count("/intake/mail/") == 50
    assert officer.client.get("/intake/mail?cursor=made-up").status_code == 422


def test_whoever_takes_no_calls_is_not_told_that_there_is_such_a_page(desk: FrontDesk) -> None:
    assert desk.get("/intake/mail", Role.AUDITOR).status_code == 404
    assert desk.get("/intake/mail", Role.PARTNER, "housing").status_code == 404
