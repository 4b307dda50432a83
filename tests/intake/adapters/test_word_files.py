"""Lists of words are dated and reviewed, the newest in force is used, and one that could do more than raise refused."""

from datetime import date
from pathlib import Path

import pytest

from services.intake.adapters.word_files import FOLDER, BadWordLists, load_word_lists

REVIEW = 'reviewed_by = "B"\nreviewed_on = 2026-01-01\nreview_due = 2026-12-31\n'
ABOUT = 'language = "{}"\nedition = {}\neffective_from = {}\nauthor = "A"\n' + REVIEW
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


def test_what_ships_is_in_order_and_says_of_itself_that_nobody_has_reviewed_it() -> None:
    lists = load_word_lists(date(2026, 11, 28))
    assert len(lists.reviews) == len(lists.dangers) + 1
    assert {each.stands(date(2026, 11, 28)) for each in lists.reviews} == {"missing"}
    assert len(lists.unreviewed(date(2026, 11, 28))) == len(lists.reviews)
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


def test_a_review_is_read_with_its_days_and_runs_out(tmp_path: Path) -> None:
    lists = load_word_lists(DAY, shelf(tmp_path))
    assert {(each.use, each.by, each.due) for each in lists.reviews} == {
        ("danger", "B", date(2026, 12, 31)),
        ("plain", "B", date(2026, 12, 31)),
    }
    assert lists.unreviewed(DAY) == ()
    assert len(lists.unreviewed(date(2027, 1, 1))) == 2


BAD_REVIEWS = {
    "says nothing about reviewed_on": REVIEW.replace("reviewed_on = 2026-01-01\n", ""),
    "says nothing about review_due": REVIEW.replace("review_due = 2026-12-31\n", ""),
    "says nothing about reviewed_by": REVIEW.replace('reviewed_by = "B"\n', ""),
    "are days": REVIEW.replace("2026-12-31", '"soon"'),
    "within 366 days": REVIEW.replace("2026-12-31", "2027-12-31"),
    "again within": REVIEW.replace("2026-12-31", "2025-12-31"),
}


@pytest.mark.parametrize(("says", "review"), BAD_REVIEWS.items(), ids=BAD_REVIEWS)
def test_half_a_review_or_one_without_end_is_refused(tmp_path: Path, says: str, review: str) -> None:
    text = FIRST.replace(REVIEW, review) + DANGER
    with pytest.raises(BadWordLists, match=says):
        load_word_lists(DAY, shelf(tmp_path, **{"danger/en.2026-01-01": text}))


@pytest.mark.parametrize("missing", ["author", "edition"])
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
