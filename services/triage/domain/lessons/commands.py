"""What may be asked of lessons; `details` are those known of the people of the case, gathered to find none of them."""

from datetime import date

from pydantic import Field

from shared.kernel.handling import Command


class OnLesson(Command):
    """Something about one lesson. `by` is the account of whoever does it, `today` the day in London."""

    lesson_id: str
    referral_id: str
    by: str
    today: date
    details: tuple[str, ...] = Field(default=(), repr=False)
    subject_id: str = ""


class RecordLesson(OnLesson):
    """Write down what was learnt from a case."""

    theme: str
    source: str
    learnt_on: date
    words: str = Field(repr=False)


class AgreeLessonAction(OnLesson):
    """Agree that somebody does something by a day."""

    action_id: str
    owner_id: str = ""
    due_on: date | None = None
    words: str = Field(default="", repr=False)


class EndLessonAction(OnLesson):
    """Note that an action was done, or was not."""

    action_id: str
    result: str = ""
    why: str = Field(default="", repr=False)
