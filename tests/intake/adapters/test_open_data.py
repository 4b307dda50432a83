"""The open data that ships: every postcode of the borough and around it, with its ward before and after 2022."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from services.intake.adapters.open_data import SHIPPED, OpenDataUnusable, attribution, gazetteer, landlords

TODAY, IN_2021 = date(2026, 11, 28), date(2021, 6, 1)


def test_what_ships_reads_and_says_of_when_it_is() -> None:
    placed = gazetteer().placed("SW19 1AA", TODAY)
    assert placed.ward is not None
    assert (placed.in_borough, placed.ward.name, placed.data_of) == (True, "Wandle", "2025-10")
    found = landlords().named("clarion")
    assert found is not None
    assert (found.name, found.tenure) == ("Clarion Housing Association Limited", "housing_association")


def test_a_place_keeps_the_ward_of_2021_which_was_another(datasets: Path) -> None:
    with (datasets / "merton-geography" / "merton_postcodes_2025-10.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    then = [gazetteer().placed(row["postcode"], IN_2021).ward for row in rows]
    assert sum(ward is None for ward in then) < len(rows) / 100
    assert {ward.code[:6] for ward in then if ward is not None} == {"E05000"}
    assert {"Dundonald", "Trinity"} <= {ward.name for ward in then if ward is not None}


def test_every_postcode_of_the_borough_has_its_ward_and_every_other_near_it_is_outside(datasets: Path) -> None:
    folder = datasets / "merton-geography"
    with (folder / "merton_postcodes_2025-10.csv").open(newline="", encoding="utf-8") as file:
        wrong = [
            row["postcode"]
            for row in csv.DictReader(file)
            if (ward := gazetteer().placed(row["postcode"].lower(), TODAY).ward) is None
            or ward.code != row["ward_code_2022"]
        ]
    with (folder / "near_merton_postcodes_not_merton.csv").open(newline="", encoding="utf-8") as file:
        wrong += [
            row["postcode"]
            for row in csv.DictReader(file)
            if (placed := gazetteer().placed(row["postcode"], TODAY)).in_borough is not False or not placed.borough
        ]
    assert wrong == []


def test_a_file_that_does_not_fit_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "open_data"
    shutil.copytree(SHIPPED, broken)
    (broken / "wards.csv").write_text("ward_code,ward_name\nE05,Abbey\n", encoding="utf-8")
    with pytest.raises(OpenDataUnusable, match="README"):
        gazetteer(broken)


def test_the_licences_words_ship_with_it() -> None:
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    assert all(sentence.split(" licensed")[0].rstrip(".") in readme for sentence in attribution())
