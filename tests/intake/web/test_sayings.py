"""Words to read aloud: none leads astray, none blames, and each says which words it is."""

import re

import pytest

from services.intake.web import sayings
from services.intake.web.sayings import AFTER_DROPPED, Saying, shown_the_door
from services.intake.web.words import ROUTES

FIXED = [each for each in vars(sayings).values() if isinstance(each, Saying)]
DOORS = [
    shown_the_door(route, "Example Homes", sent_on, by_message)
    for route in ROUTES
    for sent_on in (True, False)
    for by_message in (True, False)
]
EVERY = [*FIXED, *DOORS]


@pytest.mark.parametrize("saying", EVERY, ids=lambda saying: saying.code)
def test_words_are_plain_and_nothing_is_left_to_fill_in(saying: Saying) -> None:
    text = saying.about("Example Homes").text
    assert "{" not in text
    assert not re.search(r"not ours|not our|low.level|victim|perpetrator", text, re.IGNORECASE)
    assert max(len(sentence.split()) for sentence in re.split(r"[.?!:;]", text)) <= 24


def test_words_that_differ_have_codes_that_differ() -> None:
    texts: dict[str, set[str]] = {}
    for saying in EVERY:
        texts.setdefault(saying.code, set()).add(saying.text)
    assert all(len(words) == 1 for words in texts.values())


def test_domestic_abuse_is_met_with_nothing_that_leads_to_a_landlord_or_a_mediator() -> None:
    for saying in (sayings.ABUSE, sayings.ABUSE_OF_ANOTHER, sayings.COMPLAINED_OF):
        assert not re.search(r"landlord|mediat|neighbour|housing", saying.text, re.IGNORECASE)


def test_nobody_is_told_that_we_send_it_on_unless_we_do() -> None:
    for route in ROUTES:
        assert "I send it" not in shown_the_door(route, "Example Homes", sent_on=False).text
        assert "I send it" not in shown_the_door(route, "Example Homes", sent_on=True, by_message=False).text


def test_only_a_safe_number_is_to_be_called_after_a_call_that_broke_off() -> None:
    assert AFTER_DROPPED["call_back"].startswith("Call back on the number that was said to be safe")
    assert "Do not call back" in AFTER_DROPPED["wait"]
    assert "999" in AFTER_DROPPED["tell_police"]
    assert "Do not call back" in AFTER_DROPPED["tell_police"]
