"""Reads an extract row by row and turns each row into a referral document; what a row does not state stays unknown."""

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.intake.adapters.extract_mapping import Coded, ExtractMapping, Given
from shared.kernel.refusals import FieldError, InvalidInput

Row = Mapping[str, Any]

# Numbers in a document; everything else of a text file stays text.
_NUMBERS = ("location.lat", "location.long")


class ExtractRefused(LookupError):
    """The file as a whole cannot be read; says what to do."""


def read_rows(file: Path, mapping: ExtractMapping) -> Iterator[tuple[int, Row]]:
    """Each row with its number in the file, from 1; checks first that every column the mapping reads is there."""
    try:
        with file.open(encoding=mapping.source.encoding, newline="") as opened:
            if mapping.source.format == "csv":
                reader = csv.DictReader(opened)
                _check_columns(file, mapping, reader.fieldnames or ())
                yield from enumerate(reader, 1)
            elif mapping.source.format == "ndjson":
                yield from enumerate((json.loads(line) for line in opened if line.strip()), 1)
            else:
                yield from enumerate(json.load(opened), 1)
    except OSError:
        raise ExtractRefused(f"{file}: this extract cannot be read. Check the path.") from None
    except UnicodeDecodeError:
        raise ExtractRefused(
            f"{file}: this is not {mapping.source.encoding}. Correct encoding in the mapping."
        ) from None
    except (csv.Error, json.JSONDecodeError) as error:
        # The position is safe to repeat; the text around it may be about a person.
        raise ExtractRefused(f"{file}: this is not {mapping.source.format} ({type(error).__name__}).") from None


def document_of(row: Row, mapping: ExtractMapping) -> bytes:
    """The referral document a row states, as JSON. Raises InvalidInput where the row's own words cannot be mapped."""
    errors: list[FieldError] = []
    document: dict[str, Any] = {}
    for part in ("channel", "category", "kind"):
        coded: Coded | None = getattr(mapping, part)
        if coded is not None:
            _keep(document, part, _code(part, coded, row, errors))
    for member, given in mapping.fields.items():
        _keep(document, member, _value(member, given, row, mapping, errors))
    facts = {name: _value(f"facts.{name}", given, row, mapping, errors) for name, given in mapping.facts.items()}
    if stated := {name: value for name, value in facts.items() if value is not None}:
        document["facts"] = stated
    if errors:
        raise InvalidInput(errors)
    return json.dumps(document).encode()


def key_of(row: Row, mapping: ExtractMapping) -> str | None:
    """What identifies a row for ever; None where the row does not say."""
    key = row.get(mapping.source.key)
    return str(key).strip() or None if key is not None else None


def _check_columns(file: Path, mapping: ExtractMapping, columns: Any) -> None:
    if missing := sorted(mapping.columns() - set(columns)):
        raise ExtractRefused(f"{file}: there is no column {', '.join(missing)}. Correct the mapping or the file.")


def _code(part: str, coded: Coded, row: Row, errors: list[FieldError]) -> str | None:
    word = row.get(coded.column)
    found = coded.values.get(str(word), coded.default) if word is not None else coded.default
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
        return given.values.get(str(cell), given.default)
    try:
        if given.format is not None:
            return _moment(str(cell), given.format, mapping)
        return float(cell) if member in _NUMBERS else cell
    except ValueError:
        code = "bad_time" if given.format is not None else "bad_number"
        errors.append(FieldError(f"/{member.replace('.', '/')}", code, "The row's value does not have that form."))
        return None


def _moment(cell: str, form: str, mapping: ExtractMapping) -> str:
    moment = datetime.strptime(cell.strip(), form)  # noqa: DTZ007  # without a zone, the source's own counts
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(mapping.source.timezone))
    return moment.isoformat()


def _keep(document: dict[str, Any], member: str, value: Any) -> None:
    """Put a value at a dotted place, making the objects on the way; nothing is put where nothing was stated."""
    if value is None:
        return
    *path, last = member.split(".")
    for name in path:
        document = document.setdefault(name, {})
    document[last] = value
