"""Agencies by the day that is spoken of; whoever sits on a panel, and each voluntary partner, is in the register."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from shared.contracts.agencies import AGENCIES, KINDS, Agencies, read_agencies
from tests.support.tree import ROOT

# Those that the reports name, one by one.
NAMED = {
    "catch22", "engage_merton", "victim_support", "housing_for_women", "dvip", "solace", "southall_black_sisters",
    "st_giles", "rise_mutual", "ava",
}  # fmt: skip
ONE = '[[agency]]\ncode = "a"\nkind = "health"\ndoes = "Helps."\nnames = [{names}]\n'


def test_an_agency_is_called_what_it_was_called_on_the_day() -> None:
    before, after = AGENCIES.name("police", date(2018, 3, 31)), AGENCIES.name("police", date(2018, 4, 1))
    assert ("borough command unit" in before, "several boroughs" in after) == (True, True)
    assert AGENCIES.name("probation", date(2020, 1, 1)) != AGENCIES.name("probation", date(2026, 1, 1))


def test_a_code_that_was_not_there_then_or_is_not_known_is_told_in_words() -> None:
    assert AGENCIES.name("safer_schools", date(2026, 1, 1)) == "Safer schools"
    assert AGENCIES.name("probation", date(2000, 1, 1)) == "Probation"
    assert "probation" not in {each.code for each in AGENCIES.on(date(2000, 1, 1))}


def test_every_voluntary_partner_that_is_named_is_there() -> None:
    voluntary = {each.code for each in AGENCIES.on(date(2026, 11, 28)) if each.kind == "voluntary"}
    assert voluntary >= NAMED
    assert {each.kind for each in AGENCIES.all} == set(KINDS)


@pytest.mark.parametrize("panel", sorted((ROOT / "services/panels/definitions").glob("*.toml")), ids=lambda p: p.stem)
def test_whoever_sits_on_a_panel_is_there_but_behind_a_wall_where_a_seat_is_on_no_list(panel: Path) -> None:
    definition = tomllib.loads(panel.read_text())
    seated, known = {each["code"] for each in definition["agencies"]}, {each.code for each in AGENCIES.all}
    assert seated & known == (set() if "cohort" in definition else seated)


@pytest.mark.parametrize(
    "names",
    [
        "",
        '{name = ""}',
        '{name = "A", to = 2020-01-01}, {name = "B", from = 2020-01-01}',
        '{name = "A", from = 2020-01-02, to = 2020-01-01}',
        '{name = "A", since = 2020-01-02}',
    ],
    ids=["no name", "an empty one", "two at a time", "ends before it begins", "an unknown member"],
)
def test_a_register_that_is_not_sound_is_refused(names: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_agencies(ONE.replace("{names}", names))


def test_a_code_stands_once() -> None:
    (one,) = read_agencies(ONE.replace("{names}", '{name = "A"}')).all
    with pytest.raises(ValueError, match="twice"):
        Agencies((one, one))
