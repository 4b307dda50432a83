"""Referrals of domestic abuse: those that go to the MARAC, by police and partners, and those people make themselves."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from services.rehearsal.plan.households import Families, Hearing, Household
from services.rehearsal.plan.invented import Invented, age_on
from services.rehearsal.plan.telling import Teller
from services.rehearsal.plan.words import abuse as words
from services.rehearsal.plan.year import LONDON
from shared.kernel.working_days import WorkingDays

# Of the cases heard, 36.1 % came from partners in the national figures for 2024: 108 of 299.
PARTNERS: Mapping[str, int] = {
    "idva": 24, "childrens_social_care": 16, "hospital": 12, "housing": 12, "health": 10, "mental_health": 8,
    "probation": 8, "drugs_and_alcohol": 6, "adult_social_care": 5, "victim_support": 4, "refuge": 3,
}  # fmt: skip
_ALWAYS_OPEN = ("police", "hospital")
# From this day any further incident makes a repeat, crime or not.
_LATER_DEFINITION = date(2026, 4, 1)
_FLAGS = {
    "strangulation": 16, "threats_to_kill": 20, "stalking": 24, "honour_based": 3, "suicidal": 6, "weapon_ever": 17,
    "pregnancy_or_new_baby": 9,
}  # fmt: skip
_OLDEST_MOTHER = 44
_SCREEN = {
    "serious_crime_now": "no", "weapon_present_now": "no", "adult_at_risk": "no", "exploitation_indicator": "no",
    "hate_motive": "no", "domestic_abuse": "yes", "in_borough": "yes", "victim_home_in_borough": "yes",
}  # fmt: skip
# Why it is high risk, of a hundred cases.
_CRITERIA = ("visible",) * 56 + ("judgement",) * 24 + ("escalation",) * 20


class Professionals:
    """Those who refer for a living: a few of each agency, the same ones all year."""

    def __init__(self, invented: Invented, day: date, random: Random) -> None:
        self._random = random
        self._invented = invented
        sizes = {"police": 9} | dict.fromkeys(PARTNERS, 2)
        self._staff = {
            agency: [self._one(agency, invented.anybody(day, 25, 60).full_name) for _ in range(size)]
            for agency, size in sizes.items()
        }

    def one_of(self, agency: str) -> dict[str, Any]:
        """Somebody of an agency as a referral names its reporter."""
        return self._random.choice(self._staff.get(agency) or self._staff["police"])

    def _one(self, agency: str, name: str) -> dict[str, Any]:
        address = f"{name.lower().replace(' ', '.')}@{agency.replace('_', '-')}.example.org"
        return {"full_name": name, "email": address, "phone": self._invented.landline(), "is_victim": False}


def agencies(hearings: Sequence[Hearing], days: WorkingDays, random: Random) -> list[str]:
    """Who refers each: of those heard exactly the partners above, of those that wait about as many.

    On days off only those do who work then.
    """
    partners = [code for code, count in PARTNERS.items() for _ in range(count)]
    heard = [place for place, hearing in enumerate(hearings) if hearing.listing.heard is not None]
    deck = random.sample(partners + ["police"] * (len(heard) - len(partners)), len(heard))
    found = {}
    for place in sorted(heard, key=lambda place: _worked(hearings[place], days)):
        worked = _worked(hearings[place], days)
        found[place] = deck.pop(max(at for at, code in enumerate(deck) if worked or code in _ALWAYS_OPEN))
    usual = ("police", "police", random.choice(partners))
    return [
        found.get(place) or (random.choice(usual) if _worked(hearing, days) else "police")
        for place, hearing in enumerate(hearings)
    ]


def _worked(hearing: Hearing, days: WorkingDays) -> bool:
    return days.worked(hearing.listing.referred_at.astimezone(LONDON).date())


def marac_document(hearing: Hearing, agency: str, staff: Professionals, random: Random) -> dict[str, Any]:
    """A professional's referral to the MARAC."""
    at, household = hearing.listing.referred_at, hearing.household
    answers = _risk(hearing, random) | _about(household, at.astimezone(LONDON).date(), random)
    teller = Teller(household, agency, answers, random)
    if answers["judgement_high_risk"] == "yes":
        answers["judgement_reason"] = teller.tell(words.JUDGEMENT_REASONS)
    danger = "yes" if random.random() < 0.015 else "no"
    return {
        "kind": "domestic_abuse",
        "channel": "partner",
        "received_at": at.isoformat(),
        "strands": ["domestic_violence_and_abuse"] + ["stalking_and_harassment"] * (answers["stalking"] == "yes"),
        "description": teller.tell(words.ACCOUNTS),
        "occurred": {"from": (at - timedelta(days=random.randint(0, 6))).date().isoformat(), "ongoing": True},
        "location": household.home.location(),
        "reporter": staff.one_of(agency),
        "safe_contact": {"phone": {"safe": "yes"}, "email": {"safe": "yes"}, "confirmed_at": at.isoformat()},
        "language": "en",
        "people": _people(household, at.isoformat(), random),
        "agency": agency,
        "sharing": _sharing(random),
        "facts": _SCREEN | {"immediate_danger": danger, "violence_or_threats": "yes"} | answers,
    }


def self_referral(at_day: date, at: str, families: Families, random: Random) -> dict[str, Any]:
    """Somebody asks for help herself; nobody has gone through the risk questions with her yet."""
    household, victim_facts = families.another(at_day), {"judgement_high_risk": "no", "incidents_in_12_months": 1}
    victim = household.victim
    by_phone = random.random() < 0.4
    safe = random.choice(("yes", "yes", "no", "unknown"))
    return {
        "kind": "domestic_abuse",
        "channel": "phone" if by_phone else "online",
        "received_at": at,
        "strands": ["domestic_violence_and_abuse"],
        "description": Teller(household, None, {}, random).tell(words.SELF_ACCOUNTS),
        "occurred": {"ongoing": True},
        "location": household.home.location(),
        "reporter": {
            "full_name": victim.full_name,
            "date_of_birth": victim.born.isoformat(),
            "phone": household.mobile,
            "email": None if by_phone else victim.email,
            "is_victim": True,
        },
        "safe_contact": {
            "phone": {"safe": "yes", "voicemail": "no", "times": ["Mon-Fri 10:00-14:00"]},
            "sms": {"safe": "no"},
            "email": {"safe": safe},
            "confirmed_at": at,
            "must_not_receive": [household.perpetrator.full_name],
        },
        "language": "en",
        "people": [_perpetrator(household), *household.children],
        "facts": _SCREEN | {"immediate_danger": "no", "child_at_risk": "no"} | victim_facts
        | _about(household, at_day, random),
    }  # fmt: skip


def _risk(hearing: Hearing, random: Random) -> dict[str, Any]:
    """Answers that meet at least one of the four criteria; a repeat may meet no other."""
    last, criterion = hearing.last_referred_on, random.choice(_CRITERIA)
    if last and random.random() < 0.45:
        criterion = "repeat"
    answers = _flags(hearing, random) | {
        "dash_yes_count": random.randint(14, 20) if criterion == "visible" else random.randint(7, 13),
        "dash_unanswered_count": 0 if criterion == "visible" else random.randint(0, 1),
        "judgement_high_risk": "yes" if criterion == "judgement" else "no",
        "incidents_in_12_months": random.randint(3, 7) if criterion == "escalation" else random.randint(1, 2),
        "previous_marac": "yes" if last else "no",
    }
    return answers | (_since(hearing, last, random) if last else {})


def _flags(hearing: Hearing, random: Random) -> dict[str, Any]:
    """What is so of somebody follows from who she is; the rest is chance."""
    household, day = hearing.household, hearing.listing.referred_at.astimezone(LONDON).date()
    flags = {flag: "yes" if random.random() * 100 < share else "no" for flag, share in _FLAGS.items()}
    flags["separation_last_year"] = "yes" if household.relation == "apart" else "no"
    may_bear = household.victim.woman and age_on(household.victim.born, day) <= _OLDEST_MOTHER
    baby = any(age_on(date.fromisoformat(child["date_of_birth"]), day) == 0 for child in household.children)
    flags["pregnancy_or_new_baby"] = "yes" if baby else flags["pregnancy_or_new_baby"] if may_bear else "no"
    return flags


def _since(hearing: Hearing, last: date, random: Random) -> dict[str, Any]:
    """What has happened since the last referral; under the earlier definition it had to be a crime."""
    any_incident = hearing.listing.referred_at.astimezone(LONDON).date() >= _LATER_DEFINITION
    return {
        "last_marac_referral_on": last.isoformat(),
        "new_incident_since_last_marac": "yes",
        "new_incident_same_perpetrator": "yes",
        "new_incident_criminal": "no" if any_incident and random.random() < 0.3 else "yes",
    }


def _about(household: Household, day: date, random: Random) -> dict[str, Any]:
    children = bool(household.children)
    return {
        "victim_age": age_on(household.victim.born, day),
        "perpetrator_age": age_on(household.perpetrator.born, day),
        "children_in_household": "yes" if children else "no",
        "child_at_risk": "yes" if children and random.random() < 0.2 else "no",
    }


def _people(household: Household, confirmed_at: str, random: Random) -> list[dict[str, Any]]:
    victim = household.victim
    contact: dict[str, Any] = {
        "phone": {
            "safe": "yes",
            "voicemail": "no",
            "times": [random.choice(("Mon-Fri 10:00-14:00", "Mon-Fri 09:30-15:00"))],
        },
        "sms": {"safe": "no"},
        "email": {"safe": "unknown"},
        "post": {"safe": "no"},
        "confirmed_at": confirmed_at,
        "must_not_receive": [household.perpetrator.full_name],
    }
    if random.random() < 0.3:
        contact["codeword"] = random.choice(words.CODEWORDS)
    known = {"full_name": victim.full_name, "date_of_birth": victim.born.isoformat(), "phone": household.mobile}
    said = {"roles": ["victim"], **known, "address": household.home.address, "safe_contact": contact}
    return [said, _perpetrator(household), *household.children]


def _perpetrator(household: Household) -> dict[str, Any]:
    person = household.perpetrator
    return {"roles": ["perpetrator"], "full_name": person.full_name, "date_of_birth": person.born.isoformat()}


def _sharing(random: Random) -> dict[str, Any]:
    """Consent is sought where that is safe, and not needed where the risk is this high."""
    return {
        "lawful_basis": "public_task",
        "condition": "safeguarding",
        "consent": random.choice(("given", "given", "given", "refused", "not_sought")),
        "privacy_notice": random.choice(("given", "deferred")),
    }
