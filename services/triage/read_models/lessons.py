"""What was learnt from reviews, the newest first, with its actions; and how often each theme in a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, String, Table, Text, func, insert, select, update

from services.triage.domain.lessons.events import LessonActionAgreed, LessonActionEnded, LessonRecorded
from shared.event_store.views import View
from shared.kernel.messages import Recorded
from shared.kernel.personal import Narrative, Personal

_metadata = MetaData()

lessons = Table(
    "triage_lessons",
    _metadata,
    Column("lesson_id", String, primary_key=True),
    Column("referral_id", String, nullable=False),
    Column("theme", String, nullable=False),
    Column("source", String, nullable=False),
    Column("learnt_on", String, nullable=False),
    Column("words_p", String, nullable=False),
    Column("words_c", Text, nullable=False),
    Index("triage_lessons_by_day", "learnt_on", "lesson_id"),
)

actions = Table(
    "triage_lesson_actions",
    _metadata,
    Column("action_id", String, primary_key=True),
    Column("lesson_id", String, nullable=False, index=True),
    Column("referral_id", String, nullable=False),
    Column("owner_id", String, nullable=False),
    Column("due_on", String, nullable=False),
    Column("result", String),
    Column("words_p", String, nullable=False),
    Column("words_c", Text, nullable=False),
    Column("why_p", String),
    Column("why_c", Text),
)


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody does about a lesson; `result` None while it is open. Words are sealed."""

    action_id: str
    lesson_id: str
    owner_id: str
    due_on: date
    result: str | None
    words: Personal[Narrative]
    why: Personal[Narrative] | None


@dataclass(frozen=True, slots=True)
class Learnt:
    """One lesson, its words sealed."""

    lesson_id: str
    referral_id: str
    theme: str
    source: str
    learnt_on: date
    words: Personal[Narrative]


def on_recorded(connection: Connection, recorded: Recorded) -> None:
    """Something was learnt."""
    fact = recorded.fact
    assert isinstance(fact, LessonRecorded)
    row = {name: getattr(fact, name) for name in ("lesson_id", "referral_id", "theme", "source")}
    row |= {"learnt_on": fact.learnt_on.isoformat(), "words_p": fact.words.p, "words_c": fact.words.c}
    connection.execute(insert(lessons).values(row))


def on_action_agreed(connection: Connection, recorded: Recorded) -> None:
    """Somebody answers for something."""
    fact = recorded.fact
    assert isinstance(fact, LessonActionAgreed)
    row = {name: getattr(fact, name) for name in ("action_id", "lesson_id", "referral_id", "owner_id")}
    row |= {"due_on": fact.due_on.isoformat(), "words_p": fact.words.p, "words_c": fact.words.c}
    connection.execute(insert(actions).values(row))


def on_action_ended(connection: Connection, recorded: Recorded) -> None:
    """It was done, or not."""
    fact = recorded.fact
    assert isinstance(fact, LessonActionEnded)
    ended = {"result": fact.result}
    ended |= {"why_p": fact.why.p, "why_c": fact.why.c} if fact.why else {}
    connection.execute(update(actions).where(actions.c.action_id == fact.action_id).values(ended))


def between(connection: Connection, first: date, last: date, theme: str | None = None) -> Sequence[Learnt]:
    """What was learnt from the first day to the last, both included, the newest first; at most 200."""
    wanted = select(lessons).where(lessons.c.learnt_on.between(first.isoformat(), last.isoformat()))
    if theme is not None:
        wanted = wanted.where(lessons.c.theme == theme)
    ordered = wanted.order_by(lessons.c.learnt_on.desc(), lessons.c.lesson_id).limit(200)
    return [_learnt(row) for row in connection.execute(ordered)]


def by_theme(connection: Connection, first: date, last: date) -> Mapping[str, int]:
    """How often each theme from the first day to the last, of what whoever asks may know of."""
    period = lessons.c.learnt_on.between(first.isoformat(), last.isoformat())
    counted = select(lessons.c.theme, func.count()).where(period).group_by(lessons.c.theme)
    return {row[0]: row[1] for row in connection.execute(counted)}


def find(connection: Connection, lesson_id: str) -> Learnt | None:
    """One lesson; None where there is none for whoever asks."""
    row = connection.execute(select(lessons).where(lessons.c.lesson_id == lesson_id)).one_or_none()
    return _learnt(row) if row else None


def actions_of(connection: Connection, lesson_ids: Sequence[str]) -> Sequence[Action]:
    """The actions of these lessons, those due first on top."""
    wanted = select(actions).where(actions.c.lesson_id.in_(sorted(lesson_ids)))
    return [_action(row) for row in connection.execute(wanted.order_by(actions.c.due_on, actions.c.action_id))]


def _learnt(row: Row[Any]) -> Learnt:
    return Learnt(
        lesson_id=row.lesson_id,
        referral_id=row.referral_id,
        theme=row.theme,
        source=row.source,
        learnt_on=date.fromisoformat(row.learnt_on),
        words=Personal(row.words_p, row.words_c),
    )


def _action(row: Row[Any]) -> Action:
    return Action(
        action_id=row.action_id,
        lesson_id=row.lesson_id,
        owner_id=row.owner_id,
        due_on=date.fromisoformat(row.due_on),
        result=row.result,
        words=Personal(row.words_p, row.words_c),
        why=Personal(row.why_p, row.why_c) if row.why_p else None,
    )


VIEW = View(
    "triage_lessons",
    1,
    (lessons, actions),
    {LessonRecorded: on_recorded, LessonActionAgreed: on_action_agreed, LessonActionEnded: on_action_ended},
)
