"""What the coordinator does in the year: agendas sent round, choices about late referrals, meetings held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from services.panels.domain.schedule import Timetable
from services.rehearsal.plan import cast
from services.rehearsal.plan.deeds import (
    AcceptLate,
    CallEmergency,
    ChaseActions,
    Circulate,
    Deed,
    Defer,
    Hold,
    Referral,
)
from services.rehearsal.plan.listings import CORE_GROUP, Listing
from services.rehearsal.plan.words import meetings as words
from services.rehearsal.plan.year import LONDON, Round, Year, moment, rounds

_BY = cast.COORDINATOR.sign_in_name
# Written up once the meeting is over: how long after its beginning.
_WRITTEN_UP = {"marac": timedelta(hours=5), "cmarac": timedelta(hours=3), "housing_needs": timedelta(hours=3)}
_EMERGENCY_LASTS = timedelta(minutes=50)
_CHASED_ON = 3  # Thursdays

Listed = tuple[Referral, Listing]


@dataclass(frozen=True, slots=True)
class PanelDeeds:
    """Lays out the deeds of one panel."""

    timetable: Timetable
    year: Year
    random: Random

    def meetings(self, panel: str, core: frozenset[str] = frozenset()) -> Iterator[Deed]:
        """Each agenda circulated on its day and again the day before if it has changed; each meeting held."""
        held, ahead = rounds(self.timetable, panel, self.year)
        for each in [*held, *ahead]:
            sitting = each.sitting
            the_day_before = self.timetable.days.before(sitting.day, 1)
            for day, name in ((sitting.circulates_on, "circulate"), (the_day_before, "circulate-again")):
                if day <= self.year.last:
                    key = f"{panel}/{sitting.day}/{name}"
                    yield Circulate(at=moment(day, 15, 30), key=key, by=_BY, meeting_id=sitting.meeting_id)
        for each in held:
            at = each.sitting.starts_at + _WRITTEN_UP[panel]
            yield self._held(panel, each.sitting.meeting_id, each.sitting.day, at, core)

    def choices(self, listed: Sequence[Listed]) -> Iterator[Deed]:
        """What becomes of each referral that came late, and of those that are put off."""
        for referral, listing in listed:
            if listing.entry == "late":
                yield self._accepted(referral, listing)
            elif listing.entry == "deferred":
                yield self._deferred(referral, listing.round)
            elif listing.entry == "emergency":
                yield from self._emergency(referral, listing)

    def chasing(self, begins: date) -> Iterator[Deed]:
        """Once a week, on the next working day where that is none."""
        for thursday in self.year.days():
            day = self.timetable.days.on_or_after(thursday)
            if thursday.weekday() == _CHASED_ON and begins < day <= self.year.last:
                yield ChaseActions(at=moment(day, 9, 15), key=f"chase/{day}", by=_BY)

    def _accepted(self, referral: Referral, listing: Listing) -> Deed:
        return AcceptLate(
            at=self._next_morning(listing.referred_at),
            key=f"{referral.key}/accept",
            by=_BY,
            referral=referral,
            meeting_id=listing.round.sitting.meeting_id,
            reason=self.random.choice(words.LATE_REASONS),
        )

    def _deferred(self, referral: Referral, meeting: Round) -> Deed:
        reason, note = self.random.choice(words.DEFERRALS)
        return Defer(
            at=moment(self.timetable.days.before(meeting.sitting.day, 2), 11, 20),
            key=f"{referral.key}/defer",
            by=_BY,
            referral=referral,
            meeting_id=meeting.sitting.meeting_id,
            reason=reason,
            interim_note=note,
        )

    def _emergency(self, referral: Referral, listing: Listing) -> Iterator[Deed]:
        called_at = self._next_morning(listing.referred_at)
        starts_at = called_at.replace(minute=0) + timedelta(hours=5)
        sitting = self.timetable.extra_sitting("marac", "emergency", starts_at, called_at)
        yield CallEmergency(
            at=called_at,
            key=f"{referral.key}/emergency",
            by=_BY,
            referral=referral,
            panel="marac",
            meeting_id=listing.round.sitting.meeting_id,
            starts_at=starts_at,
            reason=self.random.choice(words.EMERGENCY_REASONS),
        )
        yield self._held(
            "marac", sitting.meeting_id, sitting.day, starts_at + _EMERGENCY_LASTS, frozenset(), emergency=True
        )

    def _held(
        self, panel: str, meeting_id: str, day: date, at: datetime, core: frozenset[str], emergency: bool = False
    ) -> Deed:
        key = f"{panel}/{day}/{'emergency' if emergency else 'hold'}/{meeting_id}"
        return Hold(at=at, key=key, by=_BY, panel=panel, meeting_id=meeting_id, day=day, emergency=emergency, core=core)

    def _next_morning(self, at: datetime) -> datetime:
        day = self.timetable.days.after(at.astimezone(LONDON).date(), 1)
        return moment(day, 9, self.random.randint(5, 55))


def core_group(listed: Sequence[Listed]) -> frozenset[str]:
    """The references of those who become the core group: from the first meetings, two of each while they last."""
    by_meeting: dict[str, list[str]] = {}
    for referral, listing in listed:
        if listing.heard is not None:
            by_meeting.setdefault(listing.heard.sitting.meeting_id, []).append(referral.reference)
    chosen = [reference for references in by_meeting.values() for reference in references[:2]]
    return frozenset(chosen[:CORE_GROUP])
