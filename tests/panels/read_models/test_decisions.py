"""What was decided, and the figures of the published reports."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from services.panels.domain.commands import DecideCase
from services.panels.domain.events import CaseDecided, CaseReferred
from services.panels.read_models import decisions
from services.panels.read_models.decisions import Figures
from shared.kernel.identifiers import reference_from
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative
from tests.support.builders.panels import (
    AFTER_DECEMBER,
    COORDINATOR,
    DECEMBER,
    TIMETABLE,
    RunningPanels,
    a_referred_case,
    marked,
)

YEAR = (date(2016, 4, 1), date(2017, 3, 31))


@pytest.fixture
def panels(tmp_path: Path) -> Iterator[RunningPanels]:
    running = RunningPanels(tmp_path)
    running.convene()
    yield running
    running.views.compare("panels_decisions")


def append(panels: RunningPanels, *facts: CaseDecided) -> None:
    """Cases that were referred and then heard as these facts say."""
    for case_id, found in groupby(facts, key=lambda fact: fact.case_id):
        story: list[Fact] = []
        for fact in found:
            if not any(isinstance(each, CaseReferred) and each.hearing == fact.hearing for each in story):
                story.append(a_referred_case(case_id=case_id, hearing=fact.hearing, repeat=fact.repeat))
            story.append(fact)
        panels.store.append(panels.store.job(f"case-{case_id}", 0, story, COORDINATOR, panels.clock()))
    panels.views.catch_up()


def heard(number: int, panel: str = "marac", repeat: bool = False, hearing: int = 1) -> CaseDecided:
    """A case heard at one of the year's meetings, in turn."""
    year = TIMETABLE.sittings(panel, *YEAR)
    sitting = year[number % len(year)]
    return CaseDecided(
        case_id=f"case-{number}",
        panel=panel,
        hearing=hearing,
        referral_id=f"referral-{number}",
        reference=reference_from(number),
        meeting_id=sitting.meeting_id,
        heard_at=sitting.starts_at,
        decision="actions_agreed",
        text=None,
        core_group=False,
        repeat=repeat,
        quorate=True,
        inquorate_reason=None,
        corrects=False,
    )


def test_the_borough_reports_299_cases_94_repeats_31_4_percent_17_a_meeting(panels: RunningPanels) -> None:
    append(panels, *(heard(number, repeat=number < 94) for number in range(299)))
    with panels.views.reading() as connection:
        year = decisions.figures(connection, "marac", *YEAR)
    assert (year.cases, year.repeats, year.repeat_percent) == (299, 94, 31.4)
    assert year.meetings in (17, 18)
    assert round(year.cases / (52 / 3)) == 17


def test_the_community_panel_reports_42_cases_in_nine_months(panels: RunningPanels) -> None:
    append(panels, *(heard(number, "cmarac") for number in range(42)))
    with panels.views.reading() as connection:
        found = decisions.figures(connection, "cmarac", date(2016, 7, 1), date(2017, 3, 31))
        other = decisions.figures(connection, "marac", *YEAR)
    assert (found.cases, found.meetings, found.cases_per_meeting) == (42, 9, 4.7)
    assert other == Figures(0, 0, 0)
    assert (other.repeat_percent, other.cases_per_meeting) == (None, None)


def test_a_standing_case_counts_once_and_a_new_hearing_again(panels: RunningPanels) -> None:
    first = heard(1)
    again = heard(1, hearing=2, repeat=True)
    later = CaseDecided(
        **{name: getattr(first, name) for name in first.__struct_fields__}
        | {"meeting_id": "next", "heard_at": first.heard_at + timedelta(days=21)}
    )
    append(panels, first, later, again)
    with panels.views.reading() as connection:
        found = decisions.figures(connection, "marac", *YEAR)
    assert (found.cases, found.repeats) == (2, 1)


def test_a_decision_is_read_back_sealed_and_a_correction_takes_its_place(panels: RunningPanels) -> None:
    command = marked(1)
    panels.do(command)
    panels.hear(command.case_id, DECEMBER.meeting_id, text="The locks are changed.")
    corrected = DecideCase(
        at=AFTER_DECEMBER,
        case_id=command.case_id,
        meeting_id=DECEMBER.meeting_id,
        decision="referred_on",
        text="Referred to the refuge.",
    )
    panels.do(corrected)
    with panels.views.reading() as connection:
        (of_meeting,) = decisions.of_meeting(connection, DECEMBER.meeting_id)
        (of_case,) = decisions.of_case(connection, command.case_id)
    assert of_meeting == of_case
    assert of_meeting.decision == "referred_on"
    assert panels.keyring.open(of_meeting.text, Narrative) == "Referred to the refuge."
    assert "refuge" not in repr(of_meeting)
