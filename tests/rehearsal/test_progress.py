"""How far a year has come is kept beside intake's log, and commands beside a running play keep to its clock."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from services.rehearsal.progress import Progress, clock_beside, keep, progress_in
from shared.kernel.clock import system_clock
from shared.runtime.origin import about
from shared.runtime.settings import from_environment
from tests.support.builders.rehearsal import TODAY, RehearsedBorough

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "progress",
    [Progress(TODAY), Progress(TODAY, 17, AT), Progress(date(2028, 2, 29), 4402, AT, played=True)],
)
def test_what_is_kept_is_read_again(tmp_path: Path, progress: Progress) -> None:
    town = RehearsedBorough(tmp_path, days=1, today=TODAY)
    keep(town.borough.services["intake"], progress)
    assert progress_in(about(town.rehearsal.settings, "intake") or {}) == progress
    town.close()


def test_a_store_that_knows_of_no_rehearsal_was_not_begun() -> None:
    assert progress_in({"origin": "live"}) is None


def test_a_command_beside_a_year_being_played_goes_by_the_years_clock(tmp_path: Path) -> None:
    town = RehearsedBorough(tmp_path, days=1, today=TODAY)
    keep(town.borough.services["intake"], Progress(TODAY, 17, AT))
    assert clock_beside(town.rehearsal.settings)() == AT
    keep(town.borough.services["intake"], Progress(TODAY, 17, AT, played=True))
    assert clock_beside(town.rehearsal.settings) is system_clock
    town.close()


def test_a_command_in_an_empty_folder_goes_by_the_systems_clock(tmp_path: Path) -> None:
    assert clock_beside(from_environment({}, data=str(tmp_path))) is system_clock
