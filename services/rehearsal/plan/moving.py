"""Where victims go and how homes are made safer: refuges and other places by code, works, moves, bands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from services.rehearsal.plan.abuse_case import VICTIM, AbuseCase
from services.rehearsal.plan.case_deeds import FillIn, Said
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.year import LONDON, moment
from services.triage.domain.support import commands as asked
from shared.kernel.identifiers import reference_from

# A year's, of which no source gives a number: a refuge of 17 beds takes mostly women from elsewhere.
_PLACED, _WORKS, _MOVES, _DROP_INS, _ORDERS = 26, 22, 6, 48, 30
_REFUGES = ("R-1", "R-2", "R-3", "R-4")
_ELSEWHERE = ("Ealing", "Enfield", "Greenwich", "Hackney", "Harrow", "Hounslow", "Richmond upon Thames")
_STEPS = (("surveyed", 4), ("owner_agreed", 7), ("works_ordered", 9), ("works_done", 19), ("checked_with_her", 20))
_WORKS_BY_DAY = 22
_TENURES = ("owner", "council", "housing_association", "housing_association", "private_renter")
_TOPICS = (("safety", "orders"), ("safety", "housing"), ("housing", "money"), ("children", "orders"), ("reporting",))
_CAME = ("by_themselves", "call_card", "police_station", "police_station", "sent_by_agency")
_ORDER_KINDS = ("non_molestation",) * 4 + ("occupation", "protection_order", "protection_order", "restraining")
_ORDER_LASTS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Moving:
    """Chooses for whom each is done, among those who accepted support, and lays it out."""

    office: Office

    def of_cases(self, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
        """All of it; no victim is placed and has works done, since that is for whoever stays."""
        random = self.office.chance_of("moving")
        supported = [case for case in cases if case.accepted_at is not None]
        chosen = random.sample(supported, _PLACED + _WORKS + _MOVES)
        parts = (
            (chosen[:_PLACED], self._placed),
            (chosen[_PLACED : _PLACED + _WORKS], self._works),
            (chosen[_PLACED + _WORKS :], self._elsewhere),
            (random.sample(supported, _DROP_INS), self._drop_in),
            (random.sample(supported, _ORDERS), self._order),
        )
        for some, lay_out in parts:
            for number, case in enumerate(some):
                chance = self.office.chance(case.referral, lay_out.__name__)
                yield from self.office.before(lay_out(case, number, chance), case.closed_at)

    def _placed(self, case: AbuseCase, number: int, chance: Random) -> Iterator[FillIn]:
        """Two in five into a refuge, of which nothing but its code is kept; most have left after some weeks."""
        at = self._after_talk(case, chance.randint(1, 9), chance)
        refuge = number % 5 < 2
        away: Said = {} if refuge else {"borough": chance.choice(_ELSEWHERE), "outside": "yes"}
        place = "refuge" if refuge else chance.choice(("emergency_accommodation", "temporary_accommodation"))
        yield case.fill_in(
            at,
            "placed",
            asked.MakePlacement,
            people=VICTIM,
            placement_id=case.id_of("placed"),
            place=place,
            code=chance.choice(_REFUGES) if refuge else f"{'E' if place[0] == 'e' else 'T'}-{number + 1}",
            children=case.children,
            starts_on=at.astimezone(LONDON).date(),
            checked="clear",
            **away,
        )
        yield case.fill_in(at + timedelta(hours=1), "placed/plan", asked.ReviewSafetyPlan)
        if not refuge:
            yield from self._home_sought(case, at, chance)
        left_at = self.office.day(at, chance.randint(20, 70), chance)
        why, on = chance.choice(("moved_on", "moved_on", "went_home")), left_at.astimezone(LONDON).date()
        about: Said = {"placement_id": case.id_of("placed"), "ended_on": on, "because": why}
        yield case.fill_in(left_at, "placed/left", asked.EndPlacement, **about)
        yield case.fill_in(left_at + timedelta(minutes=30), "placed/left/plan", asked.ReviewSafetyPlan)

    def _home_sought(self, case: AbuseCase, at: datetime, chance: Random) -> Iterator[FillIn]:
        on = at.astimezone(LONDON).date()
        need: Said = {"applied_on": on, "homeless_from_abuse": "yes"}
        considered_at = at + timedelta(hours=2)
        yield case.fill_in(considered_at, "need", asked.ConsiderPriorityNeed, people=VICTIM, **need)
        decided_at = self.office.day(at, 8, chance)
        band: Said = {"band": "band_2", "ground": "marac_plan", "decided_on": decided_at.astimezone(LONDON).date()}
        yield case.fill_in(decided_at, "band", asked.DecideBand, **band)

    def _works(self, case: AbuseCase, number: int, chance: Random) -> Iterator[FillIn]:
        """Asked for, and step by step until somebody has checked with her that they work."""
        at, sanctuary_id = self._after_talk(case, 3, chance), case.id_of("works")
        about: Said = {"sanctuary_id": sanctuary_id, "tenure": chance.choice(_TENURES)}
        contact: Said = {"contact_id": case.adviser}
        yield case.fill_in(at, "works", asked.AskForSanctuary, people=VICTIM, accounts=contact, **about)
        for status, days in _STEPS:
            step: Said = {"sanctuary_id": sanctuary_id, "status": status}
            if status == "works_ordered":
                step["works_by"] = self.office.day(at, _WORKS_BY_DAY, chance).astimezone(LONDON).date()
            yield case.fill_in(self.office.day(at, days, chance), f"works/{status}", asked.MoveSanctuary, **step)

    def _elsewhere(self, case: AbuseCase, number: int, chance: Random) -> Iterator[FillIn]:
        """A home in one of at least five other boroughs, by a code; one offer."""
        at, boroughs = self._after_talk(case, 12, chance), tuple(chance.sample(_ELSEWHERE, 5))
        code = reference_from(chance.randrange(24**4)).replace("WM-", "RM-")
        about: Said = {"reciprocal_id": case.id_of("elsewhere")}
        yield case.fill_in(
            at,
            "elsewhere",
            asked.AskForReciprocal,
            people=VICTIM,
            **about,
            code=code,
            scheme="pan_london",
            boroughs=boroughs,
            bedrooms=1 + min(case.children, 3),
            landlord_agrees=True,
        )
        offered: Said = about | {"borough": chance.choice(boroughs)}
        offered_at = self.office.day(at, chance.randint(15, 30), chance)
        yield case.fill_in(offered_at, "elsewhere/offer", asked.RecordReciprocalOffer, **offered)
        ended: Said = about | {"result": "refused" if number == 1 else "accepted"}
        yield case.fill_in(self.office.day(offered_at, 6, chance), "elsewhere/end", asked.EndReciprocal, **ended)

    def _drop_in(self, case: AbuseCase, number: int, chance: Random) -> Iterator[FillIn]:
        """She comes to the One Stop Shop, many from the police station."""
        at = self._after_talk(case, chance.randint(2, 25), chance)
        about: Said = {"drop_in_id": case.id_of("drop-in"), "held_on": at.astimezone(LONDON).date()}
        said: Said = {"came": chance.choice(_CAME), "topics": chance.choice(_TOPICS)}
        yield case.fill_in(at, "drop-in", asked.RecordDropIn, people=VICTIM, **about, **said)

    def _order(self, case: AbuseCase, number: int, chance: Random) -> Iterator[FillIn]:
        """Police are told of an order on the day it is made, and say the next day that they have it."""
        at = self._after_talk(case, chance.randint(10, 30), chance)
        about: Said = {"order_id": case.id_of("order")}
        until = (at + _ORDER_LASTS).astimezone(LONDON).date()
        told: Said = {"order": chance.choice(_ORDER_KINDS), "until_on": until, "told_at": at}
        yield case.fill_in(at, "order", asked.TellPoliceOfOrder, **about, **told)
        day = self.office.days.after(at.astimezone(LONDON).date(), 1)
        known_at = moment(day, 9 + chance.randrange(6))
        yield case.fill_in(known_at, "order/known", asked.AcknowledgeOrder, **about, acknowledged_at=known_at)

    def _after_talk(self, case: AbuseCase, days: int, chance: Random) -> datetime:
        assert case.accepted_at is not None
        return self.office.day(case.accepted_at, days, chance)
