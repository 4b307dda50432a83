"""What 781 referrals of anti-social behaviour are about, and where they lead: 300 to another door, 481 to a case.

Merton's figures for 2016-17: 781 referrals, 300 referred out; four fifths neighbours' disputes and environmental crime,
noise the largest reason; 33 contacts about street drinking and 30 about drugs; under 1 % with mental health; about
seven mediations; about three suspected brothels a month.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from services.rehearsal.plan.names import LANDLORDS

REFERRALS, REFERRED_OUT = 781, 300
MENTAL_HEALTH = 6
CHANNELS: Mapping[str, int] = {
    "email": 338, "phone": 262, "online": 84, "partner": 32, "councillor": 31, "in_person": 26, "social_media": 8,
}  # fmt: skip
ENVIRONMENT = (
    "fly_tipping",
    "dog_fouling",
    "litter_or_drug_paraphernalia",
    "graffiti_or_vandalism",
    "vehicle_abandoned",
)
NEIGHBOURS = ("noise", "rowdy_neighbours", "neighbour_dispute")

_SAFE = dict.fromkeys(
    (
        "immediate_danger", "serious_crime_now", "weapon_present_now", "child_at_risk", "adult_at_risk",
        "exploitation_indicator", "domestic_abuse", "hate_motive", "violence_or_threats",
    ),
    "no",
) | {"in_borough": "yes"}  # fmt: skip
_ONCE = {"persistent": "no"}
_AGAIN = {"persistent": "yes"}
_PRIVATE = {"tenure_of_source": "private_renter", "tenure_of_reporter": "owner"}
_OWNED = {"tenure_of_source": "owner", "tenure_of_reporter": "private_renter"}
_SOCIAL = {"tenure_of_source": "housing_association", "tenure_of_reporter": "housing_association"}
_COUNCIL = {"tenure_of_source": "council", "tenure_of_reporter": "council"}
_UNTOLD, _TOLD = {"landlord_contacted": "no"}, {"landlord_contacted": "yes"}
_LAWFUL, _NUISANCE = {"statutory_nuisance_likely": "no"}, {"statutory_nuisance_likely": "yes"}
_MUSIC, _LIVING = {"noise_kind": "amplified_music"}, {"noise_kind": "living"}


@dataclass(frozen=True, slots=True)
class Matter:
    """So many referrals of a category with these answers; `out` says whether they are shown another door."""

    count: int
    category: str
    answers: Mapping[str, Any]
    out: bool = False


def _matter(count: int, category: str, *answers: Mapping[str, Any], out: bool = False) -> Matter:
    merged: dict[str, Any] = dict(_SAFE)
    for each in answers:
        merged |= each
    return Matter(count, category, merged, out)


MATTERS: Sequence[Matter] = (
    # Street services: cleared or removed, whoever did it.
    _matter(58, "fly_tipping", out=True),
    _matter(52, "dog_fouling", out=True),
    _matter(22, "litter_or_drug_paraphernalia", out=True),
    _matter(16, "graffiti_or_vandalism", out=True),
    _matter(12, "vehicle_abandoned", out=True),
    # The landlord first.
    _matter(34, "noise", _SOCIAL, _ONCE, _UNTOLD, _LIVING, _LAWFUL, out=True),
    _matter(16, "rowdy_neighbours", _SOCIAL, _AGAIN, _UNTOLD, out=True),
    _matter(12, "neighbour_dispute", _SOCIAL, _ONCE, _UNTOLD, out=True),
    _matter(14, "noise", _COUNCIL, _ONCE, _UNTOLD, _MUSIC, _LAWFUL, out=True),
    _matter(7, "rowdy_neighbours", _COUNCIL, _AGAIN, _UNTOLD, out=True),
    _matter(5, "neighbour_dispute", _COUNCIL, _ONCE, _UNTOLD, out=True),
    # Environmental health, mediation, police, another borough, advice.
    _matter(20, "noise", _PRIVATE, _ONCE, {"noise_kind": "machinery"}, _NUISANCE, out=True),
    _matter(3, "noise", _OWNED, _ONCE, _LIVING, _LAWFUL, out=True),
    _matter(4, "neighbour_dispute", _OWNED, _ONCE, out=True),
    _matter(6, "drug_use", _PRIVATE, _ONCE, {"drug_dealing": "yes", "drugs": "yes"}, out=True),
    _matter(3, "rowdy_behaviour", _ONCE, {"in_borough": "no", "tenure_of_source": "owner"}, out=True),
    _matter(3, "vehicle_nuisance", _ONCE, {"in_borough": "no", "tenure_of_source": "owner"}, out=True),
    _matter(6, "rowdy_behaviour", _ONCE, {"tenure_of_source": "private_renter"}, out=True),
    _matter(4, "vehicle_nuisance", _ONCE, {"tenure_of_source": "owner"}, out=True),
    _matter(3, "fireworks", _ONCE, {"tenure_of_source": "owner"}, out=True),
    # Cases of noise.
    _matter(80, "noise", _PRIVATE, _AGAIN, _MUSIC, _LAWFUL),
    _matter(25, "noise", _OWNED, _AGAIN, {"noise_kind": "party"}, _LAWFUL),
    _matter(20, "noise", _OWNED, _AGAIN, {"noise_kind": "animal"}, _LAWFUL),
    _matter(8, "noise", _PRIVATE, _AGAIN, {"noise_kind": "machinery"}, _LAWFUL),
    _matter(34, "noise", _SOCIAL, _AGAIN, _TOLD, _MUSIC, _LAWFUL),
    _matter(16, "noise", _COUNCIL, _AGAIN, _TOLD, _LIVING, _LAWFUL),
    _matter(16, "noise", _PRIVATE, _AGAIN, _MUSIC, _NUISANCE),
    # Cases between neighbours.
    _matter(56, "rowdy_neighbours", _PRIVATE, _AGAIN),
    _matter(20, "rowdy_neighbours", _SOCIAL, _AGAIN, _TOLD),
    _matter(8, "rowdy_neighbours", _PRIVATE, _AGAIN, {"hate_motive": "yes"}),
    _matter(10, "rowdy_neighbours", _OWNED, _AGAIN, {"violence_or_threats": "yes"}),
    _matter(5, "rowdy_neighbours", _SOCIAL, _AGAIN, {"adult_at_risk": "yes"}),
    _matter(3, "rowdy_neighbours", _COUNCIL, _AGAIN, {"child_at_risk": "yes"}),
    _matter(33, "neighbour_dispute", _SOCIAL, _AGAIN, _TOLD),
    _matter(6, "neighbour_dispute", _OWNED, _AGAIN, {"hate_motive": "yes"}),
    _matter(7, "neighbour_dispute", _OWNED, _AGAIN, {"violence_or_threats": "yes"}),
    _matter(3, "neighbour_dispute", _COUNCIL, _AGAIN, {"adult_at_risk": "yes"}),
    # Cases in public places and of people who are not doing well.
    _matter(33, "street_drinking", _AGAIN, {"alcohol": "yes"}),
    _matter(18, "drug_use", _PRIVATE, _AGAIN, {"drugs": "yes"}),
    _matter(6, "drug_use", _PRIVATE, _AGAIN, {"drug_dealing": "yes", "drugs": "yes"}),
    _matter(9, "begging_or_rough_sleeping", _AGAIN),
    _matter(12, "rowdy_behaviour", _AGAIN),
    _matter(6, "nuisance_communications", _PRIVATE, _AGAIN),
    _matter(5, "vehicle_nuisance", _AGAIN),
    _matter(3, "trespass", _AGAIN),
    _matter(2, "animal_problem", _OWNED, _AGAIN),
    _matter(1, "other", _AGAIN),
    # About three new ones a month; nobody who reports one can rule out that somebody is exploited there.
    _matter(36, "suspected_brothel", _PRIVATE, _AGAIN, {"exploitation_indicator": "unknown"}),
)
# Categories from whose cases the community panel's adults come.
COMPLEX = (
    "street_drinking",
    "drug_use",
    "begging_or_rough_sleeping",
    "rowdy_behaviour",
    "nuisance_communications",
    "other",
)


def answers_of(matter: Matter, random: Random) -> dict[str, Any]:
    """One referral's answers: those that decide, and what else such callers say; the rest stays unasked."""
    answers = dict(matter.answers)
    if answers.get("persistent") == "yes" and random.random() < 0.4:
        answers["reports_in_6_months"] = random.randint(3, 9)
    if answers.get("tenure_of_source") == "housing_association" and random.random() < 0.8:
        answers["landlord"] = random.choice(LANDLORDS)
    if random.random() < 0.35:
        answers.setdefault("mental_health", "no")
    if not matter.out and random.random() < 0.25:
        answers["victim_age"] = random.randint(24, 79)
    return answers


def complex_needs(answers: Mapping[str, Any], age: int, random: Random) -> dict[str, Any]:
    """The same about an adult whom every service knows and none has taken on; most live alone."""
    children = random.choices(("no", "yes", "unknown"), (80, 12, 8))[0]
    needs = {"complex_needs": "yes", "subject_age": age, "statutory_threshold_met": "no"}
    return {**answers, **needs, "children_in_household": children}
