"""The mail room: each message once, whoever brings it; replies only from those who may; nothing said that was not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.mail import room as room_module
from services.intake.adapters.mail.room import MailRoom, Outcome, what_is_the_same
from services.intake.domain.commands import ChangeContactDetails
from services.intake.domain.events import DangerWordsFound, MessageJoined, MessageTaken, ReferralSubmitted
from services.intake.wiring import mail_room
from shared.kernel.personal import Contact, Narrative
from tests.support.builders.intake import CONTEXT, NOW
from tests.support.builders.intake_pages import FrontDesk
from tests.support.builders.mail import AMINA, FEAR, NOISE, TIPPING, a_message, header_id, raw

pytestmark = pytest.mark.slow


class Room:
    """The mail room of an intake that runs."""

    def __init__(self, folder: Path) -> None:
        self.desk = FrontDesk(folder)
        self.room: MailRoom = mail_room(self.desk.ground, self.desk.service)

    def take(self, *args: Any, **headers: Any) -> Outcome:
        return self.room.take(a_message(*args, **headers))

    def facts(self, kind: type[Any]) -> list[Any]:
        return [each.fact for each in self.desk.recorded() if isinstance(each.fact, kind)]

    def opened(self, value: Any, data_class: Any) -> str | None:
        return self.desk.ground.keyring.open(value, data_class)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    made = Room(tmp_path_factory.mktemp("room"))
    yield made
    made.desk.close()


def test_a_letter_becomes_a_referral_that_states_what_it_says_and_nothing_else(room: Room) -> None:
    outcome = room.take("Something odd happened", "odd", Subject="Odd")
    assert (outcome.result, outcome.reason) == ("referral", "new")
    referral = room.facts(ReferralSubmitted)[-1]
    assert (referral.reference, referral.kind, referral.channel) == (outcome.reference, "unsure", "email")
    assert (referral.category, referral.answers, referral.safe_contact.email.safe) == (None, {}, "unknown")
    assert room.opened(referral.description, Narrative) == "Odd\n\nSomething odd happened"
    (reporter,) = referral.people
    assert reporter.roles == ("reporter",)
    assert room.opened(reporter.email, Contact) == "amina@example.org"


def test_words_of_danger_answer_yes_and_it_is_said_where_the_answers_come_from(room: Room) -> None:
    room.take(FEAR, "fear", sender="f@example.org")
    referral = room.facts(ReferralSubmitted)[-1]
    assert set(referral.answers.values()) == {"yes"}
    assert {"domestic_abuse", "threats_to_kill"} <= referral.answers.keys()
    (asking,) = referral.asked
    assert (asking.question, set(asking.answers)) == ("words_in_an_email", set(referral.answers))
    assert room.facts(DangerWordsFound)[-1].referral_id == referral.referral_id


def test_the_same_message_by_another_road_is_the_same_message(room: Room) -> None:
    first = room.take(NOISE, "twice")
    before = len(room.desk.recorded())
    again = a_message(NOISE, "twice", Received="from x.example", Delivered_To="other@waymark.example", X_Spam_Flag="NO")
    for raw_again in (a_message(NOISE, "twice"), again, again.replace(b"\r\n", b"\n")):
        assert room.room.take(raw_again) == Outcome("referral", "taken_before", first.reference)
    assert len(room.desk.recorded()) == before


def test_another_message_with_the_same_id_is_not_lost(room: Room) -> None:
    first, second = room.take("One thing", "same id"), room.take("Another thing", "same id")
    assert first.reference != second.reference


@pytest.mark.parametrize("how", ["thread", "subject"])
def test_whoever_belongs_to_a_referral_is_joined_to_it(room: Room, how: str) -> None:
    first = room.take(NOISE, f"root {how}".replace(" ", "-"))
    more: dict[str, Any] = {"answers": f"root-{how}"} if how == "thread" else {"Subject": f"Re: {first.reference}"}
    outcome = room.take("It goes on", f"more-{how}", sender="AMINA@Example.org", **more)
    assert outcome == Outcome("reply", how, first.reference)
    joined, taken = room.facts(MessageJoined)[-1], room.facts(MessageTaken)[-1]
    assert joined.message_id == taken.message_id
    assert taken.referral_id == joined.referral_id
    assert room.opened(taken.text, Narrative) == "It goes on"
    outcome = room.take("And on", f"yet-more-{how}", References=f"{header_id('x')} {header_id(f'more-{how}')}")
    assert outcome == Outcome("reply", "thread", first.reference)


@pytest.mark.parametrize("how", ["thread", "subject"])
def test_a_stranger_who_names_a_referral_is_not_joined_and_never_answered(room: Room, how: str) -> None:
    first = room.take(TIPPING, f"theirs-{how}", sender="g@example.org")
    more: dict[str, Any] = {"answers": f"theirs-{how}"} if how == "thread" else {"Subject": f"Re: {first.reference}"}
    outcome = room.take(NOISE, f"stranger-{how}", sender="stranger@example.org", **more)
    assert (outcome.result, outcome.reason) == ("referral", "names_anothers")
    assert outcome.reference != first.reference
    referral, taken = room.facts(ReferralSubmitted)[-1], room.facts(MessageTaken)[-1]
    assert referral.mail.answerable is False
    assert taken.quoted == first.reference


def test_whoever_is_named_as_doing_it_is_never_joined(room: Room) -> None:
    people = [{"roles": ["perpetrator"], "full_name": "Mark Penrose", "email": "mark@example.org"}]
    reference = room.desk.refer(people=people)
    outcome = room.take("About that", "mark", sender="mark@example.org", Subject=reference)
    assert outcome.reason == "names_anothers"


def test_a_victim_who_did_not_tell_us_herself_may_write_too(room: Room) -> None:
    people = [{"roles": ["victim"], "full_name": "Nadia Khan", "email": "nadia@example.org"}]
    reporter = {"full_name": "A Neighbour", "email": "neighbour@example.org", "is_victim": False}
    reference = room.desk.refer(people=people, reporter=reporter)
    assert room.take("About that", "nadia", sender="nadia@example.org", Subject=reference).result == "reply"


def test_an_address_that_was_given_up_belongs_to_nobody_and_the_new_one_does(room: Room) -> None:
    """Whoever has the old mailbox now may be whoever she gave it up for."""
    reference = room.desk.refer(reporter={"full_name": "Eve Stone", "email": "old@example.org", "is_victim": True})
    person_id, given = room.desk.submitted()[-1].account_of, {"email": "new@example.org"}
    change = ChangeContactDetails.model_validate(
        {"at": NOW, "reference": reference, "person_id": person_id, "given": given}
    )
    room.desk.service.dispatch(change, CONTEXT)
    assert room.take("Me again", "old", sender="old@example.org", Subject=reference).reason == "names_anothers"
    assert room.take("Me again", "new", sender="new@example.org", Subject=reference).result == "reply"


def test_of_what_is_ignored_only_whose_and_which_it_is_is_kept(room: Room) -> None:
    outcome = room.take("Out until Monday", "away", Auto_Submitted="auto-replied", Subject="Away")
    assert outcome == Outcome("ignored", "auto_reply")
    taken = room.facts(MessageTaken)[-1]
    assert (taken.text, taken.thread) == (None, ())
    assert room.opened(taken.subject, Narrative) == "Away"


def test_what_cannot_be_read_waits_with_all_its_bytes(room: Room) -> None:
    outcome = room.room.take(b"\x00\xff no message")
    assert outcome == Outcome("quarantined", "no_message")
    assert room.room.originals.read(room.facts(MessageTaken)[-1].message_id) == b"\x00\xff no message"  # type: ignore[attr-defined]


def test_a_reader_that_falls_over_leaves_the_message_to_a_person(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def falls(raw: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(room_module, "read_mail", falls)
    assert room.take(NOISE, "unforeseen").reason == "no_message"


def test_killed_between_the_referral_and_its_message_the_second_time_finishes(room: Room) -> None:
    raw_message, before = a_message(FEAR, "cut off"), len(room.facts(ReferralSubmitted))

    class Gone(Exception):
        pass

    def gone(*args: Any) -> None:
        raise Gone

    cut_off = room.room.__class__(**{name: getattr(room.room, name) for name in room.room.__slots__} | {
        "originals": type("Gone", (), {"keep": gone})()})  # fmt: skip
    with pytest.raises(Gone):
        cut_off.take(raw_message)
    alarms = len(room.facts(DangerWordsFound))
    outcome = room.room.take(raw_message)
    assert outcome.reference == room.facts(ReferralSubmitted)[-1].reference
    assert len(room.facts(ReferralSubmitted)) == before + 1
    assert len(room.facts(DangerWordsFound)) == alarms


def test_a_sender_that_no_document_takes_waits_for_a_person(room: Room) -> None:
    outcome = room.room.take(raw(f"From: {'x' * 250}@example.org", "Message-ID: <long@x>", "", "Hello"))
    assert outcome.result in ("referral", "quarantined")
    assert room.take(NOISE, "name", sender=f"{'N' * 300} <n@example.org>").result == "referral"


def test_what_makes_a_message_the_same_is_what_its_writer_made() -> None:
    message = a_message(NOISE, "x")
    assert what_is_the_same(message) == what_is_the_same(b"Received: by a\r\n " + b"b\r\n" + message)
    for other in (a_message(NOISE, "y"), a_message(f"{NOISE}!", "x"), a_message(NOISE, "x", sender="b@example.org")):
        assert what_is_the_same(other) != what_is_the_same(message)
    assert AMINA.split()[0].encode() in message
