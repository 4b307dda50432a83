"""One lesson: recorded without names, with actions that have an owner and a day, each of which comes to an end."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from services.triage.domain.lessons.commands import AgreeLessonAction, EndLessonAction, OnLesson, RecordLesson
from services.triage.domain.lessons.events import LessonActionAgreed, LessonActionEnded, LessonRecorded
from services.triage.domain.lessons.practice import LessonPractice
from services.triage.domain.lessons.refusals import LessonActionOver
from shared.kernel.decider import Decider
from shared.kernel.identifying import SAYS, found_in
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput, NotFound

DONE, NOT_DONE = "done", "not_done"
LONGEST = 4_000


class Lesson(State, frozen=True, kw_only=True):
    """What stands: from which case, if it was recorded, and each action's result, None while it is open."""

    referral_id: str | None = None
    actions: dict[str, str | None] = msgspec.field(default_factory=dict)


def evolve(state: Lesson, fact: Fact) -> Lesson:
    """The same after one more fact."""
    match fact:
        case LessonRecorded():
            return msgspec.structs.replace(state, referral_id=fact.referral_id)
        case LessonActionAgreed():
            return msgspec.structs.replace(state, actions={**state.actions, fact.action_id: None})
        case LessonActionEnded():
            return msgspec.structs.replace(state, actions={**state.actions, fact.action_id: fact.result})
    return state


LESSON: Decider[Lesson] = Decider(Lesson(), evolve)


def record_lesson(command: RecordLesson, state: Lesson, practice: LessonPractice | None) -> Sequence[Fact]:
    """Once; refused where its words tell of anybody."""
    if state.referral_id is not None:
        return ()
    errors = []
    if practice is None or command.theme not in practice.themes:
        errors.append(FieldError("/theme", "missing", "Choose what it is about."))
    if practice is None or command.source not in practice.sources:
        errors.append(FieldError("/source", "missing", "Choose where it comes from."))
    if command.learnt_on > command.today:
        errors.append(FieldError("/learnt_on", "in_future", "Give the day on which it was learnt, not one to come."))
    errors += _wrong_words(command, "words", command.words, "Say what was learnt.")
    if errors:
        raise InvalidInput(errors)
    return (
        LessonRecorded(
            lesson_id=command.lesson_id,
            referral_id=command.referral_id,
            theme=command.theme,
            source=command.source,
            learnt_on=command.learnt_on,
            words=private(command.subject_id, Narrative, command.words.strip()),
            recorded_by=command.by,
        ),
    )


def agree_lesson_action(command: AgreeLessonAction, state: Lesson) -> Sequence[Fact]:
    """An action has an owner and a day, or is none."""
    _standing(command, state)
    if command.action_id in state.actions:
        return ()
    due = command.due_on
    errors = list(_wrong_words(command, "words", command.words, "Say what is to be done."))
    if not command.owner_id:
        errors.append(FieldError("/owner_id", "missing", "Choose who answers for it."))
    if due is None or due < command.today:
        errors.append(FieldError("/due_on", "missing", "Give the day by which it is done, today or later."))
    if errors or due is None:
        raise InvalidInput(errors)
    return (
        LessonActionAgreed(
            lesson_id=command.lesson_id,
            referral_id=command.referral_id,
            action_id=command.action_id,
            owner_id=command.owner_id,
            due_on=due,
            words=private(command.subject_id, Narrative, command.words.strip()),
        ),
    )


def end_lesson_action(command: EndLessonAction, state: Lesson) -> Sequence[Fact]:
    """Done; or not done, with a reason. What is over stays so."""
    _standing(command, state)
    if command.action_id not in state.actions:
        raise NotFound
    before = state.actions[command.action_id]
    if before is not None:
        if before == command.result:
            return ()
        raise LessonActionOver
    errors = []
    if command.result not in (DONE, NOT_DONE):
        errors.append(FieldError("/result", "missing", "Say whether it was done."))
    if command.result == NOT_DONE or command.why.strip():
        errors += _wrong_words(command, "why", command.why, "Say why it was not done.")
    if errors:
        raise InvalidInput(errors)
    return (
        LessonActionEnded(
            lesson_id=command.lesson_id,
            referral_id=command.referral_id,
            action_id=command.action_id,
            result=command.result,
            ended_on=command.today,
            why=private(command.subject_id, Narrative, command.why.strip()) if command.why.strip() else None,
        ),
    )


def is_late(due_on: date, result: str | None, today: date) -> bool:
    """Whether an action is open although its day has passed."""
    return result is None and due_on < today


def year_of(day: date) -> int:
    """The council's year a day is in: from April, named after the year in which it begins."""
    return day.year if day.month >= 4 else day.year - 1


def year_from(year: int) -> tuple[date, date]:
    """The first and the last day of a council's year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def _standing(command: OnLesson, state: Lesson) -> None:
    if state.referral_id is None or state.referral_id != command.referral_id:
        raise NotFound


def _wrong_words(command: OnLesson, name: str, text: str, says: str) -> Iterator[FieldError]:
    if not text.strip():
        yield FieldError(f"/{name}", "missing", says)
    elif len(text) > LONGEST:
        yield FieldError(f"/{name}", "too_long", f"Use at most {LONGEST} characters.")
    else:
        yield from (FieldError(f"/{name}", kind, SAYS[kind]) for kind in found_in(text, command.details))
