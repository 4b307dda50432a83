"""The level that a case shows first: of each tool the newest, and no later one of another tool makes it lower."""

from dataclasses import dataclass, field
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from services.triage.web.case.danger import newest_of_each


@dataclass
class Given:
    tool: str


@dataclass
class Came:
    given: Given
    grade: str
    judged: str


@dataclass
class Entry:
    tool: str
    grade: str
    judged: str
    at: date = date(2026, 11, 23)
    fact: Came = field(init=False)

    def __post_init__(self) -> None:
        self.fact = Came(Given(self.tool), self.grade, self.judged)


GRADES = ["not_graded", "standard", "medium", "high"]


def test_a_later_assessment_with_another_tool_does_not_hide_that_the_risk_is_high() -> None:
    dash, merit = Entry("dash", "high", "medium"), Entry("merit", "not_graded", "medium")
    assert newest_of_each([dash, merit]) == [dash, merit]
    assert newest_of_each([merit, dash]) == [dash, merit]


def test_a_later_one_with_the_same_tool_stands_in_place_of_the_first() -> None:
    before, now = Entry("dash", "high", "high"), Entry("dash", "standard", "standard")
    assert newest_of_each([before, now]) == [now]
    assert newest_of_each([]) == []


@settings(max_examples=60)
@given(st.lists(st.builds(Entry, st.sampled_from("abc"), st.sampled_from(GRADES), st.sampled_from(GRADES)), max_size=8))
def test_the_highest_that_stands_is_always_first(made: list[Entry]) -> None:
    def level(entry: Entry) -> int:
        return max(GRADES.index(entry.grade), GRADES.index(entry.judged))

    shown = newest_of_each(made)
    assert [level(each) for each in shown] == sorted(map(level, shown), reverse=True)
    assert {each.tool for each in shown} == {each.tool for each in made}
    assert all(each is [one for one in made if one.tool == each.tool][-1] for each in shown)
