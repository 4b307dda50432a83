"""The meetings as the API gives them, and who was there."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.panels.domain.commands import CallSitting, CirculateAgenda, RecordAttendance
from services.panels.domain.values.sittings import Attendee
from services.panels.read_models import calendar
from tests.support.builders.panels import (
    AFTER_DECEMBER,
    DECEMBER,
    JANUARY,
    LATE,
    QUORATE,
    RunningPanels,
    london,
    marked,
)


@pytest.fixture
def panels(tmp_path: Path) -> Iterator[RunningPanels]:
    running = RunningPanels(tmp_path)
    running.convene()
    yield running
    running.views.compare("panels_calendar")


def state(panels: RunningPanels, meeting_id: str = DECEMBER.meeting_id) -> str:
    with panels.views.reading() as connection:
        found = calendar.meeting(connection, meeting_id)
    assert found is not None
    return str(found["state"])


def test_a_meeting_has_the_members_partners_hold_on_to(panels: RunningPanels) -> None:
    with panels.views.reading() as connection:
        (found,) = calendar.between(connection, "marac", date(2026, 12, 10), date(2026, 12, 16))
    expected = {
        "id": DECEMBER.meeting_id,
        "panel": "marac",
        "starts_at": "2026-12-16T10:00:00+00:00",
        "referral_deadline": "2026-12-04",
        "circulates_on": "2026-12-07",
        "state": "convened",
        "capacity_minutes": 210,
    }
    assert expected.items() <= found.items()


def test_times_are_londons_own_in_summer(panels: RunningPanels) -> None:
    with panels.views.reading() as connection:
        (found,) = calendar.between(connection, "marac", date(2027, 6, 1), date(2027, 6, 20))
    assert found["starts_at"].endswith("T10:00:00+01:00")


def test_meetings_come_in_order_between_two_days(panels: RunningPanels) -> None:
    panels.convene("cmarac")
    with panels.views.reading() as connection:
        everything = calendar.between(connection)
        months = calendar.between(connection, None, date(2026, 12, 1), date(2027, 1, 31))
        none = calendar.between(connection, "marac", date(2026, 12, 17), date(2026, 12, 18))
    assert [found["starts_at"] for found in everything] == sorted(found["starts_at"] for found in everything)
    assert [found["panel"] for found in months] == ["cmarac", "marac", "marac", "cmarac", "marac"]
    assert none == []


def test_a_meeting_goes_from_convened_to_circulated_to_held(panels: RunningPanels) -> None:
    assert state(panels) == "convened"
    panels.do(marked(1), CirculateAgenda(at=LATE, meeting_id=DECEMBER.meeting_id))
    assert state(panels) == "circulated"
    panels.do(RecordAttendance(at=AFTER_DECEMBER, meeting_id=DECEMBER.meeting_id, attendees=QUORATE))
    panels.do(marked(2, "person-victim"), CirculateAgenda(at=AFTER_DECEMBER, meeting_id=DECEMBER.meeting_id))
    assert state(panels) == "held"


def test_an_emergency_sitting_stands_in_the_calendar(panels: RunningPanels) -> None:
    panels.do(CallSitting(at=LATE, panel="marac", kind="emergency", starts_at=london(date(2026, 12, 12), 18)))
    with panels.views.reading() as connection:
        found = calendar.between(connection, "marac", date(2026, 12, 12), date(2026, 12, 12))
    assert [(each["kind"], each["state"]) for each in found] == [("emergency", "convened")]


def test_a_meeting_a_case_was_put_on_is_shown_before_anybody_convened_it(tmp_path: Path) -> None:
    folder = tmp_path / "unprepared"
    folder.mkdir()
    unprepared = RunningPanels(folder)
    unprepared.do(marked(1))
    assert state(unprepared) == "planned"
    unprepared.convene()
    assert state(unprepared) == "convened"


def test_attendance_counts_those_who_took_part_and_a_later_record_replaces_the_earlier(panels: RunningPanels) -> None:
    watching = Attendee(agency="fire_brigade", capacity="observer")
    panels.do(
        RecordAttendance(at=AFTER_DECEMBER, meeting_id=DECEMBER.meeting_id, attendees=QUORATE),
        RecordAttendance(at=AFTER_DECEMBER, meeting_id=DECEMBER.meeting_id, attendees=(*QUORATE[:2], watching)),
        RecordAttendance(at=AFTER_DECEMBER, meeting_id=JANUARY.meeting_id, attendees=QUORATE[1:]),
    )
    with panels.views.reading() as connection:
        found = calendar.agency_attendance(connection, "marac", date(2026, 12, 1), date(2027, 1, 31))
    came = {each.agency: (each.came, each.held) for each in found}
    assert (came["police"], came["idva"], came["housing"]) == ((1, 2), (2, 2), (1, 2))
    assert "fire_brigade" not in came
