"""The mail room: each message that comes in is read, sorted, and becomes a referral, a reply, or waits for a person."""

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from services.intake.adapters.mail.attached_files import AttachedFiles, Whose
from services.intake.adapters.mail.documents import as_document
from services.intake.adapters.mail.mime import MOST_BYTES, TooBroken, read_mail
from services.intake.application.ports import Correspondents, Keys, Originals
from services.intake.document.reception import Reception
from services.intake.domain.commands import JoinMessage, SubmitReferral, TakeMessage
from services.intake.domain.given_mail import LONGEST_TEXT, MOST_IN_THREAD, GivenFile, GivenMail, GivenThread
from services.intake.domain.mail.answering import answerable
from services.intake.domain.mail.as_read import Mail
from services.intake.domain.mail.sorting import Sorted, sorted_mail
from services.intake.domain.mail.word_lists import Found, WordLists
from services.intake.domain.message import Message, NotTaken, Released
from services.intake.domain.recognition import identity_keys
from services.intake.domain.refusals import ReferenceTaken
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch, Receipt
from shared.kernel.failures import described
from shared.kernel.identifiers import new_id, parse_reference
from shared.kernel.messages import Context
from shared.kernel.personal import Narrative
from shared.kernel.refusals import InvalidInput

# How long what was ignored can still be looked at in full, in case it was more than it seemed.
IGNORED_KEPT = timedelta(days=30)
# Whoever wrote lately is not answered again (RFC 3834, 2): two programs could go on answering each other for ever.
_ANSWERED_EVERY = timedelta(days=1)
_SCOPE = "mail"
_TRIES = 20
_REFERENCE = re.compile(r"(?<![A-Za-z0-9])WM[- ]?[A-Za-z0-9]{4}[- ]?[A-Za-z0-9](?![A-Za-z0-9])", re.IGNORECASE)
_HEADER_ID = re.compile(r"<[^<>\s]{1,400}>")
_NOTHING = Found()

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, in the words of `MessageTaken`, and the reference if it has one."""

    result: str
    reason: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A message with all that was made of it so far."""

    message_id: str
    raw: bytes = field(repr=False)
    mail: Mail | None
    received_at: datetime
    heard: Found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a message belongs."""

    result: str
    reason: str
    owner: str
    reference: str | None = None
    referral_id: str | None = None
    quoted: str | None = None


@dataclass(frozen=True, slots=True)
class MailRoom:
    """Takes messages in, each once, whoever brings it and however often. `own` are the addresses we write under,
    `files` is where what is attached becomes evidence. Where `people_read_answers`, nobody is answered on the word of
    lists that nobody has reviewed."""

    dispatch: Dispatch
    message_of: Callable[[str], Message]
    reception: Reception
    keys: Keys
    originals: Originals
    correspondents: Correspondents
    lists: WordLists
    clock: Clock
    own: Collection[str] = ()
    files: AttachedFiles | None = None
    people_read_answers: bool = False

    def take(self, raw: bytes, received_at: datetime | None = None) -> Outcome:
        """Take one message in. Killed anywhere in between, the same message again finishes what was begun."""
        message_id = self.id_of(raw)
        known = self.message_of(message_id)
        if not isinstance(known, NotTaken):
            reference = known.released.reference if isinstance(known, Released) else known.taken.reference
            return Outcome(known.taken.result, "taken_before", reference)
        mail, sorted_as = self._sorted(raw)
        heard = _NOTHING if mail is None or sorted_as.sort == "ignored" else self.lists.heard(mail.all_words())
        read = _Read(message_id, raw[:MOST_BYTES], mail, received_at or self.clock(), heard)
        context = Context("mailbox", "system", new_id())
        place = (
            self._letter(read, mail, context) if mail and sorted_as.sort == "letter" else self._aside(mail, sorted_as)
        )
        if self.files is not None and place.reference is not None and place.referral_id is not None:
            whose = Whose(place.reference, place.referral_id, place.owner)
            self.files.keep(message_id, read.raw, whose, read.received_at, context)
        self._write_down(read, place, context)
        _log.info("mail_taken", result=place.result, reason=place.reason, dangers=len(heard.codes))
        return Outcome(place.result, place.reason, place.reference)

    def id_of(self, raw: bytes) -> str:
        """The same for the same message, whatever the servers on its way have added on top."""
        return self.keys.index(Narrative, f"mail|{what_is_the_same(raw)}")

    def _sorted(self, raw: bytes) -> tuple[Mail | None, Sorted]:
        try:
            mail = read_mail(raw)
            return mail, sorted_mail(mail, self.own)
        except TooBroken:
            return None, Sorted("quarantined", "no_message")
        except Exception as error:
            # Whoever finds a message that breaks our reader must not keep all others out: a person looks at it.
            _log.error("mail_not_read", **described(error))
            return None, Sorted("quarantined", "no_message")

    def _aside(self, mail: Mail | None, sorted_as: Sorted) -> _Place:
        """Under the key of whoever wrote, should it become a referral yet; a program is nobody."""
        sender = mail.sender if mail and sorted_as.sort == "quarantined" else None
        signs = identity_keys(sender.name, None, None, sender.mailbox) if sender else []
        (owner,) = self.keys.recognise_each([signs])
        return _Place(sorted_as.sort, sorted_as.reason, owner)

    def _letter(self, read: _Read, mail: Mail, context: Context) -> _Place:
        """A reply where the sender is known to belong to what it answers or names; else a referral of its own."""
        answered = list(self.correspondents.threads(_header_ids(mail)[1:]))
        named = [known for said in _REFERENCE.findall(mail.subject) if (known := parse_reference(said))]
        for reference in dict.fromkeys([*answered, *named]):
            address = mail.sender.mailbox if mail.sender else ""
            if address and (sender := self.correspondents.belongs_to(address, reference)) is not None:
                command = JoinMessage(at=read.received_at, reference=reference, mail=self._thread(read, mail, False))
                self.dispatch(command, context)
                reason = "thread" if reference in answered else "subject"
                return _Place("reply", reason, sender.person_id, reference, sender.referral_id)
        return self._referral(read, mail, next(iter([*answered, *named]), None), context)

    def _referral(self, read: _Read, mail: Mail, quoted: str | None, context: Context) -> _Place:
        document = as_document(mail, read.heard, self.lists)
        try:
            command = self.reception.command(document, believes_agency=False)
        except InvalidInput:
            return self._aside(mail, Sorted("quarantined", "not_taken"))
        may_answer = quoted is None and self._wrote_first(mail, read.received_at) and self._answerable(mail)
        changes = {"at": read.received_at.astimezone(UTC), "mail": self._thread(read, mail, may_answer)}
        reference, referral_id, owner = self._submitted(command.model_copy(update=changes), read.message_id, context)
        reason = "new" if quoted is None else "names_anothers"
        return _Place("referral", reason, owner, reference, referral_id, quoted)

    def _wrote_first(self, mail: Mail, now: datetime) -> bool:
        address = mail.sender.mailbox if mail.sender else None
        return address is not None and not self.correspondents.wrote_since(address, now - _ANSWERED_EVERY)

    def _answerable(self, mail: Mail) -> bool:
        trusted = not self.people_read_answers or not self.lists.unreviewed(self.clock().date())
        return trusted and answerable(mail, self.lists)

    def _submitted(self, command: SubmitReferral, message_id: str, context: Context) -> tuple[str, str, str]:
        """Reference, id and owner, of the first time where it was submitted before."""
        for _ in range(_TRIES):
            told = [command.reference, command.referral_id, command.reporter_id]
            try:
                done = self.dispatch(command, context, Receipt(_SCOPE, message_id, answer=json.dumps(told).encode()))
            except ReferenceTaken:
                command = self.reception.renamed(command)
                continue
            reference, referral_id, owner = json.loads(done.repeated.answer) if done.repeated else told
            return reference, referral_id, owner
        raise ReferenceTaken

    def _thread(self, read: _Read, mail: Mail, may_answer: bool) -> GivenThread:
        return GivenThread(
            message_id=read.message_id,
            header_id=next(iter(_header_ids(mail)), None) or None,
            answerable=may_answer,
            dangers=read.heard.codes,
            listed=self.lists.version if read.heard.codes else None,
        )

    def _write_down(self, read: _Read, place: _Place, context: Context) -> None:
        until = self.clock() + IGNORED_KEPT if place.result == "ignored" else None
        self.originals.keep(read.message_id, place.owner, read.raw, until)
        command = TakeMessage.model_validate(
            {
                "at": read.received_at,
                "message_id": read.message_id,
                "result": place.result,
                "reason": place.reason,
                "kept_under": place.owner,
                "mail": _given(read.mail, place.result),
                "reference": place.reference,
                "referral_id": place.referral_id,
                "quoted": place.quoted,
                "dangers": read.heard.codes,
                "listed": self.lists.version if read.heard.codes else None,
            }
        )
        self.dispatch(command, context)


def what_is_the_same(raw: bytes) -> str:
    """What makes a message this one: whose and which it says it is, and what it says, however its lines end."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head, _, body = lines.partition(b"\n\n")
    unfolded = re.sub(rb"\n[ \t]+", b" ", b"\n" + head)
    kept = [_values(unfolded, name) for name in (b"message-id", b"from", b"date", b"subject")]
    return repr(kept) + repr(body.strip())


def _values(head: bytes, name: bytes) -> list[bytes]:
    found = re.findall(rb"\n" + name + rb":([^\n]*)", head, re.IGNORECASE)
    return [b" ".join(value.split()) for value in found]


def _header_ids(mail: Mail) -> list[str]:
    """The message's own id, or nothing in its place, and those of the messages it answers."""
    own = _HEADER_ID.findall(mail.header("message-id"))[:1]
    answered = [each for name in ("in-reply-to", "references") for each in _HEADER_ID.findall(mail.header(name))]
    return [*(own or [""]), *dict.fromkeys(answered)][:MOST_IN_THREAD]


def _given(mail: Mail | None, result: str) -> GivenMail:
    """The details to keep: of what is ignored only whose it was, and what about; a referral keeps its own text."""
    if mail is None:
        return GivenMail()
    return GivenMail(
        sender=mail.sender.mailbox if mail.sender else None,
        sender_name=mail.sender.name if mail.sender else None,
        subject=mail.subject,
        text="" if result in ("ignored", "referral") else mail.text[:LONGEST_TEXT],
        thread=() if result == "ignored" else tuple(_header_ids(mail)),
        attached=tuple(
            GivenFile(media_type=each.media_type, size=each.size, name=each.name, sha256=each.digest)
            for each in mail.attached
        ),
        oddities=tuple(sorted(mail.oddities)),
        sent_at=mail.sent_at,
    )
