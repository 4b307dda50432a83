"""The year's referrals of anti-social behaviour: when they come, by which channel, and what each says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from services.rehearsal.plan.abuse import Professionals
from services.rehearsal.plan.asb_mix import (
    CHANNELS,
    COMPLEX,
    ENVIRONMENT,
    MATTERS,
    MENTAL_HEALTH,
    NEIGHBOURS,
    Matter,
    answers_of,
    complex_needs,
)
from services.rehearsal.plan.invented import Invented, Person, age_on
from services.rehearsal.plan.listings import Listing
from services.rehearsal.plan.places import Home
from services.rehearsal.plan.shares import shared_out
from services.rehearsal.plan.words import reports as words
from services.rehearsal.plan.year import LONDON, Year, moment
from shared.kernel.working_days import WorkingDays

# Referrals by calendar month, January first: pressure from April to September, peak in July and August, least in
# January. Only the shape is in the source figures.
BY_MONTH = (41, 50, 57, 66, 72, 77, 90, 88, 73, 63, 54, 50)
_WEEKDAYS = (1.2, 1.1, 1.0, 1.0, 1.05, 0.5, 0.4)
_HOURS = {"phone": (9, 17), "in_person": (9, 16), "partner": (9, 16), "councillor": (10, 17)}
_ANY_HOUR = (7, 21)
# What happens in a home or between homes; all else is reported of the street in front of them.
_AT_HOME = (*NEIGHBOURS, "nuisance_communications", "trespass", "animal_problem", "drug_use", "suspected_brothel")
_LANGUAGES = ("en",) * 46 + ("pl", "ta", "ur", "so")
_CMARAC_REFERRERS = (
    "adult_social_care", "housing", "mental_health", "drugs_and_alcohol", "police", "health",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """One referral of anti-social behaviour: `listing` if it goes to the community panel."""

    matter: Matter
    channel: str
    at: datetime
    listing: Listing | None
    document: Mapping[str, Any]


def days_of_reports(year: Year, random: Random) -> list[date]:
    """A London day for each referral, in order: as many in each calendar month as the shape says, fewer at weekends."""
    found: list[date] = []
    for month, count in enumerate(BY_MONTH, start=1):
        days = [day for day in year.days() if day.month == month]
        weights = [_WEEKDAYS[day.weekday()] * random.uniform(0.4, 1.6) for day in days]
        found += [day for day, number in zip(days, shared_out(count, weights), strict=True) for _ in range(number)]
    return sorted(found)


def reports(
    days: Sequence[date],
    listings: Sequence[Listing],
    invented: Invented,
    staff: Professionals,
    working: WorkingDays,
    random: Random,
) -> list[Report]:
    """All of them: the panel's on its listings' days, the others shuffled over the days that are left."""
    matters = [matter for matter in MATTERS for _ in range(matter.count)]
    possible = [place for place, matter in enumerate(matters) if not matter.out and matter.category in COMPLEX]
    chosen = sorted(random.sample(possible, len(listings)))
    others = [matter for place, matter in enumerate(matters) if place not in set(chosen)]
    channels = [channel for channel, count in CHANNELS.items() for _ in range(count)]
    random.shuffle(others)
    random.shuffle(channels)
    writing = Writing(invented, staff, random)
    found: list[Report] = []
    for number, (place, listing) in enumerate(zip(chosen, listings, strict=True)):
        found.append(writing.of_the_panel(matters[place], listing, troubled=number < MENTAL_HEALTH))
    left = list(days)
    for listing in listings:
        left.remove(listing.referred_at.astimezone(LONDON).date())
    taken = [report.channel for report in found]
    for channel in taken:
        channels.remove(channel)
    channels = _staffed(channels, [working.worked(day) for day in left], random)
    found += [writing.of_a_resident(*each) for each in zip(others, channels, left, strict=True)]
    return sorted(found, key=lambda report: report.at)


def _staffed(channels: Sequence[str], worked: Sequence[bool], random: Random) -> list[str]:
    """The same channels, those that need somebody at a desk on days when somebody sits there."""
    found = list(channels)
    written = [place for place, channel in enumerate(found) if worked[place] and channel not in _HOURS]
    random.shuffle(written)
    for place, channel in enumerate(found):
        if channel in _HOURS and not worked[place]:
            other = written.pop()
            found[place], found[other] = found[other], channel
    return found


class Writing:
    """Writes referral documents for invented residents and professionals."""

    def __init__(self, invented: Invented, staff: Professionals, random: Random) -> None:
        self._invented = invented
        self._staff = staff
        self._random = random
        self._from_partners = CHANNELS["partner"]

    def of_a_resident(self, matter: Matter, channel: str, day: date) -> Report:
        """Somebody reports what happens to them or near them."""
        random = self._random
        first, last = _HOURS.get(channel, _ANY_HOUR)
        at = moment(day, random.randint(first, last - 1), random.randrange(60))
        home = self._invented.home()
        document = {
            **self._frame(matter, channel, at, home),
            **self._reporter(matter, channel, day, home, at),
            "facts": answers_of(matter, random),
        }
        if matter.category in NEIGHBOURS and random.random() < 0.4:
            document["people"] = [{"roles": ["perpetrator"], "address": home.next_door.address}]
        elif matter.category == "suspected_brothel":
            # Whoever is in there, of whom nobody knows more yet.
            document["people"] = [{"roles": ["victim"], "address": home.next_door.address}]
        return Report(matter, channel, at, None, document)

    def of_the_panel(self, matter: Matter, listing: Listing, troubled: bool) -> Report:
        """Somebody about an adult with several needs: mostly a partner, while there are partners' referrals left."""
        random, at = self._random, listing.referred_at
        day = at.astimezone(LONDON).date()
        adult = self._invented.anybody(day, 19, 71)
        partner = self._from_partners > 0
        self._from_partners -= partner
        channel = "partner" if partner else "email"
        agency = random.choice(_CMARAC_REFERRERS)
        answers = complex_needs(answers_of(matter, random), age_on(adult.born, day), random)
        answers["mental_health"] = "yes" if troubled else answers.get("mental_health", "unknown")
        complained_of = random.random() < 0.6
        said = {
            "roles": ["perpetrator" if complained_of else "victim"],
            "full_name": adult.full_name,
            "date_of_birth": adult.born.isoformat(),
        }
        document = {
            **self._frame(matter, channel, at, self._invented.home()),
            "description": f"{random.choice(words.COMPLEX[matter.category])} {random.choice(words.COMPLEX_ENDS)}",
            "reporter": self._staff.one_of(agency),
            "safe_contact": {"email": {"safe": "yes"}, "phone": {"safe": "yes"}, "confirmed_at": at.isoformat()},
            "people": [said],
            "agency": agency,
            "facts": answers,
        }
        return Report(matter, channel, at, listing, document)

    def _frame(self, matter: Matter, channel: str, at: datetime, home: Home) -> dict[str, Any]:
        random = self._random
        at_home = matter.category in _AT_HOME
        began = (at - timedelta(days=random.randint(0, 9))).astimezone(LONDON).date()
        again = matter.answers.get("persistent") == "yes"
        return {
            "kind": "asb",
            "channel": channel,
            "received_at": at.isoformat(),
            "category": matter.category,
            "description": self._account(matter, at_home, again),
            "occurred": {
                "from": began.isoformat(),
                "pattern": random.choice(words.AT_HOME_AGAIN if at_home else words.OUTSIDE_AGAIN) if again else None,
                "ongoing": again,
            },
            "location": home.location(None if at_home else home.outside),
        }

    def _account(self, matter: Matter, at_home: bool, again: bool) -> str:
        lines = words.NOISE[matter.answers["noise_kind"]] if matter.category == "noise" else None
        happens = self._random.choice(lines or words.HAPPENS[matter.category])
        return f"{happens} {self._random.choice((words.AT_HOME if at_home else words.OUTSIDE)[again])}"

    def _reporter(self, matter: Matter, channel: str, day: date, home: Home, at: datetime) -> dict[str, Any]:
        """Who tells us and how they may be reached; some give no name, and some were not asked what is safe."""
        random = self._random
        nameless = 0.25 if matter.category in ENVIRONMENT else 0.05
        if channel in ("online", "phone") and random.random() < nameless:
            return {"reporter": {"anonymous": True}}
        person = self._invented.anybody(day)
        language = random.choice(_LANGUAGES)
        told: dict[str, Any] = {
            "reporter": self._named(person, channel, home, matter),
            "language": language,
            "interpreter": "wanted for calls" if language != "en" else None,
        }
        if random.random() < 0.92:
            told["safe_contact"] = _all_safe(channel, at)
        return told

    def _named(self, person: Person, channel: str, home: Home, matter: Matter) -> dict[str, Any]:
        near = matter.category in NEIGHBOURS
        return {
            "full_name": person.full_name,
            "phone": self._invented.mobile() if channel in ("phone", "in_person", "online") else None,
            "email": person.email if channel != "phone" else None,
            "address": home.address if near else None,
            "is_victim": True if near else None,
        }


def _all_safe(channel: str, at: datetime) -> dict[str, Any]:
    return {
        "phone": {"safe": "yes", "voicemail": "yes"},
        "sms": {"safe": "yes" if channel == "phone" else "unknown"},
        "email": {"safe": "yes"},
        "confirmed_at": at.isoformat(),
    }
