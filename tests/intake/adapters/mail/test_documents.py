"""A document of an e-mail states what stands there and nothing else; words of danger answer only ever yes."""

import json
from datetime import date
from typing import Any

from services.intake.adapters.mail.documents import WORDS_FOUND, as_document
from services.intake.adapters.mail.mime import read_mail
from services.intake.adapters.word_files import load_word_lists
from services.intake.domain.given import LONGEST_DESCRIPTION
from tests.support.builders.mail import FEAR, NOISE, TIPPING, a_message

LISTS = load_word_lists(date(2026, 11, 28))


def document(text: str = NOISE, **headers: Any) -> dict[str, Any]:
    mail = read_mail(a_message(text, **headers))
    made: dict[str, Any] = json.loads(as_document(mail, LISTS.heard(mail.all_words()), LISTS))
    return made


def test_plain_nuisance_is_named_and_nothing_else_is_answered() -> None:
    assert document() == {
        "kind": "asb",
        "channel": "email",
        "category": "noise",
        "description": f"Hello\n\n{NOISE}",
        "reporter": {"email": "amina@example.org", "full_name": "Amina Okafor"},
    }


def test_of_two_matters_no_category_is_chosen_and_where_there_is_doubt_no_kind_either() -> None:
    two = document(f"{NOISE} {TIPPING}")
    assert (two["kind"], "category" in two) == ("asb", False)
    assert document("Please call me about my flat")["kind"] == "unsure"


def test_words_of_danger_answer_yes_with_where_it_comes_from() -> None:
    told = document(FEAR)
    assert told["kind"] == "unsure"
    assert set(told["facts"].values()) == {"yes"}
    assert told["asked"] == [{"question": WORDS_FOUND, "wording": LISTS.edition, "facts": list(told["facts"])}]


def test_a_name_that_is_an_address_or_too_long_is_no_name() -> None:
    assert document(sender='"a@b.example" <a@b.example>')["reporter"] == {"email": "a@b.example"}
    assert document(sender=f"{'A' * 300} <a@b.example>")["reporter"] == {"email": "a@b.example"}
    assert "reporter" not in document(sender=None)


def test_what_is_longer_than_a_description_says_where_the_rest_is() -> None:
    told = document("word " * LONGEST_DESCRIPTION)["description"]
    assert len(told) == LONGEST_DESCRIPTION
    assert told.endswith("[The rest is in the message itself.]")
