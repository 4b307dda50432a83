"""What every fact about a listed case says of it."""

from shared.kernel.messages import Fact


class CaseConcerned(Fact, frozen=True, kw_only=True):
    """What every fact about a listed case says of it; `hearing` counts this person's hearings from 1."""

    case_id: str
    panel: str
    hearing: int
    referral_id: str
    reference: str
