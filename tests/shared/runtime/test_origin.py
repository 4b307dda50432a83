"""Whoever writes beside a rehearsal's year goes by its clock, and pages that would write as it goes do not start."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.audit.__main__ import parser as audit_parser
from services.intake.__main__ import parser as intake_parser
from services.intake.domain.events import ReferralSubmitted
from services.panels.__main__ import parser as panels_parser
from services.rehearsal.progress import Progress, keep
from shared.kernel.clock import rfc3339, system_clock
from shared.runtime.cli import CANNOT, DONE, main
from shared.runtime.origin import YEAR_PLAYED, about, clock_beside
from shared.runtime.settings import from_environment
from tests.support.builders.rehearsal import TODAY, RehearsedBorough

pytestmark = pytest.mark.slow

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
SERVICES = ("intake", "triage", "panels", "notifications", "audit")


def a_year(folder: Path, *, played: bool) -> RehearsedBorough:
    """A borough whose year has come to a spring morning, its first day's deeds done; over or not."""
    town = RehearsedBorough(folder, days=1, today=TODAY).played()
    intake = town.borough.services["intake"]
    keep(intake, Progress(TODAY, 17, AT))
    if not played:
        intake.store.beside("DELETE FROM about_store WHERE name = ?", (YEAR_PLAYED,))
    return town


def somebody(town: RehearsedBorough) -> str:
    """The id of somebody who is known to intake."""
    facts = [each.fact for each in town.borough.services["intake"].store.page(0)]
    return next(fact.account_of for fact in facts if isinstance(fact, ReferralSubmitted))


def newest(folder: Path, service: str) -> tuple[str, str]:
    """The name of the fact a service recorded last, and when."""
    with closing(sqlite3.connect(folder / f"{service}.sqlite")) as store:
        found = store.execute("SELECT name, recorded_at FROM events ORDER BY position DESC LIMIT 1").fetchone()
    return found[0], found[1]


def test_a_command_beside_a_year_being_played_goes_by_the_years_clock(tmp_path: Path) -> None:
    a_year(tmp_path, played=False).close()
    settings = from_environment({}, data=str(tmp_path))
    assert {clock_beside(settings, service)() for service in SERVICES} == {AT}


def test_after_it_and_where_nothing_is_rehearsed_the_systems_clock_counts(tmp_path: Path) -> None:
    a_year(tmp_path / "over", played=True).close()
    for folder in ("over", "nothing"):
        settings = from_environment({}, data=str(tmp_path / folder))
        assert {clock_beside(settings, service) for service in SERVICES} == {system_clock}


def test_a_year_says_what_moment_it_has_come_to_from_its_first(tmp_path: Path) -> None:
    town = RehearsedBorough(tmp_path, days=1, today=TODAY)
    assert clock_beside(town.rehearsal.settings, "intake")() == town.rehearsal.clock()
    town.close()


def test_only_a_rehearsal_asks_intakes_store(tmp_path: Path) -> None:
    town = a_year(tmp_path, played=False)
    town.borough.services["triage"].store.beside("UPDATE about_store SET value = 'live' WHERE name = 'origin'")
    assert clock_beside(town.rehearsal.settings, "triage") is system_clock
    town.close()


def test_forgetting_is_recorded_by_the_years_clock_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = a_year(tmp_path, played=False)
    command = ["forget", somebody(town), "--authority", "DPO 2026/7", "--reason", "She asked."]
    town.close()
    assert main(intake_parser(), [*command, "--data", str(tmp_path)]) == DONE
    told = capsys.readouterr().out
    assert "Recorded as of 4 March 2026, which the year of the rehearsal has come to.\nForgotten." in told
    assert newest(tmp_path, "intake") == ("intake.person_forgotten", rfc3339(AT))


def test_forgetting_after_the_year_is_recorded_by_the_systems_clock(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town, began = a_year(tmp_path, played=True), system_clock()
    command = ["forget", somebody(town), "--authority", "DPO 2026/7", "--reason", "She asked."]
    town.close()
    assert main(intake_parser(), [*command, "--data", str(tmp_path)]) == DONE
    assert "Recorded as of" not in capsys.readouterr().out
    assert newest(tmp_path, "intake")[1] >= rfc3339(began)


def test_a_verification_is_written_down_by_the_years_clock(tmp_path: Path) -> None:
    a_year(tmp_path, played=False).close()
    assert main(audit_parser(), ["verify", "--data", str(tmp_path)]) == DONE
    name, recorded_at = newest(tmp_path, "audit")
    assert (name.startswith("audit.verification"), recorded_at) == (True, rfc3339(AT))


def test_pages_of_one_service_do_not_start_beside_it_since_they_would_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_year(tmp_path, played=False).close()
    assert main(panels_parser(), ["web", "--port", "0", "--data", str(tmp_path)]) == CANNOT
    assert "not played to its end yet" in capsys.readouterr().err
    assert YEAR_PLAYED not in (about(from_environment({}, data=str(tmp_path)), "intake") or {})
