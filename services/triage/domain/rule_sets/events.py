"""The facts of the rules themselves: drafted, changed, proven, tried, published; each document stands in them whole."""

from datetime import date

from services.triage.domain.rule_sets.document import RuleDocument
from shared.kernel.messages import Fact, FactType


class RulesDrafted(Fact, frozen=True, kw_only=True):
    """Somebody began a set from the newest published one. `written_by` is an account."""

    draft_id: str
    based_on: str
    written_by: str
    document: RuleDocument


class RulesRevised(Fact, frozen=True, kw_only=True):
    """A draft was changed; what was proven and tried of it before counts no longer. `revision` counts from 1."""

    draft_id: str
    revision: int
    written_by: str
    what: str
    document: RuleDocument


class RulesChecked(Fact, frozen=True, kw_only=True):
    """A draft was proven, or found wanting: how many claims were put to it, and those that do not hold."""

    draft_id: str
    revision: int
    claims: int
    failures: tuple[str, ...]


class RulesSimulated(Fact, frozen=True, kw_only=True):
    """A draft was tried on past referrals: how many would come out otherwise, and which way."""

    draft_id: str
    revision: int
    referrals: int
    changed: int
    more_protection: int
    less_protection: int
    both: int
    neither: int


class RulesPublished(Fact, frozen=True, kw_only=True):
    """A second person approved a set; referrals received from its day on are judged by it."""

    draft_id: str
    version: str
    effective_from: date
    approved_by: str
    document: RuleDocument


class RulesDraftWithdrawn(Fact, frozen=True, kw_only=True):
    """A draft was given up."""

    draft_id: str


RULE_FACTS: tuple[FactType, ...] = (
    FactType("triage.rules_drafted", 1, RulesDrafted, "A rule set was drafted from {based_on}."),
    FactType("triage.rules_revised", 1, RulesRevised, "The draft was changed: {what}."),
    FactType("triage.rules_checked", 1, RulesChecked, "The draft was proven: {claims} claims."),
    FactType(
        "triage.rules_simulated",
        1,
        RulesSimulated,
        "The draft was tried on {referrals} referrals; {changed} would come out otherwise, {less_protection} with less "
        "protection.",
    ),
    FactType(
        "triage.rules_published", 1, RulesPublished, "Rule set {version} was approved, in force from {effective_from}."
    ),
    FactType("triage.rules_draft_withdrawn", 1, RulesDraftWithdrawn, "The draft was withdrawn."),
)
