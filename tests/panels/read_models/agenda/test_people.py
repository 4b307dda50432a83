"""Two cases of one person are put to the coordinator as one person's, and one that holds two people as two people's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.panels.application.agenda_desk import agenda_document
from services.panels.domain.commands import CirculateAgenda
from services.panels.domain.people_commands import JoinPeople, PartPeople, TellPersonApart
from services.panels.read_models.agenda.people import her_other_cases
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import DECEMBER, IN_TIME, OTHER_VICTIM, VICTIM, RunningPanels, marked

HERS, ALSO_HERS, THIRD = (reference_from(number) for number in (1, 2, 3))
PAIR = {"one_id": OTHER_VICTIM, "other_id": VICTIM, "referral_ids": ("referral-1", "referral-2")}


@pytest.fixture
def panels(tmp_path: Path) -> Iterator[RunningPanels]:
    """Every test ends with the view compared to one rebuilt from the log."""
    running = RunningPanels(tmp_path)
    running.convene()
    running.do(marked(1), marked(2, OTHER_VICTIM))
    yield running
    running.views.catch_up()
    running.views.compare("panels_agenda")


def lines(panels: RunningPanels) -> dict[str | None, Any]:
    return {item.case_reference: item for item in panels.agenda().agenda.cases}


def test_both_stay_where_they_are_and_say_that_they_are_one_persons(panels: RunningPanels) -> None:
    before, order = panels.agenda(), panels.case_references()
    panels.do(JoinPeople(at=IN_TIME, **PAIR))
    after = panels.agenda()
    assert panels.case_references() == order
    assert sorted(order, key=str) == sorted((HERS, ALSO_HERS))
    assert after.agenda.minutes_planned == before.agenda.minutes_planned
    assert after.one_person == (tuple(sorted((HERS, ALSO_HERS))),)
    found = lines(panels)
    assert "same_person" in found[HERS].flags
    assert f"The same person as in {ALSO_HERS}" in found[HERS].why
    assert f"The same person as in {HERS}" in found[ALSO_HERS].why
    items = [item for section in agenda_document(after)["sections"] for item in section["items"]]
    assert [item["flags"][0] for item in items if item["case_reference"]] == ["same_person", "same_person"]


def test_undoing_it_leaves_the_agenda_as_it_was(panels: RunningPanels) -> None:
    before = panels.agenda()
    panels.do(JoinPeople(at=IN_TIME, **PAIR), PartPeople(at=IN_TIME, **PAIR))
    assert panels.agenda() == before


def test_what_was_circulated_stays_and_the_next_version_says_what_changed(panels: RunningPanels) -> None:
    panels.do(CirculateAgenda(at=IN_TIME, meeting_id=DECEMBER.meeting_id), JoinPeople(at=IN_TIME, **PAIR))
    frozen = panels.desk.version(DECEMBER.meeting_id, 1)
    assert not any("same_person" in item.flags for item in frozen.agenda.cases)
    assert {change.change for change in panels.agenda().changes} == {"changed"}


def test_a_third_record_of_hers_joins_over_the_second(panels: RunningPanels) -> None:
    panels.list_person("person-third", 3)
    panels.do(
        JoinPeople(at=IN_TIME, **PAIR),
        JoinPeople(at=IN_TIME, one_id=OTHER_VICTIM, other_id="person-third", referral_ids=("referral-3",)),
    )
    assert panels.agenda().one_person == (tuple(sorted((HERS, ALSO_HERS, THIRD))),)
    with panels.views.reading() as connection:
        assert len(her_other_cases(connection, marked(1).case_id)) == 2


def test_a_case_that_holds_two_people_says_which_referral_is_whose(panels: RunningPanels) -> None:
    panels.do(marked(3))
    apart = {"referral_id": "referral-3", "reference": THIRD, "person_id": VICTIM, "split_id": "person-split"}
    panels.do(TellPersonApart(at=IN_TIME, **apart))
    assert panels.agenda().two_people == (HERS,)
    assert "two_people" in lines(panels)[HERS].flags
    assert f"{THIRD}: about somebody else" in lines(panels)[HERS].why
    panels.do(JoinPeople(at=IN_TIME, one_id="person-split", other_id=VICTIM, referral_ids=()))
    assert panels.agenda().two_people == ()


def test_whoever_is_nobodys_other_record_has_no_other_case(panels: RunningPanels) -> None:
    with panels.views.reading() as connection:
        assert her_other_cases(connection, marked(1).case_id) == []
        assert her_other_cases(connection, "no such case") == ()
