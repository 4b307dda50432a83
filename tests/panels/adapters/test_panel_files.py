"""Definitions are data: the shipped ones load, a bad one is refused with one message that names it."""

import re
from pathlib import Path

import pytest

from services.panels.adapters.panel_files import SHIPPED, BadPanelFile, load_panel, load_panels

TEXT = (SHIPPED / "marac.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str, name: str = "marac.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def changed(pattern: str, replacement: str) -> str:
    text, count = re.subn(pattern, replacement, TEXT, count=1, flags=re.MULTILINE)
    assert count == 1
    return text


def test_the_shipped_panels_load_by_their_code() -> None:
    assert sorted(load_panels()) == ["cmarac", "housing_needs", "marac", "offenders_iom"]


def test_what_is_shipped_can_be_loaded_from_elsewhere(tmp_path: Path) -> None:
    assert load_panel(written(tmp_path, TEXT)) == load_panels()["marac"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("id = ", "cannot be read", id="not TOML"),
        pytest.param(changed("^days = 21", 'days = "three weeks"'), r"\$\.cadence\.days", id="a word for a number"),
        pytest.param(changed("every_days", "every_full_moon"), r"\$\.cadence\.kind", id="an unknown cadence"),
        pytest.param(changed("^referral_deadline = 8", ""), "referral_deadline", id="a member missing"),
        pytest.param(changed("^circulation = 7", "circulation = 7\nlunch = true"), "lunch", id="a member nobody knows"),
        pytest.param(changed('^id = "marac"', 'id = "mappa"'), "file's name", id="another panel's name"),
        pytest.param(changed("^circulation = 7", "circulation = 9"), "circulation must", id="unsound"),
    ],
)
def test_a_bad_definition_is_refused_with_one_message_that_names_it(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadPanelFile, match=says) as refused:
        load_panel(written(tmp_path, text))
    assert "marac.toml" in str(refused.value)


def test_a_folder_without_definitions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPanelFile, match="no panel definition"):
        load_panels(tmp_path)
