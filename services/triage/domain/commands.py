"""What may be asked of triage."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from services.triage.domain.events import AnswerValue, Person, ReferralFacts, SafeContact
from shared.kernel.handling import Command
from shared.kernel.personal import Personal

OverrideCode = Literal["new_information", "local_knowledge", "rule_seems_wrong", "agency_agreed", "other"]
OfferOutcome = Literal["accepted", "declined", "could_not_be_reached", "already_supported"]
CloseReason = Literal["resolved", "no_further_action", "moved_away", "silence", "transferred"]


class OpenAssessment(Command):
    """Judge a referral that intake has received."""

    referral: ReferralFacts


class NoteContactDetails(Command):
    """Remember what reaches one person of a referral by now."""

    referral_id: str
    person_id: str
    changed: tuple[str, ...]
    details: dict[str, Personal[Any] | None]


class NoteSafeContact(Command):
    """Keep how people of a referral may be reached safely, by person, as intake was told."""

    referral_id: str
    contacts: dict[str, SafeContact]


class AddAnswers(Command):
    """Answers that were missing or have changed; the referral is triaged again.

    `answers` are codes, numbers and days; `words` are answers in free words, which no rule reads.
    """

    referral_id: str
    answers: dict[str, AnswerValue]
    words: dict[str, str] = Field(default={}, repr=False)


class NoteAnswers(Command):
    """Keep what was answered about a referral elsewhere, and what it is said to be about; it is triaged again.

    What is None stays as it was; `people` were named since. Of a referral that is closed nothing is judged any more.
    """

    referral_id: str
    answers: dict[str, AnswerValue]
    kind: str | None = None
    category: str | None = None
    strands: tuple[str, ...] | None = None
    people: tuple[Person, ...] = ()
    ward: str | None = None


class ConfirmDecision(Command):
    """A person agrees with what the rules recommend."""

    referral_id: str


class ConfirmSignpost(Command):
    """An officer has shown a caller this door while the call went on."""

    referral_id: str
    route: str


class OverrideDecision(Command):
    """A person decides otherwise, with a coded reason and words; `overridden_by` is who, since it may take a second."""

    referral_id: str
    route: str
    code: OverrideCode
    text: str = Field(repr=False)
    overridden_by: str


class RecordSupportOffer(Command):
    """Support was offered to a victim, and what came of it; to the first of several unless said."""

    referral_id: str
    outcome: OfferOutcome
    person_id: str | None = None
    by_adviser: bool = False


class CloseCase(Command):
    """The work on a case is done."""

    referral_id: str
    reason: CloseReason


class NoteLateResponse(Command):
    """A case's first response was due by `due_at` and nobody has confirmed it."""

    referral_id: str
    due_at: datetime
