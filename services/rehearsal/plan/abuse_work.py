"""All the work on the year's cases of domestic abuse: support, homes, courts, programmes, families, lessons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.rehearsal.plan.abuse_case import AbuseCase
from services.rehearsal.plan.arrangements import looked_at_in_emergency
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.in_court import InCourt
from services.rehearsal.plan.keeping_up import KeepingUp
from services.rehearsal.plan.lessons import Lessons
from services.rehearsal.plan.living_together import LivingTogether
from services.rehearsal.plan.moving import Moving
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.programmes import Programmes
from services.rehearsal.plan.protecting import Protecting
from services.rehearsal.plan.recourse import Recourse
from services.rehearsal.plan.rehousing import Rehousing
from services.rehearsal.plan.supporting import Supporting
from services.rehearsal.plan.transfers import Transfers


@dataclass(frozen=True, slots=True)
class AbuseWork:
    """Each part chooses its cases by chance of its own."""

    keeping: KeepingUp
    office: Office
    rehousing: Rehousing

    def of_cases(self, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
        """What is done on them after they were taken in, up to their closing."""
        transfers = Transfers(self.office)
        cases = transfers.ended(cases)
        supporting, protecting = Supporting(self.keeping, self.office), Protecting(self.office)
        for case in cases:
            yield from supporting.of_case(case)
            yield from protecting.of_referral(case.referral, case.read_at, case.closed_at)
            if case.closing is not None:
                yield case.closing
        for part in (transfers, Moving(self.office), InCourt(self.office), Programmes(self.office)):
            yield from part.of_cases(cases)
        yield from looked_at_in_emergency(self.office, cases)
        for also in (LivingTogether(self.office), Recourse(self.office), self.rehousing, Lessons(self.office)):
            yield from also.of_cases(cases)
