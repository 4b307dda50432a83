"""The agenda engine: SafeLives' order, children first, whole minutes, and every case in exactly one place."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.panels.domain.agenda import SECTIONS, build_agenda
from services.panels.domain.values.agendas import Agenda, AgendaCase, AgendaInputs, Move, OpenAction
from services.panels.domain.values.referrals import Details
from tests.support.builders.panels import CMARAC, DECEMBER, IN_TIME, MARAC, TIMETABLE, a_referral, london

DAYS = TIMETABLE.days


def a_case(number: int, **changes: Any) -> AgendaCase:
    """An adult's case, first come first numbered; what is not about the case itself goes to its referral."""
    own = {name: changes.pop(name) for name in ("place", "entry", "repeat") if name in changes}
    received = {"received_at": IN_TIME + timedelta(minutes=number)}
    referral = a_referral(number, **received | changes)
    members: dict[str, Any] = {"place": "new", "entry": "in_time", "repeat": False} | own
    return AgendaCase(
        case_id=f"case-{number:04}", voice_id="person-1", details=Details(referrals=(referral,)), **members
    )


def an_action(number: int, due: date = date(2026, 12, 10), agency: str = "housing") -> OpenAction:
    return OpenAction(action_id=f"action-{number:04}", agency=agency, due=due)


def agenda_of(
    cases: Sequence[AgendaCase] = (), actions: Sequence[OpenAction] = (), moves: Sequence[Move] = (), **changes: Any
) -> Agenda:
    sitting = msgspec.structs.replace(DECEMBER, **changes)
    inputs = AgendaInputs(sitting=sitting, cases=tuple(cases), actions=tuple(actions), moves=tuple(moves))
    return build_agenda(MARAC, DAYS, inputs)


def order(agenda: Agenda, code: str) -> list[str | None]:
    return [item.case_id for section in agenda.sections if section.code == code for item in section.items]


def test_the_sections_stand_in_safelives_order_even_when_empty() -> None:
    assert [section.code for section in agenda_of().sections] == [
        "confidentiality",
        "outstanding_actions",
        "new_cases_children",
        "new_cases_adults",
        "twelve_months",
        "any_other_business",
    ]


def test_the_community_marac_has_its_core_group_after_the_new_cases() -> None:
    codes = [section.code for section in build_agenda(CMARAC, DAYS, AgendaInputs(sitting=DECEMBER)).sections]
    assert codes == [
        "confidentiality",
        "outstanding_actions",
        "new_cases_children",
        "new_cases_adults",
        "core_group",
        "any_other_business",
    ]


def test_children_come_first_and_an_unanswered_question_is_not_a_no() -> None:
    cases = [
        a_case(1),
        a_case(2, children=2, children_in_household="yes"),
        a_case(3, children=None, children_in_household="unknown"),
    ]
    agenda = agenda_of(cases)
    assert order(agenda, "new_cases_children") == ["case-0002", "case-0003"]
    assert order(agenda, "new_cases_adults") == ["case-0001"]
    assert [item.flags for item in agenda.sections[2].items] == [("children_2",), ("children_not_known",)]


def test_within_a_section_priority_then_leading_flags_then_who_came_first() -> None:
    cases = [
        a_case(1, priority="standard"),
        a_case(2),
        a_case(3, flags=("stalking",)),
        a_case(4, flags=("stalking", "strangulation")),
        a_case(5),
        a_case(6, flags=("unheard_of",)),
    ]
    expected = ["case-0004", "case-0003", "case-0002", "case-0005", "case-0006", "case-0001"]
    assert order(agenda_of(cases), "new_cases_adults") == expected


def test_a_case_takes_twelve_to_fifteen_minutes_and_never_more() -> None:
    cases = [a_case(1), a_case(2, children=1), a_case(3, repeat=True), a_case(4, children=3, repeat=True)]
    minutes = {item.case_id: item.minutes for item in agenda_of(cases).cases}
    assert minutes == {"case-0001": 12, "case-0002": 14, "case-0003": 13, "case-0004": 15}


def test_seventeen_cases_of_adults_fill_a_meeting_of_three_hours_and_a_half() -> None:
    assert round(299 / (52 / 3)) == 17
    full = agenda_of([a_case(number) for number in range(17)])
    assert (full.minutes_planned, full.capacity_minutes, full.overflow) == (204, 210, ())
    over = agenda_of([a_case(number) for number in range(18)])
    assert [item.case_id for item in over.overflow] == ["case-0017"]


def test_an_overflow_comes_with_the_proposal_of_a_sitting_on_the_next_working_day() -> None:
    extra = agenda_of([a_case(number) for number in range(20)]).extra_sitting
    assert extra is not None
    assert extra.starts_at == london(date(2026, 12, 17), 10)
    assert (extra.minutes, len(extra.case_references)) == (36, 3)


def test_the_least_urgent_go_into_overflow_from_whichever_section() -> None:
    cases = [a_case(number, children=1, priority="high") for number in range(8)]
    cases += [a_case(number, priority="urgent") for number in range(8, 17)]
    overflow = agenda_of(cases).overflow
    assert [(item.section, item.case_id) for item in overflow] == [("new_cases_children", "case-0007")]


def test_what_was_put_off_before_is_not_put_off_again_for_want_of_time() -> None:
    cases = [a_case(number) for number in range(17)]
    cases.append(a_case(99, priority="standard", entry="deferred"))
    agenda = agenda_of(cases)
    assert "case-0099" in order(agenda, "new_cases_adults")
    assert [item.case_id for item in agenda.overflow] == ["case-0016"]


def test_twelve_month_cases_give_way_first() -> None:
    cases = [a_case(number) for number in range(17)] + [a_case(50, place="twelve_months")]
    assert order(agenda_of(cases), "twelve_months") == ["case-0050"]
    crowded = agenda_of([*cases, a_case(40)], capacity_minutes=216)
    assert [item.case_id for item in crowded.overflow] == ["case-0050"]


def test_overdue_actions_take_a_minute_each_up_to_their_share() -> None:
    actions = [an_action(number) for number in range(40)] + [an_action(99, due=date(2026, 12, 20))]
    agenda = agenda_of(actions=actions)
    items = agenda.sections[1].items
    assert len(items) == 41
    assert sum(item.minutes for item in items) == 15
    assert items[0].why == "Housing needs: due Thursday 10 December 2026."
    assert items[-1].flags == ()


def test_a_late_referral_is_on_the_agenda_and_says_that_nobody_has_chosen() -> None:
    (item,) = agenda_of([a_case(1, entry="awaiting_choice")]).cases
    assert item.flags == ("late_undecided",)
    assert item.why.endswith("Came after the deadline; the coordinator has not chosen yet how it is heard.")


def test_a_line_says_why_it_is_there_without_a_name() -> None:
    case = a_case(
        1,
        repeat=True,
        flags=("stalking", "threats_to_kill"),
        last_referral_on=date(2026, 3, 3),
        transferred_from="Croydon",
        children=2,
    )
    (item,) = agenda_of([case]).cases
    assert item.why == (
        "Visible high risk: the number of yes answers on the risk checklist. "
        "Repeat: last referred on Tuesday 3 March 2026. Transferred from Croydon. "
        "Referred by Police, Community Safety Unit. "
        "Lawful basis of telling this panel: public task; agreement: not sought."
    )
    assert item.flags == ("threats_to_kill", "stalking", "repeat", "children_2", "transferred_in")


def test_a_move_holds_while_other_cases_arrive() -> None:
    move = Move(case_id="case-0003", placed="before", neighbour_id="case-0002")
    cases = [a_case(number) for number in (1, 2, 3)]
    assert order(agenda_of(cases, moves=[move]), "new_cases_adults") == ["case-0001", "case-0003", "case-0002"]
    more = [*cases, a_case(4, flags=("strangulation",))]
    expected = ["case-0004", "case-0001", "case-0003", "case-0002"]
    assert order(agenda_of(more, moves=[move]), "new_cases_adults") == expected


def test_a_move_beside_a_case_that_has_gone_is_void() -> None:
    move = Move(case_id="case-0003", placed="before", neighbour_id="case-0002")
    assert order(agenda_of([a_case(1), a_case(3)], moves=[move]), "new_cases_adults") == ["case-0001", "case-0003"]


cases_strategy = st.lists(
    st.builds(
        a_case,
        st.integers(0, 9999),
        place=st.sampled_from(("new", "new", "core_group", "twelve_months")),
        entry=st.sampled_from(("in_time", "awaiting_choice", "late", "moved", "deferred", "carried_over")),
        repeat=st.booleans(),
        priority=st.sampled_from(("urgent", "high", "standard")),
        children=st.sampled_from((None, 0, 1, 4)),
        flags=st.lists(st.sampled_from(MARAC.flags_first), unique=True).map(tuple),
    ),
    max_size=40,
    unique_by=lambda case: case.case_id,
)
actions_strategy = st.lists(
    st.builds(an_action, st.integers(0, 9999), st.dates(date(2026, 11, 1), date(2027, 1, 31))),
    max_size=30,
    unique_by=lambda action: action.action_id,
)


@given(cases_strategy, actions_strategy, st.randoms(use_true_random=False))
def test_no_case_is_ever_lost_and_the_minutes_add_up(
    cases: list[AgendaCase], actions: list[OpenAction], chance: Any
) -> None:
    moves = []
    if len(cases) > 1:
        pairs = [chance.sample(cases, 2) for _ in range(3)]
        moves = [Move(case_id=a.case_id, placed="after", neighbour_id=b.case_id) for a, b in pairs]
    agenda = agenda_of(cases, actions, moves)
    assert sorted(item.case_id or "" for item in agenda.cases) == sorted(case.case_id for case in cases)
    assert {item.action_id for item in agenda.items if item.action_id} == {action.action_id for action in actions}
    planned = sum(item.minutes for section in agenda.sections for item in section.items)
    assert agenda.minutes_planned == planned <= agenda.capacity_minutes
    assert bool(agenda.extra_sitting) == bool(agenda.overflow)
    codes = [section.code for section in agenda.sections]
    assert codes == [code for code in SECTIONS if code in codes]
    assert all(item.minutes <= MARAC.minutes.case_at_most for item in agenda.items)


@given(cases_strategy, actions_strategy, st.randoms(use_true_random=False))
def test_the_same_cases_in_any_order_give_the_same_agenda(
    cases: list[AgendaCase], actions: list[OpenAction], chance: Any
) -> None:
    shuffled = chance.sample(cases, len(cases))
    assert agenda_of(shuffled, list(reversed(actions))) == agenda_of(cases, actions)


@pytest.mark.parametrize("capacity", [30, 60, 120, 210])
def test_a_lost_case_would_be_noticed(capacity: int) -> None:
    agenda = agenda_of([a_case(number) for number in range(20)], capacity_minutes=capacity)
    lost = msgspec.structs.replace(agenda, overflow=agenda.overflow[1:])
    assert len(agenda.cases) == 20
    assert len(lost.cases) == 19
