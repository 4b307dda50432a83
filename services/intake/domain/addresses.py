"""One house by however its address is typed: its number, flat, street and postcode, and the signs it is known by."""

import re
import unicodedata
from dataclasses import dataclass

from services.intake.domain.values import postcode

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b")
_NOT_WORDS = re.compile(r"[^A-Z0-9&/\-]+")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_NUMBER = re.compile(r"[0-9]{1,5}[A-Z]?(?:[-/][0-9]{1,5}[A-Z]?)?")
_DWELLINGS = {
    "APARTMENT": "FLAT", "APT": "FLAT", "BEDSIT": "FLAT", "FLAT": "FLAT", "FLT": "FLAT", "MAISONETTE": "FLAT",
    "RM": "FLAT", "ROOM": "FLAT", "STUDIO": "FLAT", "SUITE": "UNIT", "UNIT": "UNIT", "SHOP": "UNIT",
}  # fmt: skip
_STREETS = {
    "AV": "AVENUE", "AVE": "AVENUE", "CL": "CLOSE", "CLO": "CLOSE", "CRES": "CRESCENT", "CRESC": "CRESCENT",
    "CT": "COURT", "CRT": "COURT", "DR": "DRIVE", "DRV": "DRIVE", "GDN": "GARDENS", "GDNS": "GARDENS", "GR": "GROVE",
    "GRN": "GREEN", "GRO": "GROVE", "HSE": "HOUSE", "LA": "LANE", "LN": "LANE", "MT": "MOUNT", "PDE": "PARADE",
    "PK": "PARK", "PL": "PLACE", "RD": "ROAD", "SQ": "SQUARE", "STR": "STREET", "TER": "TERRACE", "TERR": "TERRACE",
    "WLK": "WALK", "WY": "WAY",
}  # fmt: skip
_STREET_WORDS = frozenset(
    """ALLEY AVENUE BROADWAY CLOSE COURT CRESCENT DRIVE GARDENS GREEN GROVE HILL HOUSE LANE MEWS MOUNT PARADE PARK
    PLACE RISE ROAD ROW SQUARE STREET TERRACE VALE VIEW WALK WAY YARD""".split()
)
_FLOORS = re.compile(r"\b(?:(?:GROUND|FIRST|SECOND|THIRD|TOP|LOWER|UPPER|GND|1ST|2ND|3RD)\s+(?:FLOOR|FLR))\b")


@dataclass(frozen=True, slots=True)
class House:
    """An address taken apart. `flat` is "" where none was given; `name` stands where a house has no number."""

    postcode: str | None
    number: str
    flat: str
    street: str
    name: str


def postcode_in(address: str) -> str | None:
    """The last postcode that stands in an address."""
    found = _POSTCODE.findall(address.upper())
    return postcode(" ".join(found[-1])) if found else None


def house(address: str | None, typed_postcode: str | None = None) -> House:
    """The address taken apart; the postcode given beside it goes before one that stands in it."""
    text = _plain(address or "")
    kept = postcode(typed_postcode) if typed_postcode else None
    normal = kept or postcode_in(text)
    words = [_spelt_out(word) for word in _NOT_WORDS.sub(" ", _FLOORS.sub(" ", _POSTCODE.sub(" ", text))).split()]
    flat, rest = _without_flat(words)
    number, street = _numbered(rest)
    return House(normal, number, flat, street, "" if number else _name(text))


def place_sign(of: House) -> str | None:
    """What one home is counted by: postcode, number or name, and flat. None where that does not name one."""
    if of.postcode is None or " " not in of.postcode or not (of.number or of.name):
        return None
    return f"{of.postcode}|{of.number or of.name}|{of.flat}"


def building_signs(of: House) -> tuple[str, ...]:
    """What a whole building is known by, its flats with it: by its postcode, and by its street where that is given."""
    if not (of.number or of.name):
        return ()
    called = of.number or of.name
    by_postcode = (f"{of.postcode}|{called}",) if of.postcode is not None and " " in of.postcode else ()
    return (*by_postcode, *((f"{called}|{of.street}",) if of.street else ()))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).upper()
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def _spelt_out(word: str) -> str:
    return _STREETS.get(word, _DWELLINGS.get(word, word))


def _without_flat(words: list[str]) -> tuple[str, list[str]]:
    """The flat, and the words without it: "FLAT 3 14 ROAD" and "14 ROAD FLAT 3" alike; "3/14" is flat 3 of 14."""
    for place, word in enumerate(words[:-1]):
        if word in ("FLAT", "UNIT"):
            return f"{word} {words[place + 1]}", words[:place] + words[place + 2 :]
    return "", words


def _numbered(words: list[str]) -> tuple[str, str]:
    """The number of the house and the street it stands in. "ST" is a saint where a name begins, a street behind one."""
    place = next((place for place, word in enumerate(words) if _NUMBER.fullmatch(word)), None)
    if place is None:
        return "", ""
    after = ["STREET" if word == "ST" and at else word for at, word in enumerate(words[place + 1 :])]
    end = next((at for at, word in enumerate(after) if word in _STREET_WORDS and at), None)
    return words[place], " ".join(after[: end + 1]) if end is not None else ""


def _name(text: str) -> str:
    """What a house without a number is called: the first line of its address."""
    first = next((line for line in re.split(r"[,\n]", text) if line.strip()), "")
    return " ".join(_spelt_out(word) for word in _NOT_WORDS.sub(" ", _POSTCODE.sub(" ", first)).split())
