"""Court dates of cases of abuse: who goes to court, how long it takes, and what becomes of it."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from services.rehearsal.plan.abuse_case import AbuseCase
from services.rehearsal.plan.case_deeds import FillIn, Said
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.year import LONDON, moment
from services.triage.domain.vawg import commands as asked

# Police bring about four in ten of their cases to an end in law, their target of the source year; of those that they
# referred to the MARAC while it is still worked on, about half as many are heard. How long each takes is plausible.
_CRIMINAL, _CIVIL = 0.22, 0.09
_FIRST_DAY, _TRIAL, _ORDER_DAY = (21, 62), (45, 95), (8, 24)
_TRIED, _MOVED, _TAKEN_OFF = 0.5, 0.18, 0.06
# A protection notice is heard within 48 hours of it.
_NOTICE_DAY, _NOTICES = (1, 2), 0.4
_OUTCOMES = ("convicted",) * 6 + ("acquitted",) * 2 + ("discontinued",)
_MEASURES = ("asked_for", "agreed", "agreed", "not_wanted", "not_asked")
_WHY_MOVED = ("no_court_time", "no_court_time", "defence", "witness")
_HELD_AGAIN = 18


@dataclass(frozen=True, slots=True)
class InCourt:
    """Lays out hearings; none that would be after its case was closed."""

    office: Office

    def of_cases(self, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
        """Those of every case."""
        for case in cases:
            chance = self.office.chance(case.referral, "court")
            share = chance.random()
            if case.referral.agency == "police" and share < _CRIMINAL:
                yield from self.office.before(self._criminal(case, chance))
            elif case.accepted_at is not None and share > 1 - _CIVIL:
                yield from self.office.before(self._civil(case, chance))

    def _criminal(self, case: AbuseCase, chance: Random) -> Iterator[FillIn]:
        happened_on = _happened(case)
        booked_at = self.office.day(case.opened_at, chance.randint(1, 3), chance)
        first_on = self._sits(happened_on, chance.randint(*_FIRST_DAY))
        goes_on = chance.random() < _TRIED
        result = "goes_on" if goes_on else chance.choice(("convicted", "convicted", "discontinued"))
        first = _Listed("first", "magistrates_abuse", "first_hearing", happened_on)
        over_on = yield from self._heard(case, first, booked_at, first_on, result, chance)
        if goes_on and over_on is not None:
            court = chance.choice(("magistrates_abuse", "magistrates_abuse", "crown"))
            trial = _Listed("trial", court, "trial", happened_on)
            trial_on = self._sits(over_on, chance.randint(*_TRIAL))
            yield from self._heard(case, trial, _noon(over_on), trial_on, chance.choice(_OUTCOMES), chance)

    def _civil(self, case: AbuseCase, chance: Random) -> Iterator[FillIn]:
        """A protection order, within days of the notice, or an order that she asks for."""
        notice = chance.random() < _NOTICES
        at = self.office.day(case.opened_at, 1 if notice else chance.randint(6, 15), chance)
        day = self._sits(at.astimezone(LONDON).date(), chance.randint(*(_NOTICE_DAY if notice else _ORDER_DAY)))
        court, what = ("magistrates", "protection_notice") if notice else ("family", "non_molestation")
        result = "order_refused" if chance.random() < 0.12 else "order_made"
        listed = _Listed("order", court, what, at.astimezone(LONDON).date() if notice else _happened(case))
        yield from self._heard(case, listed, at, day, result, chance)

    def _heard(
        self, case: AbuseCase, listed: "_Listed", booked_at: datetime, day: date, result: str, chance: Random
    ) -> Generator[FillIn, None, date | None]:
        """Put on the case; sometimes moved; what became of it the same evening. Returns its day, None if none came."""
        hearing_id, key = case.id_of(f"court/{listed.name}"), f"court/{listed.name}"
        moves = chance.random() < _MOVED
        held_on = self._sits(day, _HELD_AGAIN) if moves else day
        if not case.open_at(moment(held_on, 23)):
            return None
        yield case.fill_in(
            booked_at,
            key,
            asked.ListHearing,
            hearing_id=hearing_id,
            court=listed.court,
            what=listed.what,
            hearing_at=moment(day, 10),
            incident_on=listed.happened_on,
            measures=chance.choice(_MEASURES),
        )
        if moves:
            told_at = max(moment(self.office.days.before(day, 1), 15), booked_at + timedelta(hours=1))
            moved: Said = {
                "hearing_id": hearing_id,
                "hearing_at": moment(held_on, 10),
                "why": chance.choice(_WHY_MOVED),
            }
            yield case.fill_in(told_at, f"{key}/moved", asked.MoveHearing, **moved)
        off = chance.random() < _TAKEN_OFF
        result = "vacated" if off else result
        ended: Said = {"hearing_id": hearing_id, "held": result not in ("vacated", "discontinued"), "result": result}
        yield case.fill_in(moment(held_on, 16, 30), f"{key}/ended", asked.EndHearing, **ended)
        return None if off else held_on

    def _sits(self, day: date, days: int) -> date:
        """The first day on which courts sit, so many days later."""
        return self.office.days.on_or_after(day + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    court: str
    what: str
    happened_on: date


def _happened(case: AbuseCase) -> date:
    """When it happened that was referred."""
    said = case.referral.document["occurred"].get("from")
    return date.fromisoformat(said) if said else case.opened_on


def _noon(day: date) -> datetime:
    return moment(day, 17)
