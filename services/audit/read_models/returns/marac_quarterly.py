"""The quarterly MARAC return: the columns of the national data set, a row a quarter and one for the whole period.

A figure that rests on nothing recorded reads "unknown"; shares are of the cases of which the thing is known.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from services.audit.domain.timeline import StoryFact
from services.audit.read_models.returns.shape import (
    UNKNOWN,
    Computed,
    Return,
    Row,
    Span,
    Value,
    london_day,
    suppressed,
)

_PANEL, _POLICE = "marac", "police"
_REFERRED, _ADDED, _DECIDED = "panels.case_referred", "panels.referral_added", "panels.case_decided"
_SUBMITTED, _ANSWERED = "intake.referral_submitted", "triage.answers_added"
_COLUMNS = (
    "period",
    "maracs_submitting",
    "cases",
    "yoy_change_pct",
    "children",
    "cases_per_10000_adult_females",
    "repeat_cases_pct",
    "partner_agency_referrals_pct",
    "victim_black_asian_racially_minoritised_pct",
    "victim_lgbt_pct",
    "victim_disability_pct",
    "victim_male_pct",
    "victims_aged_16_17",
    "victims_aged_16_17_pct",
    "under_18_perpetrating",
)
# Nothing that is recorded today says these; they are asked for all the same, and so answered.
_NOT_RECORDED = (
    "cases_per_10000_adult_females",
    "victim_black_asian_racially_minoritised_pct",
    "victim_lgbt_pct",
    "victim_disability_pct",
    "victim_male_pct",
)
_NOT_COUNTS = ("period", "maracs_submitting", "cases_per_10000_adult_females")


class Case(msgspec.Struct, frozen=True):
    """One hearing of one person; what nobody said is None."""

    heard_on: date
    repeat: bool
    from_partner: bool | None
    children: int | None
    victim_age: int | None
    perpetrator_age: int | None


def compute(facts: Sequence[StoryFact], span: Span) -> Computed:
    """A row for each quarter that the span touches, cut to it, and one for all of it where there are several."""
    cases = list(_cases(facts))
    spans = list(_quarters(span))
    total = len(spans) > 1
    found = [_figures(cases, one) for one in ([*spans, span] if total else spans)]
    return Computed(
        rows=[row for row, _, _ in found],
        behind=[behind for _, behind, _ in found],
        unknown=[unknown for _, _, unknown in found],
        total=total,
    )


def _cases(facts: Sequence[StoryFact]) -> Iterator[Case]:
    """Each hearing once, on the day it was first heard, with what all its referrals said."""
    referrals: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    heard: dict[tuple[str, int], tuple[date, bool]] = {}
    answers: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.name in (_SUBMITTED, _ANSWERED):
            answers.setdefault(str(fact.fields.get("referral_id")), {}).update(fact.fields.get("answers") or {})
        elif fact.fields.get("panel") == _PANEL:
            hearing = (str(fact.fields.get("case_id")), int(fact.fields.get("hearing") or 0))
            day = london_day(fact.fields.get("heard_at"))
            if fact.name == _DECIDED and day is not None:
                heard[hearing] = (heard.get(hearing, (day,))[0], bool(fact.fields.get("repeat")))
            elif isinstance(referral := fact.fields.get("referral"), Mapping):
                referrals.setdefault(hearing, []).append(referral)
    for hearing, (day, repeat) in heard.items():
        yield _case(day, repeat, referrals.get(hearing, []), answers)


def _case(
    day: date, repeat: bool, referrals: Sequence[Mapping[str, Any]], answers: Mapping[str, Mapping[str, Any]]
) -> Case:
    said = [answers.get(str(referral.get("referral_id")), {}) for referral in referrals]
    agency = next((referral.get("referring_agency") for referral in referrals), None)
    return Case(
        heard_on=day,
        repeat=repeat,
        from_partner=None if agency is None else agency != _POLICE,
        children=max(_numbers(referral.get("children") for referral in referrals), default=None),
        victim_age=next(_numbers(one.get("victim_age") for one in said), None),
        perpetrator_age=next(_numbers(one.get("perpetrator_age") for one in said), None),
    )


def _numbers(values: Iterator[Any]) -> Iterator[int]:
    return (value for value in values if isinstance(value, int))


def _figures(cases: Sequence[Case], span: Span) -> tuple[Row, Mapping[str, int], Mapping[str, int]]:
    """One row, the counts behind its shares, and of how many cases each figure is not known."""
    here = [case for case in cases if span.holds(case.heard_on)]
    before = sum(1 for case in cases if _a_year_before(span).holds(case.heard_on))
    repeats, _ = _known(here, lambda case: case.repeat)
    partners, without_agency = _known(here, lambda case: case.from_partner)
    young, without_age = _known(here, lambda case: None if case.victim_age is None else 16 <= case.victim_age <= 17)
    under_18, without_other = _known(here, lambda case: _under_18(case.perpetrator_age))
    with_children = [case.children for case in here if case.children is not None]
    known_ages = len(here) - without_age
    row: Row = {
        "period": span.text,
        "maracs_submitting": int(bool(here)),
        "cases": len(here),
        "yoy_change_pct": round(100 * (len(here) - before) / before, 1) if before else UNKNOWN,
        "children": sum(with_children) if with_children else _nobody_said(here),
        "repeat_cases_pct": _share(repeats, len(here), here),
        "partner_agency_referrals_pct": _share(partners, len(here) - without_agency, here),
        "victims_aged_16_17": young if known_ages else _nobody_said(here),
        "victims_aged_16_17_pct": _share(young, known_ages, here),
        "under_18_perpetrating": under_18 if len(here) > without_other else _nobody_said(here),
    }
    row.update(dict.fromkeys(_NOT_RECORDED, UNKNOWN))
    behind = {
        "repeat_cases_pct": repeats,
        "partner_agency_referrals_pct": partners,
        "victims_aged_16_17_pct": young,
        "yoy_change_pct": before,
    }
    unknown = {
        "children": len(here) - len(with_children),
        "partner_agency_referrals_pct": without_agency,
        "victims_aged_16_17": without_age,
        "under_18_perpetrating": without_other,
    } | dict.fromkeys(_NOT_RECORDED[1:], len(here))
    return {name: row[name] for name in _COLUMNS}, behind, unknown


def _known(cases: Sequence[Case], ask: Callable[[Case], bool | None]) -> tuple[int, int]:
    """Of how many cases it is so, and of how many nobody knows."""
    answers = [ask(case) for case in cases]
    return answers.count(True), answers.count(None)


def _share(count: int, known: int, cases: Sequence[Case]) -> Value:
    return round(100 * count / known, 1) if known else _nobody_said(cases)


def _nobody_said(cases: Sequence[Case]) -> Value:
    """No case leaves nothing to say; cases of which nobody said it leave it unknown."""
    return UNKNOWN if cases else None


def _under_18(age: int | None) -> bool | None:
    return None if age is None else age < 18


def _quarters(span: Span) -> Iterator[Span]:
    first = span.first
    while first <= span.last:
        month = (first.month - 1) // 3 * 3 + 4
        after = date(first.year + (month > 12), month - 12 if month > 12 else month, 1)
        yield Span(first, min(after - timedelta(days=1), span.last))
        first = after


def _a_year_before(span: Span) -> Span:
    return Span(_year_before(span.first), _year_before(span.last + timedelta(days=1)) - timedelta(days=1))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


RETURN = Return(
    name="marac_quarterly",
    title="MARAC, by quarter",
    about="Cases heard at MARAC in the columns of the national data set, by quarter.",
    reads=(f"{_REFERRED}@1", f"{_ADDED}@1", f"{_DECIDED}@1", f"{_SUBMITTED}@1", f"{_ANSWERED}@1"),
    columns=_COLUMNS,
    drawn=("period", "cases"),
    compute=compute,
    suppress=lambda computed: suppressed(
        computed, [name for name in _COLUMNS if name not in _NOT_COUNTS and name not in _NOT_RECORDED], of="cases"
    ),
)
