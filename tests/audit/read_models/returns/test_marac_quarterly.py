"""The MARAC return has the national columns, tells unknown from nothing, and hides small numbers in public."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from services.audit.domain.timeline import StoryFact
from services.audit.read_models.returns.marac_quarterly import RETURN, compute
from services.audit.read_models.returns.shape import Computed, Span
from tests.support.builders.audit import a_story_fact

YEAR = Span(date(2026, 4, 1), date(2027, 3, 31))
QUARTER = Span(date(2026, 4, 1), date(2026, 6, 30))


class Panel:
    """Facts of cases heard, one after the other."""

    def __init__(self) -> None:
        self.facts: list[StoryFact] = []

    def say(self, name: str, fields: dict[str, Any]) -> None:
        self.facts.append(a_story_fact(len(self.facts) + 1, name, fields))

    def heard(
        self,
        on: str = "2026-05-06",
        *,
        agency: str | None = "police",
        repeat: bool = False,
        panel: str = "marac",
        children: int | None = None,
        answers: dict[str, Any] | None = None,
    ) -> str:
        number = str(len(self.facts))
        case = {"case_id": f"case-{number}", "panel": panel, "hearing": 1}
        referral = {"referral_id": f"referral-{number}", "referring_agency": agency, "children": children}
        if answers is not None:
            told = {"referral_id": f"referral-{number}", "answers": answers}
            self.say("intake.referral_submitted", told)
        self.say("panels.case_referred", case | {"referral": referral})
        self.say("panels.case_decided", case | {"heard_at": f"{on}T10:00:00Z", "repeat": repeat})
        return number


def row(panel: Panel, span: Span = QUARTER) -> dict[str, Any]:
    return compute(panel.facts, span).rows[-1]


def test_the_columns_are_those_of_the_national_data_set(datasets: Path) -> None:
    with (datasets / "safelives-marac" / "marac_national_uk.csv").open() as file:
        assert tuple(next(csv.reader(file))) == RETURN.columns
    assert tuple(row(Panel())) == RETURN.columns


def test_cases_count_in_the_quarter_they_were_heard_with_a_row_for_the_year() -> None:
    panel = Panel()
    for day in ("2026-04-01", "2026-06-30", "2026-07-01", "2027-03-31", "2027-04-01"):
        panel.heard(day)
    rows = compute(panel.facts, YEAR).rows
    assert [(one["period"], one["cases"]) for one in rows] == [
        ("2026-04-01/2026-06-30", 2),
        ("2026-07-01/2026-09-30", 1),
        ("2026-10-01/2026-12-31", 0),
        ("2027-01-01/2027-03-31", 1),
        ("2026-04-01/2027-03-31", 4),
    ]


def test_a_correction_is_no_second_case_and_another_panel_is_none() -> None:
    panel = Panel()
    number = panel.heard()
    corrected = {"case_id": f"case-{number}", "panel": "marac", "hearing": 1, "repeat": True}
    panel.say("panels.case_decided", corrected | {"heard_at": "2026-05-06T10:00:00Z"})
    panel.heard(panel="cmarac")
    assert (row(panel)["cases"], row(panel)["repeat_cases_pct"]) == (1, 100.0)


def test_shares_are_of_those_known_and_what_nobody_said_is_unknown() -> None:
    panel = Panel()
    panel.heard(agency="police", children=2)
    panel.heard(agency="housing", repeat=True, children=0)
    panel.heard(agency=None)
    computed = compute(panel.facts, QUARTER)
    assert computed.rows[0]["partner_agency_referrals_pct"] == 50.0
    assert computed.rows[0]["repeat_cases_pct"] == 33.3
    assert computed.rows[0]["children"] == 2
    assert computed.rows[0]["victims_aged_16_17"] == "unknown"
    assert computed.rows[0]["victim_lgbt_pct"] == "unknown"
    assert computed.unknown[0]["children"] == 1
    assert computed.unknown[0]["partner_agency_referrals_pct"] == 1


def test_ages_come_from_the_answers_to_the_referral() -> None:
    panel = Panel()
    panel.heard(answers={"victim_age": 17, "perpetrator_age": 17})
    panel.heard(answers={"victim_age": 18, "perpetrator_age": 18})
    panel.heard(answers={"victim_age": None})
    found = row(panel)
    assert (found["victims_aged_16_17"], found["victims_aged_16_17_pct"]) == (1, 50.0)
    assert found["under_18_perpetrating"] == 1


def test_an_empty_quarter_has_no_shares_rather_than_unknown_ones() -> None:
    assert row(Panel())["repeat_cases_pct"] is None
    assert row(Panel())["yoy_change_pct"] == "unknown"


def test_the_change_is_against_the_same_days_a_year_before() -> None:
    panel = Panel()
    for day in ("2025-05-06", "2025-05-07", "2026-05-06", "2026-05-07", "2026-05-08"):
        panel.heard(day)
    assert row(panel)["yoy_change_pct"] == 50.0


def test_the_golden_figures_of_merton_come_out() -> None:
    """299 cases of which 94 were repeats, 31 per cent, in a year of 17 meetings."""
    panel = Panel()
    for number in range(299):
        panel.heard(f"2026-{4 + number % 9:02d}-15", repeat=number < 94)
    found = row(panel, YEAR)
    assert (found["cases"], found["repeat_cases_pct"]) == (299, 31.4)


def public(panel: Panel, span: Span) -> list[dict[str, Any]]:
    return RETURN.suppress(compute(panel.facts, span))


def test_in_public_a_small_count_goes_and_its_share_with_it() -> None:
    panel = Panel()
    for number in range(20):
        panel.heard(repeat=number < 5, agency="housing" if number < 16 else "police")
    [found] = public(panel, QUARTER)
    assert found["cases"] == 20
    assert found["repeat_cases_pct"] == "5 or under"
    # 16 of 20 would tell the other 4.
    assert found["partner_agency_referrals_pct"] == "5 or under"


def test_in_public_a_quarter_left_out_alone_is_not_told_by_the_total() -> None:
    panel = Panel()
    for day, count in (("2026-05-06", 10), ("2026-08-06", 3), ("2026-11-06", 10), ("2027-02-06", 10)):
        for _ in range(count):
            panel.heard(day)
    found = public(panel, YEAR)
    assert [one["cases"] for one in found] == [10, "5 or under", 10, 10, "5 or under"]


def test_in_public_two_small_quarters_are_not_told_together_by_the_total() -> None:
    panel = Panel()
    for day, count in (("2026-05-06", 10), ("2026-08-06", 1), ("2026-11-06", 1), ("2027-02-06", 10)):
        for _ in range(count):
            panel.heard(day)
    assert [one["cases"] for one in public(panel, YEAR)] == [10, "5 or under", "5 or under", 10, "5 or under"]
    for _ in range(4):
        panel.heard("2026-08-06")
    assert [one["cases"] for one in public(panel, YEAR)] == [10, "5 or under", "5 or under", 10, 26]


@pytest.mark.parametrize("other", ["panels.case_decided@2", "panels.case_heard@1"])
def test_a_version_it_does_not_know_is_counted_and_not_guessed_at(other: str) -> None:
    name, _, version = other.partition("@")
    fact = a_story_fact(1, name, {})
    known, counted = RETURN.readable([msgspec.structs.replace(fact, schema_version=int(version))])
    assert (known, counted) == ([], {other: 1})


def test_nothing_computed_is_nothing_suppressed() -> None:
    assert RETURN.suppress(Computed(rows=[])) == []
