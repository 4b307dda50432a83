"""What a start finds: a new year to play, the rest of one, or nothing to rehearse; and whom it would write to."""

from datetime import date
from pathlib import Path

import pytest

from services.one_process import build
from services.rehearsal.progress import progress_in
from services.rehearsal.start import prepare
from shared.kernel.clock import ScriptedClock, system_clock
from shared.runtime.origin import NOTICE, REHEARSAL, about
from shared.runtime.settings import BadSetting, Settings, from_environment
from tests.support.builders.rehearsal import TODAY, RehearsedBorough


def settings_in(folder: Path, **environment: str) -> Settings:
    return from_environment({f"{name}": value for name, value in environment.items()}, data=str(folder))


def test_an_empty_folder_gets_a_year_up_to_yesterday(tmp_path: Path) -> None:
    rehearsal = prepare(settings_in(tmp_path), wanted=True, today=TODAY)
    assert rehearsal.settings.origin == REHEARSAL
    assert rehearsal.plan is not None
    assert rehearsal.plan.ends_on == date(2026, 11, 27)
    assert isinstance(rehearsal.clock, ScriptedClock)
    assert list(tmp_path.iterdir()) == []


def test_who_asks_for_none_gets_none_and_the_folder_never_does_after_that(tmp_path: Path) -> None:
    rehearsal = prepare(settings_in(tmp_path), wanted=False)
    assert (rehearsal.plan, rehearsal.notice(), rehearsal.paused(), rehearsal.how_to_sign_in) == (None, None, None, "")
    build(rehearsal.settings, rehearsal.clock).close()
    again = prepare(settings_in(tmp_path), wanted=True)
    assert (again.plan, again.settings.origin, again.accounts) == (None, "live", ())
    assert again.clock is system_clock


@pytest.mark.parametrize("wanted", [True, False])
def test_a_folder_once_marked_as_a_rehearsal_stays_one(tmp_path: Path, wanted: bool) -> None:
    RehearsedBorough(tmp_path, days=1, today=TODAY).close()
    again = prepare(settings_in(tmp_path), wanted=wanted)
    assert again.settings.origin == REHEARSAL
    assert again.notice() is not None
    assert NOTICE in str(again.notice())
    assert again.accounts


def test_a_year_broken_off_goes_on_with_its_own_day_whatever_day_it_is_now(tmp_path: Path) -> None:
    RehearsedBorough(tmp_path, days=1, today=TODAY).close()
    again = prepare(settings_in(tmp_path), wanted=True, today=date(2027, 3, 1))
    assert again.plan is not None
    assert again.plan.year.today == TODAY


def test_a_year_that_was_played_is_not_played_again(tmp_path: Path) -> None:
    RehearsedBorough(tmp_path, days=2, today=TODAY).played().close()
    again = prepare(settings_in(tmp_path), wanted=True, today=date(2027, 3, 1))
    assert (again.plan, again.paused(), again.notice()) == (None, None, NOTICE)


def test_a_first_start_that_could_write_to_real_people_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="MAIL_URL"):
        prepare(settings_in(tmp_path, MAIL_URL="smtp://mail.example.org:25"), wanted=True)
    assert list(tmp_path.iterdir()) == []
    assert prepare(settings_in(tmp_path, MAIL_URL="smtp://mail.example.org:25"), wanted=False).plan is None


@pytest.mark.parametrize("wanted", [True, False])
def test_a_rehearsal_is_never_opened_with_a_real_mail_server(tmp_path: Path, wanted: bool) -> None:
    RehearsedBorough(tmp_path, days=1, today=TODAY).played().close()
    again = prepare(settings_in(tmp_path, MAIL_URL="smtp://mail.example.org:25"), wanted=wanted)
    with pytest.raises(BadSetting, match="rehearsal"):
        build(again.settings, again.clock)


def test_while_it_is_played_every_page_says_how_far_and_nothing_can_be_changed(tmp_path: Path) -> None:
    town = RehearsedBorough(tmp_path, days=2, today=TODAY)
    page = town.client().get("/")
    assert page.status_code == 200
    assert "rehearsal 0 %" in page.text
    assert "still being played" in str(town.rehearsal.paused())
    refused = town.client().post("/report/start", data={"category": "noise"})
    assert refused.status_code == 503
    assert "Try again in a minute" in refused.text
    town.played()
    assert (town.rehearsal.notice(), town.rehearsal.paused()) == (NOTICE, None)
    assert "being played" not in town.client().get("/").text
    town.close()


def test_every_log_says_of_itself_that_it_is_a_rehearsals(tmp_path: Path) -> None:
    town = RehearsedBorough(tmp_path, days=1, today=TODAY)
    town.close()
    for service in town.borough.services:
        known = about(town.rehearsal.settings, service)
        assert known is not None
        assert known["origin"] == REHEARSAL
    assert progress_in(about(town.rehearsal.settings, "intake") or {}) is not None
