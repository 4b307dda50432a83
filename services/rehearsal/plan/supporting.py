"""How an adviser supports a victim: where it is not safe, the safety plan, and looking at it again while it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from services.rehearsal.plan.abuse_case import VICTIM, AbuseCase
from services.rehearsal.plan.case_deeds import FillIn, Said
from services.rehearsal.plan.deeds import Deed, GetInTouch
from services.rehearsal.plan.keeping_up import KeepingUp
from services.rehearsal.plan.names import WARDS
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.words import support as words
from services.rehearsal.plan.year import LONDON
from services.triage.domain.support import commands as asked

_GIVEN_AFTER = timedelta(minutes=25)
# A plan is looked at again within 28 days; what is done in place of a weekly call comes early rather than late.
_LOOKED_AT_AGAIN = timedelta(days=21)
# By when an action is due where no later talk brings it to an end.
_DUE = (timedelta(days=14), timedelta(days=35))
# Of a hundred victims so many name a ward or a borough or describe a place, and the others none.
_AREAS = ("ward",) * 40 + ("borough",) * 12 + ("words",) * 16 + ("none",) * 32
_BOROUGHS = ("Sutton", "Wandsworth", "Lambeth", "Croydon", "Kingston upon Thames")
_NOT_POSSIBLE = 0.06


@dataclass(frozen=True, slots=True)
class Supporting:
    """Lays it out: where an adviser would ring anyway, a talk about the plan takes the place of that call."""

    keeping: KeepingUp
    office: Office

    def of_case(self, case: AbuseCase) -> Iterator[Deed]:
        """Everything until it is closed; where support was not accepted, calls alone."""
        given_at = case.opened_at + _GIVEN_AFTER
        adviser: Said = {"adviser_id": case.adviser}
        yield case.fill_in(given_at, "adviser", asked.GiveToAdviser, by=None, accounts=adviser)
        calls = list(self.keeping.of_abuse(case.referral, case.opened_at, case.closed_at, case.adviser))
        if case.accepted_at is None:
            yield from calls
            return
        chance = self.office.chance(case.referral, "support")
        talks = [call for call in calls if isinstance(call, GetInTouch) and call.at > case.accepted_at]
        yield from (call for call in calls if call not in talks)
        yield from self.office.before(self._first_talk(case, talks, chance), case.closed_at)
        yield from self._later(case, talks, chance)

    def _first_talk(self, case: AbuseCase, talks: Sequence[GetInTouch], chance: Random) -> Iterator[FillIn]:
        """Where it is not safe; two actions; the plan as it then stands."""
        assert case.accepted_at is not None
        at = case.accepted_at + timedelta(minutes=chance.randint(10, 40))
        yield _area(case, at, chance)
        for number, (later, lines) in enumerate(zip(_DUE, (words.FIRST_ACTIONS, words.LATER_ACTIONS), strict=True)):
            text, agency, owner = chance.choice(lines)
            due = talks[_ENDED_IN[number]].at + timedelta(days=2) if len(talks) > _ENDED_IN[number] else at + later
            yield case.fill_in(
                at + timedelta(minutes=2 + number),
                f"action/{number}",
                asked.AgreeSafetyAction,
                people=VICTIM,
                action_id=case.id_of(f"action/{number}"),
                text=text,
                agency=agency,
                owner=owner,
                due_on=due.astimezone(LONDON).date(),
            )
        yield case.fill_in(at + timedelta(minutes=6), "plan/0", asked.ReviewSafetyPlan)

    def _later(self, case: AbuseCase, talks: Sequence[GetInTouch], chance: Random) -> Iterator[Deed]:
        """The plan again after three weeks, each action at its talk, and else a call."""
        assert case.accepted_at is not None
        looked_at = case.accepted_at
        for number, talk in enumerate(talks):
            if number in _ENDED_IN:
                action = _ENDED_IN.index(number)
                result = "not_possible" if chance.random() < _NOT_POSSIBLE else "done"
                action_id = case.id_of(f"action/{action}")
                key = f"action/{action}/end"
                yield case.fill_in(talk.at, key, asked.EndSafetyAction, action_id=action_id, result=result)
            elif talk.at - looked_at >= _LOOKED_AT_AGAIN:
                looked_at = talk.at
                yield case.fill_in(talk.at, f"plan/{number + 1}", asked.ReviewSafetyPlan)
            else:
                yield talk


# At which talk, counted from nought, the first action comes to its end, and the second.
_ENDED_IN = (1, 4)


def _area(case: AbuseCase, at: datetime, chance: Random) -> FillIn:
    kind = chance.choice(_AREAS)
    if kind == "none":
        return case.fill_in(at, "area", asked.RecordNoUnsafeArea, people=VICTIM)
    said: Said = {
        "ward": {"ward": chance.choice(WARDS)},
        "borough": {"borough": chance.choice(_BOROUGHS)},
        "words": {"words": chance.choice(words.PLACES)},
    }[kind]
    area_id = case.id_of("area")
    return case.fill_in(at, "area", asked.NameUnsafeArea, people=VICTIM, area_id=area_id, area=kind, **said)
