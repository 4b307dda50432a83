"""Which decision answers which command about lessons, and what is gathered of the case before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from services.triage.application.handlers import stream_of
from services.triage.application.safeguarding.details import details_in
from services.triage.domain.asb.law import InForce
from services.triage.domain.assessment import DECIDER
from services.triage.domain.lessons.commands import AgreeLessonAction, EndLessonAction, OnLesson, RecordLesson
from services.triage.domain.lessons.lesson import LESSON, agree_lesson_action, end_lesson_action, record_lesson
from services.triage.domain.lessons.practice import LessonPractice
from services.triage.domain.state import Assessed
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact
from shared.kernel.personal import Opener
from shared.kernel.refusals import NotFound

STREAM = "lesson-"


@dataclass(frozen=True, slots=True)
class LessonRoom:
    """Where lessons are written: themes by day, the facts of a stream, and what opens details to find none of them."""

    practices: InForce[LessonPractice]
    facts: Callable[[str], Sequence[Fact]]
    opener: Opener

    def gathered(self, command: OnLesson) -> OnLesson:
        """With everything known of the people of the case, and under whose key the words are sealed."""
        story = self.facts(stream_of(command.referral_id))
        standing = DECIDER.fold(story)
        if not isinstance(standing, Assessed):
            raise NotFound
        known = {"details": details_in(story, self.opener), "subject_id": standing.subject()}
        return command.model_copy(update=known)


def lesson_commands(room: LessonRoom) -> dict[type[Command], Handler]:
    """The table; each lesson has a stream of its own, and is about its case."""

    def of(decide: Callable[[Any, Any], Sequence[Fact]]) -> Handler:
        return Handler(
            decider=LESSON,
            stream=lambda command: f"{STREAM}{command.lesson_id}",
            decide=decide,
            about=lambda command, state: (command.referral_id,),
            gather=room.gathered,
        )

    return {
        RecordLesson: of(lambda command, state: record_lesson(command, state, room.practices.on(command.today))),
        AgreeLessonAction: of(agree_lesson_action),
        EndLessonAction: of(end_lesson_action),
    }
