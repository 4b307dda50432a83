"""What is entered in the borough's registers in a year: advisers' hours, refuges, money, orders, places and figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from services.rehearsal.plan import cast
from services.rehearsal.plan.advisers import HUNDREDTHS
from services.rehearsal.plan.beside_the_case import WorkedReport
from services.rehearsal.plan.case_deeds import Enter, Said, id_of
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.year import DAY, LONDON, Year, moment, months_after
from services.triage.domain.asb import borough_commands as borough
from services.triage.domain.asb.days import financial_year
from services.triage.domain.support import commands as support
from services.triage.domain.vawg.figures import RecordFigure
from shared.kernel.handling import Command

_BUDGET = 300_000
_REFUGES = ("R-1", "R-2", "R-3", "R-4")
# What the police and the provider of support count in a quarter: of the police about 3,000 a year in a borough of
# this size, which no source of ours gives.
_COUNTED = {
    "police": {"domestic_abuse": 760, "sexual_violence": 84, "stalking_and_harassment": 112},
    "provider": {"domestic_abuse": 96, "sexual_violence": 11, "stalking_and_harassment": 14},
}
_PUBLISHED_AFTER = timedelta(days=30)
_CONSULTED = ("police", "community_representatives", "owners_of_the_land")
# What a place with a problem has: which reports speak of it, what brings it about, what is done, what came of it.
_PLACES = (
    ("street_drinking", "street_drinking", ("licensed_premises", "unmet_needs"), "outreach", "better"),
    ("drug_use", "drug_use_or_dealing", ("hidden_spots", "poor_lighting"), "lighting", "solved"),
    ("rowdy_neighbours", "rowdy_groups", ("nobody_in_charge", "known_group"), "patrols", ""),
)


@dataclass(frozen=True, slots=True)
class Registers:
    """Lays it out over the year."""

    year: Year
    office: Office

    def deeds(self, begins_at: datetime, reports: Sequence[WorkedReport]) -> Iterator[Deed]:
        """All of it; what would be after the last evening is left to the visitor."""
        parts = (self._advisers(begins_at), self._refuges(), self._money(begins_at), self._order(), self._figures())
        for part in (*parts, self._places(reports)):
            yield from self.office.before(part)

    def _advisers(self, begins_at: datetime) -> Iterator[Enter]:
        for name, hundredths in HUNDREDTHS.items():
            said: Said = {"hundredths": hundredths, "from_on": _day(begins_at)}
            key = f"hours/{name}"
            yield _entry(begins_at, key, cast.MANAGER, support.SetAdviserHours, {"adviser_id": name}, **said)

    def _refuges(self) -> Iterator[Enter]:
        """Told every other week, and on the days before the visitor comes."""
        chance = self.office.chance_of("refuges")
        every = [day for number, day in enumerate(self.year.days()) if number % 14 == 3]
        for day in (*every, self.year.last - DAY, self.year.last):
            for number, code in enumerate(_REFUGES):
                rooms = chance.choice((0, 0, 0, 1, 1, 2))
                told: Said = {"code": code, "rooms": rooms, "children_places": rooms * 2}
                key = f"refuge/{code}/{day}"
                yield _entry(moment(day, 9, 5 + number), key, cast.IDVA, support.TellVacancies, **told)

    def _money(self, begins_at: datetime) -> Iterator[Enter]:
        first, last = financial_year(_day(begins_at)), financial_year(self.year.last)
        for number in range(first, last + 1):
            at = max(begins_at, moment(date(number, 4, 1), 9))
            said: Said = {"financial_year": number, "pence": _BUDGET}
            yield _entry(at, f"budget/{number}", cast.MANAGER, borough.SetMediationBudget, **said)

    def _order(self) -> Iterator[Enter]:
        """One over places where people drink: proposed, consulted on, made for three years."""
        on, about = self.year.first + timedelta(days=40), {"order_id": id_of("order/drinking")}
        kind: Said = {"order": "public_spaces_protection_order", "wards": ("Figge's Marsh", "Cricket Green")}
        yield self._on(on, "order", borough.ProposeOrder, **about, **kind)
        for number, consulted in enumerate(_CONSULTED):
            closed_on = self.office.days.on_or_after(on + timedelta(days=42 + number))
            said: Said = about | {"consulted": consulted}
            yield self._on(closed_on, f"order/{consulted}", borough.ConsultOnOrder, **said, closed_on=closed_on)
        made_on = self.office.days.on_or_after(on + timedelta(days=90))
        lasts: Said = {"starts_on": made_on, "ends_on": months_after(made_on, 36) - DAY}
        yield self._on(made_on, "order/made", borough.MakeOrder, **about, **lasts)

    def _places(self, reports: Sequence[WorkedReport]) -> Iterator[Enter]:
        """Taken up where several cases of one ward speak of it, once the last of them came in."""
        for category, problem, causes, response, finding in _PLACES:
            # What is still under way was taken up lately.
            ward, found = _busiest(category, reports, newest=not finding)
            last_on = max(_day(each.read_at) for each in found)
            on, about = self.office.days.after(last_on, 5), {"problem_id": id_of(f"place/{category}")}
            key, before = f"place/{category}", 6 * len(found)
            references = tuple(each.referral.reference for each in found)
            scanned: Said = {"ward": ward, "problem": problem, "incidents": before}
            yield self._on(on, key, borough.ScanProblem, **about, **scanned, references=references)
            yield self._on(on + 7 * DAY, f"{key}/why", borough.AnalyseProblem, **about, causes=causes)
            agreed: Said = {"response": response, "owner": "none", "due_on": on + 45 * DAY}
            yield self._on(on + 14 * DAY, f"{key}/what", borough.AgreeResponse, **about, **agreed)
            if finding:
                counted: Said = {"incidents": before // 4, "finding": finding}
                yield self._on(on + 75 * DAY, f"{key}/came", borough.AssessProblem, **about, **counted)

    def _figures(self) -> Iterator[Enter]:
        """Each quarter that is over, a month later; by the police once more, revised."""
        for ends_on in _quarters(self.year):
            published, chance = ends_on + _PUBLISHED_AFTER, self.office.chance_of(f"figures/{ends_on}")
            which: Said = {"year": ends_on.year, "quarter": (ends_on.month + 2) // 3}
            for source, measures in _COUNTED.items():
                for measure, usual in measures.items():
                    count, key = _near(usual, chance), f"figure/{ends_on}/{source}/{measure}"
                    said: Said = {**which, "source": source, "measure": measure}
                    at = moment(published, 11)
                    yield _entry(at, key, cast.MANAGER, RecordFigure, **said, count=count, published_on=published)

    def _on(self, day: date, key: str, command: type[Command], **said: Any) -> Enter:
        at = moment(self.office.days.on_or_after(day), 10, 30)
        return _entry(at, key, cast.MANAGER, command, **said)


def _entry(
    at: datetime,
    key: str,
    by: cast.Member,
    command: type[Command],
    accounts: dict[str, str] | None = None,
    **said: Any,
) -> Enter:
    return Enter(at=at, key=key, by=by.sign_in_name, command=command, said=said, accounts=accounts or {})


def _busiest(category: str, reports: Sequence[WorkedReport], newest: bool) -> tuple[str, list[WorkedReport]]:
    """The ward of which most cases of a category speak, with three of them: the first, or the newest of the year."""
    by_ward: dict[str, list[WorkedReport]] = {}
    for each in reports:
        if each.report.matter.category == category and not each.report.matter.out:
            by_ward.setdefault(each.ward, []).append(each)
    ward = max(by_ward, key=lambda name: (len(by_ward[name]), name))
    return ward, by_ward[ward][-3:] if newest else by_ward[ward][:3]


def _quarters(year: Year) -> list[date]:
    """The last days of the quarters that are over and published."""
    days = [day for day in year.days() if (day + DAY).day == 1 and day.month % 3 == 0]
    return [day for day in days if day + _PUBLISHED_AFTER <= year.last]


def _near(usual: int, chance: Random) -> int:
    return round(usual * chance.uniform(0.9, 1.1))


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
