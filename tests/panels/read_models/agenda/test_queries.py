"""Which case stands on which agenda, asked of a view that a rebuild from the log confirms."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.panels.domain.commands import CloseStandingCase, DecideCase, DeferCase, TakeFlagsOff
from services.panels.domain.schedule import Timetable
from services.panels.domain.values.sittings import Sitting
from services.panels.read_models.agenda import queries
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import (
    DECEMBER,
    IN_TIME,
    JANUARY,
    LATE,
    OTHER_VICTIM,
    TIMETABLE,
    VICTIM,
    RunningPanels,
    london,
    marked,
    sections,
)

VIEW = "panels_agenda"


@pytest.fixture
def panels(tmp_path: Path) -> Iterator[RunningPanels]:
    """Every test ends with the view compared to one rebuilt from the log."""
    running = RunningPanels(tmp_path)
    running.convene()
    yield running
    running.views.catch_up()
    running.views.compare(VIEW)


def next_after(sitting: Sitting, panel: str = "marac") -> Sitting:
    return TIMETABLE.next_after(panel, sitting.starts_at)


def test_a_case_heard_stays_with_its_meeting_and_leaves_the_next(panels: RunningPanels) -> None:
    command = marked(1)
    panels.do(command)
    panels.hear(command.case_id, DECEMBER.meeting_id)
    assert panels.case_references() == [reference_from(1)]
    assert panels.case_references(JANUARY.meeting_id) == []


def test_somebody_referred_again_to_the_meeting_that_has_decided_already_is_still_one_line(
    panels: RunningPanels,
) -> None:
    panels.do(marked(1))
    panels.hear(marked(1).case_id, DECEMBER.meeting_id)
    panels.do(marked(2))
    assert panels.case_references() == [reference_from(2)]


def test_one_victim_referred_by_many_is_one_line_with_all_their_flags(panels: RunningPanels) -> None:
    panels.do(
        marked(1, flags=("stalking",)),
        marked(2, flags=("strangulation",), referring_agency="health"),
        marked(3, children=2, children_in_household="yes", referring_agency="housing"),
    )
    (item,) = panels.agenda().agenda.cases
    assert item.section == "new_cases_children"
    assert item.flags == ("strangulation", "stalking", "children_2")
    agencies = "Police, Community Safety Unit, Health visiting and school nursing and Housing needs"
    assert f"Referred by {agencies}. Lawful basis" in item.why
    assert item.referral_ids == ("referral-1", "referral-2", "referral-3")


def test_who_waits_for_a_choice_is_asked_for_until_it_is_made(panels: RunningPanels) -> None:
    panels.clock.set(LATE)
    command = marked(1, at=LATE)
    panels.do(command)
    with panels.views.reading() as connection:
        (waiting,) = queries.awaiting_choice(connection, "marac")
        assert queries.awaiting_choice(connection, "cmarac") == []
    assert (waiting.case_id, waiting.meeting, waiting.entry) == (command.case_id, DECEMBER, "awaiting_choice")
    panels.do(
        DeferCase(
            at=LATE, case_id=command.case_id, meeting_id=DECEMBER.meeting_id, reason="No.", interim_note="In refuge."
        )
    )
    with panels.views.reading() as connection:
        assert queries.awaiting_choice(connection) == []
        (standing,) = queries.standings(connection, reference_from(1))
    assert (standing.entry, standing.meeting) == ("deferred", JANUARY)


def test_a_case_is_found_by_any_of_its_references(panels: RunningPanels) -> None:
    panels.do(marked(1, case_reference="WM-CASE-X"), marked(2))
    expected = marked(1).case_id
    with panels.views.reading() as connection:
        for name in ("WM-CASE-X", reference_from(1), reference_from(2)):
            assert queries.case_on(connection, DECEMBER.meeting_id, name) == expected
            assert [found.case_id for found in queries.standings(connection, name)] == [expected]
        assert queries.case_on(connection, DECEMBER.meeting_id, "WM-NONE-X") is None
        assert queries.case_on(connection, "nowhere", "WM-CASE-X") is None


def test_after_twelve_months_a_case_comes_back_until_its_flags_are_off(panels: RunningPanels) -> None:
    command = marked(1)
    panels.do(command)
    panels.hear(command.case_id, DECEMBER.meeting_id)
    panels.pass_to(london(date(2027, 12, 10)))
    first, *_ = panels.calendar.timetable.sittings("marac", date(2027, 12, 16), date(2028, 2, 28))
    before = TIMETABLE.sittings("marac", date(2027, 11, 1), date(2027, 12, 15))[-1]
    assert "twelve_months" not in sections(panels.agenda(before.meeting_id))
    for sitting in (first, next_after(first)):
        assert sections(panels.agenda(sitting.meeting_id))["twelve_months"] == [reference_from(1)]
    panels.do(TakeFlagsOff(at=first.starts_at, case_id=command.case_id, meeting_id=first.meeting_id))
    assert "twelve_months" not in sections(panels.agenda(next_after(first).meeting_id))


def test_a_new_hearing_takes_the_place_of_the_twelve_months(panels: RunningPanels) -> None:
    command = marked(1)
    panels.do(command)
    panels.hear(command.case_id, DECEMBER.meeting_id)
    panels.pass_to(london(date(2027, 12, 10)))
    panels.do(marked(2, at=panels.clock()))
    meeting = TIMETABLE.next_after("marac", panels.clock())
    drafts = [panels.agenda(found.meeting_id) for found in (meeting, next_after(meeting))]
    assert sum(len(draft.agenda.cases) for draft in drafts) == 1


def test_the_core_group_is_on_every_agenda_until_the_panel_closes_the_case(panels: RunningPanels) -> None:
    panels.convene("cmarac")
    panels.pass_to(london(date(2026, 12, 11)))
    command = marked(1, panel="cmarac", priority="high", at=panels.clock())
    panels.do(command)
    first = TIMETABLE.next_after("cmarac", panels.clock())
    second, third = next_after(first, "cmarac"), next_after(next_after(first, "cmarac"), "cmarac")
    decide = {"decision": "actions_agreed", "inquorate_reason": "The room was flooded.", "core_group": True}
    panels.do(DecideCase(at=first.starts_at, case_id=command.case_id, meeting_id=first.meeting_id, **decide))
    for meeting in (second, third):
        assert sections(panels.agenda(meeting.meeting_id)) == {"core_group": [reference_from(1)]}
    assert "core_group" not in sections(panels.agenda(first.meeting_id))
    panels.do(DecideCase(at=second.starts_at, case_id=command.case_id, meeting_id=second.meeting_id, **decide))
    panels.do(CloseStandingCase(at=second.starts_at, case_id=command.case_id, reason="Housed and settled."))
    assert sections(panels.agenda(second.meeting_id)) == {"core_group": [reference_from(1)]}
    assert sections(panels.agenda(third.meeting_id)) == {}


def test_an_agenda_is_there_even_before_its_meeting_is_convened(tmp_path: Path) -> None:
    panels = RunningPanels(tmp_path)
    panels.do(marked(1))
    assert panels.case_references() == [reference_from(1)]


def test_everybody_marked_in_a_year_is_on_exactly_one_agenda(panels: RunningPanels) -> None:
    timetable: Timetable = panels.calendar.timetable
    for week in range(30):
        panels.pass_to(IN_TIME + timedelta(days=7 * week, hours=week))
        panels.list_person(f"person-{week}", week + 1)
    meetings = timetable.sittings("marac", IN_TIME.date(), date(2027, 12, 31))
    listed = [reference for found in meetings for reference in panels.case_references(found.meeting_id)]
    assert sorted(filter(None, listed)) == sorted(reference_from(number) for number in range(1, 31))


def test_two_people_are_two_cases(panels: RunningPanels) -> None:
    panels.do(marked(1, VICTIM), marked(2, OTHER_VICTIM))
    assert len(panels.case_references()) == 2


def test_a_meeting_nobody_knows_has_no_agenda(panels: RunningPanels) -> None:
    with panels.views.reading() as connection:
        assert queries.inputs(connection, "nowhere") is None


def test_the_referrals_of_some_cases_are_those_of_every_hearing_and_of_no_other_case(panels: RunningPanels) -> None:
    panels.do(marked(1), marked(2), marked(3, OTHER_VICTIM))
    with panels.views.reading() as connection:
        assert queries.referral_ids(connection, [marked(1).case_id]) == ("referral-1", "referral-2")
        assert queries.referral_ids(connection, []) == ()
