"""A referral is completed: whoever reads it answers what it says, at any time, however it stands."""

from collections.abc import Sequence

from services.intake.domain.complete_commands import CompleteReferral
from services.intake.domain.events import AnswersGiven
from services.intake.domain.referral import Referral, id_of
from shared.kernel.messages import Fact


def complete_referral(command: CompleteReferral, state: Referral) -> Sequence[Fact]:
    """What says nothing changes nothing."""
    referral_id = id_of(state)
    if not command.answers and (command.kind, command.category, command.strands) == (None, None, None):
        return ()
    return (
        AnswersGiven(
            referral_id=referral_id,
            reference=command.reference,
            kind=command.kind,
            category=command.category,
            strands=command.strands,
            answers=command.answers,
        ),
    )
