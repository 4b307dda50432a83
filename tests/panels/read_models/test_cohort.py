"""The newest sheet of each entry and all before it, and the same when built anew."""

from pathlib import Path
from typing import Any

from services.panels.application.cohort import CohortGround, cohort_commands
from services.panels.domain.cohort_commands import EnterCohort, NoteStanding
from services.panels.domain.events import Sheet
from services.panels.read_models import cohort
from shared.event_store.databases import open_database
from shared.event_store.views import ViewStore
from shared.kernel.sealed import unsealed
from shared.runtime.dispatch import Dispatcher
from tests.panels.domain.test_cohort import STANDING, about
from tests.support.builders.panels import COORDINATOR, TIMETABLE, RunningPanels

MEMBERS: dict[str, Any] = {
    name: value for name, value in (about() | STANDING).items() if name not in ("definition", "today")
}


def test_the_newest_sheet_stands_and_those_before_it_are_kept(tmp_path: Path) -> None:
    panels = RunningPanels(tmp_path)
    minted = iter(("person-victim", "person-other"))
    table = cohort_commands(CohortGround(TIMETABLE, panels.keyring, lambda: next(minted)))
    dispatch = Dispatcher("panels", panels.store, table)
    dispatch(EnterCohort(**MEMBERS, name="Carl Example"), COORDINATOR)
    dispatch(EnterCohort(**MEMBERS | {"entry_id": "entry-2"}, name="Dan Example"), COORDINATOR)
    dispatch(NoteStanding(**MEMBERS | {"status": "custody"}), COORDINATOR)
    views = ViewStore(open_database(f"sqlite:///{tmp_path}/anew.sqlite", "DATABASE_URL"), panels.store, (cohort.VIEW,))
    views.catch_up()
    with views.reading() as connection:
        newest = [(entry, unsealed(panels.keyring, told, Sheet)) for entry, told in cohort.newest(connection)]
        before = [unsealed(panels.keyring, told, Sheet) for told in cohort.of_entry(connection, "entry-1")]
    assert [(entry, sheet and (sheet.name, sheet.status)) for entry, sheet in newest] == [
        ("entry-1", ("Carl Example", "custody")),
        ("entry-2", ("Dan Example", "community")),
    ]
    assert [sheet and sheet.status for sheet in before] == ["custody", "community"]
