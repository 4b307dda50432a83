"""The directory that ships, in the form in which such lists are exchanged; a bad one keeps triage from starting."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from services.triage.application.directory.reading import read_list
from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.register import first_listed

SHIPPED = Path(__file__).parents[2] / "directory" / "borough.json"
_SOURCE = "what ships with the program"


def shipped_directory(destinations: Collection[str], file: Path = SHIPPED) -> Directory:
    """Every service of the file. Raises `BadList`."""
    read = read_list([file.read_bytes()], destinations, date.max)
    return Directory(services={each.id: first_listed(each, _SOURCE) for each in read.entries})
