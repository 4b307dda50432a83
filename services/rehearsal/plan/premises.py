"""Premises where sex may be sold: the claim is assessed, whoever is in there comes first, then who lets them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from services.rehearsal.plan import cast
from services.rehearsal.plan.beside_the_case import WorkedReport
from services.rehearsal.plan.case_deeds import FillIn, Said, id_of
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.words import premises as words
from services.rehearsal.plan.year import LONDON
from services.triage.domain.disclosure.commands import RecordDisclosure
from services.triage.domain.safeguarding import commands as asked
from shared.kernel.handling import Command

CATEGORY = "suspected_brothel"
# Of three claims one holds; of those in there whom somebody may exploit, one in three agrees to be referred.
_CLAIMS = (("likely", "may_be_exploited"), ("not_clear", "not_known"), ("unlikely", "nothing_seen"))
_AGREES = 3
_SIGNS = ("sex_sold", "controlled", "many_beds")


@dataclass(frozen=True, slots=True)
class Premises:
    """Lays out each, from when an officer had read it."""

    office: Office

    def of_reports(self, reports: Sequence[WorkedReport]) -> Iterator[Deed]:
        """About three new ones a month, as the borough counted."""
        told = [each for each in reports if each.report.matter.category == CATEGORY]
        for number, each in enumerate(told):
            chance = self.office.chance(each.referral, "premises")
            yield from self.office.before(self._one(each, number, chance), each.closed_at)

    def _one(self, each: WorkedReport, number: int, chance: Random) -> Iterator[FillIn]:
        at, (claim, people) = each.read_at, _CLAIMS[number % len(_CLAIMS)]
        assessed: Said = {"claim": claim, "source": chance.choice(("residents", "police", "online")), "people": people}
        yield _form(each, at + timedelta(minutes=12), "claim", asked.AssessPremisesClaim, **assessed, words=words.CLAIM)
        told: Said = {"step": "police_told", "taken_on": _day(at)}
        yield _form(each, at + timedelta(minutes=18), "police", asked.TakePremisesStep, **told)
        agrees = number % (len(_CLAIMS) * _AGREES) == 0
        yield _considered(each, at + timedelta(minutes=25), seen=claim == "likely", agrees=agrees)
        if claim == "likely":
            yield from self._referred(each, at, chance) if agrees else self._notified(each, at)
        visited_at = self.office.day(at, 2, chance)
        visited: Said = {"step": "support_visit", "taken_on": _day(visited_at)}
        yield _form(each, visited_at, "visit", asked.TakePremisesStep, **visited)
        looked_at = self.office.day(at, 5, chance)
        party: Said = {"party_id": id_of(f"{each.referral.key}/landlord"), "party": "landlord", "involved": "not_seen"}
        yield _form(each, looked_at, "landlord", asked.NotePremisesParty, **party)
        step = {"unlikely": "nothing_more", "not_clear": "landlord_told"}.get(claim, "joint_visit")
        done_at = self.office.day(at, 7, chance)
        yield _form(each, done_at, "done", asked.TakePremisesStep, step=step, taken_on=_day(done_at))

    def _referred(self, each: WorkedReport, at: datetime, chance: Random) -> Iterator[FillIn]:
        """With their agreement, asked with an interpreter; the Home Office decides within days."""
        basis: Said = {
            "disclosure_id": id_of(f"{each.referral.key}/home office"),
            "recipient": "home_office",
            "to": words.HOME_OFFICE,
            "lawful_basis": "public_task",
            "condition": "safeguarding",
            "consent": "given",
            "necessity": words.NECESSITY,
            "proportionality": words.PROPORTIONALITY,
            "police": "unknown",
            "police_why": words.POLICE_WHY,
        }
        at += timedelta(minutes=40)
        yield _form(each, at, "basis", RecordDisclosure, **basis)
        sent: Said = {"considered_id": _considered_id(each), "their_number": "NRM/REHEARSAL", "sent_on": _day(at)}
        yield _form(each, at + timedelta(minutes=20), "nrm", asked.ReferToNrm, **sent)
        decided_at = self.office.day(at, 3, chance)
        decided: Said = {"decision": "reasonable_grounds", "decided_on": _day(decided_at)}
        decided |= {"considered_id": _considered_id(each)}
        yield _form(each, decided_at, "nrm/decided", asked.RecordNrmDecision, **decided)

    def _notified(self, each: WorkedReport, at: datetime) -> Iterator[FillIn]:
        """Without anybody's details, as the law asks where an adult does not agree."""
        notice: Said = {"considered_id": _considered_id(each), "gender": "female", "age_band": "26_40"}
        notice |= {"exploitation": "sexual", "where": "uk", "words": "", "sent_on": _day(at)}
        yield _form(each, at + timedelta(minutes=50), "notice", asked.NotifyHomeOffice, **notice)


def _considered(each: WorkedReport, at: datetime, *, seen: bool, agrees: bool) -> FillIn:
    said: Said = {
        "considered_id": _considered_id(each),
        "age": "adult",
        "consent": "given" if agrees else "refused" if seen else "not_asked",
        "interpreter": "professional" if seen else "none_yet",
        "accommodation": "offered" if seen else "not_asked",
        "indicators": _SIGNS if seen else (),
        "words": words.SEEN if seen else words.NOTHING_SEEN,
    }
    return _form(each, at, "considered", asked.ConsiderExploitation, {"person_id": "victim"}, **said)


def _form(
    each: WorkedReport,
    at: datetime,
    key: str,
    command: type[Command],
    about: dict[str, str] | None = None,
    **said: Any,
) -> FillIn:
    return FillIn(
        at=at,
        key=f"{each.referral.key}/premises/{key}",
        by=cast.CASES.sign_in_name,
        referral=each.referral,
        command=command,
        said=said | {"today": _day(at)},
        people=about or {},
    )


def _considered_id(each: WorkedReport) -> str:
    return id_of(f"{each.referral.key}/considered")


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
