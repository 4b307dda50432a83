"""Absences never overlap, end early when somebody is back, and lead to a cover who is there."""

from datetime import date, timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.desk.absence import DECIDER, Absences, Away, cover_of, end_absence, record_absence
from services.triage.domain.desk.commands import EndAbsence, RecordAbsence
from services.triage.domain.desk.events import AbsenceEnded, AbsenceRecorded
from services.triage.domain.refusals import AlreadyAway, NoSuchAbsence
from tests.support.builders.triage import NOW
from tests.support.scenario import given

FIRST, LAST = date(2026, 12, 21), date(2027, 1, 4)
RECORDED = AbsenceRecorded(absence_id="one", account_id="ann", first_day=FIRST, last_day=LAST, cover_id="bo")


def record(first: date = FIRST, last: date = LAST, name: str = "one") -> RecordAbsence:
    return RecordAbsence(at=NOW, absence_id=name, account_id="ann", first_day=first, last_day=last, cover_id="bo")


def end(back_on: date, name: str = "one") -> EndAbsence:
    return EndAbsence(at=NOW, account_id="ann", absence_id=name, back_on=back_on)


def test_the_last_day_is_a_day_away_and_the_next_is_not() -> None:
    given(DECIDER).when(record_absence, record()).then(RECORDED)
    (away,) = DECIDER.fold([RECORDED]).away
    days = [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)]
    assert [away.on(day) for day in days] == [False, True, True, False]


def test_the_same_form_twice_is_one_absence_and_another_on_one_of_its_days_is_refused() -> None:
    past = given(DECIDER, RECORDED)
    past.when(record_absence, record()).then_nothing()
    past.when(record_absence, record(LAST, LAST, "two")).then_refused(AlreadyAway)
    next_day = LAST + timedelta(days=1)
    assert past.when(record_absence, record(next_day, next_day, "two")).then_facts()


def test_whoever_is_back_sooner_is_there_from_that_day() -> None:
    ended = AbsenceEnded(absence_id="one", account_id="ann", back_on=date(2026, 12, 29))
    given(DECIDER, RECORDED).when(end_absence, end(date(2026, 12, 29))).then(ended)
    past = given(DECIDER, RECORDED, ended)
    past.when(end_absence, end(date(2026, 12, 29))).then_nothing()
    past.when(end_absence, end(LAST)).then_nothing()
    past.when(end_absence, end(FIRST, "another")).then_refused(NoSuchAbsence)
    assert not past.state.away[0].on(date(2026, 12, 29))


DAYS = st.integers(0, 30).map(lambda n: FIRST + timedelta(days=n))
STEPS = st.tuples(st.sampled_from("abc"), DAYS, DAYS, st.booleans())


@for_all(st.lists(STEPS, max_size=10))
@settings(max_examples=60)
def test_on_no_day_has_anybody_two_covers(asked: list[tuple[str, date, date, bool]]) -> None:
    state = Absences()
    for name, one, other, ends in asked:
        try:
            command = end(one, name) if ends else record(min(one, other), max(one, other), name)
            facts = end_absence(command, state) if isinstance(command, EndAbsence) else record_absence(command, state)
        except (AlreadyAway, NoSuchAbsence):
            continue
        for fact in facts:
            state = DECIDER.evolve(state, fact)
    for day in (FIRST + timedelta(days=n) for n in range(32)):
        assert sum(away.on(day) for away in state.away) <= 1


NAMES = ("ann", "bo", "cy", "di")


@for_all(st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(NAMES)))
@settings(max_examples=80)
def test_a_cover_is_somebody_else_who_is_there_or_nobody_even_where_covers_go_in_a_circle(
    covers: dict[str, str | None],
) -> None:
    away = {
        name: Away(absence_id=name, first_day=FIRST, back_on=LAST, cover_id=cover) for name, cover in covers.items()
    }
    for name in away:
        cover = cover_of(name, away)
        assert cover is None or (cover not in away and cover != name)
