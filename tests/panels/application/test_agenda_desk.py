"""The draft, the frozen versions, what changed between them, and the shape the API gives."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.panels.application.agenda_desk import agenda_document
from services.panels.domain.commands import AcceptLateReferral, AssignAction, CirculateAgenda, DeferCase
from shared.kernel.identifiers import reference_from
from shared.kernel.refusals import NotFound
from tests.support.builders.panels import (
    AFTER_DECEMBER,
    DECEMBER,
    IN_TIME,
    JANUARY,
    LATE,
    VICTIM,
    RunningPanels,
    a_person,
    marked,
    sections,
)

CIRCULATE = CirculateAgenda(at=LATE, meeting_id=DECEMBER.meeting_id)


@pytest.fixture
def panels(tmp_path: Path) -> RunningPanels:
    running = RunningPanels(tmp_path)
    running.convene()
    return running


def test_what_was_circulated_stays_as_it_was_while_the_draft_goes_on(panels: RunningPanels) -> None:
    panels.do(marked(1), CIRCULATE)
    panels.clock.set(LATE)
    late = panels.list_person("person-2", 2)
    draft = panels.agenda()
    assert (draft.version, draft.draft, draft.since) == (2, True, 1)
    assert [(change.change, change.case_reference) for change in draft.changes] == [("added", reference_from(2))]
    panels.do(AcceptLateReferral(at=LATE, case_id=late, meeting_id=DECEMBER.meeting_id, reason="Asked."), CIRCULATE)
    first = panels.desk.version(DECEMBER.meeting_id, 1)
    assert (first.version, first.draft, first.since) == (1, False, None)
    assert [item.case_reference for item in first.agenda.cases] == [reference_from(1)]
    second = panels.desk.version(DECEMBER.meeting_id, 2)
    assert [(change.change, change.case_reference) for change in second.changes] == [("added", reference_from(2))]
    assert panels.agenda().changes == ()


def test_a_deferred_case_leaves_a_trace_on_the_agenda_it_left(panels: RunningPanels) -> None:
    command = marked(1)
    panels.do(command, CIRCULATE)
    panels.do(
        DeferCase(
            at=LATE,
            case_id=command.case_id,
            meeting_id=DECEMBER.meeting_id,
            reason="The referrer cannot come.",
            interim_note="Staying with her sister.",
        )
    )
    assert [change.change for change in panels.agenda().changes] == ["removed"]
    assert panels.case_references(JANUARY.meeting_id) == [reference_from(1)]


def test_there_are_no_versions_nobody_circulated_and_no_agendas_of_meetings_nobody_called(
    panels: RunningPanels,
) -> None:
    for number in (0, 1):
        with pytest.raises(NotFound):
            panels.desk.version(DECEMBER.meeting_id, number)
    with pytest.raises(NotFound):
        panels.desk.draft("nowhere")


def test_the_document_has_the_members_partners_hold_on_to(panels: RunningPanels) -> None:
    panels.do(marked(1, flags=("strangulation",), children=2, people=(a_person(VICTIM, "victim"),)))
    document = agenda_document(panels.agenda())
    assert document["meeting"] == {
        "id": DECEMBER.meeting_id,
        "panel": "marac",
        "starts_at": "2026-12-16T10:00:00+00:00",
        "referral_deadline": "2026-12-04",
        "circulates_on": "2026-12-07",
        "capacity_minutes": 210,
    }
    assert (document["version"], document["draft"], document["minutes_planned"]) == (1, True, 14)
    assert (document["overflow"], document["extra_sitting"], document["changes_since"]) == ([], None, None)
    (section,) = (section for section in document["sections"] if section["items"])
    assert section == {
        "code": "new_cases_children",
        "title": "New cases with children",
        "items": [
            {
                "case_reference": reference_from(1),
                "minutes": 14,
                "why": "Visible high risk: the number of yes answers on the risk checklist. "
                "Referred by Police, Community Safety Unit. "
                "Lawful basis of telling this panel: public task; agreement: not sought.",
                "flags": ["strangulation", "children_2"],
            }
        ],
    }
    assert VICTIM not in repr(document)


def test_an_overflow_is_listed_with_its_section_and_the_proposal(panels: RunningPanels) -> None:
    for number in range(1, 19):
        panels.list_person(f"person-{number}", number, at=IN_TIME + timedelta(minutes=number))
    document = agenda_document(panels.agenda())
    assert document["minutes_planned"] == 204
    assert [(item["case_reference"], item["section"]) for item in document["overflow"]] == [
        (reference_from(18), "new_cases_adults")
    ]
    assert document["extra_sitting"]["starts_at"] == "2026-12-17T10:00:00+00:00"


def test_an_action_stands_on_the_next_agenda_and_not_on_its_own(panels: RunningPanels) -> None:
    command = marked(1)
    panels.do(command)
    panels.clock.set(AFTER_DECEMBER)
    panels.hear(command.case_id, DECEMBER.meeting_id)
    panels.do(
        AssignAction(
            at=AFTER_DECEMBER,
            meeting_id=DECEMBER.meeting_id,
            action_id="action-1",
            case_id=command.case_id,
            agency="housing",
            owner="The duty manager",
            due=DECEMBER.day + timedelta(days=7),
            text="Change the locks.",
        )
    )
    assert "outstanding_actions" not in sections(panels.agenda())
    assert sections(panels.agenda(JANUARY.meeting_id)) == {"outstanding_actions": [reference_from(1)]}
