"""How much two records are alike; precision and recall are measured on sets of invented people."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from services.intake.adapters.likeness import likeness, numbers
from services.intake.domain.likeness import Details, signs

PRECISION, RECALL = 0.95, 0.85
AMINA = Details("Amina Okafor", "1988-05-01", "07700 900123", "amina@example.org", "14 Example Road, SW19 1AA")

Known = Sequence[tuple[str, Details]]
"""Who each record truly is, and what it says."""


def fake_1000(folder: Path) -> Known:
    with (folder / "splink_fake_1000.csv").open(newline="", encoding="utf-8") as file:
        return [
            (
                row["cluster"],
                Details(
                    full_name=f"{row['first_name']} {row['surname']}".strip() or None,
                    date_of_birth=row["dob"] or None,
                    email=row["email"] or None,
                    address=row["city"] or None,
                ),
            )
            for row in csv.DictReader(file)
        ]


def febrl(folder: Path) -> Known:
    with (folder / "febrl_dataset1.csv").open(newline="", encoding="utf-8") as file:
        return [(row["rec_id"].split("-")[1], _australian(row)) for row in csv.DictReader(file, skipinitialspace=True)]


def _australian(row: dict[str, str]) -> Details:
    born = row["date_of_birth"]
    return Details(
        full_name=f"{row['given_name']} {row['surname']}".strip() or None,
        date_of_birth=f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else None,
        address=" ".join(row[name] for name in ("street_number", "address_1", "suburb", "postcode") if row[name]),
    )


def suggested(records: Known) -> set[tuple[int, int]]:
    """Exactly what the worker would suggest: only records with a sign in common are compared at all."""
    bearing: dict[str, list[int]] = defaultdict(list)
    for number, (_, details) in enumerate(records):
        for sign in signs(details):
            bearing[sign].append(number)
    near = {pair for numbers in bearing.values() for pair in combinations(numbers, 2)}
    return {(one, other) for one, other in near if likeness(records[one][1], records[other][1]).alike}


def precision_and_recall(records: Known) -> tuple[float, float]:
    same = {(one, other) for one, other in combinations(range(len(records)), 2) if records[one][0] == records[other][0]}
    found = suggested(records)
    return len(found & same) / len(found), len(found & same) / len(same)


def test_people_in_a_set_of_invented_english_people_are_found_and_strangers_are_not(datasets: Path) -> None:
    precision, recall = precision_and_recall(fake_1000(datasets / "person-linkage"))
    assert precision >= PRECISION
    assert recall >= RECALL


def test_the_set_held_out_when_the_points_were_chosen_does_no_worse(datasets: Path) -> None:
    precision, recall = precision_and_recall(febrl(datasets / "person-linkage"))
    assert precision >= PRECISION
    assert recall >= RECALL


def test_the_measure_itself_can_fail() -> None:
    strangers = [("1", AMINA), ("2", AMINA), ("3", Details("Grace Hall", "1971-02-14")), ("3", Details("Tom Fox"))]
    assert precision_and_recall(strangers) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("other", "because"),
    [
        (Details("OKAFOR Amina", "1988-05-01"), ("birth", "name")),
        (Details("Amina Okafer", "1988-05-10"), ("name", "birth")),
        (Details("Amina", None, "+44 7700 900123"), ("phone", "name")),
        (Details("A. Okafor", None, None, "amina@example.org"), ("email",)),
        (Details("Amina Okafor", None, None, None, "14 example rd, sw191aa"), ("name", "address")),
    ],
)
def test_what_is_alike_is_said_best_first(other: Details, because: tuple[str, ...]) -> None:
    assert likeness(AMINA, other).because[: len(because)] == because
    assert likeness(AMINA, other) == likeness(other, AMINA)


@pytest.mark.parametrize(
    "other",
    [
        Details("Daniel Okafor", None, "07700 900123"),
        Details("Amina Okafor"),
        Details("Grace Hall", "1988-05-01"),
        Details(None, None, "07700 900123"),
        Details(),
        Details("Amina Hall", "1971-02-14", None, "amira@gmail.com"),
    ],
    ids=[
        "a relative on the same telephone",
        "a name alone",
        "a birthday alone",
        "a number alone",
        "nothing",
        "a first name",
    ],
)
def test_one_sign_in_common_makes_nobody_alike(other: Details) -> None:
    assert not likeness(AMINA, other).alike


def test_an_address_where_millions_have_theirs_is_alike_only_before_the_at() -> None:
    amy, amb = (
        Details(name, None, None, mail) for name, mail in (("Amy Hall", "amy@gmail.com"), ("A", "amb@gmail.com"))
    )
    assert "email" not in likeness(amy, amb).because
    own, slipped = (Details(email=mail) for mail in ("amina.okafor@gmail.com", "amina.okafer@gmail.com"))
    assert likeness(own, slipped).because == ("email",)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("07700 900123", {"+447700900123"}),
        ("home 020 7946 0123 or mobile 07700 900123", {"+442079460123", "+447700900123"}),
        ("0044 (0)7700 900 123", {"+447700900123"}),
        ("999", set()),
        ("withheld", set()),
        (None, set()),
    ],
)
def test_every_number_in_a_field_counts(typed: str | None, found: Iterable[str]) -> None:
    assert numbers(typed) == frozenset(found)


def test_numbers_of_the_vectors_are_those_the_library_gives(datasets: Path) -> None:
    """Where the field is one valid British number, it is that number however it was typed."""
    with (datasets / "uk-phone-numbers" / "uk_phone_vectors.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["valid"] == "1" and row["region"] == "GB"]
    missed = [row["e164"] for row in rows if row["e164"] not in numbers(row["raw"])]
    assert len(rows) > 100
    assert len(missed) / len(rows) < 0.05
