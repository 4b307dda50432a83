"""Which silence of those who protect somebody is noted among the hand-overs, and what answers it."""

from collections.abc import Callable, Sequence
from typing import Any

from services.triage.domain.desk.events import SilenceAnswered, SilenceNoted
from services.triage.domain.handover.commands import NoteProtectionSilence
from services.triage.domain.handover.handing_over import HANDOVERS, LATE, LEFT_OPEN, WAITING, Handovers
from services.triage.domain.safeguarding.clocks import ANSWER, OF_THOSE_WHO_PROTECT, RECEIPT
from shared.kernel.messages import Fact

Decide = Callable[[Any, Handovers], Sequence[Fact]]


def note_protection_silence(command: NoteProtectionSilence, state: Handovers) -> Sequence[Fact]:
    """Noted once for each beginning, and only where nobody has acted since it was found."""
    noted = any((each.rule, each.since_at) == (command.rule, command.since_at) for each in state.silences)
    if noted or not missing(state, command.awaits):
        return ()
    members = ("referral_id", "reference", "rule", "awaits", "priority", "since_at", "due_at", "rules_version")
    return (SilenceNoted(**{name: getattr(command, name) for name in members}),)


def missing(state: Handovers, awaits: str) -> bool:
    """Whether this is still awaited, as far as the hand-overs tell."""
    route, stage = OF_THOSE_WHO_PROTECT[awaits]
    theirs = [each for each in state.by_id.values() if each.route == route and each.stands != LEFT_OPEN]
    if stage == RECEIPT:
        return any(each.stands in (WAITING, LATE) for each in theirs)
    if stage == ANSWER:
        return any(not each.answered for each in theirs)
    return not theirs


def answering_silence(decide: Decide) -> Decide:
    """With each act goes which silence it answers."""

    def decided(command: Any, state: Handovers) -> Sequence[Fact]:
        facts = decide(command, state)
        after = state
        for fact in facts:
            after = HANDOVERS.evolve(after, fact)
        answered = [
            SilenceAnswered(referral_id=each.referral_id, reference=each.reference, rule=each.rule)
            for each in state.silences
            if not missing(after, each.awaits)
        ]
        return (*facts, *answered) if facts else facts

    return decided
