"""Who is heard when: every hearing of the year with the moment of its referral, before anybody is invented for it.

The figures are Merton's of 2016-17: 299 MARAC cases of which 94 repeats, at meetings three weeks apart; 42 CMARAC cases
in nine months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from services.panels.domain.schedule import Timetable
from services.rehearsal.plan.deeds import Entry
from services.rehearsal.plan.shares import shared_out, spread
from services.rehearsal.plan.year import DAY, Round, Year, days_between, moment, rounds

MARAC_HEARD, MARAC_REPEATS, MARAC_EACH = 299, 94, 17
CMARAC_HEARD, CMARAC_EACH_MONTH, CORE_GROUP = 42, 4.7, 6
# A few a year come after the deadline; most of those are taken, some cannot wait, some are put off.
_LATE, _EMERGENCIES, _DEFERRED = 9, 3, 4


@dataclass(frozen=True, slots=True)
class Listing:
    """One referral to a panel: `round` is the meeting it is put on, `heard` the one that hears it, None if to come."""

    round: Round
    heard: Round | None
    entry: Entry
    referred_at: datetime
    repeat: bool = False


def marac_listings(timetable: Timetable, year: Year, random: Random) -> list[Listing]:
    """The year's MARAC hearings and what waits for the next, in the order in which they were referred."""
    held, ahead = rounds(timetable, "marac", year)
    choices = random.sample(range(1, len(held)), _LATE + _DEFERRED)
    late, deferred = choices[:_LATE], choices[_LATE:]
    emergencies = random.sample(range(1, len(held)), _EMERGENCIES)
    regular = spread(MARAC_HEARD - _EMERGENCIES, len(held))
    found: list[Listing] = []
    for number, (meeting, count) in enumerate(zip(held, regular, strict=True)):
        by_choice: dict[Entry, int] = {"late": number in late, "deferred": number in deferred}
        entries: dict[Entry, int] = by_choice | {
            "in_time": count - sum(by_choice.values()),
            "emergency": number in emergencies,
        }
        for entry in (entry for entry, times in entries.items() for _ in range(times)):
            first = held[number - 1] if entry == "deferred" else meeting
            found.append(Listing(first, meeting, entry, _referred(timetable, first, entry, random)))
    found = _with_repeats(found, held, MARAC_REPEATS, random)
    for meeting in ahead:
        found += _waiting(timetable, meeting, year, random)
    return sorted(found, key=lambda listing: listing.referred_at)


def cmarac_listings(timetable: Timetable, year: Year, pool: Sequence[date], random: Random) -> list[Listing]:
    """The year's CMARAC hearings and what waits for the next, on days taken from the pool of anti-social behaviour.

    All of the first nine months' cases are referred and heard within them; the panel goes on after that.
    """
    held, ahead = rounds(timetable, "cmarac", year)
    early = [each for each in held if each.sitting.day < year.nine_months_on]
    windows = [days_between(max(year.first, each.opens), each.closes) for each in early]
    counts = shared_out(CMARAC_HEARD, [len(window) for window in windows])
    planned = [(each, window, count) for each, window, count in zip(early, windows, counts, strict=True) if count]
    for each in [*held[len(early) :], *ahead]:
        window = days_between(max(year.nine_months_on, each.opens), min(year.last, each.closes))
        usual = len(days_between(each.opens, each.closes)) or 1
        planned.append((each, window, round(CMARAC_EACH_MONTH * len(window) / usual)))
    found = []
    for each, window, count in planned:
        for day in sorted(random.sample([day for day in pool if day in set(window)], count)):
            heard = each if each in held else None
            found.append(Listing(each, heard, "in_time", _working_hours(day, random)))
    return found


def _referred(timetable: Timetable, meeting: Round, entry: Entry, random: Random) -> datetime:
    if entry in ("late", "emergency"):
        day = timetable.days.after(meeting.closes, random.randint(1, 3))
    else:
        day = _mostly_worked(timetable, days_between(meeting.opens, meeting.closes), random)
    return _working_hours(day, random)


def _mostly_worked(timetable: Timetable, days: Sequence[date], random: Random) -> date:
    """Police and hospitals refer on every day of the week, the others do not."""
    return random.choices(days, [5 if timetable.days.worked(day) else 1 for day in days])[0]


def _working_hours(day: date, random: Random) -> datetime:
    return moment(day, random.randint(9, 16), random.randrange(60))


def _with_repeats(listings: Sequence[Listing], held: Sequence[Round], repeats: int, random: Random) -> list[Listing]:
    """As many repeats at each meeting as at any other, as nearly as can be."""
    found: list[Listing] = []
    for meeting, count in zip(held, spread(repeats, len(held)), strict=True):
        here = [listing for listing in listings if listing.heard == meeting]
        found += _some_repeat(here, count, random)
    return found


def _some_repeat(listings: Sequence[Listing], count: int, random: Random) -> list[Listing]:
    chosen = set(random.sample(range(len(listings)), count))
    return [
        Listing(each.round, each.heard, each.entry, each.referred_at, place in chosen)
        for place, each in enumerate(listings)
    ]


def _waiting(timetable: Timetable, meeting: Round, year: Year, random: Random) -> list[Listing]:
    """What has come in so far for a meeting that is still to be held; after its deadline one that nobody decided on."""
    window = days_between(meeting.opens, meeting.closes)
    passed = [day for day in window if day <= year.last]
    count = round(MARAC_EACH * len(passed) / len(window))
    referred = [_working_hours(_mostly_worked(timetable, passed, random), random) for _ in range(count)]
    found = [Listing(meeting, None, "in_time", at) for at in referred]
    found = _some_repeat(found, round(count * MARAC_REPEATS / MARAC_HEARD), random)
    too_late = [day for day in days_between(meeting.closes + DAY, year.last) if timetable.days.worked(day)]
    if too_late:
        found.append(Listing(meeting, None, "undecided", moment(too_late[-1], 15, 40)))
    return found
