"""What was added to a referral as evidence, what may be done with it, and what was taken back.

The bytes stand in no fact: they lie sealed in a store beside the log, and a fact holds the digest of what lies there.
"""

from datetime import date, datetime

from services.intake.domain.events.referral import Part
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Narrative, Personal


class StoredFile(Part, frozen=True, kw_only=True):
    """What was stored: `digest` is SHA-256 over the sealed bytes, so that it can be checked without any key.

    `cleaned`: "removed" where what a device wrote into the file was taken out, "none" where such a file holds none,
    "kept" where it could not be. `made_at` is when the device says the file was made; devices' clocks may be wrong.
    """

    media_type: str
    size: int
    digest: str
    cleaned: str
    made_at: datetime | None = None


class Consent(Part, frozen=True, kw_only=True):
    """Whether somebody agreed, who, when and to what. "not_asked" and "unknown" are no answer, neither yes nor no."""

    said: str = "not_asked"
    by: str | None = None
    purposes: tuple[str, ...] = ()
    said_at: datetime | None = None


class EvidenceAdded(Fact, frozen=True, kw_only=True):
    """A photo, recording or document was added. It is sealed under the key of `person_id`.

    `purposes` is what it is held for, `made_on` the day it was made as somebody says, `road` how it came: from the
    resident's own browser, from staff, from a partner's system or by e-mail.
    """

    referral_id: str
    reference: str
    evidence_id: str
    person_id: str
    kind: str
    file: StoredFile
    road: str
    purposes: tuple[str, ...]
    consent: Consent
    says: Personal[Narrative] | None = None
    made_on: date | None = None
    received_at: datetime


class EvidenceConsentChanged(Fact, frozen=True, kw_only=True):
    """Somebody was asked, or said anew, what may be done with one piece of evidence."""

    referral_id: str
    reference: str
    evidence_id: str
    consent: Consent


class EvidenceWithdrawn(Fact, frozen=True, kw_only=True):
    """One piece of evidence must not be opened any more; its bytes go, unless a hold keeps them."""

    referral_id: str
    reference: str
    evidence_id: str
    because: str


FACTS: tuple[FactType, ...] = (
    FactType(
        "intake.evidence_added",
        1,
        EvidenceAdded,
        "Evidence was added ({kind}, {road}).",
        "We received what you sent us.",
    ),
    FactType(
        "intake.evidence_consent_changed",
        1,
        EvidenceConsentChanged,
        "What may be done with a piece of evidence was said anew.",
        "You told us what we may do with something you sent.",
    ),
    FactType(
        "intake.evidence_withdrawn",
        1,
        EvidenceWithdrawn,
        "A piece of evidence was taken back ({because}).",
        "Something that was sent to us was taken back.",
    ),
)
