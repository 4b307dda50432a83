"""A cohort as its own panel sees it: who is in it, what is due, and the profile in numbers that point at nobody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Request

from services.panels.domain.cohort import NEW, RED, REVIEW, due_at
from services.panels.domain.definition import GRADES, Cohort, PanelDefinition
from services.panels.domain.events import Sheet
from services.panels.domain.values.sittings import a_year_after
from services.panels.read_models import cohort
from services.panels.web.desk import Desk
from shared.kernel.refusals import NotFound
from shared.kernel.sealed import unsealed
from shared.kernel.small_numbers import SHOWN_FROM, kept_back
from shared.web.guard import principal_of

DUE = {NEW: "New, not looked at yet", RED: "Red: looked at every time", REVIEW: "Review is due"}


@dataclass(frozen=True, slots=True)
class Wall:
    """The panel whose wall somebody stands behind."""

    panel: PanelDefinition
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Row:
    """One entry; `due` says why the board looks at it on the day asked for, if it does."""

    entry_id: str
    sheet: Sheet
    due: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """One line of the profile; `number` is None where it may not be shown."""

    label: str
    number: int | None


def wall_of(desk: Desk, request: Request) -> Wall:
    """The walled panel of whoever asks. NotFound for everybody else: there is nothing."""
    who = principal_of(request)
    for panel in desk.timetable.panels.values():
        if panel.cohort is not None and desk.reads(who, panel):
            return Wall(panel, panel.cohort)
    raise NotFound


def rows_on(desk: Desk, wall: Wall, day: date) -> Sequence[Row]:
    """Everybody ever entered who is still known: the gravest grade first, then whose review comes first."""
    with desk.reading() as connection:
        kept = cohort.newest(connection)
    found = []
    for entry_id, told in kept:
        sheet = unsealed(desk.opener, told, Sheet)
        if sheet is not None and sheet.panel == wall.panel.id:
            found.append(Row(entry_id, sheet, due_at(sheet, day)))
    return sorted(found, key=lambda row: (GRADES.index(row.sheet.grade), row.sheet.review_on, row.sheet.name))


def sheets_of(desk: Desk, wall: Wall, entry_id: str) -> Sequence[Sheet]:
    """Every sheet of one entry, the newest first. NotFound where there is none, or the person was forgotten."""
    with desk.reading() as connection:
        kept = cohort.of_entry(connection, entry_id)
    sheets = [sheet for told in kept if (sheet := unsealed(desk.opener, told, Sheet)) is not None]
    if not sheets or sheets[0].panel != wall.panel.id:
        raise NotFound
    return sheets


def profile_of(wall: Wall, rows: Sequence[Row], today: date) -> Mapping[str, Sequence[Count]]:
    """The cohort in numbers for the board: those in it now, and who came and left in twelve months."""
    active = [row.sheet for row in rows if row.sheet.left_on is None]
    year = [row.sheet for row in rows if _within_a_year(row.sheet.entered_on, today)]
    left = [row.sheet for row in rows if row.sheet.left_on and _within_a_year(row.sheet.left_on, today)]
    agencies = {agency.code: agency.name for agency in wall.panel.agencies}
    return {
        "In the cohort": _counts({"all": "Everybody"}, ["all" for _ in active]),
        "By grade": _counts({grade: grade.capitalize() for grade in GRADES}, [each.grade for each in active]),
        "By where they are": _counts(wall.cohort.statuses, [each.status for each in active]),
        "By track": _counts(wall.cohort.tracks, [each.track for each in active]),
        "By the agency that leads": _counts(agencies, [each.lead for each in active]),
        "Entered in twelve months": _counts({"all": "Everybody"}, ["all" for _ in year]),
        "Left in twelve months, by why": _counts(wall.cohort.exits, [each.exit or "" for each in left]),
    }


def _counts(labels: Mapping[str, str], found: Sequence[str]) -> Sequence[Count]:
    """Each label with how many; where so few are in all that they could be known, no line of it is shown."""
    counted = Counter(found)
    numbers = {code: counted[code] for code in labels}
    hidden = kept_back(numbers) if not 0 < len(found) < SHOWN_FROM else set(numbers)
    return [Count(label, None if code in hidden else numbers[code]) for code, label in labels.items()]


def _within_a_year(day: str, today: date) -> bool:
    return date.fromisoformat(day) <= today < a_year_after(date.fromisoformat(day))
