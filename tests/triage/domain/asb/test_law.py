"""Law and practice as dated data: what binds on a day, and what a document may not say."""

from copy import deepcopy
from datetime import date
from typing import Any

import msgspec
import pytest

from services.triage.adapters.law_files import LAW
from services.triage.domain.asb.law import Book, LawProblem, law_from, practice_from
from tests.support.builders.asb import the_law, the_practice


def raw() -> dict[str, Any]:
    law = the_law().on(date(2026, 1, 1))
    found: dict[str, Any] = deepcopy(msgspec.to_builtins(law, builtin_types=(date,)))
    return found


def test_the_law_of_a_day_is_the_newest_that_has_begun() -> None:
    versions = [
        law.version if (law := the_law().on(day)) else None
        for day in (
            date(2014, 10, 19),
            date(2014, 10, 20),
            date(2015, 3, 22),
            date(2015, 3, 23),
            date(2020, 11, 30),
            date(2026, 11, 1),
        )
    ]
    assert versions == [
        None,
        "enforcement-2014-10-20",
        "enforcement-2014-10-20",
        "enforcement-2015-03-23",
        "enforcement-2015-03-23",
        "enforcement-2020-12-01",
    ]


def test_a_law_to_come_does_not_bind_before_its_day() -> None:
    """A bill would lower the age for notices to 10 and let a closure last 72 hours: from its day on, and not before."""
    coming = raw() | {"version": "to-come", "effective_from": date(2027, 4, 1)}
    for tool in coming["tools"]:
        tool |= {"youngest": 10} if tool["code"] == "community_protection_notice" else {}
    book = Book([law for law in (the_law().on(date(2026, 1, 1)),) if law] + [law_from(coming)])
    ages = [
        tool.youngest
        for day in (date(2027, 3, 31), date(2027, 4, 1))
        if (law := book.on(day)) and (tool := law.tool("community_protection_notice"))
    ]
    assert ages == [16, 10]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("community_protection_notice", {"youngest": 16, "later_incident": True, "gives_time": True}),
        ("fixed_penalty", {"amount_pence": 10_000, "early_pence": 7_500, "early_days": 10, "pay_days": 14}),
        ("order_penalty", {"amount_pence": 10_000, "pay_days": 14, "early_pence": None}),
        ("closure_notice", {"lasts_hours": 24, "hearing_hours": 48}),
        ("closure_notice_extended", {"lasts_hours": 48}),
        ("closure_order", {"longest_months": 3}),
        ("closure_order_extended", {"longest_months": 6}),
        ("injunction", {"youngest": 10, "young_months": 12}),
        ("abatement_notice", {"appeal_days": 21}),
        ("criminal_behaviour_order", {"youngest": 10, "shortest_months": 24, "young_months": 36}),
        ("dispersal_direction", {"youngest": 10, "lasts_hours": 48}),
    ],
)
def test_the_shipped_law_has_the_figures_of_the_reference(code: str, expected: dict[str, Any]) -> None:
    """K25 to K30."""
    law = the_law().on(date(2026, 11, 1))
    tool = law.tool(code) if law else None
    assert {name: getattr(tool, name) for name in expected} == expected


def test_the_shipped_practice_has_the_figures_of_the_reference() -> None:
    """K18, K19, K24 and K31."""
    practice = the_practice().on(date(2026, 11, 1))
    assert practice is not None
    review = practice.review
    assert (practice.update_every, practice.mediation_average_pence) == (10, 40_000)
    assert (review.complaints, review.told_within_months, review.within_months) == (3, 1, 6)
    assert (review.acknowledge, review.decide, review.meet) == (10, 15, 20)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda law: law["tools"][1].update(after=["warning"]), "comes after warning, which is no tool"),
        (lambda law: law["tools"][0].update(order="curfew"), "needs an order curfew"),
        (lambda law: law.update(tools=[*law["tools"], law["tools"][0]]), "two tools have the same code"),
        (lambda law: law["conditions"].pop("time_over"), "nothing is said of the condition time_over"),
        (lambda law: law["tools"][0].update(youngst=16), "youngst"),
        (lambda law: law["tools"][0].pop("breach"), "breach"),
    ],
)
def test_a_law_that_does_not_hang_together_is_refused_with_what_to_do(change: Any, says: str) -> None:
    document = raw()
    change(document)
    with pytest.raises(LawProblem, match=says):
        law_from(document)


def test_a_practice_without_clocks_for_every_priority_is_refused() -> None:
    practice = msgspec.to_builtins(the_practice().on(date(2026, 1, 1)), builtin_types=(date,))
    del practice["clocks"]["urgent"]
    with pytest.raises(LawProblem, match="no clocks for urgent"):
        practice_from(practice)


def test_two_documents_never_begin_on_one_day() -> None:
    with pytest.raises(LawProblem, match="same day"):
        Book([law_from(raw()), law_from(raw())])


def test_every_law_that_ships_is_loaded() -> None:
    assert {file.stem for file in (LAW / "enforcement").glob("*.toml")} == {
        "2014-10-20",
        "2015-03-23",
        "2020-12-01",
    }
