"""What a referral brings besides: a card's code, a phrase to come back with, the kind of partner that sent it."""

from collections.abc import Iterator

from services.intake.domain.commands import SubmitReferral
from services.intake.domain.events import CampaignNoted, ReferrerNoted, ReturnPhraseKept
from shared.kernel.messages import Fact
from shared.kernel.personal import Contact, private


def facts_besides(command: SubmitReferral) -> Iterator[Fact]:
    """Where they heard of us, how they come back, who refers; nothing of what was not said."""
    about = {"referral_id": command.referral_id, "reference": command.reference}
    if command.given.campaign is not None:
        yield CampaignNoted(**about, campaign=command.given.campaign)
    if command.phrase is not None:
        yield ReturnPhraseKept(**about, phrase=private(command.reporter_id, Contact, command.phrase))
    if command.referrer is not None:
        yield ReferrerNoted(**about, referrer=command.referrer)
