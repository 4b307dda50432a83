"""The shared words are complete, each has a label, and none of them is one we do not use of people."""

import re

from shared.contracts.vocabulary import VOCABULARY


def test_every_answer_belongs_to_a_group_and_asks_a_question() -> None:
    for name, answer in VOCABULARY.answers.items():
        assert answer.name == name
        assert answer.group in VOCABULARY.groups
        assert answer.asks.endswith("?")
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


def test_answers_that_take_words_can_be_unknown_and_the_others_have_a_limit() -> None:
    for answer in VOCABULARY.answers.values():
        if answer.type in ("yes_no", "one_of"):
            assert "unknown" in answer.values
        elif answer.type != "date":
            assert answer.most > 0


def test_the_groups_keep_to_the_order_in_which_they_are_asked() -> None:
    asked = [answer.group for answer in VOCABULARY.answers.values()]
    assert list(dict.fromkeys(asked)) == list(VOCABULARY.groups)


def test_the_counts_of_codes_are_those_of_the_policy() -> None:
    assert len(VOCABULARY.kinds) == 4
    assert len(VOCABULARY.channels) == 8
    assert len(VOCABULARY.categories) == 22
    assert len(VOCABULARY.strands) == 10
    assert len(VOCABULARY.answers) == 48


def test_nobody_is_called_low_or_asked_whether_they_are_a_victim() -> None:
    words = " ".join(
        [*(answer.asks for answer in VOCABULARY.answers.values()), *VOCABULARY.categories.values()]
    ).lower()
    assert not re.search(r"\blow\b|low-level|are you a victim", words)
