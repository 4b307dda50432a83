"""What would reject every row of a file is said once, before the first."""

from pathlib import Path

import pytest

from services.intake.adapters.extract_mapping import MappingRefused, load_mapping
from services.intake.adapters.mapping_checks import check_mapping
from shared.kernel.clock import ScriptedClock
from tests.support.builders.intake import NOW

BARE = """
[source]
format = "csv"
key = "id"
name = "city"
[kind]
column = "type"
default = "asb"
[channel]
column = "source"
default = "phone"
"""


def check(folder: Path, more: str = "", bare: str = BARE) -> None:
    file = folder / "map.toml"
    file.write_text(bare + more, "utf-8")
    check_mapping(file, load_mapping(file), ScriptedClock(NOW))


def test_a_sound_mapping_passes(tmp_path: Path) -> None:
    more = """
    [fields]
    received_at = { column = "opened", format = "%d/%m/%Y" }
    location.lat = "lat"
    occurred.from = "since"
    reporter.anonymous = { const = true }
    occurred.ongoing = { column = "open", values = { "Y" = true, "N" = false } }
    [facts]
    reports_in_6_months = "times"
    tenure_of_source = { column = "home", values = { "HA" = "housing_association" }, default = "unknown" }
    """
    check(tmp_path, more)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('[fields]\ndescripton = "text"', "fields.descripton: the referral document has no such member"),
        ('[fields]\nlocation.adress = "text"', "fields.location.adress: the referral document has no such member"),
        ('[fields]\nlocation = "text"', "fields.location: the referral document has no such member"),
        ('[fields]\npeople = "text"', "fields.people: the referral document has no such member"),
        ('[fields]\ndescription.text = "text"', "fields.description.text: the referral document has no such member"),
        ('[fields]\nchannel = "text"', "fields.channel: this has a part of its own"),
        ('[fields]\nfacts.noise_kind = "text"', "fields.facts.noise_kind: this has a part of its own"),
        ('[fields]\nlanguage = { const = "??" }', "fields.language: one of its values cannot be taken"),
        ('[fields]\nreporter.anonymous = { const = "yes" }', "fields.reporter.anonymous: one of its values"),
        ('[facts]\nloudness = "db"', "facts: loudness is not an answer of ours"),
        ('[facts]\nnoise_kind = { const = "loud" }', "facts.noise_kind: one of its values cannot be taken"),
        (
            '[facts]\nin_borough = { column = "a", values = { "Y" = "yes", "N" = "nope" } }',
            "facts.in_borough: one of its values cannot be taken. Give one of",
        ),
        ('[category]\ncolumn = "type"\nvalues = { "A" = "noize" }', "category: noize is not a code of ours"),
        ('[category]\ncolumn = "type"\ndefault = "misc"', "category: misc is not a code of ours"),
    ],
)
def test_what_no_document_may_hold_is_named(tmp_path: Path, more: str, says: str) -> None:
    with pytest.raises(MappingRefused) as refused:
        check(tmp_path, more)
    said = str(refused.value).removeprefix(f"{tmp_path / 'map.toml'}: ")
    assert said.startswith(says)
    assert said.endswith("Correct the mapping.")


def test_a_channel_or_kind_of_nobodys_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(MappingRefused, match=r"channel: fax is not a code of ours; use one of phone, "):
        check(tmp_path, bare=BARE.replace('"phone"', '"fax"'))
    with pytest.raises(MappingRefused, match=r"kind: crime is not a code of ours; use one of asb, "):
        check(tmp_path, bare=BARE.replace('"asb"', '"crime"'))
