"""The facts of audit's own log: what auditors asked to see, drew and had checked, and what was found."""

from datetime import date

from services.audit.domain.values import Checked, Found, Result
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Narrative, Personal


class DetailRevealed(Fact, frozen=True, kw_only=True):
    """Somebody had a masked detail of a fact opened, and said why.

    `field` is the detail's place in words, `purpose` a code; the reason's words are sealed under the same person.
    """

    reveal_id: str
    reference: str
    referral_id: str
    event_id: str
    ledger_position: int
    field: str
    person_id: str
    purpose: str
    reason: Personal[Narrative]


class SampleDrawn(Fact, frozen=True, kw_only=True):
    """References to look at, drawn by the tree head over the first `ledger_position` entries, so chosen by nobody."""

    sample_id: str
    ledger_position: int
    tree_head: str
    references: tuple[str, ...]


class VerificationRequested(Fact, frozen=True, kw_only=True):
    """Somebody asked for everything to be checked."""

    verification_id: str


class VerificationCompleted(Fact, frozen=True, kw_only=True):
    """Logs, ledger, signed heads and views were checked. `found` counts what differs; each is a fact of its own."""

    verification_id: str
    result: Result
    checked: Checked
    ledger_position: int
    tree_head: str
    found: int
    first: Found | None
    notices: tuple[str, ...]


class FindingRecorded(Fact, frozen=True, kw_only=True):
    """Verification found something that differs, for the first time."""

    finding_id: str
    verification_id: str
    finding: Found


class LooksReviewed(Fact, frozen=True, kw_only=True):
    """Somebody went through all looks at locked records of the week that begins on this Monday."""

    week: date
    looks: int


FACTS: tuple[FactType, ...] = (
    FactType("audit.detail_revealed", 1, DetailRevealed, "A masked detail was revealed: {field}, for {purpose}."),
    FactType("audit.sample_drawn", 1, SampleDrawn, "A sample was drawn over {ledger_position} entries of the ledger."),
    FactType("audit.verification_requested", 1, VerificationRequested, "Verification was asked for."),
    FactType(
        "audit.verification_completed",
        1,
        VerificationCompleted,
        "Everything was verified: {result}, {found} found.",
    ),
    FactType("audit.finding_recorded", 1, FindingRecorded, "Verification found something that differs."),
    FactType(
        "audit.looks_reviewed",
        1,
        LooksReviewed,
        "The looks at locked records in the week from {week} were gone through.",
    ),
)
