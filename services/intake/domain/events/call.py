"""Facts about telephone calls: how one ended, what the caller was told, and what is safe to do next."""

from datetime import datetime

import msgspec

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Narrative, Personal


class PassedOn(msgspec.Struct, frozen=True, kw_only=True):
    """What goes to where a caller was shown, on a yes or another footing; `landlord` is a registered one's number."""

    words: Personal[Narrative]
    consent: str
    basis: str | None
    why: Personal[Narrative] | None
    landlord: str | None


class CallEnded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A call came to its end: `signposted` to another door, `handed_over` to us, or `dropped` before it was done.

    `caller` is who was on the line. `next_step` is what may safely be done after a dropped call. Of a signpost there
    are the route, where it leads and the words that were read out, with the id and version of these words; `sent_on` is
    whether the details go there too. `advised_999_at` is when
    the caller was told to hang up and call 999, as far as the officer has said so. `passed_on` is what goes there.
    """

    referral_id: str
    reference: str
    ended: str
    caller: str | None
    next_step: str | None
    route: str | None
    destination: Personal[Narrative] | None
    saying: str | None
    wording: int | None
    said: Personal[Narrative] | None
    sent_on: bool
    advised_999_at: datetime | None
    passed_on: PassedOn | None = None


class CallBackTried(Fact, frozen=True, kw_only=True):
    """Somebody tried to reach the caller of a dropped call: `reached`, `not_reached`, `not_safe` to try again,
    or, where there was danger, `police_told`.
    """

    referral_id: str
    reference: str
    outcome: str


FACTS: tuple[FactType, ...] = (
    FactType(
        "intake.call_ended",
        1,
        CallEnded,
        "The call ended: {ended}.",
    ),
    FactType("intake.call_back_tried", 1, CallBackTried, "Somebody tried to call back: {outcome}."),
)
