"""A referral as risk and disclosure see it: where it stands, what was assessed, what was told and on what basis."""

import msgspec

from services.triage.domain import assessment
from services.triage.domain.disclosure.events import Basis, DisclosureRecorded, PanelInformed, ThresholdConsidered
from services.triage.domain.events import MarkedForPanel, SupportRequested
from services.triage.domain.refusals import NotYetTriaged, ReferralAlreadyClosed
from services.triage.domain.risk.events import RiskAssessed
from services.triage.domain.state import Assessed, Closed, Standing, Unassessed
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class Protection(State, frozen=True, kw_only=True):
    """The state of the same stream as the assessment's. `marked` is what each panel was told last, `assessed` what
    each tool came to last."""

    standing: Standing = Unassessed()
    assessed: dict[str, RiskAssessed] = msgspec.field(default_factory=dict)
    bases: dict[str, Basis] = msgspec.field(default_factory=dict)
    disclosures: frozenset[str] = frozenset()
    thresholds: dict[str, str] = msgspec.field(default_factory=dict)
    marked: dict[str, MarkedForPanel] = msgspec.field(default_factory=dict)
    abuse_seen: bool = False

    @property
    def open(self) -> Assessed:
        """The referral, where something may still be done about it. Raises a refusal where not."""
        return known(self.standing, closed=False)

    @property
    def pathway(self) -> str:
        """What kind of case it is. Domestic abuse, once seen, stays so, whatever is answered later."""
        routes = known(self.standing, closed=True).routes()
        if self.abuse_seen or "domestic_abuse" in routes:
            return "domestic_abuse"
        return "vawg" if "vawg_specialist" in routes else "asb"


def known(standing: Standing, *, closed: bool) -> Assessed:
    """A referral that reached triage; one that is closed only where that is allowed. Raises a refusal."""
    if isinstance(standing, Closed) and not closed:
        raise ReferralAlreadyClosed
    if not isinstance(standing, Assessed):
        raise NotYetTriaged
    return standing


def evolve(state: Protection, fact: Fact) -> Protection:
    """Where it stands after one more fact."""
    after = msgspec.structs.replace(state, standing=assessment.evolve(state.standing, fact))
    match fact:
        case RiskAssessed():
            return msgspec.structs.replace(after, assessed={**state.assessed, fact.given.tool: fact})
        case DisclosureRecorded():
            return msgspec.structs.replace(
                after,
                bases={**state.bases, fact.recipient: fact.basis},
                disclosures=state.disclosures | {fact.disclosure_id},
            )
        case ThresholdConsidered():
            return msgspec.structs.replace(after, thresholds={**state.thresholds, fact.threshold: fact.result})
        case MarkedForPanel():
            return msgspec.structs.replace(after, marked={**state.marked, fact.panel: fact})
        case PanelInformed():
            return msgspec.structs.replace(after, marked={**state.marked, fact.panel: fact.marked})
        case SupportRequested():
            return msgspec.structs.replace(after, abuse_seen=True)
        case _:
            return after


PROTECTION: Decider[Protection] = Decider(Protection(), evolve)
