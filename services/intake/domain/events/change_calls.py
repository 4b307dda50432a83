"""Somebody who worries about their own behaviour asks to be called; it belongs to no referral."""

from services.intake.domain.events.referral import ChannelSafety
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Identity, Personal


class ChangeCallRequested(Fact, frozen=True, kw_only=True):
    """Who wants to be called and when that is safe, under the key of somebody minted, whom nobody is recognised as."""

    request_id: str
    person_id: str
    full_name: Personal[Identity] | None
    phone: Personal[Contact]
    calling: ChannelSafety


class ChangeCallAnswered(Fact, frozen=True, kw_only=True):
    """Whoever works with people who want to change has been in touch, or could not be."""

    request_id: str
    reached: bool


FACTS: tuple[FactType, ...] = (
    FactType(
        "intake.change_call_requested", 1, ChangeCallRequested, "Somebody asked to be called about their own behaviour."
    ),
    FactType("intake.change_call_answered", 1, ChangeCallAnswered, "They were called."),
)
