"""When a decision otherwise takes two people, and how the second agrees or does not."""

from collections.abc import Sequence

from services.triage.domain.decision import Decision
from services.triage.domain.desk.commands import DeclineOverride
from services.triage.domain.desk.events import OverrideDeclined, OverrideProposed
from services.triage.domain.desk.in_hand import open_one
from services.triage.domain.refusals import NothingProposed, OwnProposal
from services.triage.domain.routes import PROTECTING, opens_case
from services.triage.domain.state import Standing
from shared.kernel.messages import Fact


def needs_second_reader(decision: Decision, route: str) -> bool:
    """Whether deciding so, instead of as the rules recommend, takes a second person.

    What adds protection is done at once. Otherwise it takes two where the priority is high or urgent, where a panel is
    to hear it, or where it would end what the rules keep open (triage policy, 4 and 5).
    """
    if _protects_more(decision.primary.route, route):
        return False
    ends = not opens_case(route) and decision.outcome in ("open_case", "emergency")
    return decision.priority != "standard" or bool(decision.panels) or ends


def proposed(state: Standing, reader: str) -> OverrideProposed:
    """What waits for a second reader, if this may be the one. Raises what stands in the way."""
    pending = open_one(state).pending
    if pending is None:
        raise NothingProposed
    if pending.proposed_by == reader:
        raise OwnProposal
    return pending


def decline_override(command: DeclineOverride, state: Standing) -> Sequence[Fact]:
    """The second reader does not agree, or the first has thought again."""
    pending = open_one(state).pending
    if pending is None:
        raise NothingProposed
    return (
        OverrideDeclined(
            referral_id=pending.referral_id,
            reference=pending.reference,
            round=pending.round,
            declined_by=command.declined_by,
        ),
    )


def _protects_more(recommended: str, route: str) -> bool:
    """A route earlier among those that protect, or any of them instead of one that does not."""
    if route not in PROTECTING:
        return False
    return recommended not in PROTECTING or PROTECTING.index(route) < PROTECTING.index(recommended)
