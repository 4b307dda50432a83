"""The advisers: how much of a week each works, and whose a case is, in that proportion."""

from collections.abc import Mapping
from random import Random

from services.rehearsal.plan import cast
from services.rehearsal.plan.deeds import Referral

# About 340 cases a year at 100 new ones for a whole adviser: three whole advisers and a half.
HUNDREDTHS: Mapping[str, int] = {
    cast.IDVA.sign_in_name: 100,
    "idva.second": 100,
    "idva.third": 90,
    "idva.fourth": 60,
}


def adviser_of(seed: str, referral: Referral) -> str:
    """The sign-in name of whoever advises in a case."""
    chance = Random(f"{seed}/{referral.key}/adviser")
    return chance.choices(list(HUNDREDTHS), list(HUNDREDTHS.values()))[0]
