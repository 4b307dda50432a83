"""The facts of what was learnt. The case is named by its id alone; words are sealed under whom it is about."""

from datetime import date

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Narrative, Personal


class LessonRecorded(Fact, frozen=True, kw_only=True):
    """Something was learnt from a case. `words` were compared with every name known in it."""

    lesson_id: str
    referral_id: str
    theme: str
    source: str
    learnt_on: date
    words: Personal[Narrative]
    recorded_by: str


class LessonActionAgreed(Fact, frozen=True, kw_only=True):
    """Somebody does something about it by a day."""

    lesson_id: str
    referral_id: str
    action_id: str
    owner_id: str
    due_on: date
    words: Personal[Narrative]


class LessonActionEnded(Fact, frozen=True, kw_only=True):
    """It was done, or not, and then `why` says why."""

    lesson_id: str
    referral_id: str
    action_id: str
    result: str
    ended_on: date
    why: Personal[Narrative] | None


LESSON_FACTS: tuple[FactType, ...] = (
    FactType("triage.lesson_recorded", 1, LessonRecorded, "Something was learnt from a review and written down."),
    FactType("triage.lesson_action_agreed", 1, LessonActionAgreed, "An action was agreed about what was learnt."),
    FactType("triage.lesson_action_ended", 1, LessonActionEnded, "An action about what was learnt came to its end."),
)
