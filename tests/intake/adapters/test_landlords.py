"""A landlord is known by what people call it, and nobody is named rather than the wrong one."""

import csv
from pathlib import Path

import pytest

from services.intake.adapters.open_data import landlords


def named(said: str) -> str | None:
    found = landlords().named(said)
    return found.name if found is not None else None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my housing association is clarion", "Clarion Housing Association Limited"),
        ("Clarion", "Clarion Housing Association Limited"),
        ("L and Q", "London & Quadrant Housing Trust"),
        ("L&Q", "London & Quadrant Housing Trust"),
        ("london and quadrant", "London & Quadrant Housing Trust"),
        ("Moat", "Moat Homes Limited"),
        ("moat farm", "Moat Farm Housing Co-operative Limited"),
        ("Peabdoy trust", "Peabody Trust"),
        ("I rent from Wandle Housing Association", "Wandle Housing Association Limited"),
        ("Sutton council", "London Borough of Sutton"),
        ("LB Merton", "London Borough of Merton"),
        ("Lammerton", "Lammerton Housing Co-operative Limited"),
    ],
)
def test_what_people_say_finds_the_registered_landlord(said: str, name: str) -> None:
    assert named(said) == name


@pytest.mark.parametrize(
    "said",
    ["", "the council", "private", "my landlord", "Mr Hyde", "Mrs Peabody", "housing association", "no",
     "don't know", "Sutton", "Example Homes", "Smith"],
)  # fmt: skip
def test_what_names_no_one_landlord_finds_none(said: str) -> None:
    assert named(said) is None


def test_every_landlord_of_the_register_is_found_by_its_own_name(datasets: Path) -> None:
    """But for charities called after a person, who might be one, and the few that share a name."""
    with (datasets / "registered-providers-england" / "registered_providers.csv").open(encoding="utf-8") as file:
        names = [row["organisation_name"] for row in csv.DictReader(file)]
    found = {name: landlords().named(name) for name in names}
    assert [name for name, landlord in found.items() if landlord is not None and landlord.name != name] == []
    assert sum(landlord is None for landlord in found.values()) < len(names) / 100


def test_a_slip_in_a_long_name_finds_it_still_and_never_another(datasets: Path) -> None:
    with (datasets / "registered-providers-england" / "registered_providers.csv").open(encoding="utf-8") as file:
        names = [row["organisation_name"] for row in csv.DictReader(file) if len(row["organisation_name"]) > 20][:300]
    slipped = {name: landlords().named(name[:9] + name[10:]) for name in names}
    assert [name for name, found in slipped.items() if found is not None and found.name != name] == []
    assert sum(found is not None for found in slipped.values()) > 0.8 * len(names)
