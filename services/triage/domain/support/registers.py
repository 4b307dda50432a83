"""The borough's registers of support: advisers' hours with caseloads that were passed, and what refuges have free."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from services.triage.domain.support import register_events as told
from services.triage.domain.support.commands import Load, NoteCaseloads, SetAdviserHours, TellVacancies
from services.triage.domain.support.practice import Caseload
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State

WHOLE = 100


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a whole adviser somebody is, from a day on."""

    adviser_id: str
    hundredths: int
    from_on: date


class Advisers(State, frozen=True, kw_only=True):
    """Everybody's hours as entered, and whose caseload was found to be too much (None: all together)."""

    entries: tuple[Hours, ...] = ()
    passed: frozenset[str | None] = frozenset()

    def hundredths(self, day: date) -> dict[str, int]:
        """Everybody's hours on a day: of each the newest entry that has begun, and of one day the later."""
        begun = sorted((each for each in self.entries if each.from_on <= day), key=lambda each: each.from_on)
        return {each.adviser_id: each.hundredths for each in begun}


class Vacancies(msgspec.Struct, frozen=True, kw_only=True):
    """What one refuge said last."""

    code: str
    rooms: int
    children_places: int
    told_at: datetime


class Refuges(State, frozen=True, kw_only=True):
    """What each refuge said last, by its code."""

    told: dict[str, Vacancies] = msgspec.field(default_factory=dict)


def set_adviser_hours(command: SetAdviserHours, state: Advisers) -> Sequence[Fact]:
    """Entered for a day on; what was entered before stands in the log."""
    hours = told.AdviserHoursSet(adviser_id=command.adviser_id, hundredths=command.hundredths, from_on=command.from_on)
    return (hours,)


def note_caseloads(command: NoteCaseloads, state: Advisers) -> Sequence[Fact]:
    """Each is noted once when it is too much, and once when it can be carried again."""
    facts: list[Fact] = []
    for load in command.loads:
        members: dict[str, Any] = load.model_dump()
        too_much = load.open_cases > load.most
        if too_much and load.adviser_id not in state.passed:
            facts.append(told.CaseloadPassed(practice_version=command.practice_version, **members))
        elif not too_much and load.adviser_id in state.passed:
            facts.append(told.CaseloadEased(**members))
    return facts


def tell_vacancies(command: TellVacancies, state: Refuges) -> Sequence[Fact]:
    """The newest counts."""
    return (
        told.VacanciesTold(
            code=command.code, rooms=command.rooms, children_places=command.children_places, told_at=command.at
        ),
    )


def loads_of(open_cases: Mapping[str | None, int], hundredths: Mapping[str, int], practice: Caseload) -> list[Load]:
    """What each has and can carry, and all together, cases that nobody has among them."""
    named = sorted({*hundredths, *(each for each in open_cases if each is not None)})
    loads = [
        Load(adviser_id=each, open_cases=open_cases.get(each, 0), most=most_of(hundredths.get(each, 0), practice))
        for each in named
    ]
    every = Load(adviser_id=None, open_cases=sum(open_cases.values()), most=most_of(sum(hundredths.values()), practice))
    return [*loads, every]


def most_of(hundredths: int, practice: Caseload) -> int:
    """How many open cases so many hours can carry."""
    return hundredths * practice.open_most // WHOLE


def _adviser(state: Advisers, fact: Fact) -> Advisers:
    match fact:
        case told.AdviserHoursSet():
            hours = Hours(adviser_id=fact.adviser_id, hundredths=fact.hundredths, from_on=fact.from_on)
            return msgspec.structs.replace(state, entries=(*state.entries, hours))
        case told.CaseloadPassed():
            return msgspec.structs.replace(state, passed=state.passed | {fact.adviser_id})
        case told.CaseloadEased():
            return msgspec.structs.replace(state, passed=state.passed - {fact.adviser_id})
    return state


def _refuge(state: Refuges, fact: Fact) -> Refuges:
    if not isinstance(fact, told.VacanciesTold):
        return state
    members = {name: getattr(fact, name) for name in Vacancies.__struct_fields__}
    return msgspec.structs.replace(state, told={**state.told, fact.code: Vacancies(**members)})


ADVISERS: Decider[Advisers] = Decider(Advisers(), _adviser)
REFUGES: Decider[Refuges] = Decider(Refuges(), _refuge)
