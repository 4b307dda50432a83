"""One message to one person about one thing: asked for, held to the gate, handed over at most once by itself."""

from collections.abc import Sequence
from datetime import datetime

from services.notifications.domain import refusals
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
from services.notifications.domain.values.channels import FOLLOW_UPS
from services.notifications.domain.values.patience import PAUSES
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class NotRequested(State, frozen=True, kw_only=True):
    """Nobody asked for it."""


class Waiting(State, frozen=True, kw_only=True):
    """To be put before the gate at `due_at`. `attempts` counts all hand-overs begun, `tries` those since it was last
    released; `used` is the text of the last attempt, which another try keeps."""

    request: NoticeRequested
    due_at: datetime
    attempts: int = 0
    tries: int = 0
    used: SendingBegun | None = None


class Sending(State, frozen=True, kw_only=True):
    """Allowed, and handed over now or already; until that is written down nobody else may touch it."""

    request: NoticeRequested
    tries: int
    used: SendingBegun


class Sent(State, frozen=True, kw_only=True):
    """Handed over."""

    request: NoticeRequested
    used: SendingBegun


class Stuck(State, frozen=True, kw_only=True):
    """Needs a person: "withheld" by the gate, "given_up" after failures, or "uncertain" whether it went out."""

    request: NoticeRequested
    why: str
    reasons: tuple[str, ...]
    attempts: int
    used: SendingBegun | None


class FollowedUp(State, frozen=True, kw_only=True):
    """A person has dealt with it."""

    request: NoticeRequested
    way: str


Notice = NotRequested | Waiting | Sending | Sent | Stuck | FollowedUp


def request_notice(command: RequestNotice, notice: Notice) -> Sequence[Fact]:
    """Once: the id is made of what led to it, so the same event a second time asks for the same notice."""
    if not isinstance(notice, NotRequested) or command.nobody_to_tell:
        return ()
    return (
        NoticeRequested(
            notice_id=command.notice_id,
            message=command.message,
            when_sensitive=command.when_sensitive,
            audience=command.audience,
            referral_id=command.referral_id,
            reference=command.reference,
            origin=command.origin,
            particulars=command.particulars,
            requested_at=command.at,
            in_reply_to=command.in_reply_to,
            about_mail_id=command.about_mail_id,
            handover=command.handover,
            plain_only=command.plain_only,
            watched=command.watched,
            said_until=command.said_until,
        ),
    )


def postpone_notice(command: PostponeNotice, notice: Notice) -> Sequence[Fact]:
    """It waits for its hour."""
    waiting = _waiting(notice)
    if waiting.due_at == command.until:
        return ()
    return (NoticePostponed(notice_id=command.notice_id, until_at=command.until, reasons=command.reasons),)


def withhold_notice(command: WithholdNotice, notice: Notice) -> Sequence[Fact]:
    """The gate refused."""
    request = _waiting(notice).request
    return (
        NoticeWithheld(
            notice_id=command.notice_id,
            referral_id=request.referral_id,
            reference=request.reference,
            message=request.message,
            reasons=command.reasons,
            handover_id=request.handover.handover_id if request.handover else None,
        ),
    )


def begin_sending(command: BeginSending, notice: Notice) -> Sequence[Fact]:
    """The next attempt, and only the next: of two who try at once, one is refused and hands nothing over."""
    if command.attempt != _waiting(notice).attempts + 1:
        raise refusals.NoticeNotWaiting
    return (
        SendingBegun(
            notice_id=command.notice_id,
            attempt=command.attempt,
            channel=command.channel,
            message=command.message,
            message_version=command.message_version,
            language=command.language,
            neutral=command.neutral,
            reasons=command.reasons,
            begun_at=command.at,
        ),
    )


def record_sent(command: RecordSent, notice: Notice) -> Sequence[Fact]:
    """Also after somebody lost patience with it: that it was handed over is knowledge, however late."""
    match notice:
        case Sent():
            return ()
        case Sending(request=request, used=used) | Stuck(why="uncertain", request=request, used=SendingBegun() as used):
            if used.attempt != command.attempt:
                raise refusals.NoticeNotBeingSent
            return (
                NoticeSent(
                    notice_id=command.notice_id,
                    referral_id=request.referral_id,
                    reference=request.reference,
                    attempt=command.attempt,
                    message=used.message,
                    message_version=used.message_version,
                    channel=used.channel,
                ),
            )
    raise refusals.NoticeNotBeingSent


def record_failure(command: RecordFailure, notice: Notice) -> Sequence[Fact]:
    """Tried again after a while, unless that would not help or was done often enough."""
    sending = _sending(notice, command.attempt)
    if command.lasting or sending.tries > len(PAUSES):
        return (NoticeGivenUp(notice_id=command.notice_id, attempt=command.attempt, failure=command.failure),)
    return (
        NoticeFailed(
            notice_id=command.notice_id,
            attempt=command.attempt,
            failure=command.failure,
            next_try_at=command.at + PAUSES[sending.tries - 1],
        ),
    )


def leave_uncertain(command: LeaveUncertain, notice: Notice) -> Sequence[Fact]:
    """Whether it went out cannot be told; one message too many can do harm, so a person decides."""
    _sending(notice, command.attempt)
    return (NoticeLeftUncertain(notice_id=command.notice_id, attempt=command.attempt, failure=command.failure),)


def send_again(command: SendAgain, notice: Notice) -> Sequence[Fact]:
    """A person wants it tried once more."""
    if isinstance(notice, Waiting):
        return ()
    _stuck(notice)
    return (NoticeReleased(notice_id=command.notice_id, due_at=command.at),)


def follow_up(command: FollowUp, notice: Notice) -> Sequence[Fact]:
    """A person has told her, or knows why not."""
    if command.way not in FOLLOW_UPS:
        raise refusals.UnknownWay
    if isinstance(notice, FollowedUp) and notice.way == command.way:
        return ()
    _stuck(notice)
    return (NoticeFollowedUp(notice_id=command.notice_id, way=command.way),)


def evolve(notice: Notice, fact: Fact) -> Notice:
    """The notice after one more fact."""
    match fact, notice:
        case NoticeRequested(), _:
            return Waiting(request=fact, due_at=fact.requested_at)
        case NoticePostponed(), Waiting():
            return _due(notice, fact.until_at)
        case SendingBegun(), Waiting():
            return Sending(request=notice.request, tries=notice.tries + 1, used=fact)
        case NoticeSent(), Sending(used=used) | Stuck(used=SendingBegun() as used):
            return Sent(request=notice.request, used=used)
        case NoticeWithheld(), Waiting():
            return Stuck(
                request=notice.request, why="withheld", reasons=fact.reasons, attempts=notice.attempts, used=notice.used
            )
        case NoticeFailed(), Sending():
            attempts = notice.used.attempt
            return Waiting(
                request=notice.request, due_at=fact.next_try_at, attempts=attempts, tries=notice.tries, used=notice.used
            )
        case NoticeGivenUp(), Sending():
            return _stuck_after(notice, "given_up", fact.failure)
        case NoticeLeftUncertain(), Sending():
            return _stuck_after(notice, "uncertain", fact.failure)
        case NoticeReleased(), Stuck():
            return Waiting(
                request=notice.request, due_at=fact.due_at, attempts=notice.attempts, tries=0, used=notice.used
            )
        case NoticeFollowedUp(), Stuck():
            return FollowedUp(request=notice.request, way=fact.way)
    return notice


def referral_of(notice: Notice) -> str | None:
    """The referral a notice is about, if it is about one."""
    return None if isinstance(notice, NotRequested) else notice.request.referral_id


def _due(notice: Waiting, due_at: datetime) -> Waiting:
    return Waiting(
        request=notice.request, due_at=due_at, attempts=notice.attempts, tries=notice.tries, used=notice.used
    )


def _stuck_after(notice: Sending, why: str, failure: str) -> Stuck:
    return Stuck(request=notice.request, why=why, reasons=(failure,), attempts=notice.used.attempt, used=notice.used)


def _waiting(notice: Notice) -> Waiting:
    if isinstance(notice, NotRequested):
        raise refusals.NoSuchNotice
    if not isinstance(notice, Waiting):
        raise refusals.NoticeNotWaiting
    return notice


def _sending(notice: Notice, attempt: int) -> Sending:
    if not isinstance(notice, Sending) or notice.used.attempt != attempt:
        raise refusals.NoticeNotBeingSent
    return notice


def _stuck(notice: Notice) -> Stuck:
    if isinstance(notice, NotRequested):
        raise refusals.NoSuchNotice
    if not isinstance(notice, Stuck):
        raise refusals.NoticeNotStuck
    return notice


DECIDER: Decider[Notice] = Decider(NotRequested(), evolve)
