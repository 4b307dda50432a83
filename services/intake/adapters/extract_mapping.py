"""The mapping of an extract: which column becomes which member of the referral document; refused when it is unsound."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from shared.contracts.vocabulary import VOCABULARY


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
        except (LookupError, ValueError):
            raise ValueError("this time zone is not known; use a name such as Europe/London") from None
        return given

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, given: str) -> str:
        try:
            "".encode(given)
        except LookupError:
            raise ValueError("this encoding is not known; use a name such as utf-8") from None
        return given


class Given(_Part):
    """Where one value comes from: a column, with a format for times and words for words; or always the same."""

    column: str | None = None
    format: str | None = None
    const: str | int | float | bool | None = None
    values: dict[str, str | int] | None = None
    default: str | int | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Given":
        if (self.column is None) == (self.const is None):
            raise ValueError("give either column or const")
        return self


class Coded(_Part):
    """A code from a column's words. Without a default, a row with any other word is rejected."""

    column: str
    values: dict[str, str] = {}
    default: str | None = None


class ExtractMapping(_Part):
    """A whole mapping. `fields` holds dotted members of the referral document."""

    source: Source
    fields: dict[str, Given] = {}
    channel: Coded
    category: Coded | None = None
    kind: Coded | None = None
    facts: dict[str, Given] = {}

    def columns(self) -> set[str]:
        """Every column it reads."""
        coded = [part.column for part in (self.channel, self.category, self.kind) if part is not None]
        given = [part.column for part in (*self.fields.values(), *self.facts.values()) if part.column is not None]
        return {self.source.key, *coded, *given}


def load_mapping(file: Path) -> ExtractMapping:
    """The mapping in a file. Raises MappingRefused naming the place and what to do."""
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except OSError:
        raise MappingRefused(f"{file}: this mapping cannot be read. Check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingRefused(f"{file}: this is not TOML: {error}. Correct the line.") from None
    try:
        found = ExtractMapping.model_validate(raw | {"fields": _flat(raw.get("fields", {})), "facts": _given(raw)})
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise MappingRefused(f"{file}: {place}: {first['msg']}. Correct the mapping.") from None
    _check_codes(file, found)
    return found


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


def _check_codes(file: Path, found: ExtractMapping) -> None:
    """A code that no document may hold would reject every row: better said once, before the first."""
    known = {"channel": VOCABULARY.channels, "category": VOCABULARY.categories, "kind": VOCABULARY.kinds}
    for part, codes in known.items():
        coded: Coded | None = getattr(found, part)
        if coded is None:
            continue
        used = {*coded.values.values(), *([coded.default] if coded.default is not None else [])}
        if wrong := sorted(used - codes.keys()):
            raise MappingRefused(
                f"{file}: {part}: {', '.join(wrong)} is not a code of ours. Use one of {', '.join(codes)}."
            )
    if wrong := sorted(found.facts.keys() - VOCABULARY.answers.keys()):
        raise MappingRefused(
            f"{file}: facts: {', '.join(wrong)} is not an answer of ours. The referral's schema lists all."
        )
