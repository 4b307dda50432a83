"""What a case may show of households: never the way from a father to where the mother went, by whatever road."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.triage.domain.family.graph import Belongs, Graph, Stands, seen_from_here


def member(household: str, who: str, referral: str, part: str = "adult", until: date | None = None) -> Belongs:
    return Belongs(household, referral, who, who, part, None, until, "self", "certain", "2026-11-23", "account-1")


def stands(referral: str, **roles: str) -> list[Stands]:
    return [Stands(referral, who, (role,)) for who, role in roles.items()]


# Amina (a) was harmed by Mark (m), the father of Zainab (z), and has gone to live elsewhere with the child.
OLD, NEW = "old-home", "new-home"
HOMES = [
    member(OLD, "a", "abuse", until=date(2026, 10, 1)),
    member(OLD, "m", "abuse"),
    member(OLD, "z", "abuse", "child", until=date(2026, 10, 1)),
    member(NEW, "a", "abuse"),
    member(NEW, "z", "abuse", "child"),
]
HARM = stands("abuse", a="victim", m="perpetrator", z="child")


def seen(here: str, people: Iterable[str], stood: list[Stands], **changes: Any) -> list[str]:
    members: dict[str, Any] = {"belongs": HOMES, "stands": [*HARM, *stood], "abuse": frozenset({"abuse"})} | changes
    kept = members.pop("kept", frozenset())
    graph = Graph(here=here, people={each: each for each in people}, **members)
    return [each.household_id for each in seen_from_here(graph, kept)]


def test_her_own_case_shows_where_she_lived_and_with_whom_she_lives_now() -> None:
    assert seen("abuse", "amz", []) == [OLD, NEW]


def test_his_case_as_a_neighbour_shows_nothing_of_either_home() -> None:
    assert seen("noise", "m", stands("noise", m="other")) == []


def test_his_case_with_the_child_in_it_does_not_lead_to_her() -> None:
    """Also where abuse was seen in that case too."""
    both = frozenset({"abuse", "contact"})
    assert seen("contact", "mz", stands("contact", m="other", z="child"), abuse=both) == []


def test_whoever_accuses_her_in_turn_does_not_find_her_by_that() -> None:
    both = frozenset({"abuse", "counter"})
    assert seen("counter", "amz", stands("counter", m="victim", a="perpetrator", z="child"), abuse=both) == []


def test_a_new_victim_of_his_does_not_learn_of_the_one_before() -> None:
    both = frozenset({"abuse", "again"})
    assert seen("again", "mb", stands("again", b="victim", m="perpetrator"), abuse=both) == []


def test_a_case_of_the_child_alone_shows_abuse_only_where_abuse_was_seen() -> None:
    stood = stands("school", z="child")
    assert seen("school", "z", stood) == []
    assert seen("school", "z", stood, abuse=frozenset({"abuse", "school"})) == [OLD, NEW]


def test_a_home_with_somebody_nobody_may_find_shows_only_where_she_stands_herself() -> None:
    both = frozenset({"abuse", "school"})
    assert seen("school", "z", stands("school", z="child"), abuse=both, hidden=frozenset("a")) == []
    assert seen("abuse", "amz", [], hidden=frozenset("a")) == [OLD, NEW]


def test_a_child_may_be_seen_in_two_homes() -> None:
    homes = [member("one", "z", "school", "child"), member("two", "z", "school", "child"), member("two", "f", "school")]
    assert seen("school", "zf", stands("school", z="child", f="other"), belongs=homes) == ["one", "two"]


def test_what_is_kept_from_whoever_looks_is_not_there_but_still_protects() -> None:
    homes = [*HOMES, member("third", "m", "noise"), member("third", "a", "kept")]
    stood = stands("noise", m="other")
    assert seen("noise", "m", stood, belongs=homes) == []
    assert seen("noise", "m", stood, belongs=homes, kept=frozenset({"kept"})) == []
    assert seen("abuse", "amz", [], kept=frozenset({"abuse"})) == []


def test_somebody_else_s_household_is_not_seen() -> None:
    homes = [member("theirs", "x", "abuse")]
    assert seen("abuse", "amz", [], belongs=homes) == []


ROLES = st.sampled_from(["victim", "perpetrator", "child", "other"])
REFERRALS, PEOPLE = ["r1", "r2", "r3"], "abcd"
STANDING = st.dictionaries(st.tuples(st.sampled_from(REFERRALS), st.sampled_from(PEOPLE)), ROLES, max_size=10)
HOUSES = st.lists(
    st.tuples(st.sampled_from(["h1", "h2"]), st.sampled_from(PEOPLE), st.sampled_from(REFERRALS)), max_size=8
)


@settings(max_examples=80, deadline=None)
@given(STANDING, HOUSES, st.frozensets(st.sampled_from(REFERRALS)), st.frozensets(st.sampled_from(PEOPLE)))
def test_no_household_ever_leads_whoever_harms_to_whoever_is_harmed(
    standing: dict[tuple[str, str], str],
    houses: list[tuple[str, str, str]],
    abuse: frozenset[str],
    hidden: frozenset[str],
) -> None:
    """Whatever stands anywhere: by every case, in every household it shows."""
    stood = [Stands(referral, who, (role,)) for (referral, who), role in standing.items()]
    for here in REFERRALS:
        people = {each.who for each in stood if each.referral_id == here}
        belongs = [member(house, who, referral) for house, who, referral in houses]
        graph = Graph(here, {each: each for each in people}, belongs, (), stood, abuse, hidden)
        for household in seen_from_here(graph):
            shown = {each.who for each in household.belongs}
            assert shown & people
            assert not (hidden & shown) - people
            assert here in abuse or all(
                each.referral_id == here or each.referral_id not in abuse for each in household.belongs
            )
            for (referral, harms), role in standing.items():
                if role == "perpetrator" and harms in people:
                    harmed = {
                        who
                        for (other, who), its in standing.items()
                        if other == referral and its in ("victim", "child")
                    }
                    if standing.get((here, harms)) != "perpetrator":
                        assert not (harmed - {harms}) & shown
