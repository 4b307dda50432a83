"""A diary that somebody keeps for some days: when it was begun and ended, and each thing written in it."""

from datetime import date, datetime

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Narrative, Personal


class DiaryOpened(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A diary was given to somebody, from `first_on` for so many days. `code` is what opens it, `way` how it was given,
    `remind` whether she wished to be reminded of it.

    A diary that was open before goes on under the new code alone.
    """

    referral_id: str
    reference: str
    person_id: str
    code: Personal[Contact]
    first_on: date
    days: int
    way: str
    remind: bool = False


class DiaryEntryWritten(Fact, frozen=True, kw_only=True):
    """Something that happened on a day, or, where `quiet`, that nothing did. Times are local, as they were told.

    The fact occurred when it began, as nearly as is known; `received_at` is when we were given it, on paper perhaps.
    """

    referral_id: str
    reference: str
    entry_id: str
    person_id: str
    on: date
    quiet: bool
    road: str
    received_at: datetime
    began: str | None = None
    ended: str | None = None
    what: Personal[Narrative] | None = None
    effect: Personal[Narrative] | None = None
    witnesses: Personal[Narrative] | None = None


class DiaryClosed(Fact, frozen=True, kw_only=True):
    """Nothing more is written in it: whoever kept it has finished, or an officer has ended it."""

    referral_id: str
    reference: str
    because: str


class DiaryReminderRequested(Fact, frozen=True, kw_only=True):
    """Whoever keeps a diary, and wished to be reminded of it, has written nothing lately."""

    referral_id: str
    reference: str
    person_id: str
    last_on: date


FACTS: tuple[FactType, ...] = (
    FactType(
        "intake.diary_opened",
        1,
        DiaryOpened,
        "A diary was given for {days} days from {first_on}.",
        "You were asked to keep a diary.",
    ),
    FactType(
        "intake.diary_entry_written",
        1,
        DiaryEntryWritten,
        "The diary says something of {on} ({road}).",
        "You wrote in your diary.",
    ),
    FactType("intake.diary_reminder_requested", 1, DiaryReminderRequested, "A reminder of the diary was due."),
    FactType("intake.diary_closed", 1, DiaryClosed, "The diary was ended ({because}).", "Your diary was ended."),
)
