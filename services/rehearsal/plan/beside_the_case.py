"""What is done beside a case of anti-social behaviour: mediation, and reviews that residents ask for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from services.rehearsal.plan import cast
from services.rehearsal.plan.asb import Report
from services.rehearsal.plan.case_deeds import FillIn, Said, id_of
from services.rehearsal.plan.deeds import Close, Confirm, Deed, Override, Referral
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.words import working as words
from services.rehearsal.plan.year import LONDON
from services.triage.domain.asb import commands as asked
from shared.kernel.handling import Command
from shared.kernel.identifiers import reference_from

# Merton's figures of 2016-17: £2,750 for mediation that is bought case by case at about £400, so seven of them.
COSTS = (40_000, 38_500, 39_500, 41_000, 36_500, 42_000, 37_500)
_RESULTS = ("agreed", "agreed", "partly_agreed", "agreed", "not_agreed", "agreed", "partly_agreed")
# Of open cases in which it is offered too, one side declines; no source counts them.
_DECLINED = 12
# Rotherham's of 2024-25: 41 applications, 6 in which the threshold was met, 6 panels.
REVIEWS, MET = 41, 6
# Three complaints meet it by their number.
_COMPLAINED_AFTER = (3, 6, 9)
_MEDIABLE = ("noise", "neighbour_dispute")
_DANGERS = ("domestic_abuse", "violence_or_threats", "hate_motive", "child_at_risk")


@dataclass(frozen=True, slots=True)
class WorkedReport:
    """A report with when an officer had read it and when its case was closed, if it was.

    `otherwise` is whether somebody decided otherwise than the rules, which the manager may have agreed to.
    """

    referral: Referral
    report: Report
    read_at: datetime
    closed_at: datetime | None
    otherwise: bool = False

    @property
    def ward(self) -> str:
        """Where it happened."""
        ward: str = self.report.document["location"]["ward"]
        return ward

    def fill_in(self, at: datetime, key: str, command: type[Command], by: cast.Member, **said: Any) -> FillIn:
        """A form on it."""
        key = f"{self.referral.key}/{key}"
        return FillIn(at=at, key=key, by=by.sign_in_name, referral=self.referral, command=command, said=said)


def worked_report(referral: Referral, report: Report, deeds: Sequence[Deed]) -> WorkedReport | None:
    """A report with what its deeds say; None of one that nobody has read yet."""
    read = next((deed.at for deed in deeds if isinstance(deed, Confirm | Override)), None)
    closed = next((deed.at for deed in deeds if isinstance(deed, Close)), None)
    otherwise = any(isinstance(deed, Override) for deed in deeds)
    return WorkedReport(referral, report, read, closed, otherwise) if read is not None else None


@dataclass(frozen=True, slots=True)
class BesideTheCase:
    """Chooses among the year's reports."""

    office: Office

    def of_reports(self, reports: Sequence[WorkedReport]) -> Iterator[Deed]:
        """Both, up to the end of the year."""
        pointed = [each for each in reports if each.report.matter.out and _between_owners(each.report)]
        for each, cost, result in zip(pointed, COSTS, _RESULTS, strict=True):
            yield from self.office.before(self._mediated(each, cost, result))
        chance = self.office.chance_of("beside")
        cases = [each for each in reports if not each.report.matter.out and each.report.listing is None]
        for each in chance.sample([each for each in cases if _may_be_mediated(each.report)], _DECLINED):
            yield from self.office.before(self._declined(each), each.closed_at)
        named = [each for each in cases if not each.report.document.get("reporter", {}).get("anonymous")]
        # The manager is the contact for a review, who had no part in the case.
        named = [each for each in named if not each.otherwise]
        for number, each in enumerate(chance.sample([each for each in named if self._early(each)], REVIEWS)):
            yield from self.office.before(self._reviewed(each, number))

    def _early(self, each: WorkedReport) -> bool:
        """Nothing of a review is left open but of the last weeks' applications."""
        return each.read_at < self.office.ends_at - timedelta(days=60)

    def _mediated(self, each: WorkedReport, cost: int, result: str) -> Iterator[FillIn]:
        """Offered to both sides, agreed by both, bought and held."""
        chance = self.office.chance(each.referral, "mediation")
        yield _offered(each, self.office.day(each.read_at, 1, chance), chance)
        at = each.read_at
        for side, days in (("a", 3), ("b", 6)):
            at = self.office.day(each.read_at, days, chance)
            said = {"side": side, "answer": "accepted"}
            yield each.fill_in(at, f"mediation/{side}", asked.AnswerMediation, cast.CASES, **said)
        booked = {"committed_pence": 40_000}
        yield each.fill_in(at + timedelta(minutes=20), "mediation/booked", asked.BookMediator, cast.CASES, **booked)
        ended = {"result": result, "spent_pence": cost}
        yield each.fill_in(self.office.day(at, 16, chance), "mediation/ended", asked.EndMediation, cast.CASES, **ended)

    def _declined(self, each: WorkedReport) -> Iterator[FillIn]:
        chance = self.office.chance(each.referral, "mediation")
        at = self.office.day(each.read_at, 3, chance)
        yield _offered(each, at, chance)
        for side, answer, days in (("a", "accepted", 1), ("b", "declined", 4)):
            said = {"side": side, "answer": answer}
            told_at = self.office.day(at, days, chance)
            yield each.fill_in(told_at, f"mediation/{side}", asked.AnswerMediation, cast.CASES, **said)

    def _reviewed(self, each: WorkedReport, number: int) -> Iterator[FillIn]:
        """Asked for, acknowledged and decided by the manager, who had no part in it; held where it was met."""
        chance, met = self.office.chance(each.referral, "review"), number < MET
        for count, days in enumerate(_COMPLAINED_AFTER if met else ()):
            yield _complained(each, self.office.day(each.read_at, days, chance), count)
        at = self.office.day(each.read_at, chance.randint(15, 28), chance)
        who = chance.choice(("self", "self", "self", "somebody_else"))
        application = {"review_id": id_of(f"{each.referral.key}/review"), "asked_on": _day(at), "asked_for": who}
        yield each.fill_in(at, "review", asked.AskForReview, cast.CASES, **application, consent=True)
        yield each.fill_in(self.office.day(at, 3, chance), "review/known", asked.AcknowledgeReview, cast.MANAGER)
        decided_at = self.office.day(at, chance.randint(7, 13), chance)
        decided = {"met": met, "ground": "threshold" if met else "below_threshold"}
        yield each.fill_in(decided_at, "review/decided", asked.DecideReview, cast.MANAGER, **decided)
        if met:
            held_at = self.office.day(at, 18, chance)
            held = {"held_on": _day(held_at), "recommendations": chance.randint(1, 4)}
            yield each.fill_in(held_at, "review/held", asked.HoldReview, cast.MANAGER, **held)


def _between_owners(report: Report) -> bool:
    owner = report.matter.answers.get("tenure_of_source") == "owner"
    return owner and report.matter.category in _MEDIABLE


def _may_be_mediated(report: Report) -> bool:
    answers = report.document["facts"]
    return report.matter.category in _MEDIABLE and all(answers.get(name) == "no" for name in _DANGERS)


def _offered(each: WorkedReport, at: datetime, chance: Random) -> FillIn:
    code = reference_from(chance.randrange(24**4)).replace("WM-", "MED-")
    offer = {"mediation_id": id_of(f"{each.referral.key}/mediation"), "code": code}
    return each.fill_in(at, "mediation", asked.OfferMediation, cast.CASES, **offer)


def _complained(each: WorkedReport, at: datetime, number: int) -> FillIn:
    """Whoever reported it rings again, the morning after it happened."""
    said: Said = {"how": "phone", "text": words.AGAIN, "occurred_at": at - timedelta(hours=12), "received_at": at}
    key = f"complaint/{number}"
    said |= {"incident_id": id_of(f"{each.referral.key}/{key}")}
    return each.fill_in(at, key, asked.LogIncident, cast.CASES, **said)


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
