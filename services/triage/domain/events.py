"""The facts of triage: what was known of a referral, what was decided, and what followed."""

from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from services.triage.domain.decision import Decision
from services.triage.domain.desk.events import DESK_FACTS
from services.triage.domain.directory.events import FACTS as DIRECTORY_FACTS
from services.triage.domain.directory.shown import Shown
from services.triage.domain.handover.events import FACTS as HANDOVER_FACTS
from services.triage.domain.hidden_events import HIDDEN_FACTS
from services.triage.domain.hidden_events import AddressHidden as AddressHidden
from services.triage.domain.hidden_events import AddressShown as AddressShown
from services.triage.domain.involved import Person as Person
from services.triage.domain.involved import together as together
from services.triage.domain.rule_sets.events import RULE_FACTS
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Identity, Narrative, Personal, Place

AnswerValue = str | int | None
Kept = TypeVar("Kept")


class ReferralFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What triage needs of a referral."""

    referral_id: str
    reference: str
    kind: str
    channel: str
    category: str | None
    strands: tuple[str, ...]
    received_at: datetime
    ward: str | None
    answers: dict[str, AnswerValue]
    victim_id: str | None
    people: tuple[Person, ...]
    agency: str | None
    account_of: str
    origin: str


class AssessmentOpened(Fact, frozen=True, kw_only=True):
    """A referral reached triage."""

    referral: ReferralFacts


class WaySafety(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one way of reaching somebody is safe, when, and whether a message may be left; only a yes is safe."""

    safe: str = "unknown"
    voicemail: str = "unknown"
    times: tuple[str, ...] = ()


class SafeContact(msgspec.Struct, frozen=True, kw_only=True):
    """Every way of reaching one person. `must_not_receive` are the people who may not find out."""

    phone: WaySafety = WaySafety()
    sms: WaySafety = WaySafety()
    email: WaySafety = WaySafety()
    post: WaySafety = WaySafety()
    in_person: WaySafety = WaySafety()
    confirmed_at: datetime | None = None
    codeword: Personal[Contact] | None = None
    must_not_receive: tuple[Personal[Identity], ...] = ()


class SafeContactNoted(Fact, frozen=True, kw_only=True):
    """How one person of the referral may be reached safely, as last heard."""

    referral_id: str
    reference: str
    person_id: str
    safe_contact: SafeContact


class ContactDetailsNoted(Fact, frozen=True, kw_only=True):
    """What reaches one person of the referral by now; of what is not named in `changed` nothing is said."""

    referral_id: str
    reference: str
    person_id: str
    changed: tuple[str, ...]
    phone: Personal[Contact] | None = None
    email: Personal[Contact] | None = None
    address: Personal[Place] | None = None

    def applied_to(self, person: Person) -> Person:
        """The person as she is reached by now."""
        return msgspec.structs.replace(person, **{name: getattr(self, name) for name in self.changed})


class ReferralTriaged(Fact, frozen=True, kw_only=True):
    """The rules judged the referral on these answers. `round` counts from 1."""

    referral_id: str
    reference: str
    round: int
    answers: dict[str, AnswerValue]
    decision: Decision


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in free words, which may speak about people."""

    name: str
    text: Personal[Narrative]


class AnswersAdded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Answers came in after the referral; only those that changed.

    `kind`, `category` and `strands` are what it is said to be about since; None where they stay as they were. `people`
    were named since, and `ward` is where it happens.
    """

    referral_id: str
    answers: dict[str, AnswerValue]
    words: tuple[Words, ...] = ()
    kind: str | None = None
    category: str | None = None
    strands: tuple[str, ...] | None = None
    people: tuple[Person, ...] = ()
    ward: str | None = None


class DecisionConfirmed(Fact, frozen=True, kw_only=True):
    """A person agreed with the decision of this round."""

    referral_id: str
    reference: str
    round: int


class DecisionOverridden(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A person decided otherwise. `text` is sealed under the person the referral is about.

    Where it took two, `proposed_by` is the first; whoever acted is the second.
    """

    referral_id: str
    reference: str
    round: int
    recommended: str
    route: str
    code: str
    text: Personal[Narrative]
    proposed_by: str | None = None


class ReferralTaken(Fact, frozen=True, kw_only=True):
    """An officer has it in hand; whoever had it before no longer has."""

    referral_id: str
    reference: str
    taken_by: str


class ReferralPutBack(Fact, frozen=True, kw_only=True):
    """Nobody has it in hand any longer."""

    referral_id: str
    reference: str


class CaseOpened(Fact, frozen=True, kw_only=True):
    """The referral became a case. `due_at` is when the first response is due, None where there is no time."""

    referral_id: str
    reference: str
    case_reference: str
    route: str
    priority: str
    opened_at: datetime
    due_at: datetime | None


class ReferralSignposted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The referral was closed by showing the right door; what was shown stands here as it was."""

    referral_id: str
    reference: str
    route: str
    destination: str | None
    done_by: str | None
    give: tuple[str, ...]
    shown: tuple[Shown, ...] = ()


class MarkedForPanel(Fact, frozen=True, kw_only=True):
    """The referral meets a panel's criteria. Unset, `transferred_from` is written as before there was such a member."""

    referral_id: str
    reference: str
    panel: str
    received_at: datetime
    criteria: tuple[str, ...]
    flags: tuple[str, ...]
    priority: str
    victim_id: str | None
    people: tuple[Person, ...]
    children: int | None
    is_repeat: bool
    last_referral_on: date | None
    agency: str | None
    answers: dict[str, AnswerValue]
    transferred_from: str | msgspec.UnsetType = msgspec.UNSET


class SupportRequested(Fact, frozen=True, kw_only=True):
    """An independent adviser must reach the victim by then, whatever any meeting's date."""

    referral_id: str
    reference: str
    due_at: datetime


class SupportOffered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Support was offered, with what came of it; `person_id` None where there was one victim, or nobody said."""

    referral_id: str
    reference: str
    outcome: str
    person_id: str | None = None
    by_adviser: bool = False


class CaseClosed(Fact, frozen=True, kw_only=True):
    """The work on the case is done."""

    referral_id: str
    reference: str
    reason: str


class ResponseMissed(Fact, frozen=True, kw_only=True):
    """The first response on a case was due and had not been confirmed."""

    referral_id: str
    reference: str
    due_at: datetime


FACTS: tuple[FactType, ...] = (
    FactType("triage.assessment_opened", 1, AssessmentOpened, "The referral reached triage."),
    FactType("triage.contact_details_noted", 1, ContactDetailsNoted, "What reaches somebody was noted anew."),
    FactType("triage.safe_contact_noted", 1, SafeContactNoted, "How somebody may be reached safely was noted."),
    FactType("triage.referral_triaged", 1, ReferralTriaged, "The rules judged the referral, round {round}."),
    FactType("triage.answers_added", 1, AnswersAdded, "Answers were added."),
    FactType("triage.decision_confirmed", 1, DecisionConfirmed, "A person confirmed the decision of round {round}."),
    FactType(
        "triage.decision_overridden",
        1,
        DecisionOverridden,
        "A person chose {route} instead of {recommended} ({code}).",
    ),
    FactType("triage.referral_taken", 1, ReferralTaken, "An officer took it on."),
    FactType("triage.referral_put_back", 1, ReferralPutBack, "It was put back, for anybody to take on."),
    FactType(
        "triage.case_opened",
        1,
        CaseOpened,
        "Case {case_reference} was opened, {priority} priority.",
        "We have opened a case.",
    ),
    FactType(
        "triage.referral_signposted",
        1,
        ReferralSignposted,
        "Closed by signposting to {route}.",
        "We have told you who can deal with this.",
    ),
    FactType("triage.marked_for_panel", 1, MarkedForPanel, "Marked for {panel}."),
    FactType("triage.support_requested", 1, SupportRequested, "An adviser is due to reach the victim by {due_at}."),
    FactType("triage.support_offered", 1, SupportOffered, "Support was offered: {outcome}."),
    FactType("triage.case_closed", 1, CaseClosed, "The case was closed: {reason}.", "We have closed the case."),
    FactType("triage.response_missed", 1, ResponseMissed, "The first response was due at {due_at} and is late."),
    *RULE_FACTS,
    *DIRECTORY_FACTS,
    *HANDOVER_FACTS,
    *DESK_FACTS,
    *HIDDEN_FACTS,
)


def as_text(part: Any) -> str:
    """A part of a fact as the JSON a view may keep: personal details stay sealed."""
    return msgspec.json.encode(part).decode()


def from_text(text: str, shape: type[Kept]) -> Kept:
    """What `as_text` wrote."""
    return msgspec.json.decode(text, type=shape)
