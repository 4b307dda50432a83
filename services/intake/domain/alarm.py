"""Words of danger in an e-mail become a fact in one breath with the e-mail, so that no crash comes in between."""

from collections.abc import Sequence

from services.intake.domain.events import DangerWordsFound
from services.intake.domain.given_mail import GivenThread


def danger_facts(mail: GivenThread | None, referral_id: str, reference: str) -> Sequence[DangerWordsFound]:
    """What a message says of danger, about the referral it became or belongs to; nothing where it says nothing."""
    if mail is None or not mail.dangers or mail.listed is None:
        return ()
    return (
        DangerWordsFound(
            message_id=mail.message_id,
            referral_id=referral_id,
            reference=reference,
            dangers=mail.dangers,
            listed=mail.listed,
        ),
    )
