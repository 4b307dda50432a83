"""Who lives with whom in families in which there is abuse, what weighs on their adults, and who else knows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.rehearsal.plan import cast
from services.rehearsal.plan.abuse_case import AbuseCase
from services.rehearsal.plan.case_deeds import FillIn, FillInAside, Said, id_of
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.words import families as words
from services.rehearsal.plan.year import LONDON
from services.triage.domain.family import commands as asked
from services.triage.domain.safeguarding.processes import NoteOtherProcess

# A year's, of which no source gives a number.
_HOUSEHOLDS, _POINTERS = 48, 10
_PROCESSES = (("mappa", "level_1"), ("mappa", "level_2"), ("iom", "in_cohort"), ("channel", "assessed"))
_SAID = ("yes", "no", "no", "unknown")


@dataclass(frozen=True, slots=True)
class LivingTogether:
    """Chooses the families with children of which it is written down."""

    office: Office

    def of_cases(self, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
        """Households by the adviser, other knowledge by the manager alone."""
        chance = self.office.chance_of("families")
        families = [case for case in cases if case.children and case.accepted_at is not None]
        for case in chance.sample(families, _HOUSEHOLDS):
            yield from self.office.before(self._household(case), case.closed_at)
        for case in chance.sample(families, _POINTERS):
            yield from self.office.before(self._pointer(case), case.closed_at)
        open_now = [case for case in cases if case.closing is None]
        for case, (process, status) in zip(chance.sample(open_now, len(_PROCESSES)), _PROCESSES, strict=True):
            yield from self.office.before(self._process(case, process, status))

    def _household(self, case: AbuseCase) -> Iterator[FillIn]:
        chance = self.office.chance(case.referral, "household")
        assert case.accepted_at is not None
        at = self.office.day(case.accepted_at, 4, chance)
        about: Said = {"household_id": case.id_of("household")}
        today: Said = {"today": at.astimezone(LONDON).date()}
        apart = case.answers.get("separation_last_year") == "yes"
        parts = [("victim", "adult"), ("perpetrator", "elsewhere" if apart else "adult")]
        parts += [(f"child/{number}", "child") for number in range(case.children)]
        said: Said = {"from_on": None, "until_on": None, "source": "self", "sure": "certain"}
        for number, (who, part) in enumerate(parts):
            key, person = f"household/{number}", {"person_id": who}
            at += timedelta(minutes=1)
            yield case.fill_in(at, key, asked.NameMember, people=person, part=part, **said, **about, **today)
        for who in ("victim", "perpetrator"):
            flags: Said = {name: chance.choice(_SAID) for name in ("alcohol", "drugs", "mental_health")}
            at += timedelta(minutes=1)
            key, person = f"household/trio/{who}", {"person_id": who}
            yield case.fill_in(at, key, asked.RecordTrio, people=person, source="officer", **flags, **about)

    def _pointer(self, case: AbuseCase) -> Iterator[FillInAside]:
        chance = self.office.chance(case.referral, "pointer")
        at, (process, ask) = self.office.day(case.opened_at, 6, chance), chance.choice(words.POINTERS)
        key = f"{case.referral.key}/pointer"
        yield FillInAside(
            at=at,
            key=key,
            by=cast.MANAGER.sign_in_name,
            referral=case.referral,
            command=asked.KeepPointer,
            said={"pointer_id": id_of(key), "process": process, "ask": ask},
            people={"person_id": "child/0"},
        )

    def _process(self, case: AbuseCase, process: str, status: str) -> Iterator[FillInAside]:
        chance = self.office.chance(case.referral, "process")
        at, key = self.office.day(case.opened_at, 8, chance), f"{case.referral.key}/process"
        today = at.astimezone(LONDON).date()
        said: Said = {"process": process, "status": status, "since": case.opened_on, "review_on": None, "today": today}
        yield FillInAside(
            at=at,
            key=key,
            by=cast.MANAGER.sign_in_name,
            referral=case.referral,
            command=NoteOtherProcess,
            said=said | {"process_id": id_of(key), "role": cast.MANAGER.role.value, "words": words.PROCESSES[process]},
            people={"person_id": "perpetrator"},
        )
