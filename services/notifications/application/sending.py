"""Sends what is due: each notice is put before the gate at that moment, and the attempt is written down first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.notifications.application.correspondence import Correspondence
from services.notifications.application.handing_over import make_ready
from services.notifications.application.particulars import values_for
from services.notifications.application.ports import (
    ContactDirectory,
    Does,
    Due,
    DueNotices,
    HandedOver,
    Letter,
    Library,
    NotHandedOver,
    Notices,
    Outcome,
    Sender,
    Unclear,
)
from services.notifications.domain.commands import (
    BeginSending,
    LeaveUncertain,
    PostponeNotice,
    RecordFailure,
    RecordSent,
    WithholdNotice,
)
from services.notifications.domain.contacts import Contacts
from services.notifications.domain.destination_gate import may_hand_over
from services.notifications.domain.events import NoticeRequested
from services.notifications.domain.gate import Allowed, Asked, NotYet, Verdict, Withheld, may_send
from services.notifications.domain.notice import Sending, Waiting
from services.notifications.domain.refusals import NoticeNotWaiting
from services.notifications.domain.staff_gate import AskedForStaff, may_send_to_staff
from services.notifications.domain.thread_gate import may_answer
from services.notifications.domain.values.handover import Handover
from services.notifications.domain.values.patience import ABANDONED_AFTER
from services.notifications.domain.values.wording import Text
from shared.kernel.clock import Clock
from shared.kernel.handling import Command
from shared.kernel.messages import Context
from shared.kernel.tracing import continued

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notice with the message that would be used, what fills it, and what the gate says."""

    message: str
    language: str
    values: Mapping[str, str]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SendingDesk:
    """Looks at what is due and sends what may go. Only one desk works at a time; the log tells two apart.

    `said_no` counts, since this program started, for which reasons the gate let nothing through.
    """

    due: DueNotices
    notice_of: Notices
    directory: ContactDirectory
    library: Library
    sender: Sender
    do: Does
    clock: Clock
    correspondence: Correspondence
    said_no: Counter[str] = field(default_factory=Counter)

    def step(self) -> bool:
        """Attend to every notice that looks due; False when there was nothing to do."""
        attended = [self._attend(due) for due in self.due(self.clock())]
        return any(attended)

    def _attend(self, due: Due) -> bool:
        notice, now = self.notice_of(due.notice_id), self.clock()
        match notice:
            case Waiting() if notice.due_at <= now:
                return self._consider(due, notice, now)
            case Sending(used=used) if used.begun_at + ABANDONED_AFTER <= now:
                cut_off = LeaveUncertain(at=now, notice_id=due.notice_id, attempt=used.attempt, failure="interrupted")
                return self._write(due, cut_off)
        return False  # the view is behind the log

    def _consider(self, due: Due, notice: Waiting, now: datetime) -> bool:
        prepared = self._prepare(notice, now)
        match prepared.verdict:
            case NotYet(until, reasons):
                self.said_no.update(reasons)
                return self._write(due, PostponeNotice(at=now, notice_id=due.notice_id, until=until, reasons=reasons))
            case Withheld(reasons):
                self.said_no.update(reasons)
                return self._write(due, WithholdNotice(at=now, notice_id=due.notice_id, reasons=reasons))
            case Allowed() as allowed:
                return self._hand_over(due, notice, prepared, allowed, now)

    def _prepare(self, notice: Waiting, now: datetime) -> Prepared:
        request = notice.request
        if request.handover is not None:
            return self._prepare_for_destination(request, request.handover, now)
        if request.audience != "reporter":
            return self._prepare_for_staff(notice)
        known = self.directory.known(request.referral_id or "")
        sensitive = bool(known.sensitive_because)
        message = request.when_sensitive if sensitive and request.when_sensitive else request.message
        values = values_for(request, self.library, self.correspondence)
        here = isinstance(known, Contacts)
        recipient = self.directory.reporter(known)
        if here and recipient is None:
            return Prepared(message, _ENGLISH, values, Withheld(("nobody_to_tell",)))
        asked = Asked(
            requested_at=request.requested_at,
            origin=_strictest(request.origin, known.origin if isinstance(known, Contacts) else request.origin),
            outbox=self.sender.outbox,
            written_for=self.library.channels(message) if self._complete(message, values) else frozenset(),
            neutral=self.library.is_neutral(message),
            sensitive=sensitive,
            recipient=recipient,
            news_untaken=self.directory.news_untaken(request.referral_id or "", recipient),
            plain_only=request.plain_only,
            said_anew=known.times_said != request.said_until,
        )
        language = known.language if isinstance(known, Contacts) else _ENGLISH
        asks = may_send if request.in_reply_to is None else may_answer
        return Prepared(message, language, values, asks(asked, now))

    def _prepare_for_destination(self, request: NoticeRequested, handover: Handover, now: datetime) -> Prepared:
        written = "email" in self.library.channels(request.message)
        ready = make_ready(request, handover, self.directory, self.correspondence, self.sender.outbox, written, now)
        return Prepared(request.message, _ENGLISH, ready.values, may_hand_over(ready.asked, now))

    def _prepare_for_staff(self, notice: Waiting) -> Prepared:
        request = notice.request
        values = values_for(request, self.library, self.correspondence)
        asked = AskedForStaff(
            requested_at=request.requested_at,
            origin=request.origin,
            outbox=self.sender.outbox,
            written="email" in self.library.channels(request.message) and self._complete(request.message, values),
            address=self.correspondence.teams.get(request.audience),
        )
        return Prepared(request.message, _ENGLISH, values, may_send_to_staff(asked))

    def _hand_over(self, due: Due, notice: Waiting, prepared: Prepared, allowed: Allowed, now: datetime) -> bool:
        text = self._text(notice, prepared, allowed).filled(prepared.values)
        attempt = notice.attempts + 1
        begin = BeginSending(
            at=now,
            notice_id=due.notice_id,
            attempt=attempt,
            channel=allowed.channel,
            message=text.message,
            message_version=text.version,
            language=text.language,
            neutral=text.neutral,
            reasons=allowed.reasons,
        )
        if not self._write(due, begin):
            return False
        in_reply_to = self.directory.header_id(notice.request.in_reply_to)
        outcome = self.sender.send(self._letter(due.notice_id, text, allowed, now, in_reply_to))
        return self._write(due, self._written_down(due.notice_id, attempt, outcome))

    def _text(self, notice: Waiting, prepared: Prepared, allowed: Allowed) -> Text:
        """The version used before, where the same message is tried again; else the newest."""
        used = notice.used
        version = used.message_version if used is not None and used.message == prepared.message else None
        return self.library.text(prepared.message, allowed.channel, prepared.language, version)

    def _letter(self, notice_id: str, text: Text, allowed: Allowed, now: datetime, in_reply_to: str | None) -> Letter:
        names = self.correspondence
        return Letter(
            notice_id=notice_id,
            channel=allowed.channel,
            sender=names.neutral_sender if text.neutral else names.ordinary_sender,
            address=allowed.address,
            subject=text.subject,
            body=text.body,
            at=now,
            in_reply_to=in_reply_to,
        )

    def _written_down(self, notice_id: str, attempt: int, outcome: Outcome) -> Command:
        now = self.clock()
        match outcome:
            case HandedOver():
                return RecordSent(at=now, notice_id=notice_id, attempt=attempt)
            case NotHandedOver(failure, lasting):
                return RecordFailure(at=now, notice_id=notice_id, attempt=attempt, failure=failure, lasting=lasting)
            case Unclear(failure):
                return LeaveUncertain(at=now, notice_id=notice_id, attempt=attempt, failure=failure)

    def _complete(self, message: str, values: Mapping[str, str]) -> bool:
        return self.library.places(message) <= values.keys()

    def _write(self, due: Due, command: Command) -> bool:
        """False where somebody else was quicker: then it is theirs."""
        context = Context(
            actor="notifications/send",
            role="system",
            correlation_id=due.correlation_id,
            causation_id=due.causation_id,
            trace_parent=continued(due.trace_parent).header,
            origin=due.origin,
        )
        try:
            self.do(command, context)
        except NoticeNotWaiting:
            return False
        return True


def _strictest(*origins: str) -> str:
    """A notice about somebody invented stays inside, also when an officer of flesh and blood caused it."""
    return next((origin for origin in origins if origin == "rehearsal"), origins[0])
