"""What has happened at intake: the facts of its log and the parts they are made of."""

from typing import TypeVar

import msgspec

from services.intake.domain.events import (
    call,
    change_calls,
    completion,
    details,
    diary,
    evidence,
    forms,
    hidden,
    insiders,
    locks,
    mail,
    places,
    referral,
    residents,
    sameness,
)
from services.intake.domain.events.call import CallBackTried, CallEnded
from services.intake.domain.events.change_calls import ChangeCallAnswered, ChangeCallRequested
from services.intake.domain.events.completion import AnswersGiven, completed, together
from services.intake.domain.events.details import ContactDetailsChanged
from services.intake.domain.events.diary import DiaryClosed, DiaryEntryWritten, DiaryOpened, DiaryReminderRequested
from services.intake.domain.events.evidence import (
    Consent,
    EvidenceAdded,
    EvidenceConsentChanged,
    EvidenceWithdrawn,
    StoredFile,
)
from services.intake.domain.events.forms import FormKeyed, FormKeyedAgain, FormsIssued, FormVoided
from services.intake.domain.events.mail import (
    AttachedFile,
    DangerWordsFound,
    MessageDismissed,
    MessageJoined,
    MessageReleased,
    MessageTaken,
)
from services.intake.domain.events.referral import (
    AnswerValue,
    Asking,
    CameAsMail,
    ChannelSafety,
    Derived,
    ForgetRequested,
    HoldLifted,
    HoldPlaced,
    Involved,
    Location,
    MinutesSpent,
    Occurrence,
    OutcomeNoted,
    Part,
    PersonForgotten,
    ReferralSubmitted,
    SafeContact,
    SafeContactChanged,
    Sharing,
    Words,
)
from services.intake.domain.events.residents import CampaignNoted, ReferrerNoted, ReturnPhraseKept
from services.intake.domain.events.worked_out import answers_of, ward_of
from shared.kernel.messages import FactType

P = TypeVar("P", bound=msgspec.Struct)

FACTS: tuple[FactType, ...] = (
    *referral.FACTS,
    *call.FACTS,
    *mail.FACTS,
    *completion.FACTS,
    *residents.FACTS,
    *change_calls.FACTS,
    *evidence.FACTS,
    *diary.FACTS,
    *forms.FACTS,
    *places.FACTS,
    *sameness.FACTS,
    *details.FACTS,
    *insiders.FACTS,
    *locks.FACTS,
    *hidden.FACTS,
)


def as_text(part: msgspec.Struct) -> str:
    """A fact or a part of one as the JSON a view may keep: personal details stay sealed."""
    return msgspec.json.encode(part).decode()


def from_text(text: str, shape: type[P]) -> P:
    """What `as_text` wrote."""
    return msgspec.json.decode(text, type=shape)


__all__ = [
    "FACTS", "AnswerValue", "AnswersGiven", "Asking", "AttachedFile", "CallBackTried", "CallEnded", "CameAsMail",
    "CampaignNoted", "ChangeCallAnswered", "ChangeCallRequested", "ChannelSafety", "Consent",
    "ContactDetailsChanged", "DangerWordsFound", "Derived", "DiaryClosed", "DiaryEntryWritten", "DiaryOpened",
    "DiaryReminderRequested", "EvidenceAdded", "EvidenceConsentChanged", "EvidenceWithdrawn", "ForgetRequested",
    "FormKeyed", "FormKeyedAgain", "FormVoided", "FormsIssued", "HoldLifted", "HoldPlaced", "Involved", "Location",
    "MessageDismissed", "MessageJoined", "MessageReleased", "MessageTaken", "MinutesSpent", "Occurrence",
    "OutcomeNoted", "Part", "PersonForgotten", "ReferralSubmitted", "ReferrerNoted", "ReturnPhraseKept", "SafeContact",
    "SafeContactChanged", "Sharing", "StoredFile", "Words", "answers_of", "as_text", "completed", "from_text",
    "together", "ward_of",
]  # fmt: skip
