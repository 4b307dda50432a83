"""A mapping that cannot be used is refused before anything is read, with the place and what to do."""

from pathlib import Path

import pytest

from services.intake.adapters.extract_mapping import MappingRefused, load_mapping

SOUND = """
[source]
format = "csv"
key = "id"
name = "city"
[fields]
received_at = { column = "opened", format = "%Y-%m-%d" }
description = "text"
location.address = "street"
"location.postcode" = "code"
[kind]
column = "type"
default = "asb"
[channel]
column = "source"
values = { "Phone" = "phone" }
[facts]
in_borough = { const = "yes" }
[facts.noise_kind]
column = "sound"
values = { "Music" = "amplified_music" }
"""


def mapped(folder: Path, text: str) -> Path:
    file = folder / "map.toml"
    file.write_text(text, "utf-8")
    return file


def refusal(folder: Path, text: str) -> str:
    """The one message, without the file's own name."""
    file = mapped(folder, text)
    with pytest.raises(MappingRefused) as refused:
        load_mapping(file)
    said = str(refused.value)
    assert "\n" not in said
    return said.removeprefix(f"{file}: ")


def test_members_may_be_written_dotted_quoted_or_as_tables(tmp_path: Path) -> None:
    mapping = load_mapping(mapped(tmp_path, SOUND))
    assert set(mapping.fields) == {"received_at", "description", "location.address", "location.postcode"}
    assert mapping.fields["description"].column == "text"
    assert mapping.columns() == {"id", "opened", "text", "street", "code", "type", "source", "sound"}
    assert (mapping.source.encoding, mapping.source.timezone) == ("utf-8", "Europe/London")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('format = "csv"', 'format = "xml"', "source.format: Input should be 'csv', 'ndjson' or 'json'"),
        ('key = "id"', "", "source.key: this part is needed and is not there"),
        ('key = "id"', 'key = ""', "source.key: this must not be empty"),
        ('name = "city"', 'name = "City Hall"', "source.name: use lower-case letters"),
        ('name = "city"', 'name = "city"\nencoding = "klingon"', "source.encoding: this encoding is not known"),
        ('name = "city"', 'name = "city"\nencoding = "undefined"', "source.encoding: this encoding is not known"),
        ('name = "city"', 'name = "city"\ntimezone = "Mars"', "source.timezone: this time zone is not known"),
        ('name = "city"', 'name = "city"\nsheet = 2', "source.sheet: a mapping has no such part"),
        ('[kind]\ncolumn = "type"\ndefault = "asb"', "", "kind: this part is needed"),
        ('values = { "Phone" = "phone" }', "", "channel: give values, a default or both"),
        ('column = "source"', "", "channel.column: this part is needed"),
        ('format = "%Y-%m-%d"', 'format = "%Q"', "fields.received_at.format: this form of times is not known"),
        ('description = "text"', "description = 7", "fields.description: this must be a table"),
        ('{ const = "yes" }', '{ const = "yes", column = "a" }', "facts.in_borough: give either column or const"),
        ('{ const = "yes" }', '{ const = "yes", format = "%d" }', "facts.in_borough: format, values and default"),
        ('{ const = "yes" }', '{ column = "a", default = "yes" }', "facts.in_borough: default stands for words"),
        ("[facts]", "[fact]", "fact: a mapping has no such part"),
    ],
)
def test_what_is_broken_is_named_with_its_place_and_a_remedy(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    assert was in SOUND
    said = refusal(tmp_path, SOUND.replace(was, becomes, 1))
    assert said.startswith(says)
    assert said.endswith("Correct the mapping.")


def test_a_file_that_is_no_toml_is_refused_with_the_line(tmp_path: Path) -> None:
    assert "line 2" in refusal(tmp_path, "[source]\nformat csv")


def test_a_mapping_that_is_not_there_or_not_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingRefused, match="cannot be read"):
        load_mapping(tmp_path / "none.toml")
    with pytest.raises(MappingRefused, match="cannot be read"):
        load_mapping(tmp_path)
    file = tmp_path / "map.toml"
    file.write_bytes("# Köln".encode("latin-1"))
    with pytest.raises(MappingRefused, match="Save it as UTF-8"):
        load_mapping(file)
