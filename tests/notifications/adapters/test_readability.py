"""Texts to residents can be read by most people: short sentences, short words (a reading age of nine is the aim)."""

import re
import tomllib

import pytest

from services.notifications.adapters.message_files import FOLDER, MessageFiles
from services.notifications.application.correspondence import Correspondence
from services.notifications.application.policies import TOLD
from services.notifications.domain.values.channels import DESTINATION, STAFF
from services.notifications.domain.values.wording import Text

FILES = MessageFiles(FOLDER, TOLD)
DOORS = tomllib.loads((FOLDER / "doors.toml").read_text(encoding="utf-8"))
FOR_STAFF = {route.message for event in TOLD for route in FILES.routes(event) if route.to in (*STAFF, DESTINATION)}
LONGEST_SENTENCE = 20
# Flesch and Kincaid's grade: years of school in America; 4 is about nine years old.
HARDEST_GRADE = 4.0
# A text message of more than this many characters is cut in pieces, which may arrive in any order.
LONGEST_TEXT_MESSAGE = 306


def sentences_of(text: str) -> list[list[str]]:
    """The words of each sentence. References and numbers are read out letter by letter and count as one word."""
    plain = re.sub(r"WM-\w+-\w|[\d ]{3,}", " it ", text)
    parts = re.split(r"[.!?:]\s|\n\n|[.!?:]$", plain)
    return [words for part in parts if (words := re.findall(r"[A-Za-z']+", part))]


def syllables(word: str) -> int:
    """About how many: groups of vowels, less a silent e at the end."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def grade(text: str) -> float:
    """Flesch and Kincaid's grade level of a text."""
    sentences = sentences_of(text)
    words = [word for sentence in sentences for word in sentence]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def filled(body: str, door: str) -> str:
    names = Correspondence()
    day = "Monday 21 September 2026"
    return body.format(reference="WM-KGCR-A", door=door, telephone=names.telephone, council=names.council, next_day=day)


RESIDENT = [text for text in FILES.texts.values() if text.message not in FOR_STAFF]
EVERY_DOOR = [(route, by, words) for route, both in DOORS.items() for by, words in both.items()]


@pytest.mark.parametrize("text", RESIDENT, ids=lambda text: f"{text.message}-{text.channel}")
def test_a_text_to_a_resident_reads_easily(text: Text) -> None:
    body = filled(text.body, "They will write to you.")
    assert grade(body) <= HARDEST_GRADE
    assert [words for words in sentences_of(body) if len(words) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize(("route", "by", "words"), EVERY_DOOR, ids=lambda value: str(value)[:20])
def test_what_is_said_about_a_door_reads_easily_and_opens_no_other_place(route: str, by: str, words: str) -> None:
    assert by in ("us", "resident")
    assert grade(words) <= HARDEST_GRADE + 2, "names of services are long"
    assert [sentence for sentence in sentences_of(words) if len(sentence) > LONGEST_SENTENCE] == []
    assert "{" not in words


@pytest.mark.parametrize("text", [t for t in RESIDENT if t.channel == "sms"], ids=lambda text: text.message)
def test_a_text_message_stays_in_two_pieces(text: Text) -> None:
    longest = max((words for _, _, words in EVERY_DOOR), key=len)
    assert len(filled(text.body, longest)) <= LONGEST_TEXT_MESSAGE


def test_a_text_that_reads_hard_is_found() -> None:
    hard = (
        "Notwithstanding the aforementioned considerations, your correspondence necessitates further deliberation "
        "by the multi-agency partnership before any determination regarding proportionate intervention is communicated."
    )
    assert grade(hard) > HARDEST_GRADE
    assert [words for words in sentences_of(hard) if len(words) > LONGEST_SENTENCE] != []
    assert grade("We have your note. We will call you.") < HARDEST_GRADE
