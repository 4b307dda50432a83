"""What changed between two versions of an agenda, one change for each line."""

from datetime import date

import msgspec

from services.panels.domain.changes import changes_since
from services.panels.domain.values.agendas import Agenda, AgendaItem, AgendaSection


def an_item(name: str, minutes: int = 12) -> AgendaItem:
    return AgendaItem(section="new_cases_adults", case_reference=name, minutes=minutes, why="", case_id=name)


def an_agenda(*items: AgendaItem, overflow: tuple[AgendaItem, ...] = ()) -> Agenda:
    section = AgendaSection(code="new_cases_adults", title="New cases, adults only", items=items)
    return Agenda(sections=(section,), minutes_planned=0, capacity_minutes=210, overflow=overflow)


def changes(earlier: Agenda, later: Agenda) -> list[tuple[str, str | None]]:
    return [(found.change, found.case_reference) for found in changes_since(earlier, later)]


A, B, C = an_item("A"), an_item("B"), an_item("C")


def test_the_same_agenda_has_no_changes() -> None:
    assert changes(an_agenda(A, B), an_agenda(A, B)) == []


def test_what_came_and_what_went() -> None:
    assert changes(an_agenda(A, B), an_agenda(B, C)) == [("added", "C"), ("removed", "A")]


def test_a_line_that_says_something_else_has_changed() -> None:
    assert changes(an_agenda(A), an_agenda(an_item("A", minutes=15))) == [("changed", "A")]


def test_two_that_changed_places_have_moved_and_an_arrival_moves_nobody() -> None:
    assert changes(an_agenda(A, B), an_agenda(B, A)) == [("moved", "B"), ("moved", "A")]
    assert changes(an_agenda(A, B), an_agenda(C, A, B)) == [("added", "C")]


def test_into_the_overflow_and_out_of_it() -> None:
    inside, outside = an_agenda(A, B), an_agenda(A, overflow=(B,))
    assert changes(inside, outside) == [("into_overflow", "B")]
    assert changes(outside, inside) == [("out_of_overflow", "B")]


def test_an_action_is_told_apart_from_the_case_it_belongs_to() -> None:
    action = msgspec.structs.replace(A, action_id="action-1", why=f"{date(2026, 12, 1)}")
    assert changes(an_agenda(A), an_agenda(A, action)) == [("added", "A")]
