"""Loads the open data that ships with intake; a file that does not fit stops the program with what to do."""

import csv
import json
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from services.intake.adapters.landlords import Landlord, LandlordRegister
from services.intake.domain.places import Gazetteer, Known, Ward

SHIPPED = Path(__file__).parents[1] / "open_data"


class OpenDataUnusable(Exception):
    """A file of open data is not what its README says; names the file."""


@cache
def gazetteer(folder: Path = SHIPPED) -> Gazetteer:
    """The borough's postcodes and wards. Raises OpenDataUnusable."""
    sources = _sources(folder)
    try:
        postcodes = {row["postcode"]: _known(row) for row in _rows(folder / "postcodes.csv")}
        boroughs = {row["lad_code"]: row["borough"] for row in _rows(folder / "boroughs.csv")}
        return Gazetteer(sources["borough"], sources["postcodes_of"], postcodes, _wards(folder), boroughs)
    except (KeyError, ValueError, OSError) as error:
        raise _unusable(folder, error) from error


@cache
def landlords(folder: Path = SHIPPED) -> LandlordRegister:
    """The registered providers by every name people use for them. Raises OpenDataUnusable."""
    sources = _sources(folder)
    try:
        with (folder / "landlord_names.toml").open("rb") as file:
            called = tomllib.load(file)
        known = [
            Landlord(row["name"], row["registration"], row["designation"]) for row in _rows(folder / "landlords.csv")
        ]
        return LandlordRegister(known, called, sources["landlords_of"])
    except (KeyError, ValueError, OSError) as error:
        raise _unusable(folder, error) from error


@cache
def attribution(folder: Path = SHIPPED) -> tuple[str, ...]:
    """The sentences that the licences ask for wherever the data is shown."""
    return tuple(_sources(folder)["attribution"])


def _sources(folder: Path) -> dict[str, str]:
    try:
        with (folder / "sources.toml").open("rb") as file:
            return tomllib.load(file)
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: Exception) -> OpenDataUnusable:
    return OpenDataUnusable(f"The open data in {folder.name} cannot be read ({error}). Its README says what it holds.")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file, strict=True)


def _known(row: dict[str, str]) -> Known:
    long, lat = (float(row[name]) if row[name] else None for name in ("long", "lat"))
    return Known(row["lad_code"], row["ward_code"] or None, long, lat)


def _wards(folder: Path) -> list[Ward]:
    outlines = json.loads((folder / "ward_outlines.json").read_text(encoding="utf-8"))
    return [
        Ward(
            row["ward_code"],
            row["ward_name"],
            date.fromisoformat(row["first_day"]),
            date.fromisoformat(row["last_day"]) if row["last_day"] else None,
            [[(x, y) for x, y in ring] for ring in outlines.get(row["ward_code"], ())],
        )
        for row in _rows(folder / "wards.csv")
    ]
