"""How somebody may be reached as her adviser heard it, held against what stands here by now."""

from collections.abc import Sequence

from services.intake.domain.complete_commands import HearSafeContact
from services.intake.domain.events import SafeContact
from services.intake.domain.referral import Referral, reached_as
from services.intake.domain.stricter import stricter
from services.intake.domain.under_keys import safe_contact
from shared.kernel.messages import Fact


def hear_safe_contact(command: HearSafeContact, state: Referral) -> Sequence[Fact]:
    """As she told her adviser. Where something else stands here by now than the adviser was shown, it only closes ways:
    a number that was given up meanwhile is not made safe by it.
    """

    def now(before: SafeContact) -> SafeContact:
        heard = safe_contact(command.heard, command.person_id, before)
        as_shown = safe_contact(command.instead_of, command.person_id, before)
        return heard if as_shown == before else stricter(before, [heard])

    return reached_as(command.person_id, state, now)
