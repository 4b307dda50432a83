"""Reads an extract row by row and turns each row into a referral document; what a row does not state stays unknown."""

import codecs
import csv
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from services.intake.adapters.extract_mapping import Coded, ExtractMapping, Given
from services.intake.adapters.placing import place
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.json_members import given_twice
from shared.kernel.refusals import FieldError, InvalidInput

Row = Mapping[str, Any]

# A text file holds only text. What the document wants as something else is read as that.
_NUMBERS = ("location.lat", "location.long")
_WHOLE_NUMBERS = tuple(f"facts.{each.name}" for each in VOCABULARY.answers.values() if each.type in ("count", "age"))
_DAYS = (
    "occurred.from",
    "occurred.to",
    "reporter.date_of_birth",
    *(f"facts.{each.name}" for each in VOCABULARY.answers.values() if each.type == "date"),
)
_LONGEST_KEY = 200


class ExtractRefused(LookupError):
    """The file as a whole cannot be read; says what to do."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that says nothing anybody could read, and the code of why."""

    code: str


def count_rows(file: Path, mapping: ExtractMapping) -> int:
    """How many rows there are. Reads all of the file, so that one which breaks off is refused before its first row."""
    found, columns = 0, set[str]()
    for _, row in read_rows(file, mapping):
        found += 1
        if not isinstance(row, Unreadable):
            columns |= row.keys()
    if found and mapping.source.format != "csv" and (missing := sorted(mapping.columns() - columns)):
        raise ExtractRefused(f"{file}: no row has {', '.join(missing)}. Correct the mapping or the file.")
    return found


def read_rows(file: Path, mapping: ExtractMapping) -> Iterator[tuple[int, Row | Unreadable]]:
    """Each row with its number in the file, from 1. Raises ExtractRefused where no row can be told from the next."""
    source = mapping.source
    # Spreadsheets put a mark before the first letter of a UTF-8 file, which is no part of the first column's name.
    encoding = "utf-8-sig" if codecs.lookup(source.encoding).name == "utf-8" else source.encoding
    try:
        if file.stat().st_size == 0:
            raise ExtractRefused(f"{file}: this file is empty. Check that the export was finished.")
        with file.open(encoding=encoding, newline="") as opened:
            yield from enumerate(_FORMATS[source.format](file, opened, mapping), 1)
    except OSError:
        raise ExtractRefused(f"{file}: this extract cannot be read. Check the path.") from None
    except UnicodeError:
        raise ExtractRefused(f"{file}: this is not {source.encoding}. Correct encoding in the mapping.") from None


def document_of(row: Row, mapping: ExtractMapping) -> bytes:
    """The referral document a row states, as JSON. Raises InvalidInput where the row's own words cannot be mapped."""
    errors: list[FieldError] = []
    document: dict[str, Any] = {}
    for part, coded in mapping.coded().items():
        place(document, part, _code(part, coded, row, errors))
    for member, given in mapping.fields.items():
        place(document, member, _value(member, given, row, mapping, errors))
    for name, given in mapping.facts.items():
        place(document, f"facts.{name}", _value(f"facts.{name}", given, row, mapping, errors))
    if errors:
        raise InvalidInput(errors)
    return json.dumps(document).encode()


def key_of(row: Row, mapping: ExtractMapping) -> str | None:
    """What identifies a row for ever; None where the row does not say."""
    key = row.get(mapping.source.key)
    if isinstance(key, bool) or not isinstance(key, str | int):
        return None
    text = str(key).strip()
    return text if 0 < len(text) <= _LONGEST_KEY else None


def _csv_rows(file: Path, opened: IO[str], mapping: ExtractMapping) -> Iterator[Row | Unreadable]:
    reader = csv.reader(opened, strict=True)
    try:
        header = next(reader, [])
        _check_columns(file, mapping, header)
        for cells in reader:
            if cells:
                yield _row_of(header, cells)
    except csv.Error as error:
        # The library's words tell of quotation marks and lengths, never of what stands between them.
        line = reader.line_num
        raise ExtractRefused(
            f"{file}: line {line} is not CSV ({error}). Correct it; nothing after it can be read."
        ) from None


def _row_of(header: list[str], cells: list[str]) -> Row | Unreadable:
    """A row with a cell too many or too few has shifted: what stands under a heading may belong to another."""
    if len(cells) != len(header):
        return Unreadable("too_many_cells" if len(cells) > len(header) else "too_few_cells")
    return dict(zip(header, cells, strict=True))


def _check_columns(file: Path, mapping: ExtractMapping, columns: Iterable[str]) -> None:
    known = Counter(columns)
    if missing := sorted(mapping.columns() - known.keys()):
        raise ExtractRefused(f"{file}: there is no column {', '.join(missing)}. Correct the mapping or the file.")
    if twice := sorted(name for name in mapping.columns() if known[name] > 1):
        raise ExtractRefused(f"{file}: the column {', '.join(twice)} stands there twice. Rename one in the file.")


def _ndjson_rows(file: Path, opened: IO[str], mapping: ExtractMapping) -> Iterator[Row | Unreadable]:
    for line in opened:
        if line.strip():
            try:
                row = json.loads(line, parse_constant=_no_number)
                yield _object(row) if given_twice(line.encode()) is None else Unreadable("given_twice")
            except ValueError:
                yield Unreadable("not_json")


def _json_rows(file: Path, opened: IO[str], mapping: ExtractMapping) -> Iterator[Row | Unreadable]:
    try:
        text = opened.read()
        listed = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise ExtractRefused(f"{file}: line {error.lineno} is not JSON. Correct it, or the format.") from None
    except ValueError as error:
        if isinstance(error, UnicodeError):
            raise
        raise ExtractRefused(f"{file}: NaN and Infinity are not JSON. Leave such numbers out.") from None
    if not isinstance(listed, list):
        raise ExtractRefused(f"{file}: this is not a list of rows. Give one list in square brackets, or use ndjson.")
    if (steps := given_twice(text.encode())) is not None:
        row = int(steps[0]) + 1
        raise ExtractRefused(f"{file}: row {row} gives a member twice, and only one can be meant. Correct the export.")
    yield from map(_object, listed)


_FORMATS = {"csv": _csv_rows, "ndjson": _ndjson_rows, "json": _json_rows}


def _object(row: Any) -> Row | Unreadable:
    return row if isinstance(row, dict) else Unreadable("not_an_object")


def _no_number(name: str) -> float:
    raise ValueError(name)


def _code(part: str, coded: Coded, row: Row, errors: list[FieldError]) -> str | None:
    word = row.get(coded.column)
    found = coded.values.get(_word(word), coded.default) if word is not None else coded.default
    if found is None:
        errors.append(FieldError(f"/{part}", "unmapped_value", "The mapping has no code for this row's word."))
    return found


def _value(member: str, given: Given, row: Row, mapping: ExtractMapping, errors: list[FieldError]) -> Any:
    if given.column is None:
        return given.const
    cell = row.get(given.column)
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if given.values is not None:
        return given.values.get(_word(cell), given.default)
    try:
        if given.format is not None:
            return _moment(member, str(cell), given.format, mapping)
        return _number(member, cell) if isinstance(cell, str) else cell
    except ValueError:
        code = "bad_time" if given.format is not None else "bad_number"
        errors.append(FieldError(f"/{member.replace('.', '/')}", code, "The row's value does not have that form."))
        return None


def _word(cell: Any) -> str:
    """A cell as a mapping's values name it; true and false as JSON writes them."""
    return json.dumps(cell) if isinstance(cell, bool) else str(cell).strip()


def _number(member: str, cell: str) -> str | int | float:
    if member in _WHOLE_NUMBERS:
        return int(cell)
    if member not in _NUMBERS:
        return cell
    if not math.isfinite(number := float(cell)):
        raise ValueError
    return number


def _moment(member: str, cell: str, form: str, mapping: ExtractMapping) -> str:
    moment = datetime.strptime(cell.strip(), form)  # noqa: DTZ007  # without a zone, the source's own counts
    if member in _DAYS:
        return moment.date().isoformat()
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(mapping.source.timezone))
    return moment.isoformat()
