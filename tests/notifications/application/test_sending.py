"""Sending: the gate is asked at that moment, an attempt is written down first, and doubt sends nothing again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.notifications.application.handlers import notice_stream
from services.notifications.application.ports import HandedOver, Letter, NotHandedOver, Outcome, Unclear
from services.notifications.domain.commands import BeginSending, SendAgain
from services.notifications.domain.events import NoticeFailed, NoticeSent, SendingBegun
from services.notifications.domain.values.patience import ABANDONED_AFTER, PAUSES
from shared.contracts.intake import PersonForgotten
from shared.contracts.triage import CaseOpened, ReferralTriaged, Route
from shared.kernel.messages import Context
from tests.support.builders.notifications import ADDRESS, EMAIL, NAME, OTHER_NAME, PHONE, TEN, KeptSender, Town

OFFICER = Context(actor="account-2", role="triage_officer", correlation_id="story-2")
BUSY = NotHandedOver("busy", lasting=False)
REFUSED = NotHandedOver("recipient_refused", lasting=True)


class Crash(Exception):
    """The power went off."""


class CrashingSender(KeptSender):
    """Hands over, and then everything stops before anybody can write that down."""

    def send(self, letter: Letter) -> Outcome:
        super().send(letter)
        raise Crash


def triaged(town: Town, *routes: str) -> ReferralTriaged:
    return ReferralTriaged(
        referral_id=town.referral_id, reference="WM-KGCR-A", outcome="open_case", primary=Route(route=routes[0]),
        also=tuple(Route(route=route) for route in routes[1:]), panels=(), priority="urgent", give=(),
        rules_id="borough", rules_version="2026-04-01", confirmed=False,
    )  # fmt: skip


def state_of(town: Town) -> tuple[str, ...]:
    return tuple(notice.state for notice in town.notices())


def test_a_safe_message_about_a_sensitive_referral_is_the_neutral_one(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    town.hear(town.referral([town.nadia()]))
    town.work()
    (letter,) = sender.letters
    assert (letter.channel, letter.address, letter.sender) == ("email", EMAIL, "messages@post.example")
    assert letter.subject == "WM-KGCR-A"
    assert "Okonkwo" not in letter.body
    (notice,) = town.notices()
    assert (notice.state, notice.about, notice.message, notice.neutral) == (
        "sent", "referral_received", "your_reference", True,
    )  # fmt: skip


def test_an_ordinary_message_says_what_it_is_about(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    town.hear(town.noise([town.nadia()], safe_contact={"email": {"safe": "yes"}}))
    town.hear(town.signposted())
    town.work()
    received, signposted = sender.letters
    assert received.subject == "We have your report WM-KGCR-A"
    assert "The landlord of the home it comes from must deal with it first." in signposted.body
    assert "020 7946 0999" not in signposted.body


def test_what_was_said_safe_when_it_was_asked_for_but_not_when_it_would_go_is_withheld(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    nadia = town.nadia()
    town.hear(town.referral([nadia]))
    town.hear(town.changed(nadia.person_id, email={"safe": "no"}, confirmed_at=TEN))
    town.work()
    assert sender.letters == []
    (notice,) = town.notices()
    assert notice.reasons[:2] == ("no_safe_way", "email_not_safe")


def test_what_triage_finds_before_it_goes_makes_the_message_neutral(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    town.hear(town.noise([town.nadia()]))
    town.hear(triaged(town, "asb_case", "domestic_abuse"))
    town.work()
    assert [letter.sender for letter in sender.letters] == ["messages@post.example"]


def test_between_two_tries_a_referral_may_turn_sensitive_and_the_second_is_neutral(tmp_path: Path) -> None:
    sender = KeptSender(BUSY)
    town = Town(tmp_path, sender)
    town.hear(town.noise([town.nadia()]))
    town.work()
    town.hear(triaged(town, "domestic_abuse"))
    town.clock.set(TEN + PAUSES[0])
    town.work()
    assert [letter.subject for letter in sender.letters] == ["We have your report WM-KGCR-A", "WM-KGCR-A"]


def test_a_person_forgotten_gets_nothing_that_waits(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    nadia = town.nadia()
    town.hear(town.referral([nadia]))
    town.hear(PersonForgotten(person_id=nadia.person_id, authority="IG-1"))
    town.work()
    assert sender.letters == []
    assert [notice.reasons for notice in town.notices()] == [("person_forgotten",)]


def test_a_destroyed_key_is_enough_also_before_anybody_told_us(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    nadia = town.nadia()
    town.hear(town.referral([nadia]))
    town.ground.keyring.destroy(nadia.person_id)
    town.work()
    assert sender.letters == []
    assert [notice.reasons for notice in town.notices()] == [("person_forgotten",)]


@pytest.mark.parametrize(
    ("roles", "reporter_first"), [(("perpetrator",), False), (("perpetrator", "reporter"), True), (("victim",), False)]
)
def test_only_the_reporter_is_told_and_never_one_who_is_named_as_doing_it(
    tmp_path: Path, roles: tuple[str, ...], reporter_first: bool
) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    other = town.person(*roles, full_name=OTHER_NAME, phone="07700 900456", email="dan@post.example", address=ADDRESS)
    safe = town.changed("x", email={"safe": "yes"}, sms={"safe": "yes"}, post={"safe": "yes"}, confirmed_at=TEN)
    other = other.model_copy(update={"safe_contact": safe.safe_contact})
    people = [other] if reporter_first else [town.nadia("reporter"), other]
    town.hear(town.referral(people, safe_contact=safe.safe_contact.model_dump()))
    for told in (town.signposted(), a_case(town)):
        town.hear(told)
    town.work()
    assert {letter.address for letter in sender.letters} <= {EMAIL}
    assert bool(sender.letters) is not reporter_first


def a_case(town: Town) -> CaseOpened:
    return CaseOpened(
        referral_id=town.referral_id, reference="WM-KGCR-A", case_reference="WM-KGCR-A", route="asb_case",
        priority="standard", opened_at=TEN, due_at=None,
    )  # fmt: skip


def test_an_address_shared_with_the_one_who_does_it_is_not_used(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    town.hear(town.referral([town.nadia(), town.person("perpetrator", full_name=OTHER_NAME, email=EMAIL.upper())]))
    town.work()
    assert sender.letters == []
    assert "email_shared_with_perpetrator" in town.notices()[0].reasons


def test_outside_her_hours_it_waits_and_goes_when_they_begin(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    safe = {"email": {"safe": "yes", "times": ["Mon-Fri 12:00-14:00"]}, "confirmed_at": TEN}
    town.hear(town.referral([town.nadia()], safe_contact=safe))
    town.work()
    (notice,) = town.notices()
    assert (notice.state, notice.decision, notice.due_at) == ("waiting", "not_yet", "2026-11-23T12:00:00.000000Z")
    town.clock.set(TEN + timedelta(hours=1, minutes=59))
    town.work()
    assert sender.letters == []
    town.clock.set(TEN + timedelta(hours=2))
    town.work()
    assert len(sender.letters) == 1


def test_a_temporary_failure_is_tried_again_with_the_same_text(tmp_path: Path) -> None:
    sender = KeptSender(BUSY, BUSY)
    town = Town(tmp_path, sender)
    town.hear(town.referral([town.nadia()]))
    for pause in (timedelta(0), PAUSES[0], PAUSES[1]):
        town.clock.set(town.clock() + pause)
        town.work()
    assert len(sender.letters) == 3
    assert len({(letter.notice_id, letter.subject, letter.body) for letter in sender.letters}) == 1
    assert state_of(town) == ("sent",)


def test_after_the_last_try_a_person_is_asked(tmp_path: Path) -> None:
    sender = KeptSender(*[BUSY] * (len(PAUSES) + 1))
    town = Town(tmp_path, sender)
    safe = {"email": {"safe": "yes", "times": ["Mon-Sun"]}, "confirmed_at": TEN}
    town.hear(town.referral([town.nadia()], safe_contact=safe))
    town.work()
    for pause in PAUSES:
        town.clock.set(town.clock() + pause)
        town.work()
    town.clock.set(town.clock() + timedelta(days=2))
    town.work()
    assert len(sender.letters) == len(PAUSES) + 1
    assert state_of(town) == ("given_up",)


def test_a_lasting_failure_is_not_tried_again_until_a_person_says_so_and_then_through_the_gate(tmp_path: Path) -> None:
    sender = KeptSender(REFUSED)
    town = Town(tmp_path, sender)
    nadia = town.nadia()
    town.hear(town.referral([nadia]))
    town.work()
    assert state_of(town) == ("given_up",)
    town.hear(town.changed(nadia.person_id, email={"safe": "no"}))
    (notice,) = town.notices()
    town.service.dispatch(SendAgain(at=TEN, notice_id=notice.notice_id), OFFICER)
    town.work()
    assert len(sender.letters) == 1
    assert state_of(town) == ("withheld",)


@pytest.mark.parametrize("outcome", [Unclear("connection_lost"), None])
def test_when_nobody_can_tell_whether_it_went_out_it_is_never_sent_again_by_itself(
    tmp_path: Path, outcome: Outcome | None
) -> None:
    sender = KeptSender(outcome) if outcome else CrashingSender()
    town = Town(tmp_path, sender)
    town.hear(town.referral([town.nadia()]))
    if outcome is None:
        with pytest.raises(Crash):
            town.work()
        town = restarted(town, sender)
        assert town.notices()[0].state == "sending"
        town.clock.set(TEN + ABANDONED_AFTER)
    for _ in range(3):
        town.work()
        town.clock.set(town.clock() + timedelta(days=1))
    assert state_of(town) == ("uncertain",)
    assert len(sender.letters) == 1


def restarted(town: Town, sender: KeptSender) -> Town:
    """The same folder, opened by another process."""
    fresh = Town(town.folder, sender, town.clock())
    fresh.referral_id = town.referral_id
    fresh.service.views.catch_up()
    return fresh


def test_a_crash_before_the_hand_over_also_leaves_doubt_because_nobody_can_tell_the_two_apart(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    town.hear(town.referral([town.nadia()]))
    town.service.views.catch_up()
    (notice,) = town.notices()
    begin = BeginSending(
        at=TEN, notice_id=notice.notice_id, attempt=1, channel="email", message="your_reference", message_version=1,
        language="en", neutral=True, reasons=("email_safe",),
    )  # fmt: skip
    town.service.dispatch(begin, OFFICER)
    town.work()
    assert sender.letters == []
    town.clock.set(TEN + ABANDONED_AFTER)
    town.work()
    assert sender.letters == []
    assert state_of(town) == ("uncertain",)


def test_the_attempt_stands_in_the_log_before_the_message_is_handed_over(tmp_path: Path) -> None:
    class Looking(KeptSender):
        def send(self, letter: Letter) -> Outcome:
            stream = town.service.store.stream(notice_stream(letter.notice_id))
            self.seen = [type(recorded.fact) for recorded in stream]
            return super().send(letter)

    sender = Looking()
    town = Town(tmp_path, sender)
    town.hear(town.referral([town.nadia()]))
    town.work()
    assert sender.seen[-1] is SendingBegun


def test_two_desks_that_look_at_one_notice_hand_it_over_once(tmp_path: Path) -> None:
    class Racing(KeptSender):
        """While the first desk hands over, the second takes its turn."""

        def send(self, letter: Letter) -> Outcome:
            outcome = super().send(letter)
            second.service.chores[0].step()
            return outcome

    sender = Racing()
    town = Town(tmp_path, sender)
    second = Town(tmp_path, sender)
    town.hear(town.referral([town.nadia()]))
    town.work()
    second.work()
    assert len(sender.letters) == 1
    assert len([fact for fact in town.facts() if isinstance(fact, NoticeSent)]) == 1


def test_a_view_that_is_behind_or_rebuilt_sends_nothing_again(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    town.hear(town.referral([town.nadia()]))
    town.service.views.catch_up()
    assert town.service.chores[0].step()
    assert not town.service.chores[0].step(), "the view still shows it as due; the log knows better"
    town.work()
    for view in town.service.views.names():
        town.service.views.rebuild(view)
    for path in tmp_path.glob("notifications.views.sqlite*"):
        path.unlink()
    anew = restarted(town, sender)
    anew.work()
    assert len(sender.letters) == 1


@pytest.mark.parametrize(("notice_origin", "referral_origin"), [("rehearsal", "rehearsal"), ("live", "rehearsal")])
def test_a_rehearsal_never_reaches_a_real_sender(tmp_path: Path, notice_origin: str, referral_origin: str) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    town.hear(town.noise([town.nadia()], origin=referral_origin), origin=referral_origin)
    town.hear(town.signposted(), origin=notice_origin)
    town.work()
    assert sender.letters == []
    assert {notice.reasons for notice in town.notices()} == {("rehearsal_stays_inside",)}


def test_a_rehearsal_fills_the_folder(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.hear(town.noise([town.nadia()], origin="rehearsal"), origin="rehearsal")
    town.work()
    assert len(town.outbox()) == 1


def test_a_notice_that_overtook_its_referral_waits_for_it(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    town.hear(town.signposted())
    town.work()
    assert town.notices()[0].reasons == ("contacts_not_known",)
    town.hear(town.noise([town.nadia()]))
    town.clock.set(TEN + timedelta(minutes=5))
    town.work()
    assert state_of(town) == ("sent", "sent")


def test_a_route_without_words_of_ours_is_told_by_a_person(tmp_path: Path) -> None:
    sender = KeptSender()
    town = Town(tmp_path, sender)
    town.hear(town.noise([town.nadia()]))
    town.hear(town.signposted(route="hate_crime_police"))
    town.work()
    assert [notice.reasons for notice in town.notices()] == [("email_safe", "not_sensitive"), ("no_wording",)]


def test_where_nothing_else_is_safe_a_text_goes_to_a_mobile_confirmed_lately(tmp_path: Path) -> None:
    town = Town(tmp_path)
    safe: dict[str, Any] = {"sms": {"safe": "yes"}, "email": {"safe": "no"}, "confirmed_at": TEN}
    town.hear(town.referral([town.nadia()], safe_contact=safe))
    town.work()
    ((name, text),) = town.outbox().items()
    assert name.endswith(".sms.txt")
    assert text.startswith("To: +447700900123\n\nYour reference is WM-KGCR-A.")


def test_nothing_happens_twice_when_there_is_nothing_to_do(tmp_path: Path) -> None:
    town = Town(tmp_path, KeptSender(HandedOver()))
    assert not town.service.chores[0].step()
    town.hear(town.referral([town.nadia()]))
    town.work()
    before = town.facts()
    town.clock.set(datetime(2027, 1, 1, 12, tzinfo=UTC))
    town.work()
    assert town.facts() == before
    assert not any(isinstance(fact, NoticeFailed) for fact in before)
    assert NAME not in repr(before)
    assert PHONE not in repr(before)
