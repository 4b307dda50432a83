"""What comes with a referral and is no part of it: where they heard of us, how they come back, who refers."""

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Personal


class CampaignNoted(Fact, frozen=True, kw_only=True):
    """Whoever told us had a card or a link with this code, which says where we made ourselves known."""

    referral_id: str
    reference: str
    campaign: str


class ReferrerNoted(Fact, frozen=True, kw_only=True):
    """A referral came by the key of a partner of this kind."""

    referral_id: str
    reference: str
    referrer: str


class ReturnPhraseKept(Fact, frozen=True, kw_only=True):
    """A resident chose a phrase to come back with; its hash, under the key of whoever told us."""

    referral_id: str
    reference: str
    phrase: Personal[Contact]


FACTS: tuple[FactType, ...] = (
    FactType("intake.campaign_noted", 1, CampaignNoted, "Whoever told us had a card with the code {campaign}."),
    FactType("intake.referrer_noted", 1, ReferrerNoted, "It came by the key of a partner: {referrer}."),
    FactType(
        "intake.return_phrase_kept",
        1,
        ReturnPhraseKept,
        "A phrase was chosen to come back with.",
        "You chose a phrase to come back with.",
    ),
)
