"""The facts of the borough's support: advisers' hours, caseloads passed, and what refuges told us of free places."""

from datetime import date, datetime

from shared.kernel.messages import Fact, FactType


class AdviserHoursSet(Fact, frozen=True, kw_only=True):
    """How much of a whole adviser somebody is from a day on, in hundredths; 0 once they advise no more."""

    adviser_id: str
    hundredths: int
    from_on: date


class CaseloadPassed(Fact, frozen=True, kw_only=True):
    """More open cases than practice says one can carry; `adviser_id` None for all advisers together."""

    adviser_id: str | None
    open_cases: int
    most: int
    practice_version: str


class CaseloadEased(Fact, frozen=True, kw_only=True):
    """They can be carried again."""

    adviser_id: str | None
    open_cases: int
    most: int


class VacanciesTold(Fact, frozen=True, kw_only=True):
    """What a refuge, by its code, has free; nothing that could lead there."""

    code: str
    rooms: int
    children_places: int
    told_at: datetime


REGISTER_FACTS: tuple[FactType, ...] = (
    FactType("triage.adviser_hours_set", 1, AdviserHoursSet, "An adviser’s hours were entered, from {from_on}."),
    FactType("triage.caseload_passed", 1, CaseloadPassed, "{open_cases} open cases, where {most} can be carried."),
    FactType("triage.caseload_eased", 1, CaseloadEased, "{open_cases} open cases, which can be carried again."),
    FactType("triage.vacancies_told", 1, VacanciesTold, "{code} has {rooms} rooms and {children_places} places free."),
)
