"""What was learnt from reviews of some cases of the year, and what became of the actions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.rehearsal.plan import cast
from services.rehearsal.plan.abuse_case import AbuseCase
from services.rehearsal.plan.case_deeds import FillIn, Said, id_of
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.words.lessons import LESSONS, Learnt
from services.rehearsal.plan.year import LONDON
from services.triage.adapters.law_files import load_lessons
from services.triage.domain.lessons.commands import AgreeLessonAction, EndLessonAction, RecordLesson
from shared.kernel.handling import Command

_MANAGER = cast.MANAGER.sign_in_name
_OWNERS = (cast.CASES, cast.IDVA, cast.COORDINATOR, cast.TRIAGE)
# A review looks at what is some weeks over; what it taught is spread over the months before the visitor comes.
_LOOKED_AT_AFTER, _NEWEST, _EVERY = timedelta(days=40), timedelta(days=12), timedelta(days=24)
# Working days after which an action has come to its end.
_ENDED_AFTER = 12
_NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Lessons:
    """Lays them out, from the first day that has a practice of lessons."""

    office: Office

    def of_cases(self, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
        """Each from another case, the first of them the newest."""
        chance, practices = self.office.chance_of("lessons"), load_lessons()
        left = list(cases)
        for number, learnt in enumerate(LESSONS):
            at = self.office.day(self.office.ends_at - _NEWEST - _EVERY * number, 1, chance)
            over = [case for case in left if case.opened_at + _LOOKED_AT_AFTER < at]
            if practices.on(_day(at)) is None or not over:
                continue
            case = chance.choice(over)
            left.remove(case)
            yield from self.office.before(self._steps(case, at, learnt, number))

    def _steps(self, case: AbuseCase, at: datetime, learnt: Learnt, number: int) -> Iterator[FillIn]:
        """Written down, each action agreed in the same sitting, and some weeks later what became of it."""
        lesson: Said = {"lesson_id": id_of(f"lesson/{number}")}
        said = lesson | {"theme": learnt.theme, "source": learnt.source, "words": learnt.words}
        yield _form(case, f"lesson/{number}", at, RecordLesson, said | {"learnt_on": _day(at)})
        for place, action in enumerate(learnt.actions):
            key, agreed_at = f"lesson/{number}/action/{place}", at + timedelta(minutes=5 + place)
            this = lesson | {"action_id": id_of(key)}
            agreed = this | {"words": action.words, "due_on": _day(at) + timedelta(days=action.within)}
            owner = {"owner_id": _OWNERS[(number + place) % len(_OWNERS)].sign_in_name}
            yield _form(case, key, agreed_at, AgreeLessonAction, agreed, owner)
            if action.result:
                ended_at = self.office.day(at, _ENDED_AFTER + place, self.office.chance_of(key))
                ended = this | {"result": action.result, "why": action.why}
                yield _form(case, f"{key}/end", ended_at, EndLessonAction, ended)


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _form(
    case: AbuseCase, key: str, at: datetime, command: type[Command], said: Said, accounts: Mapping[str, str] = _NOBODY
) -> FillIn:
    members, key = said | {"today": _day(at)}, f"{case.referral.key}/{key}"
    return FillIn(at=at, key=key, by=_MANAGER, referral=case.referral, command=command, said=members, accounts=accounts)
