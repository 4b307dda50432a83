"""One message beside the questions: read on record, a referral once, dismissed for a reason, forgotten with her."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from services.intake.adapters.mail.room import MailRoom
from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import ForgetPerson
from services.intake.domain.events import AnswersGiven, EvidenceAdded, MessageReleased, MessageTaken
from services.intake.wiring import mail_room
from shared.access.roles import Role
from shared.kernel.messages import Context
from shared.kernel.personal import Contact, Narrative
from tests.support.builders.files import a_photo
from tests.support.builders.intake_pages import Browser, FrontDesk
from tests.support.builders.mail import FEAR, NOISE, a_message

pytestmark = pytest.mark.slow

LIST = "<list.example.org>"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    made = FrontDesk(tmp_path_factory.mktemp("message"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def room(desk: FrontDesk) -> MailRoom:
    return mail_room(desk.ground, desk.service)


@pytest.fixture(scope="module")
def officer(desk: FrontDesk) -> Browser:
    return desk.officer()


def came(desk: FrontDesk) -> MessageTaken:
    """The newest message."""
    return [each.fact for each in desk.recorded() if isinstance(each.fact, MessageTaken)][-1]


def received(desk: FrontDesk, room: MailRoom, *args: Any, **headers: Any) -> str:
    room.take(a_message(*args, **headers))
    return f"/intake/mail/{came(desk).message_id}"


def test_it_is_shown_as_its_writer_meant_it_once_it_is_recorded_who_reads_it(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = received(desk, room, f"{FEAR}\nLine two <b>", "shown", Subject="Please read", List_ID=LIST)
    shown = officer.open(path)
    for words in ("Please read", "amina@example.org", FEAR, "Line two &lt;b&gt;", "violence", "mailing list"):
        assert words in shown
    assert desk.viewed()[-1] == (f"message-{came(desk).message_id}", "e-mail")
    assert "amina" not in officer.title


def test_it_becomes_a_referral_with_what_was_answered_beside_it_and_only_once(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = received(desk, room, FEAR, "release", sender="Nadia Khan <n@example.org>", List_ID=LIST)
    assert 'value="n@example.org"' in officer.open(path)
    before = len(desk.submitted())
    sent = {"kind": "domestic_abuse", "facts.immediate_danger": "no", "reporter.email": "n@example.org",
            "reporter.full_name": "Nadia Khan", "description": "She says he hits her."}  # fmt: skip
    officer.send(f"{path}/release", sent)
    assert officer.status == 200
    referral = desk.submitted()[-1]
    assert officer.at.endswith(referral.reference)
    assert (referral.kind, referral.channel, referral.answers) == (
        "domestic_abuse",
        "email",
        {"immediate_danger": "no"},
    )
    assert referral.account_of == came(desk).kept_under
    assert referral.received_at == came(desk).received_at
    officer.send(f"{path}/release", sent)
    assert len(desk.submitted()) == before + 1
    assert len([each for each in desk.recorded() if isinstance(each.fact, MessageReleased)]) == 1
    assert "Made a referral by a colleague" in officer.open(path)


def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = received(desk, room, NOISE, "wrong", List_ID=LIST)
    before = len(desk.submitted())
    shown = officer.send(f"{path}/release", {"kind": "", "location.postcode": "nowhere", "description": "Kept words"})
    assert officer.status == 422
    assert "Choose one." in shown
    assert "Give a postcode" in shown
    assert "Kept words" in shown
    assert len(desk.submitted()) == before


def test_it_is_dismissed_with_a_reason_and_may_still_be_made_a_referral(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = received(desk, room, NOISE, "dismiss", List_ID=LIST)
    assert "Choose why it is nothing for us." in officer.send(f"{path}/dismiss", {"why": "because"})
    officer.send(f"{path}/dismiss", {"why": "advertising"})
    assert officer.at == "/intake/mail"
    shown = officer.open(path)
    assert "Dismissed: advertising or spam." in shown
    assert "Make it a referral" in shown
    desk.clock.set(desk.clock() + timedelta(days=31))
    assert room.originals.discard_expired()  # type: ignore[attr-defined]  # the real ones
    assert "loud music" in officer.open(path)  # its words stand in the log, as long as her key does


def test_what_was_ignored_can_be_looked_at_and_made_a_referral(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = received(desk, room, "I am no machine", "ignored", Auto_Submitted="auto-replied")
    assert "I am no machine" in officer.open(path)
    officer.send(f"{path}/release", {"kind": "unsure", "description": "I am no machine"})
    assert desk.submitted()[-1].mail.message_id == came(desk).message_id  # type: ignore[union-attr]  # it came so


def test_a_referral_is_completed_from_its_message_and_only_what_is_new_is_written(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    path = received(desk, room, NOISE, "complete", sender="h@example.org")
    shown = officer.open(path)
    assert "Complete WM-" in shown
    assert '<option value="noise" selected>' in shown
    reference = desk.submitted()[-1].reference
    sent = {"kind": "asb", "category": "noise", "facts.persistent": "yes", "facts.reports_in_6_months": "4",
            "facts.last_marac_referral_on.day": "3"}  # fmt: skip
    assert "There is no such day" in officer.send(f"{path}/complete", sent)
    sent |= {"facts.last_marac_referral_on.day": ""}
    officer.send(f"{path}/complete", sent)
    assert officer.at == f"/intake/referrals/{reference}"
    (given,) = [each.fact for each in desk.recorded() if isinstance(each.fact, AnswersGiven)]
    assert (given.kind, given.category, given.strands) == (None, None, None)
    assert given.answers == {"persistent": "yes", "reports_in_6_months": 4}
    officer.send(f"{path}/complete", sent)
    assert len([each for each in desk.recorded() if isinstance(each.fact, AnswersGiven)]) == 1
    told = desk.get(f"/intake/api/referrals/{reference}").json()
    assert told["facts"] == {"persistent": "yes", "reports_in_6_months": 4}
    assert desk.service.views.differing() == {}


def with_files(raw: bytes, *files: bytes) -> bytes:
    """The message with these attached, each said to be a photo."""
    message = message_from_bytes(raw, EmailMessage, policy=SMTP)
    for number, content in enumerate(files):
        message.add_attachment(content, maintype="image", subtype="jpeg", filename=f"{number}.jpg")
    return message.as_bytes()


def test_what_is_attached_becomes_evidence_once_when_an_officer_says_so(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    room.take(
        with_files(a_message(NOISE, "photos", sender="p@example.org"), a_photo(size=(900, 700), quality=95), a_photo())
    )
    path = f"/intake/mail/{came(desk).message_id}"
    assert "Keep what is attached as evidence" in officer.open(path)
    taken_at_once = [each.fact for each in desk.recorded() if isinstance(each.fact, EvidenceAdded)]
    assert len(taken_at_once) == 1, "the other is so small that it may be the logo under a name"
    for _ in range(2):
        officer.send(f"{path}/evidence", {})
        assert officer.at == f"/intake/referrals/{desk.submitted()[-1].reference}/evidence"
        added = [each.fact for each in desk.recorded() if isinstance(each.fact, EvidenceAdded)]
        assert [(each.road, each.kind, each.consent.said) for each in added] == [("email", "photo", "not_asked")] * 2
    assert {each.person_id for each in added} == {desk.submitted()[-1].account_of}


def test_a_file_that_is_not_what_it_says_stays_in_the_message_alone(
    desk: FrontDesk, room: MailRoom, officer: Browser
) -> None:
    room.take(with_files(a_message(NOISE, "odd", sender="o@example.org"), a_photo(), b"<html>" + bytes(900)))
    path = f"/intake/mail/{came(desk).message_id}"
    assert "1 of 2 attached files are kept as evidence." in officer.send(f"{path}/evidence", {})
    added = [each.fact for each in desk.recorded() if isinstance(each.fact, EvidenceAdded)]
    assert [each.reference for each in added].count(desk.submitted()[-1].reference) == 1
    waiting = received(desk, room, NOISE, "no referral", List_ID=LIST)
    officer.send(f"{waiting}/evidence", {})
    assert officer.status == 404


def test_of_a_referral_nothing_is_released_again(desk: FrontDesk, room: MailRoom, officer: Browser) -> None:
    path = received(desk, room, NOISE, "already")
    assert "Make it a referral" not in officer.open(path)
    before = len(desk.submitted())
    officer.send(f"{path}/release", {"kind": "asb"})
    assert (officer.at, len(desk.submitted())) == (path, before)


def test_a_message_that_never_came_is_not_found(desk: FrontDesk, officer: Browser) -> None:
    officer.open("/intake/mail/never-came")
    assert officer.status == 404
    assert desk.get("/intake/mail/never-came", Role.AUDITOR).status_code == 404


def test_forgetting_her_reaches_every_word_of_her_messages(desk: FrontDesk, room: MailRoom, officer: Browser) -> None:
    path = received(desk, room, FEAR, "forget", sender="Zoe Hart <zoe@example.org>", Subject="From Zoe", List_ID=LIST)
    taken = came(desk)
    officer.send(f"{path}/release", {"kind": "domestic_abuse", "reporter.email": "zoe@example.org"})
    keys, context = desk.ground.keyring, Context("a", "information_governance", "c")
    keys.mint("why")
    ask = ForgetPerson(at=desk.clock(), person_id=taken.kept_under, authority="A", reason="R", reason_under="why")
    desk.service.dispatch(ask, context)
    desk.service.dispatch(finish_forgetting(keys, taken.kept_under, desk.clock()), context)
    shown = officer.open(path)
    assert "[erased]" in shown
    assert not [word for word in ("Zoe", "zoe@", "husband") if word in shown]
    assert keys.open(taken.sender, Contact) == keys.open(taken.text, Narrative) == "[erased]"
    assert room.originals.read(taken.message_id) is None  # type: ignore[attr-defined]  # the real ones
