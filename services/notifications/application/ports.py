"""What notifications needs from outside, as protocols."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.notifications.domain.contacts import Known
from services.notifications.domain.gate import Outbox
from services.notifications.domain.notice import Notice
from services.notifications.domain.recipient import Recipient
from services.notifications.domain.values.channels import Channel
from services.notifications.domain.values.wording import Route, Text
from shared.kernel.handling import Command
from shared.kernel.messages import Context
from shared.kernel.personal import Contact, Narrative, Personal


@dataclass(frozen=True, slots=True)
class Letter:
    """One message ready to go. Whom it reaches and what it says never shows when it is printed.

    `in_reply_to` is the id of the e-mail it answers; such an answer asks for no answer of any kind.
    """

    notice_id: str
    channel: Channel
    sender: str
    address: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    at: datetime
    in_reply_to: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Whoever carries it has it now."""


@dataclass(frozen=True, slots=True)
class NotHandedOver:
    """It was certainly not taken; `lasting` if another try would not help."""

    failure: str
    lasting: bool


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may or may not have been taken."""

    failure: str


Outcome = HandedOver | NotHandedOver | Unclear


class Sender(Protocol):
    """Hands messages to whoever carries them."""

    @property
    def outbox(self) -> Outbox:
        """What it carries, and whether anything leaves the house through it."""
        ...

    def send(self, letter: Letter) -> Outcome:
        """Hand one message over, once; never raises for what happens on the way."""
        ...


class ContactDirectory(Protocol):
    """What is known about reaching people, read from our own log at this moment, with details opened."""

    def known(self, referral_id: str) -> Known:
        """What is known about a referral's people."""
        ...

    def reporter(self, known: Known) -> Recipient | None:
        """Whoever contacted us, open, as the gate looks at her; None where nothing is known of her."""
        ...

    def whoever(self, known: Known) -> Recipient | None:
        """Whoever contacted us, or nobody in particular, with all who must not learn of it; None before it arrives."""
        ...

    def words(self, sealed: Personal[Narrative] | None) -> str | None:
        """Somebody's own words, open; None where they cannot be opened."""
        ...

    def contact(self, sealed: Personal[Contact]) -> str | None:
        """An address or a code, open; None where it cannot be opened."""
        ...

    def header_id(self, sealed: Personal[Contact] | None) -> str | None:
        """The id of an e-mail, open; None where there is none or it cannot be opened."""
        ...

    def news_untaken(self, referral_id: str, reporter: Recipient | None) -> bool:
        """Whether something about her has arrived that could not be taken in, so that what we know may be old."""
        ...


class Library(Protocol):
    """The texts of messages and which event sends which."""

    def routes(self, event: str) -> Sequence[Route]:
        """Whom a published event is told to."""
        ...

    def channels(self, message: str) -> frozenset[Channel]:
        """The channels there is a text for; none where there is no such message."""
        ...

    def is_neutral(self, message: str) -> bool:
        """Whether its texts tell nothing to whoever else may read them."""
        ...

    def places(self, message: str) -> frozenset[str]:
        """The names of the places its texts leave open."""
        ...

    def text(self, message: str, channel: Channel, language: str, version: int | None = None) -> Text:
        """A version of a text, the newest where none is named; in English where the language has none."""
        ...

    def door(self, route: str, done_by: str | None) -> str | None:
        """What a resident is told about where to go; None where there are no words for it."""
        ...


class Notices(Protocol):
    """Our own log, folded: what is so at this moment, not what a view has caught up with."""

    def __call__(self, notice_id: str) -> Notice: ...


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that a view holds for due, and the story it belongs to."""

    notice_id: str
    correlation_id: str
    causation_id: str | None
    origin: str
    trace_parent: str | None = None


class DueNotices(Protocol):
    """Which notices look due; each is looked at again in the log before anything happens."""

    def __call__(self, now: datetime) -> Sequence[Due]: ...


class Does(Protocol):
    """Turns a command into history."""

    def __call__(self, command: Command, context: Context) -> object: ...


class Keys(Protocol):
    """Where opened keys are kept for a while."""

    def drop_cached(self, person_id: str) -> None:
        """Stop opening at once what another process has forgotten."""
        ...
