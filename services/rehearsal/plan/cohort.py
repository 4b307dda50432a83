"""The offenders board and its cohort: who enters, how each stands after every meeting, and who leaves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from msgspec.structs import replace

from services.panels.domain.cohort import due_at
from services.panels.domain.cohort_commands import EnterCohort, LeaveCohort, NoteStanding
from services.panels.domain.cohort_events import Sheet
from services.panels.domain.schedule import Timetable
from services.rehearsal.plan import cast
from services.rehearsal.plan.case_deeds import NoteOnSheet, id_of
from services.rehearsal.plan.deeds import Deed, Hold
from services.rehearsal.plan.invented import Invented, Person, age_on
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.year import Year, moment, rounds
from shared.kernel.handling import Command

BOARD = "offenders_iom"
_BY = cast.IOM_COORDINATOR.sign_in_name
# No source gives a number. Enough for a profile to show any; those who do harm at home are some of them.
_FROM_CASES, _OTHERS, _AT_FIRST = 12, 24, 24
_OF_AGE, _YOUNG = 18, 21
_GRADES = ("red",) * 3 + ("amber",) * 4 + ("green",) * 3
# What becomes of a grade at a meeting.
_NEXT: Mapping[str, Sequence[str]] = {
    "red": ("red", "red", "amber", "amber"),
    "amber": ("amber", "amber", "green", "green", "red"),
    "green": ("green", "green", "green", "amber"),
}
_REASONS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "red": (("new_offence", "substances"), ("breach", "not_engaging"), ("release_near", "no_home"), ("new_offence",)),
    "amber": (("not_engaging",), ("substances", "no_home"), ("release_near",), ("engaging", "no_home")),
    "green": (("engaging", "settled_home"), ("work_or_training",), ("engaging", "work_or_training")),
}
_STATUSES: Mapping[str, Sequence[str]] = {
    "red": ("community", "community", "custody", "recalled", "remand", "unlawfully_at_large"),
    "amber": ("community", "community", "custody", "release_soon"),
    "green": ("community",),
}
_LEADS: Mapping[str, Sequence[str]] = {
    "statutory": ("iom_probation",),
    "non_statutory": ("iom_police", "iom_substances", "iom_housing"),
}
_TRACKS = ("statutory",) * 7 + ("non_statutory",) * 3
_EXITS = ("reduced_risk", "reduced_risk", "reduced_risk", "order_ended", "moved_area", "withdrew")
# Of those who are green at a meeting, so many leave afterwards.
_LEAVES = 0.16


@dataclass(frozen=True, slots=True)
class Cohort:
    """Lays it out. Each note stands in a story of its own, so that nothing leads from a sheet to a case."""

    year: Year
    timetable: Timetable
    office: Office

    def deeds(self, known: Sequence[Person], invented: Invented) -> Iterator[Deed]:
        """Every meeting held, and for everybody from the day they enter."""
        chance = self.office.chance_of("cohort")
        held, _ = rounds(self.timetable, BOARD, self.year)
        yield from self.office.before(self._held(each.sitting.meeting_id, each.sitting.day) for each in held)
        grown = [each for each in known if age_on(each.born, self.year.first) >= _OF_AGE]
        people = chance.sample(grown, _FROM_CASES)
        people += [invented.man(self.year.first, _OF_AGE, 44) for _ in range(_OTHERS)]
        chance.shuffle(people)
        days = [each.sitting.day for each in held]
        for number, person in enumerate(people):
            later = 0 if number < _AT_FIRST else chance.randrange(20, 340)
            on = self.timetable.days.on_or_after(self.year.first + timedelta(days=later or number % 5))
            yield from self.office.before(self._one(f"cohort/{number}", person, on, days, chance))

    def _held(self, meeting_id: str, day: date) -> Hold:
        return Hold(
            at=moment(day, 13),
            key=f"{BOARD}/{day}/hold/{meeting_id}",
            by=_BY,
            panel=BOARD,
            meeting_id=meeting_id,
            day=day,
        )

    def _one(self, key: str, person: Person, on: date, meetings: Sequence[date], chance: Random) -> Iterator[Deed]:
        """From the entry over every meeting at which they are due, until they leave or the year is over."""
        sheet = self._entered(person, on, chance)
        said = {"name": sheet.name, "born": person.born, **_standing(sheet)}
        yield _note(key, "enter", on, chance, EnterCohort, said | {"on": on})
        for day in meetings:
            if day <= on or due_at(sheet, day) is None:
                continue
            green = sheet.grade == "green" and sheet.heard
            sheet = self._looked_at(sheet, day, chance)
            yield _note(key, str(day), day, chance, NoteStanding, _standing(sheet) | {"on": day, "heard": True})
            if green and chance.random() < _LEAVES:
                left_on = self.timetable.days.after(day, chance.randint(2, 6))
                left = {"on": left_on, "exit": chance.choice(_EXITS)}
                yield _note(key, "left", left_on, chance, LeaveCohort, left)
                return

    def _entered(self, person: Person, on: date, chance: Random) -> Sheet:
        track = chance.choice(_TRACKS)
        sheet = Sheet(
            panel=BOARD,
            name=person.full_name,
            born=person.born.isoformat(),
            entered_on=on.isoformat(),
            noted_on=on.isoformat(),
            status="community",
            track=track,
            grade=chance.choice(_GRADES),
            reasons=(),
            lead="iom_youth_justice" if age_on(person.born, on) < _YOUNG else chance.choice(_LEADS[track]),
            review_on="",
        )
        stands = self._stands(sheet, on, chance)
        return replace(stands, reasons=("new_in_cohort", *stands.reasons[:1]))

    def _looked_at(self, sheet: Sheet, day: date, chance: Random) -> Sheet:
        return replace(self._stands(replace(sheet, grade=chance.choice(_NEXT[sheet.grade])), day, chance), heard=True)

    def _stands(self, sheet: Sheet, on: date, chance: Random) -> Sheet:
        """Where they are and why follows from the grade, and so does by when they are looked at again."""
        terms = self.timetable.panel(BOARD).cohort
        assert terms is not None
        status = chance.choice(_STATUSES[sheet.grade])
        within = timedelta(days=terms.review_within_days[sheet.grade] - chance.randint(0, 8))
        return replace(
            sheet,
            noted_on=on.isoformat(),
            status=status,
            reasons=chance.choice(_REASONS[sheet.grade]),
            review_on=(on + within).isoformat(),
        )


def _standing(sheet: Sheet) -> dict[str, Any]:
    said = {name: getattr(sheet, name) for name in ("status", "track", "grade", "reasons", "lead")}
    return said | {"review_on": date.fromisoformat(sheet.review_on)}


def _note(
    key: str, step: str, on: date, chance: Random, command: type[Command], said: Mapping[str, Any]
) -> NoteOnSheet:
    """Written up in the afternoon, once the board has risen."""
    at = moment(on, 14 + chance.randrange(3), chance.randrange(60))
    return NoteOnSheet(at=at, key=f"{key}/{step}", by=_BY, panel=BOARD, entry_id=id_of(key), command=command, said=said)
