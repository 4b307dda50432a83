"""The facts about telling others: on what basis, which statutory threshold was considered, what a panel now holds."""

from datetime import date

import msgspec

from services.triage.domain.events import MarkedForPanel
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Identity, Narrative, Personal


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the victim's wishes: whether it was answered, and what she said, or why it was not asked."""

    question: str
    state: str
    text: Personal[Narrative]


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """The lawful basis in codes, as others may know it."""

    lawful_basis: str
    condition: str
    consent: str
    police: str
    wording: str


class DisclosureRecorded(Fact, frozen=True, kw_only=True):
    """On what basis somebody may be told. Codes are clear, words are sealed under the person the referral is about."""

    referral_id: str
    reference: str
    disclosure_id: str
    recipient: str
    title: str
    to: Personal[Narrative] | None
    basis: Basis
    consent_why: Personal[Narrative] | None
    necessity: Personal[Narrative]
    proportionality: Personal[Narrative]
    police_why: Personal[Narrative]
    wishes: tuple[Wish, ...]


class ThresholdConsidered(Fact, frozen=True, kw_only=True):
    """Whether a law's threshold is met was considered, by whom, on which day, and with what result."""

    referral_id: str
    reference: str
    threshold: str
    result: str
    considered_by: Personal[Identity]
    considered_on: date
    why: Personal[Narrative]


class PanelInformed(Fact, frozen=True, kw_only=True):
    """What a panel that a case was marked for holds of it was brought up to date; `basis` once it is recorded."""

    referral_id: str
    reference: str
    panel: str
    marked: MarkedForPanel
    basis: Basis | None


DISCLOSURE_FACTS: tuple[FactType, ...] = (
    FactType(
        "triage.disclosure_recorded",
        1,
        DisclosureRecorded,
        "The lawful basis of telling {title} was recorded.",
    ),
    FactType(
        "triage.threshold_considered",
        1,
        ThresholdConsidered,
        "A statutory threshold was considered ({threshold}): {result}.",
    ),
    FactType("triage.panel_informed", 1, PanelInformed, "What {panel} holds of it was brought up to date."),
)
