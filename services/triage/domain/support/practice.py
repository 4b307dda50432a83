"""What support stands on, as dated data: clocks and caseloads, places by name, and the law of homes."""

from collections.abc import Sequence
from typing import Any

import msgspec

from services.triage.domain.asb.law import Dated, LawProblem

NOT_IN_LIST = "elsewhere"
"""A borough or ward that the lists do not name."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a document; what it does not know is refused instead of ignored."""


class Caseload(_Part, frozen=True, kw_only=True):
    """What one whole adviser can carry: open cases, and new ones in twelve months."""

    open_least: int
    open_most: int
    new_in_twelve_months: int


class Reciprocal(_Part, frozen=True, kw_only=True):
    """How homes are exchanged between boroughs."""

    least_boroughs: int
    most_offers: int
    schemes: dict[str, str]


class SupportPractice(Dated, frozen=True, kw_only=True):
    """What is agreed from a day on. `borough` is ours, with its `wards`; `boroughs` are those homes are sought in."""

    police_acknowledge_days: int
    review_plan_days: int
    vacancies_told_days: int
    caseload: Caseload
    reciprocal: Reciprocal
    bands: dict[str, str]
    recourse: dict[str, str]
    borough: str
    wards: tuple[str, ...]
    boroughs: tuple[str, ...]


class HousingLaw(Dated, frozen=True, kw_only=True):
    """Whether whoever is homeless because of abuse has priority need: by that alone, or only where vulnerable."""

    law: str
    abuse_is_enough: bool


RECOURSE_CODES = ("high_risk", "care_needs", "otherwise")


def support_practice_from(raw: dict[str, Any]) -> SupportPractice:
    """The practice of a document. Raises LawProblem."""
    practice: SupportPractice = _read(raw, SupportPractice)
    if missing := [code for code in RECOURSE_CODES if code not in practice.recourse]:
        raise LawProblem(f"nothing is said of recourse for {missing[0]}. Add it to [recourse]")
    if practice.borough not in practice.boroughs:
        raise LawProblem("our own borough is not among the boroughs. Add it")
    if practice.caseload.open_least > practice.caseload.open_most:
        raise LawProblem("the least caseload is more than the most. Correct the numbers")
    _refuse_twice(practice.wards)
    _refuse_twice(practice.boroughs)
    return practice


def housing_law_from(raw: dict[str, Any]) -> HousingLaw:
    """The law of a document. Raises LawProblem."""
    law: HousingLaw = _read(raw, HousingLaw)
    return law


def _refuse_twice(names: Sequence[str]) -> None:
    if len(set(names)) != len(names):
        raise LawProblem("a name stands twice. Take one out")


def _read(raw: dict[str, Any], shape: type[Any]) -> Any:
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise LawProblem(f"{error}. Correct the member") from None
