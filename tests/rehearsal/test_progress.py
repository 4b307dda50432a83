"""How far a year has come is kept beside intake's log."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from services.rehearsal.progress import Progress, keep, progress_in
from shared.runtime.origin import about
from tests.support.builders.rehearsal import TODAY, RehearsedBorough

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "progress",
    [Progress(TODAY, 0, AT), Progress(TODAY, 17, AT), Progress(date(2028, 2, 29), 4402, AT, played=True)],
)
def test_what_is_kept_is_read_again(tmp_path: Path, progress: Progress) -> None:
    town = RehearsedBorough(tmp_path, days=1, today=TODAY)
    keep(town.borough.services["intake"], progress)
    assert progress_in(about(town.rehearsal.settings, "intake") or {}) == progress
    town.close()


def test_a_store_that_knows_of_no_rehearsal_was_not_begun() -> None:
    assert progress_in({"origin": "live"}) is None
