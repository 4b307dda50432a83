"""How single members of what callers say must be written: text, moments, days and codes, with an error that says so."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

# Wide enough for any record of a living person; what lies outside is a slip of the pen or of a machine.
_EARLIEST_DAY, _LATEST_DAY = date(1890, 1, 1), date(2200, 1, 1)
_EARLIEST_MOMENT, _LATEST_MOMENT = datetime(1890, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"
_SEVERAL_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _missing_if_blank(text: str) -> str | None:
    return text or None


class Text:
    """Text up to a length, or nothing: outer white space goes, and what was only white space is nothing.

    Control characters are refused; `lines` lets line breaks and tabs stand.
    """

    def __init__(self, longest: int, *, lines: bool = False) -> None:
        self._schema: CoreSchema = core_schema.str_schema(
            strict=True, strip_whitespace=True, max_length=longest, pattern=_SEVERAL_LINES if lines else _ONE_LINE
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        present = core_schema.no_info_after_validator_function(_missing_if_blank, self._schema)
        return core_schema.nullable_schema(present)


class Form(Text):
    """Text of one particular form, or nothing; `code` and `message` tell a caller what to do about any other."""

    def __init__(self, longest: int, pattern: str, code: str, message: str) -> None:
        text = core_schema.str_schema(
            strict=True, strip_whitespace=True, max_length=longest, pattern=f"^(?:{pattern})?$"
        )
        self._schema = core_schema.custom_error_schema(text, custom_error_type=code, custom_error_message=message)


class Moment:
    """A time as RFC 3339 writes it, with its offset: pydantic alone would also take seconds since 1970 as text."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.custom_error_schema(
            core_schema.str_schema(strict=True, pattern=_MOMENT),
            custom_error_type="time_form",
            custom_error_message="Write the time with its offset, such as 2026-11-23T09:12:00+00:00.",
        )
        return core_schema.chain_schema(
            [
                written,
                core_schema.datetime_schema(
                    strict=False, tz_constraint="aware", ge=_EARLIEST_MOMENT, lt=_LATEST_MOMENT
                ),
            ]
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": "date-time"}


class Day:
    """A day of the calendar as YYYY-MM-DD."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.custom_error_schema(
            core_schema.str_schema(strict=True, pattern=_DAY),
            custom_error_type="date_form",
            custom_error_message="Write the date as year, month and day, such as 2026-11-23.",
        )
        return core_schema.chain_schema(
            [written, core_schema.date_schema(strict=False, ge=_EARLIEST_DAY, lt=_LATEST_DAY)]
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": "date"}


class OneOf:
    """One of a list of codes, checked without a call into Python."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = list(codes)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(self._codes)
