"""Files of law and practice: named by their first day, and refused with what to do where they are not sound."""

from pathlib import Path

import pytest

from services.triage.adapters.law_files import LAW, LawFileRefused, load_closing, load_law, load_practice

SHIPPED = (LAW / "practice" / "2014-10-20.toml").read_text("utf-8")


def written(folder: Path, text: str, name: str = "2014-10-20.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_ships_is_loaded() -> None:
    assert load_law() is not None
    assert load_practice() is not None
    assert load_closing() is not None


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("version = ", "2014-10-20.toml", "this is no TOML"),
        (SHIPPED, "2015-01-01.toml", "effective_from is 2014-10-20. Name the file 2014-10-20.toml"),
        (SHIPPED.replace("update_every = 10", 'update_every = "soon"'), "2014-10-20.toml", "update_every"),
        (SHIPPED.replace("[clocks.urgent]", "[clocks.low]"), "2014-10-20.toml", "no clocks for urgent"),
    ],
)
def test_a_file_that_is_not_sound_is_refused_by_its_name(tmp_path: Path, text: str, name: str, says: str) -> None:
    with pytest.raises(LawFileRefused, match=says) as refused:
        load_practice(written(tmp_path, text, name))
    assert name in str(refused.value)


def test_a_practice_of_closing_that_says_too_little_is_refused(tmp_path: Path) -> None:
    shipped = (LAW / "closing" / "2016-07-01.toml").read_text("utf-8")
    with pytest.raises(LawFileRefused, match="attempts"):
        load_closing(written(tmp_path, shipped.replace("attempts = 3", ""), "2016-07-01.toml"))


def test_a_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawFileRefused, match="there is no file"):
        load_law(tmp_path)
