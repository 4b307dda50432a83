"""The door looks again every few seconds and not for each referral; what is shown is as of now."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.intake.domain.record_commands import RestrictPlace
from services.intake.read_models import restricted_places
from services.intake.web.hiding import HiddenPlaces
from tests.support.builders.intake import NOW, LittleIntake

SIGNS = ("SW19 1AA|9",)


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(restricted_places.view(running.keyring, running.keyring))
    yield running
    running.close()


def restrict(intake: LittleIntake) -> None:
    place_id = intake.keyring.recognise(())
    intake.do(RestrictPlace(at=NOW, code="R-7", place_id=place_id, addresses=("9 Hidden Street, SW19 1AA",)))


def test_the_door_learns_of_a_place_within_two_seconds_and_a_page_at_once(intake: LittleIntake) -> None:
    seconds = iter((0.0, 0.0, 1.9, 2.1, 2.1, 2.1))
    door = HiddenPlaces(intake.views, intake.keyring, lambda: next(seconds))
    door.refresh()
    restrict(intake)
    door.refresh()
    assert door.code_of(SIGNS) is None
    door.refresh()
    assert door.code_of(SIGNS) == "R-7"
    page = HiddenPlaces(intake.views, intake.keyring)
    assert page.now()(SIGNS) == "R-7"
    assert page.code_of(("SW19 1AA|11",)) is None


def test_where_none_is_restricted_no_address_is_even_taken_apart(intake: LittleIntake) -> None:
    def untouched() -> Iterator[str]:
        raise AssertionError("nobody needs these signs")
        yield ""

    assert HiddenPlaces(intake.views, intake.keyring).now()(untouched()) is None


def test_the_view_holds_no_address_in_clear_and_is_the_same_built_anew(intake: LittleIntake, tmp_path: Path) -> None:
    restrict(intake)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("*.sqlite*")).lower()
    assert b"restricted_signs" in files
    assert b"hidden street" not in files
    intake.views.compare("restricted_places")
