"""What residents do besides reporting: diaries day by day, the same person met again; and a place nobody may find."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from services.rehearsal.plan import cast
from services.rehearsal.plan.asb import Report
from services.rehearsal.plan.deeds import Deed, Referral
from services.rehearsal.plan.intake_deeds import GiveDiary, HidePlace, WriteDiary
from services.rehearsal.plan.places import Home
from services.rehearsal.plan.words.letters import NIGHTS
from services.rehearsal.plan.year import DAY, LONDON, Year, moment

_DIARY_DAYS = 8
_DIARIES, _GIVEN_LATELY = 5, (4, 2)
MET_AGAIN, _MET_LATELY = 4, 40 * DAY
_KEPT_AT = {"noise", "rowdy_neighbours"}
# No invented household lives at a number this high.
_REFUGE = Home("Hawkmoth Crescent", 190, None)


def diaries(year: Year, reports: Sequence[tuple[Referral, Report]], random: Random) -> Iterator[Deed]:
    """A few who reported online write down what happens, day by day; a quiet day is written down, too."""
    kept = [each for each in reports if _keeps_one(each[1], year)][-_DIARIES:]
    given = [_given_on(report) for _, report in kept]
    # The two who reported last were given theirs these days, and are still writing.
    given[-len(_GIVEN_LATELY) :] = [year.today - days * DAY for days in _GIVEN_LATELY][-len(given) :]
    for (referral, _), first in zip(kept, given, strict=True):
        at = moment(first, 10, 20)
        by = cast.CASES.sign_in_name
        yield GiveDiary(at=at, key=f"{referral.key}/diary", by=by, referral=referral, first_on=first, days=_DIARY_DAYS)
        for number in range(_DIARY_DAYS):
            yield from _written(referral, first + number * DAY, year, random)


def _written(referral: Referral, on: date, year: Year, random: Random) -> Iterator[Deed]:
    """In the morning after; now and then a day is left out, which says nothing about it."""
    chance, at = random.random(), moment(on + DAY, 8, random.randint(0, 25))
    if chance < 0.15 or on >= year.last:
        return
    began, what = random.choice(NIGHTS) if chance < 0.7 else (None, None)
    key = f"{referral.key}/diary/{on}"
    yield WriteDiary(at=at, key=key, by=cast.RESIDENT, referral=referral, on=on, began=began, what=what)


def met_again(year: Year, reports: Sequence[Report], random: Random) -> list[Report]:
    """The same reports, where a few who called lately are somebody who called before under a name spelt otherwise."""
    callers = [place for place, report in enumerate(reports) if _can_be_met(report)]
    lately = [place for place in callers if reports[place].at >= moment(year.today, 0) - _MET_LATELY]
    found = list(reports)
    for place in random.sample(lately, min(MET_AGAIN, len(lately))):
        earlier = found[random.choice([each for each in callers if found[each].at < found[place].at - _MET_LATELY])]
        known, now = earlier.document["reporter"], found[place].document["reporter"]
        again = now | {"full_name": _misspelt(known["full_name"]), "phone": known["phone"]}
        found[place] = replace(found[place], document={**found[place].document, "reporter": again})
    return found


def _misspelt(full_name: str) -> str:
    """With one letter of the family name left out, as it is heard on the telephone."""
    first, _, family = full_name.partition(" ")
    return f"{first} {family[0]}{family[2:]}"


def hidden_place(year: Year) -> Deed:
    """A refuge, under a code that does not say where it is."""
    at = moment(year.first + 30 * DAY, 10)
    address = f"{_REFUGE.address}, {_REFUGE.postcode}"
    return HidePlace(at=at, key="refuge", by=cast.MANAGER.sign_in_name, code="R-1", addresses=(address,))


def _can_be_met(report: Report) -> bool:
    reporter = report.document["reporter"] or {}
    return report.channel == "phone" and report.listing is None and bool(reporter.get("phone"))


def _given_on(report: Report) -> date:
    return (report.at + timedelta(days=1)).astimezone(LONDON).date()


def _keeps_one(report: Report, year: Year) -> bool:
    named = bool((report.document["reporter"] or {}).get("full_name"))
    ours = report.channel == "online" and report.listing is None and not report.matter.out and named
    return ours and report.matter.category in _KEPT_AT and _given_on(report) <= year.today - _DIARY_DAYS * DAY
