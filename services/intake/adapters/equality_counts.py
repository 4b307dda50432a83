"""Counts of who used the forms: no answer stands beside another or beside a referral, there are only sums."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select, update

from shared.event_store.databases import Database

# Five or fewer may be recognised (domain.md K41).
FEW = 5

metadata = MetaData()

answers = Table(
    "equality_answers",
    metadata,
    Column("quarter", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("answer", Text, primary_key=True),
    Column("given", Integer, nullable=False),
)


def quarter_of(day: date) -> str:
    """The three months a day lies in, such as "2026-10" for October to December, by their first month."""
    return f"{day.year}-{(day.month - 1) // 3 * 3 + 1:02}"


class EqualityCounts:
    """How often each answer to each question was given in each quarter."""

    def __init__(self, database: Database) -> None:
        with database.making(metadata):
            pass
        self._database = database

    def add(self, day: date, question: str, answer: str) -> None:
        """One more; nothing is kept of whose it was or when in the quarter."""
        given = {"quarter": quarter_of(day), "question": question, "answer": answer}
        same = [column == given[column.name] for column in (answers.c.quarter, answers.c.question, answers.c.answer)]
        with self._database.changing() as connection:
            if not connection.execute(update(answers).where(*same).values(given=answers.c.given + 1)).rowcount:
                connection.execute(insert(answers), {**given, "given": 1})

    def ended(self, today: date) -> Mapping[str, Mapping[tuple[str, str], int | None]]:
        """By quarter and then by question and answer; None stands for a few, which are not told.

        Only quarters that have ended: of a running one, two looks would tell what was added between them. What nobody
        answered is not there. There are no totals, from which a few could be worked out.
        """
        wanted = select(answers).where(answers.c.quarter < quarter_of(today)).order_by(answers.c.quarter.desc())
        found: dict[str, dict[tuple[str, str], int | None]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(wanted):
                told = row.given if row.given > FEW else None
                found.setdefault(row.quarter, {})[row.question, row.answer] = told
        return found
