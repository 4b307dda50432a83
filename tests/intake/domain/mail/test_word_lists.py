"""Words of danger are found however they are written, and what is found can only raise a message."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.word_files import FOLDER, load_word_lists
from services.intake.domain.mail.word_lists import Danger, DangerWords, PlainWords, faults_of, plain_words
from tests.support.builders.mail import FEAR, NOISE, TIPPING
from tests.support.tree import ROOT

LISTS = load_word_lists(date(2026, 11, 28))
KILL = DangerWords("en", [Danger("kill", ("threats_to_kill",), ("kill me", "threat* _ life", "hit|beat* me"))], ["ex"])


def finds(text: str) -> bool:
    return bool(KILL.found(plain_words(text)).codes)


@pytest.mark.parametrize(
    "text",
    ["He will KILL me", "kill\nme", "kill  me!", "ＫＩＬＬ ｍｅ", "ki\u00adll\u200b me", "he threatened to end my life",
     "threatens life", "hit me", "beating me"],
)  # fmt: skip
def test_a_phrase_is_found_however_it_is_written(text: str) -> None:
    assert finds(text)


@pytest.mark.parametrize(
    "text",
    ["a killer menu", "skill me", "kill mel", "kill him and me", "threat to the peace and the quiet of my life", ""],
)
def test_other_words_that_look_like_it_are_not_found(text: str) -> None:
    assert not finds(text)


def test_a_sign_is_a_whole_word() -> None:
    assert KILL.has_sign(plain_words("My ex-partner"))
    assert not KILL.has_sign(plain_words("The next exit"))


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (FEAR, {"domestic_abuse", "violence_or_threats", "threats_to_kill"}),
        ("I don’t want to live any more", {"suicidal"}),
        ("Mąż mnie bije i grozi, że mnie zabije", {"domestic_abuse", "threats_to_kill"}),
        ("Мой муж бьёт меня", {"domestic_abuse", "violence_or_threats"}),
        ("زوجي يضربني ويهددني", {"domestic_abuse", "violence_or_threats"}),
        ("شوہر مارتا ہے، جان سے مار دے گا", {"domestic_abuse", "threats_to_kill"}),
        ("স্বামী আমাকে মারে", {"domestic_abuse"}),
        ("पति मुझे मारता है", {"domestic_abuse"}),
        ("Kocam beni dövüyor", {"domestic_abuse", "violence_or_threats"}),
        ("Mon mari me bat", {"domestic_abuse"}),
        ("Ninkaygu wuu i garaacaa", {"domestic_abuse"}),
        ("老公打我，我很害怕", {"domestic_abuse", "violence_or_threats"}),
    ],
)
def test_danger_is_heard_in_many_languages_with_and_without_their_accents(text: str, answers: set[str]) -> None:
    assert answers <= set(LISTS.heard(text).answers)
    assert LISTS.plainly(f"{text}. {NOISE}") == ()


def test_plain_nuisance_in_english_is_known_and_nothing_else_is() -> None:
    assert LISTS.plainly(NOISE) == ("noise",)
    assert LISTS.plainly(TIPPING) == ("fly_tipping",)
    for doubtful in ("Noise", "La musique est trop forte toutes les nuits", f"{NOISE} and my wife is scared", "Hello"):
        assert LISTS.plainly(doubtful) == ()


@settings(max_examples=30)
@given(st.text(max_size=80), st.sampled_from([FEAR, "kill myself", "زوجي يضربني"]), st.text(max_size=80))
def test_whatever_else_is_said_never_takes_a_danger_away(before: str, danger: str, after: str) -> None:
    alone = LISTS.heard(danger)
    together = LISTS.heard(f"{before} . {danger} . {after}")
    assert set(alone.codes) <= set(together.codes)
    assert set(alone.answers) <= set(together.answers)


def test_what_we_write_ourselves_raises_no_alarm_when_it_is_quoted() -> None:
    texts = [path.read_text(encoding="utf-8") for path in ROOT.glob("services/notifications/messages/*/*/en/email.txt")]
    raised = {path: LISTS.heard(path).codes for path in texts if "sign in" not in path.lower()}
    assert {text: codes for text, codes in raised.items() if codes} == {}
    assert len(texts) > 5


def test_no_word_of_plain_nuisance_is_a_sign_of_fear_in_another_language() -> None:
    """Else every report of it in English would go unanswered because of a word that only looks the same."""
    (file,) = (FOLDER / "plain").glob("en.*.toml")
    listed = tomllib.loads(file.read_text(encoding="utf-8"))
    words = {word.rstrip("*") for says in (listed["common"], *listed["categories"].values()) for word in says}
    taken = [word for word in words for each in LISTS.dangers if each.has_sign(plain_words(word))]
    assert taken == []


def test_a_language_is_known_by_its_commonest_words_and_not_by_few() -> None:
    plain = PlainWords({"noise": ("music",)}, ("the", "is", "and"))
    assert plain.is_this_language(" the music is loud ")
    assert not plain.is_this_language(" the music ")
    assert not plain.is_this_language(" muzyka jest bardzo the ")


@pytest.mark.parametrize("phrase", ["", "_ kill", "kill _", "k*ll", "*", "!", "x"])
def test_a_phrase_that_could_match_anything_or_nothing_is_a_fault(phrase: str) -> None:
    assert faults_of(phrase)


def test_every_phrase_of_every_list_is_found_by_itself() -> None:
    for file in sorted((FOLDER / "danger").glob("*.toml")):
        assert unfound(file) == [], file.name


def unfound(file: Path) -> list[str]:
    """Phrases that their own list does not find, each alternative written out and gaps left empty."""
    listed = tomllib.loads(file.read_text(encoding="utf-8"))
    (words,) = [each for each in LISTS.dangers if each.language == listed["language"]]
    phrases = [says for danger in listed["dangers"] for says in danger["says"]]
    spoken = {
        says: " ".join(word.split("|")[0].rstrip("*") for word in says.split() if word != "_") for says in phrases
    }
    return [says for says, said in spoken.items() if not words.found(plain_words(said)).codes]
