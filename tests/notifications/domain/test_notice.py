"""One notice: asked for once, handed over at most once by itself, and never again after doubt."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.domain import notice, refusals
from services.notifications.domain.commands import (
    BeginSending,
    FollowUp,
    LeaveUncertain,
    PostponeNotice,
    RecordFailure,
    RecordSent,
    RequestNotice,
    SendAgain,
    WithholdNotice,
)
from services.notifications.domain.events import (
    NoticeFailed,
    NoticeFollowedUp,
    NoticeGivenUp,
    NoticeLeftUncertain,
    NoticePostponed,
    NoticeReleased,
    NoticeRequested,
    NoticeSent,
    NoticeWithheld,
    SendingBegun,
)
from services.notifications.domain.notice import DECIDER
from services.notifications.domain.values.contact import Particulars
from services.notifications.domain.values.patience import PAUSES
from shared.kernel.messages import Fact
from tests.support.scenario import given

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
ID = "notice-1"
MEMBERS = {
    "notice_id": ID,
    "message": "referral_received",
    "when_sensitive": "your_reference",
    "referral_id": "r-1",
    "reference": "WM-KGCR-A",
    "origin": "live",
    "particulars": Particulars(),
}
REQUESTED = NoticeRequested(audience="reporter", requested_at=AT, **MEMBERS)  # type: ignore[arg-type]  # built by name
TEXT = {
    "channel": "email",
    "message": "your_reference",
    "message_version": 1,
    "language": "en",
    "neutral": True,
    "reasons": ("email_safe",),
}
WITHHELD = NoticeWithheld(
    notice_id=ID, referral_id="r-1", reference="WM-KGCR-A", message="referral_received", reasons=("no_safe_way",)
)
RELEASED = NoticeReleased(notice_id=ID, due_at=AT)
UNCERTAIN = NoticeLeftUncertain(notice_id=ID, attempt=1, failure="interrupted")
GIVEN_UP = NoticeGivenUp(notice_id=ID, attempt=1, failure="recipient_refused")


def begun(attempt: int = 1) -> SendingBegun:
    return SendingBegun(notice_id=ID, attempt=attempt, begun_at=AT, **TEXT)  # type: ignore[arg-type]  # built by name


def begin(attempt: int = 1) -> BeginSending:
    return BeginSending(at=AT, notice_id=ID, attempt=attempt, **TEXT)  # type: ignore[arg-type]  # built by name


def sent(attempt: int = 1) -> NoticeSent:
    return NoticeSent(
        notice_id=ID, referral_id="r-1", reference="WM-KGCR-A", attempt=attempt, message="your_reference",
        message_version=1, channel="email",
    )  # fmt: skip


def failed(attempt: int, pause: timedelta) -> NoticeFailed:
    return NoticeFailed(notice_id=ID, attempt=attempt, failure="unreachable", next_try_at=AT + pause)


def failure(attempt: int = 1, lasting: bool = False) -> RecordFailure:
    return RecordFailure(at=AT, notice_id=ID, attempt=attempt, failure="unreachable", lasting=lasting)


def test_a_notice_is_asked_for_once_and_not_at_all_where_there_is_nobody() -> None:
    request = RequestNotice(at=AT, audience="reporter", **MEMBERS)  # type: ignore[arg-type]  # built by name
    given(DECIDER).when(notice.request_notice, request).then(REQUESTED)
    given(DECIDER, REQUESTED).when(notice.request_notice, request).then_nothing()
    given(DECIDER, REQUESTED, begun(), sent()).when(notice.request_notice, request).then_nothing()
    nobody = request.model_copy(update={"nobody_to_tell": True})
    given(DECIDER).when(notice.request_notice, nobody).then_nothing()


def test_the_attempt_is_written_down_before_the_hand_over_and_only_once() -> None:
    given(DECIDER, REQUESTED).when(notice.begin_sending, begin()).then(begun())
    given(DECIDER, REQUESTED, begun()).when(notice.begin_sending, begin()).then_refused(refusals.NoticeNotWaiting)
    given(DECIDER, REQUESTED, begun()).when(notice.begin_sending, begin(2)).then_refused(refusals.NoticeNotWaiting)
    given(DECIDER, REQUESTED).when(notice.begin_sending, begin(2)).then_refused(refusals.NoticeNotWaiting)
    given(DECIDER).when(notice.begin_sending, begin()).then_refused(refusals.NoSuchNotice)


def test_what_was_handed_over_is_sent_and_stays_sent() -> None:
    record = RecordSent(at=AT, notice_id=ID, attempt=1)
    given(DECIDER, REQUESTED, begun()).when(notice.record_sent, record).then(sent())
    given(DECIDER, REQUESTED, begun(), sent()).when(notice.record_sent, record).then_nothing()
    given(DECIDER, REQUESTED).when(notice.record_sent, record).then_refused(refusals.NoticeNotBeingSent)
    other = RecordSent(at=AT, notice_id=ID, attempt=2)
    given(DECIDER, REQUESTED, begun()).when(notice.record_sent, other).then_refused(refusals.NoticeNotBeingSent)


def test_a_failed_try_is_repeated_after_longer_and_longer_pauses_and_then_given_up() -> None:
    facts: list[Fact] = [REQUESTED]
    for attempt, pause in enumerate(PAUSES, start=1):
        facts.append(begun(attempt))
        given(DECIDER, *facts).when(notice.record_failure, failure(attempt)).then(failed(attempt, pause))
        facts.append(failed(attempt, pause))
    last = len(PAUSES) + 1
    facts.append(begun(last))
    expected = NoticeGivenUp(notice_id=ID, attempt=last, failure="unreachable")
    given(DECIDER, *facts).when(notice.record_failure, failure(last)).then(expected)


def test_a_lasting_failure_is_given_up_at_once() -> None:
    expected = NoticeGivenUp(notice_id=ID, attempt=1, failure="unreachable")
    given(DECIDER, REQUESTED, begun()).when(notice.record_failure, failure(lasting=True)).then(expected)


def test_after_doubt_nothing_is_handed_over_by_itself() -> None:
    past = (REQUESTED, begun(), UNCERTAIN)
    leave = LeaveUncertain(at=AT, notice_id=ID, attempt=1, failure="interrupted")
    given(DECIDER, *past[:2]).when(notice.leave_uncertain, leave).then(UNCERTAIN)
    given(DECIDER, *past).when(notice.leave_uncertain, leave).then_refused(refusals.NoticeNotBeingSent)
    for attempt in (1, 2):
        given(DECIDER, *past).when(notice.begin_sending, begin(attempt)).then_refused(refusals.NoticeNotWaiting)


def test_doubt_ends_when_whoever_sent_it_says_so_after_all() -> None:
    record = RecordSent(at=AT, notice_id=ID, attempt=1)
    given(DECIDER, REQUESTED, begun(), UNCERTAIN).when(notice.record_sent, record).then(sent())
    given(DECIDER, REQUESTED, begun(), GIVEN_UP).when(notice.record_sent, record).then_refused(
        refusals.NoticeNotBeingSent
    )


def test_what_must_wait_is_put_off_and_what_is_refused_is_withheld() -> None:
    put_off = PostponeNotice(at=AT, notice_id=ID, until=LATER, reasons=("email_outside_safe_hours",))
    postponed = NoticePostponed(notice_id=ID, until_at=LATER, reasons=("email_outside_safe_hours",))
    given(DECIDER, REQUESTED).when(notice.postpone_notice, put_off).then(postponed)
    given(DECIDER, REQUESTED, postponed).when(notice.postpone_notice, put_off).then_nothing()
    refuse = WithholdNotice(at=AT, notice_id=ID, reasons=("no_safe_way",))
    given(DECIDER, REQUESTED, postponed).when(notice.withhold_notice, refuse).then(WITHHELD)
    given(DECIDER, REQUESTED, WITHHELD).when(notice.withhold_notice, refuse).then_refused(refusals.NoticeNotWaiting)


STUCK: dict[str, Sequence[Fact]] = {
    "withheld": (REQUESTED, WITHHELD),
    "uncertain": (REQUESTED, begun(), UNCERTAIN),
    "given up": (REQUESTED, begun(), GIVEN_UP),
}
NOT_STUCK: dict[str, Sequence[Fact]] = {
    "being sent": (REQUESTED, begun()),
    "sent": (REQUESTED, begun(), sent()),
    "followed up": (REQUESTED, WITHHELD, NoticeFollowedUp(notice_id=ID, way="in_person")),
}


@pytest.mark.parametrize("past", STUCK.values(), ids=STUCK)
def test_a_person_may_have_a_stuck_notice_tried_again_or_say_how_she_was_told(past: Sequence[Fact]) -> None:
    given(DECIDER, *past).when(notice.send_again, SendAgain(at=AT, notice_id=ID)).then(RELEASED)
    given(DECIDER, *past, RELEASED).when(notice.send_again, SendAgain(at=AT, notice_id=ID)).then_nothing()
    told = FollowUp(at=AT, notice_id=ID, way="phone")
    followed_up = NoticeFollowedUp(notice_id=ID, way="phone")
    given(DECIDER, *past).when(notice.follow_up, told).then(followed_up)
    given(DECIDER, *past, followed_up).when(notice.follow_up, told).then_nothing()


@pytest.mark.parametrize("past", NOT_STUCK.values(), ids=NOT_STUCK)
def test_nobody_needs_to_do_anything_about_the_others(past: Sequence[Fact]) -> None:
    told = FollowUp(at=AT, notice_id=ID, way="phone")
    given(DECIDER, *past).when(notice.send_again, SendAgain(at=AT, notice_id=ID)).then_refused(refusals.NoticeNotStuck)
    given(DECIDER, *past).when(notice.follow_up, told).then_refused(refusals.NoticeNotStuck)


def test_a_way_nobody_offers_is_no_way_of_telling() -> None:
    told = FollowUp(at=AT, notice_id=ID, way="by shouting")
    given(DECIDER, REQUESTED, WITHHELD).when(notice.follow_up, told).then_refused(refusals.UnknownWay)


def test_a_notice_tried_again_begins_with_the_next_attempt_and_fresh_pauses() -> None:
    past = (*STUCK["given up"], RELEASED)
    given(DECIDER, *past).when(notice.begin_sending, begin(2)).then(begun(2))
    given(DECIDER, *past, begun(2)).when(notice.record_failure, failure(2)).then(failed(2, PAUSES[0]))
