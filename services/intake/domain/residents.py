"""What a resident's own referral brings besides: the code of a card, and a phrase to come back with."""

from collections.abc import Iterator

from services.intake.domain.commands import SubmitReferral
from services.intake.domain.events import CampaignNoted, ReturnPhraseKept
from shared.kernel.messages import Fact
from shared.kernel.personal import Contact, private


def resident_facts(command: SubmitReferral) -> Iterator[Fact]:
    """Where they heard of us, and how they come back; nothing where neither was said."""
    about = {"referral_id": command.referral_id, "reference": command.reference}
    if command.given.campaign is not None:
        yield CampaignNoted(**about, campaign=command.given.campaign)
    if command.phrase is not None:
        yield ReturnPhraseKept(**about, phrase=private(command.reporter_id, Contact, command.phrase))
