"""Lists of words are dated and reviewed, the newest in force is used, and one that could do more than raise refused."""

from datetime import date
from pathlib import Path

import pytest

from services.intake.adapters.word_files import FOLDER, BadWordLists, load_word_lists

ABOUT = (
    'language = "{}"\nedition = {}\neffective_from = {}\nauthor = "A"\nreviewed_by = "B"\nreviewed_on = 2026-01-01\n'
)
DANGER = '[[dangers]]\ncode = "kill"\nanswers = ["threats_to_kill"]\nsays = ["kill me"]\n[signs]\nsays = ["ex"]\n'
DAY = date(2026, 2, 1)
FIRST = ABOUT.format("en", 1, "2026-01-01")
PLAIN = 'common = ["the"]\n[categories]\nnoise = ["music"]\n'


def shelf(folder: Path, **files: str) -> Path:
    """A folder with one list of each sort, and those given besides, by their paths."""
    lists = {
        "danger/en.2026-01-01": FIRST + DANGER,
        "plain/en.2026-01-01": FIRST + PLAIN,
    } | files
    for name, text in lists.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_what_ships_is_in_order_and_says_who_reviewed_it() -> None:
    lists = load_word_lists(date(2026, 11, 28))
    assert {each.language for each in lists.dangers} >= {"en", "pl", "ur", "bn", "ar", "so", "zh"}
    assert lists.version.startswith("2026-11-28/")
    assert len(list((FOLDER / "danger").glob("*.toml"))) == len(lists.dangers)


def test_the_newest_list_in_force_is_used_and_before_the_first_day_the_first(tmp_path: Path) -> None:
    newer = ABOUT.format("en", 2, "2026-06-01") + DANGER.replace("kill me", "stab me")
    folder = shelf(tmp_path, **{"danger/en.2026-06-01": newer})
    days = {"2025-01-01": ("kill me", 1), "2026-05-31": ("kill me", 1), "2026-06-01": ("stab me", 2)}
    for day, (said, edition) in days.items():
        lists = load_word_lists(date.fromisoformat(day), folder)
        assert (lists.heard(said).codes, lists.edition) == (("kill",), edition)


def test_a_changed_word_is_another_version(tmp_path: Path) -> None:
    first = load_word_lists(DAY, shelf(tmp_path)).version
    other = FIRST + DANGER.replace("kill me", "stab me")
    assert load_word_lists(DAY, shelf(tmp_path, **{"danger/en.2026-01-01": other})).version != first


BAD = {
    "may not be raised": DANGER.replace("threats_to_kill", "in_borough"),
    "raises nothing": DANGER.replace('["threats_to_kill"]', "[]"),
    "has no phrase": DANGER.replace('["kill me"]', "[]"),
    "has no code": DANGER.replace('"kill"', '"Kill him"'),
    "has a star elsewhere": DANGER.replace("kill me", "k*ll me"),
    "names no danger": "",
    "cannot be read": "says =",
}


@pytest.mark.parametrize(("says", "text"), BAD.items(), ids=BAD)
def test_a_list_with_a_fault_is_refused_and_the_fault_named(tmp_path: Path, says: str, text: str) -> None:
    with pytest.raises(BadWordLists, match=says):
        load_word_lists(DAY, shelf(tmp_path, **{"danger/en.2026-01-01": FIRST + text}))


@pytest.mark.parametrize("missing", ["reviewed_by", "reviewed_on", "author", "edition"])
def test_a_list_that_nobody_stands_for_is_refused(tmp_path: Path, missing: str) -> None:
    text = "\n".join(line for line in FIRST.splitlines() if not line.startswith(missing))
    with pytest.raises(BadWordLists, match=missing):
        load_word_lists(DAY, shelf(tmp_path, **{"danger/en.2026-01-01": f"{text}\n{DANGER}"}))


def test_a_file_that_is_called_otherwise_than_it_says_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadWordLists, match="says inside that it is"):
        load_word_lists(DAY, shelf(tmp_path, **{"danger/pl.2026-01-01": FIRST + DANGER}))


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadWordLists, match="no list is in force"):
        load_word_lists(DAY, tmp_path)
