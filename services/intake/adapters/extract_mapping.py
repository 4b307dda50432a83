"""The mapping of an extract: which column becomes which member of the referral document; refused when it is unsound."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

_SOME_MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class MappingRefused(LookupError):
    """The mapping cannot be used; says where and what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Part):
    """What the file is. `key` is the column that identifies a row for ever; `timezone` is for times without one."""

    format: Literal["csv", "ndjson", "json"]
    encoding: str = "utf-8"
    timezone: str = "Europe/London"
    key: str = Field(min_length=1)
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, given: str) -> str:
        try:
            ZoneInfo(given)
        except (LookupError, ValueError, OSError):
            raise ValueError("this time zone is not known; use a name such as Europe/London") from None
        return given

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, given: str) -> str:
        try:
            "".encode(given)
        except (LookupError, ValueError):
            raise ValueError("this encoding is not known; use a name such as utf-8") from None
        return given


Constant = str | bool | int | float


class Given(_Part):
    """Where one value comes from: a column, with a format for times or words for words; or always the same.

    With `values` a word that is not among them is `default`, or nothing where there is none.
    """

    column: str | None = None
    format: str | None = None
    const: Constant | None = None
    values: dict[str, Constant] | None = None
    default: Constant | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Given":
        if (self.column is None) == (self.const is None):
            raise ValueError("give either column or const")
        if self.const is not None and (self.format, self.values, self.default) != (None, None, None):
            raise ValueError("format, values and default belong to a column, not to a const")
        if self.values is None and self.default is not None:
            raise ValueError("default stands for words that are not among values; give values too")
        if self.values is not None and self.format is not None:
            raise ValueError("give either format, for a time, or values, for words")
        return self

    @field_validator("format")
    @classmethod
    def _known_format(cls, given: str | None) -> str | None:
        try:
            if given is not None:
                datetime.strptime(_SOME_MOMENT.strftime(given), given)  # noqa: DTZ007  # only its form is tried
        except ValueError:
            raise ValueError("this form of times is not known; write it as %Y-%m-%d %H:%M:%S") from None
        return given

    def constants(self) -> list[Constant]:
        """Every value that the mapping itself gives."""
        named = [self.const, self.default, *(self.values or {}).values()]
        return [value for value in named if value is not None]


class Coded(_Part):
    """A code from a column's words. Without a default, a row with any other word is rejected."""

    column: str
    values: dict[str, str] = {}
    default: str | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "Coded":
        if not self.values and self.default is None:
            raise ValueError("give values, a default or both; without them every row would be rejected")
        return self

    def codes(self) -> set[str]:
        """Every code that a row may get."""
        return {*self.values.values(), *([self.default] if self.default is not None else [])}


class ExtractMapping(_Part):
    """A whole mapping. `fields` holds dotted members of the referral document."""

    source: Source
    fields: dict[str, Given] = {}
    channel: Coded
    category: Coded | None = None
    kind: Coded
    facts: dict[str, Given] = {}

    def coded(self) -> dict[str, Coded]:
        """The parts that become codes, by the member they give."""
        parts = {"channel": self.channel, "category": self.category, "kind": self.kind}
        return {name: part for name, part in parts.items() if part is not None}

    def columns(self) -> set[str]:
        """Every column it reads."""
        coded = [part.column for part in self.coded().values()]
        given = [part.column for part in (*self.fields.values(), *self.facts.values()) if part.column is not None]
        return {self.source.key, *coded, *given}


def load_mapping(file: Path) -> ExtractMapping:
    """The mapping in a file. Raises MappingRefused naming the place and what to do."""
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except OSError:
        raise MappingRefused(f"{file}: this mapping cannot be read. Check the path.") from None
    except UnicodeDecodeError:
        raise MappingRefused(f"{file}: this mapping is not UTF-8. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise MappingRefused(f"{file}: this is not TOML: {error}. Correct the line.") from None
    try:
        return ExtractMapping.model_validate(raw | {"fields": _flat(raw.get("fields", {})), "facts": _given(raw)})
    except ValidationError as error:
        raise MappingRefused(f"{file}: {_says(error.errors(include_input=False, include_url=False)[0])}") from None


def _says(error: ErrorDetails) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "the whole file"
    reason = _SAYS.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return f"{place}: {reason}. Correct the mapping."


_SAYS = {
    "missing": "this part is needed and is not there",
    "extra_forbidden": "a mapping has no such part; take it out",
    "string_type": "this must be text in quotation marks",
    "dict_type": 'this must be a table, such as { column = "name" }',
    "model_type": 'this must be a table, such as { column = "name" }',
    "string_pattern_mismatch": "use lower-case letters, figures, _ and - only, 40 at most",
    "string_too_short": "this must not be empty",
}


def _flat(fields: Any, prefix: str = "") -> Any:
    """Members as dotted names, whether they were written dotted or as tables in tables; a bare text is a column."""
    if not isinstance(fields, Mapping):
        return fields
    found: dict[str, Any] = {}
    for name, given in fields.items():
        if isinstance(given, Mapping) and not {"column", "const"} & given.keys():
            found |= _flat(given, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = {"column": given} if isinstance(given, str) else given
    return found


def _given(raw: Mapping[str, Any]) -> Any:
    facts = raw.get("facts", {})
    if not isinstance(facts, Mapping):
        return facts
    return {name: {"column": given} if isinstance(given, str) else given for name, given in facts.items()}
