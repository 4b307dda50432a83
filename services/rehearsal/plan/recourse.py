"""Whether somebody has recourse to public funds, which an adviser asks once support is accepted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.rehearsal.plan.abuse_case import VICTIM, AbuseCase
from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.office import Office
from services.triage.domain.support.commands import NoteRecourse

# A year's, of which no source gives a number. Those without recourse are some before the MARAC, some with children and
# some with neither, since each of them is led another way.
_BEFORE_MARAC, _ON_THEIR_OWN, _HAVE_IT, _NOT_KNOWN = 9, 4, 70, 12


@dataclass(frozen=True, slots=True)
class Recourse:
    """Chooses of whom it is written down, among those who accepted support."""

    office: Office

    def of_cases(self, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
        """Those without, those who have it, and those who do not know yet."""
        chance = self.office.chance_of("recourse")
        supported = [case for case in cases if case.accepted_at is not None]
        heard = [case for case in supported if case.heard_at is not None]
        others = [case for case in supported if case.referral.key.startswith("self/")]
        without = [*chance.sample(heard, _BEFORE_MARAC), *chance.sample(others, min(_ON_THEIR_OWN, len(others)))]
        rest = chance.sample([case for case in supported if case not in without], _HAVE_IT + _NOT_KNOWN)
        said = [(case, "yes") for case in without]
        said += [(case, "no" if number < _HAVE_IT else "unknown") for number, case in enumerate(rest)]
        for case, answer in said:
            yield from self.office.before([self._noted(case, answer)], case.closed_at)

    def _noted(self, case: AbuseCase, answer: str) -> FillIn:
        assert case.accepted_at is not None
        at = case.accepted_at + timedelta(minutes=self.office.chance(case.referral, "recourse").randint(42, 75))
        return case.fill_in(at, "recourse", NoteRecourse, people=VICTIM, no_recourse=answer)
