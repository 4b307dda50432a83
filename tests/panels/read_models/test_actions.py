"""Mine, overdue first; and only what an agency did not undertake counts against it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.panels.domain.commands import AssignAction, CloseAction
from services.panels.read_models import actions
from services.panels.read_models.actions import AgencyScore
from shared.kernel.identifiers import reference_from
from shared.kernel.personal import Identity, Narrative
from tests.support.builders.panels import AFTER_DECEMBER, DECEMBER, RunningPanels, marked

TODAY = date(2027, 1, 4)
CASE = marked(1)


@pytest.fixture
def panels(tmp_path: Path) -> Iterator[RunningPanels]:
    running = RunningPanels(tmp_path)
    running.convene()
    running.do(CASE)
    running.clock.set(AFTER_DECEMBER)
    yield running
    running.views.compare("panels_actions")


def assign(panels: RunningPanels, number: int, agency: str = "housing", days: int = 7) -> None:
    panels.do(
        AssignAction(
            at=AFTER_DECEMBER,
            meeting_id=DECEMBER.meeting_id,
            action_id=f"action-{number}",
            case_id=CASE.case_id,
            agency=agency,
            owner="The duty manager",
            due=DECEMBER.day + timedelta(days=days),
            text="Change the locks.",
        )
    )


def close(panels: RunningPanels, number: int, outcome: Any) -> None:
    meeting_id, action_id = DECEMBER.meeting_id, f"action-{number}"
    panels.do(
        CloseAction(
            at=AFTER_DECEMBER, meeting_id=meeting_id, action_id=action_id, outcome=outcome, reason="She moved away."
        )
    )


def test_overdue_ones_stand_first_and_the_longest_overdue_before_all(panels: RunningPanels) -> None:
    for number, days in enumerate((30, 5, 60, 2)):
        assign(panels, number, days=days)
    with panels.views.reading() as connection:
        found = actions.listed(connection)
    assert [action.action_id for action in found] == ["action-3", "action-1", "action-0", "action-2"]
    assert [action.overdue(TODAY) for action in found] == [True, True, False, False]


def test_an_agency_sees_its_own_and_closed_ones_when_asked(panels: RunningPanels) -> None:
    assign(panels, 1)
    assign(panels, 2, "health")
    close(panels, 2, "done")
    with panels.views.reading() as connection:
        assert [found.action_id for found in actions.listed(connection, agency="housing")] == ["action-1"]
        assert actions.listed(connection, agency="health") == []
        closed = actions.listed(connection, agency="health", state="done")
        assert actions.listed(connection, limit=1, offset=1) == []
        assert [found.action_id for found in actions.of_case(connection, CASE.case_id)] == ["action-1", "action-2"]
    assert [(found.action_id, found.state) for found in closed] == [("action-2", "done")]


def test_only_what_was_not_undertaken_counts_against_an_agency(panels: RunningPanels) -> None:
    for number, outcome in enumerate(("done", "not_possible", "not_undertaken", "not_undertaken")):
        assign(panels, number)
        close(panels, number, outcome)
    assign(panels, 8)
    assign(panels, 9, days=60)
    with panels.views.reading() as connection:
        (score,) = actions.scores(connection, "marac", TODAY)
    assert score == AgencyScore("housing", open=2, overdue=1, done=1, not_possible=1, not_undertaken=2)


def test_an_action_is_found_with_its_meeting_and_opened_by_whoever_may(panels: RunningPanels) -> None:
    assign(panels, 1)
    close(panels, 1, "not_possible")
    with panels.views.reading() as connection:
        found = actions.find(connection, "action-1")
        assert actions.find(connection, "action-9") is None
    assert found is not None
    assert (found.meeting_id, found.case_reference) == (DECEMBER.meeting_id, reference_from(1))
    assert panels.keyring.open(found.owner, Identity) == "The duty manager"
    assert panels.keyring.open(found.text, Narrative) == "Change the locks."
    assert panels.keyring.open(found.reason, Narrative) == "She moved away."
    assert "locks" not in repr(found)


def test_a_list_may_leave_an_agency_out_and_keep_to_some_panels(panels: RunningPanels) -> None:
    assign(panels, 0, agency="housing")
    assign(panels, 1, agency="police")
    with panels.views.reading() as connection:
        others = actions.listed(connection, other_than="housing", panels=("marac",))
        elsewhere = actions.listed(connection, panels=("cmarac",))
        nowhere = actions.listed(connection, panels=())
    assert [action.action_id for action in others] == ["action-1"]
    assert elsewhere == nowhere == []
