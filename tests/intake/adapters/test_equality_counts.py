"""Answers about equality are only ever sums, and a few are told to nobody."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import inspect

from services.intake.adapters.equality_counts import FEW, EqualityCounts, answers, quarter_of
from shared.event_store.databases import Database, open_database
from tests.support.databases import Place

ENDED, TODAY = date(2026, 9, 30), date(2026, 11, 23)


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    made = open_database(place.address("intake"), "DATABASE_URL", "equality", lasting=True)
    yield made
    made.close()


def test_only_sums_are_kept_with_no_column_that_could_join_them_to_anything(database: Database) -> None:
    counts = EqualityCounts(database)
    counts.add(ENDED, "sex", "female")
    counts.add(ENDED, "sex", "female")
    with database.reading() as connection:
        rows = connection.execute(answers.select()).all()
        columns = {column["name"] for column in inspect(connection).get_columns("equality_answers")}
    assert [tuple(row) for row in rows] == [("2026-07", "sex", "female", 2)]
    assert columns == {"quarter", "question", "answer", "given"}


def test_five_or_fewer_are_not_told_and_six_are(database: Database) -> None:
    counts = EqualityCounts(database)
    for _ in range(FEW):
        counts.add(ENDED, "sex", "male")
    for _ in range(FEW + 1):
        counts.add(ENDED, "sex", "female")
    assert counts.ended(TODAY) == {"2026-07": {("sex", "female"): 6, ("sex", "male"): None}}


def test_a_quarter_that_runs_is_not_told_lest_two_looks_tell_of_one_person(database: Database) -> None:
    counts = EqualityCounts(database)
    for _ in range(FEW + 1):
        counts.add(TODAY, "sex", "female")
    assert counts.ended(TODAY) == {}
    assert list(counts.ended(date(2027, 1, 1))) == ["2026-10"]


@pytest.mark.parametrize(
    ("day", "quarter"), [("2026-01-01", "2026-01"), ("2026-06-30", "2026-04"), ("2026-12-31", "2026-10")]
)
def test_a_day_lies_in_the_quarter_that_begins_before_it(day: str, quarter: str) -> None:
    assert quarter_of(date.fromisoformat(day)) == quarter
