"""Cases before the housing needs panel: asked at a talk, told on a recorded basis, heard at its next meeting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.panels.domain.schedule import Timetable
from services.rehearsal.plan import cast
from services.rehearsal.plan.abuse_case import VICTIM, AbuseCase
from services.rehearsal.plan.case_deeds import Said
from services.rehearsal.plan.deeds import Deed, RecordBasis
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.words import rehousing as words
from services.rehearsal.plan.year import Round, Year, moment, rounds
from services.triage.adapters.dated_files import load_wordings
from services.triage.domain.support.panel_commands import AskHousingPanel

HOUSING = "housing_needs"
# For a meeting; no source gives a number. Those of the next one wait for their lawful basis when the visitor comes.
_ASKED = (1, 2, 2, 3)
_SETTLED, _NOT_LONG_AGO = timedelta(days=6), timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Rehousing:
    """Chooses among those who accepted support, from the first day on which that panel may be told of anybody."""

    year: Year
    timetable: Timetable
    office: Office

    def of_cases(self, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
        """For each meeting a few, in time for it; nobody twice."""
        held, ahead = rounds(self.timetable, HOUSING, self.year)
        left, told_from = [case for case in cases if case.accepted_at is not None], _told_from()
        for each in [*held, *ahead]:
            chance = self.office.chance_of(f"rehousing/{each.sitting.day}")
            for _ in range(chance.choice(_ASKED)):
                at = self._asked_at(each, chance.randrange(5))
                ready = [case for case in left if _ready(case, at)]
                if at >= self.office.ends_at or at.date() < told_from or not ready:
                    continue
                case = chance.choice(ready)
                left.remove(case)
                yield from self._asked(case, at, told=each in held)

    def _asked_at(self, each: Round, days: int) -> datetime:
        day = min(self.timetable.days.on_or_after(each.opens + timedelta(days=days)), each.closes)
        return moment(day, 10 + days, 7 * days)

    def _asked(self, case: AbuseCase, at: datetime, told: bool) -> Iterator[Deed]:
        """By the adviser; an officer writes down the basis the same day, and names follow."""
        chance = self.office.chance(case.referral, "rehousing")
        asks = chance.choice(tuple(words.ASKED))
        said: Said = {"asks": asks, "why": chance.choice(words.ASKED[asks])}
        yield case.fill_in(at, "rehousing", AskHousingPanel, people=VICTIM, **said)
        if told:
            yield RecordBasis(
                at=at + timedelta(minutes=95),
                key=f"{case.referral.key}/rehousing/basis",
                by=cast.CASES.sign_in_name,
                referral=case.referral,
                panel=HOUSING,
                consent="given",
            )


def _ready(case: AbuseCase, at: datetime) -> bool:
    """Settled with an adviser, not long ago, and open until some days after the meeting."""
    assert case.accepted_at is not None
    return case.accepted_at + _SETTLED < at < case.accepted_at + _NOT_LONG_AGO and case.open_at(at + timedelta(days=1))


def _told_from() -> date:
    """The first day on which the words of lawful disclosure know this panel."""
    return min(each.effective_from for each in load_wordings().all if HOUSING in each.recipients)
