"""A cohort: who enters, how they stand, who leaves; and nobody in it is ever looked at too late."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.panels.domain.cohort import COHORT, Entry, due_at, enter_cohort, leave_cohort, note_standing
from services.panels.domain.cohort_commands import EnterCohortAs, LeaveCohortBy, NoteStandingBy
from services.panels.domain.cohort_events import CohortNoted, Sheet
from services.panels.domain.definition import GRADES
from services.panels.domain.refusals import LeftCohort
from shared.kernel.messages import Fact
from shared.kernel.personal import Personal, Unsealed
from shared.kernel.refusals import InvalidInput, NotFound
from tests.support.builders.panels import TIMETABLE

PANEL = TIMETABLE.panel("offenders_iom")
assert PANEL.cohort is not None
COHORT_OF, TODAY = PANEL.cohort, date(2026, 11, 25)
STANDING: dict[str, Any] = {
    "status": "community",
    "track": "statutory",
    "grade": "amber",
    "reasons": ("no_home",),
    "lead": "iom_probation",
    "review_on": TODAY + timedelta(days=28),
}


def about(today: date = TODAY, **changes: Any) -> dict[str, Any]:
    at = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    members = {"at": at, "panel": PANEL.id, "entry_id": "entry-1", "on": today, "definition": PANEL, "today": today}
    return members | changes


def entering(**changes: Any) -> EnterCohortAs:
    return EnterCohortAs(**{**about(), **STANDING, "name": "Carl Example", "person_id": "person-1", **changes})


def opened(fact: Fact) -> Sheet:
    assert isinstance(fact, CohortNoted)
    told: Any = fact.told
    assert isinstance(told, Unsealed)
    assert told.person_id == "person-1"
    return msgspec.json.decode(told.text, type=Sheet)


def entered(**changes: Any) -> tuple[Entry, Sheet]:
    facts = enter_cohort(entering(**changes), COHORT.initial)
    return COHORT.fold([stored(facts[0])]), opened(facts[0])


def stored(fact: Fact) -> Fact:
    """As it lies in the log: sealed."""
    return msgspec.structs.replace(fact, told=Personal("person-1", "sealed"))


def noting(sheet: Sheet, state: Entry, on: date, **changes: Any) -> Sheet:
    command = NoteStandingBy(**{**about(on), **STANDING, "review_on": on + timedelta(days=28), **changes})
    (fact,) = note_standing(command, state, sheet)
    return opened(fact)


def wrong(**changes: Any) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        enter_cohort(entering(**changes), COHORT.initial)
    return [error.pointer for error in refused.value.errors]


def test_who_enters_stands_on_one_sheet_under_their_own_key_and_enters_once() -> None:
    state, sheet = entered()
    assert (sheet.name, sheet.grade, sheet.entered_on, sheet.heard) == ("Carl Example", "amber", "2026-11-25", False)
    assert enter_cohort(entering(name="Somebody Else"), state) == ()


def test_no_member_of_a_sheet_takes_words_but_the_persons_own_name() -> None:
    listed = {name: set(getattr(COHORT_OF, name)) for name in ("statuses", "tracks", "reasons", "exits")}
    assert all(code.replace("_", "").isalpha() for codes in listed.values() for code in codes)
    for name in ("status", "track", "grade", "lead"):
        assert wrong(**{name: "Amina, 9 Hidden Lane"})[0] == f"/{name}"
    assert wrong(reasons=("no_home", "Amina, 9 Hidden Lane")) == ["/reasons"]


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"name": " "}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"born": TODAY}, "/born"),
        ({"on": None}, "/on"),
        ({"on": TODAY + timedelta(days=1)}, "/on"),
        ({"reasons": ()}, "/reasons"),
        ({"review_on": None}, "/review_on"),
        ({"review_on": TODAY}, "/review_on"),
        ({"review_on": TODAY + timedelta(days=64)}, "/review_on"),
        ({"grade": "red", "review_on": TODAY + timedelta(days=36)}, "/review_on"),
    ],
    ids=str,
)
def test_what_is_missing_or_wrong_is_said_at_its_field(changes: dict[str, Any], at: str) -> None:
    assert wrong(**changes) == [at]


def test_a_note_goes_forward_and_what_is_so_already_is_not_noted_again() -> None:
    state, sheet = entered()
    later = noting(sheet, state, TODAY + timedelta(days=7), grade="red", heard=True)
    assert (later.grade, later.heard, later.name) == ("red", True, sheet.name)
    same = NoteStandingBy(**{**about(), **STANDING})
    assert note_standing(same, state, sheet) == ()
    with pytest.raises(InvalidInput):
        noting(later, state, TODAY + timedelta(days=6))


def test_who_has_left_or_was_forgotten_or_is_another_panels_is_not_there() -> None:
    state, sheet = entered()
    (fact,) = leave_cohort(LeaveCohortBy(**about(), exit="moved_area"), state, sheet)
    gone = opened(fact)
    assert (gone.left_on, gone.exit) == ("2026-11-25", "moved_area")
    again = NoteStandingBy(**{**about(), **STANDING})
    for sheet_now, refusal in (
        (gone, LeftCohort),
        (None, NotFound),
        (msgspec.structs.replace(sheet, panel="x"), NotFound),
    ):
        with pytest.raises(refusal):
            note_standing(again, state, sheet_now)
    for changes in (
        {"exit": ""},
        {"exit": "moved_area", "on": None},
        {"exit": "died", "on": TODAY - timedelta(days=1)},
    ):
        with pytest.raises(InvalidInput):
            leave_cohort(LeaveCohortBy(**{**about(), **changes}), state, sheet)


SITTINGS = TIMETABLE.sittings("offenders_iom", TODAY, date(2028, 11, 25))
NOTES = st.lists(st.tuples(st.sampled_from(GRADES), st.integers(1, 98), st.booleans(), st.integers(0, 60)), max_size=6)


@settings(max_examples=30, deadline=None)
@drawn(notes=NOTES)
def test_nobody_in_a_cohort_is_forgotten_and_nobody_who_left_is_called(notes: Any) -> None:
    state, sheet = entered()
    day = TODAY
    for grade, days, heard, after in notes:
        day += timedelta(days=after)
        review_on = day + timedelta(days=min(days, COHORT_OF.review_within_days[grade]))
        command = NoteStandingBy(**{**about(day), **STANDING, "grade": grade, "review_on": review_on, "heard": heard})
        facts = note_standing(command, state, sheet)
        sheet = opened(facts[0]) if facts else sheet
    called = [sitting.day for sitting in SITTINGS if due_at(sheet, sitting.day)]
    latest = date.fromisoformat(sheet.noted_on) + timedelta(days=COHORT_OF.review_within_days[sheet.grade])
    assert called == [sitting.day for sitting in SITTINGS if sitting.day >= called[0]], "once due, always due"
    assert called[0] <= next(sitting.day for sitting in SITTINGS if sitting.day >= latest)
    if sheet.grade == "red" or not sheet.heard:
        assert called == [sitting.day for sitting in SITTINGS if sitting.day.isoformat() >= sheet.entered_on]
    (fact,) = leave_cohort(LeaveCohortBy(**about(day), exit="order_ended"), state, sheet)
    assert not any(due_at(opened(fact), sitting.day) for sitting in SITTINGS)
