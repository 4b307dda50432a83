"""Landlords read in from a table, and found by what people call them; nobody rather than the wrong one."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.triage.application.directory.reading import BadList
from services.triage.domain.directory.entry import Hours, Landlord, Phone
from services.triage.domain.directory.listed import Directory, ListedLandlord

# The columns, and what the regulator's own list calls them.
_COLUMNS = {
    "registration": ("registration", "registration_number"),
    "name": ("name", "organisation_name"),
    "phone": ("phone",),
    "hours": ("hours",),
    "website": ("website",),
    "takes": ("takes",),
    "called": ("called",),
}
_MOST = 5_000
_REGISTRATION = re.compile(r"[A-Za-z0-9]{2,12}")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9][0-9 ]{2,20}")
_TOO_LONG = 400
# What so many of them are called besides that it tells none from another.
_AROUND = frozenset("and association co-operative cooperative group ha homes housing limited ltd plc the trust".split())


def read_landlords(content: bytes) -> tuple[Landlord, ...]:
    """Every landlord of a table with a line of names. Raises `BadList` with every fault there is."""
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        heads, rows = table.fieldnames or (), list(table)
    except (UnicodeDecodeError, csv.Error):
        raise BadList(["This is no table we can read. Save it as CSV in UTF-8."]) from None
    columns = _columns(heads)
    if missing := [member for member in ("registration", "name") if member not in columns]:
        raise BadList([f"There is no column “{member}” in it." for member in missing])
    if len(rows) > _MOST:
        raise BadList([f"There are {len(rows)} rows in it. Give at most {_MOST} at a time."])
    faults: list[str] = []
    found = [_landlord(number, row, columns, faults) for number, row in enumerate(rows, 2)]
    again = [each for each, times in Counter(each.registration.casefold() for each in found).items() if times > 1]
    faults += [f"The number {each.upper()} stands in the table more than once. Leave one." for each in again]
    if faults:
        raise BadList(faults)
    return tuple(found)


def _columns(heads: Sequence[str]) -> dict[str, str]:
    """The column of each member. One that stands there twice is refused: which of two was meant nobody can say."""
    named = [(head.strip().casefold(), head) for head in heads]
    found = {member: [head for name, head in named if name in names] for member, names in _COLUMNS.items()}
    if twice := [member for member, standing in found.items() if len(standing) > 1]:
        raise BadList([f"Two columns give “{member}”, and only one can be meant. Leave one." for member in twice])
    return {member: standing[0] for member, standing in found.items() if standing}


def landlord_called(directory: Directory, said: str | None) -> ListedLandlord | None:
    """The one landlord of the register that these words name; None where they name none, or several."""
    if not said or not (asked := _words(said)):
        return None
    for wanted in (asked, asked - _AROUND):
        found = [each for each in directory.landlords.values() if wanted and wanted in _names(each.landlord, wanted)]
        if len(found) == 1:
            return found[0]
    return None


def _names(landlord: Landlord, wanted: frozenset[str]) -> Iterable[frozenset[str]]:
    whole = [_words(name) for name in (landlord.name, *landlord.called)]
    return whole if wanted & _AROUND else [*whole, *(words - _AROUND for words in whole)]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w'-]+", re.sub(r"[&+]", " and ", text.casefold())))


def _landlord(number: int, row: Mapping[str | None, Any], columns: Mapping[str, str], faults: list[str]) -> Landlord:
    said = {member: (row.get(column) or "").strip() for member, column in columns.items()}
    wrong = list(_faults(said))
    if None in row or None in row.values():  # a comma without its quotes moves everything behind it
        wrong = ["It has a cell too many or too few. Put what holds a comma into quotes."]
    faults += [f"Row {number}: {fault}" for fault in wrong]
    return Landlord(
        registration=said["registration"],
        name=said["name"],
        phones=(Phone(number=said["phone"]),) if said.get("phone") else (),
        hours=(Hours(description=said["hours"]),) if said.get("hours") else (),
        url=said.get("website") or None,
        takes=said.get("takes") or None,
        called=tuple(part.strip() for part in said.get("called", "").split(";") if part.strip()),
    )


def _faults(said: Mapping[str, str]) -> Sequence[str]:
    phone, website = said.get("phone", ""), said.get("website", "")
    return [
        fault
        for wrong, fault in (
            (not _REGISTRATION.fullmatch(said["registration"]), "Give its number in the regulator’s register."),
            (not said["name"], "Give its name."),
            (bool(phone) and not _PHONE.fullmatch(phone), "Give one telephone number, or leave it empty."),
            (bool(website) and not _LINK.fullmatch(website), "Give a website that begins with https://, or leave it."),
            (any(len(value) > _TOO_LONG for value in said.values()), f"Use at most {_TOO_LONG} characters in each."),
        )
        if wrong
    ]
