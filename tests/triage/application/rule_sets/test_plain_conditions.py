"""A condition in plain words is the same condition, a shipped one or any; what is not understood is told."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.triage.application.rule_sets.plain_conditions import from_plain, in_plain
from services.triage.application.rule_sets.words import plainly
from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rule_sets.grammar import NotUnderstood, parse
from services.triage.domain.rule_sets.plan import words_for
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.shipped import rule_sets

DOCUMENT = rule_sets().all[-1].document
WORDS, AFTER = words_for(DOCUMENT, VOCABULARY), words_for(DOCUMENT, VOCABULARY, after=True)
LABELS = {"category": VOCABULARY.categories, "strands": VOCABULARY.strands}


def conditions(document: RuleDocument) -> Iterator[tuple[str, bool]]:
    """Every condition of a set, and whether it is read after rows and panels are settled."""
    for row in document.rows:
        yield from ((text, False) for text in (row.when, *(use.when for use in row.routes)) if text)
    for before in (*document.suppressions, *document.panels, *document.priorities):
        yield before.when, False
    yield from ((text, False) for text in (*document.conditions.values(), *document.counts_as_yes.values()))
    yield document.closing.not_beside_while, False
    for after in (*document.signposts, *document.questions, *document.give, *document.missing.not_while):
        yield after.when, True


def test_every_condition_of_every_shipped_set_comes_back_from_its_plain_words() -> None:
    found = 0
    for rules in rule_sets().all:
        for text, after in conditions(rules.document):
            words = words_for(rules.document, VOCABULARY, after)
            for typed in (in_plain(text, words), text, in_plain(text, words).replace("“", '"').replace("”", '"')):
                assert parse(from_plain(typed, words), words) == parse(text, words), typed
            assert in_plain(from_plain(in_plain(text, words), words), words) == in_plain(text, words)
            found += 1
    assert found > 200


def sorted_of(names: Iterator[str] | frozenset[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(names))


def any_test() -> st.SearchStrategy[str]:
    """Any single test of the language, over the names of the shipped set."""
    number = st.one_of(st.integers(0, 999).map(str), sorted_of(frozenset(WORDS.numbers)))
    coded = sorted_of(frozenset(WORDS.coded)).flatmap(
        lambda name: sorted_of(WORDS.coded[name]).map(lambda code: f"{name} is {code}")
    )
    lists = [
        f"{name} is in {called}"
        for name, codes in WORDS.coded.items()
        for called, listed in WORDS.lists.items()
        if set(listed) <= codes
    ]
    held = sorted_of(WORDS.several["strands"]).map(lambda code: f"strands include {code}")
    return st.one_of(
        coded,
        coded.map(lambda test: test.replace(" is ", " is not ", 1)),
        st.sampled_from([*lists, *(each.replace(" is in ", " is not in ") for each in lists)]),
        held,
        st.just("strands include any specialist_strands"),
        st.tuples(sorted_of(WORDS.numbered), number).map(lambda each: f"{each[0]} under {each[1]}"),
        st.tuples(sorted_of(WORDS.numbered), sorted_of(WORDS.numbered), number).map(
            lambda each: f"{each[0]} plus {each[1]} at least {each[2]}"
        ),
        st.tuples(sorted_of(WORDS.dated), number).map(lambda each: f"{each[0]} within {each[1]} months"),
        sorted_of(WORDS.dated | WORDS.numbered).map(lambda name: f"{name} is not known"),
        sorted_of(WORDS.rows).map(lambda row: f"row {row}"),
        sorted_of(frozenset(WORDS.conditions)).map(lambda name: f"condition {name}"),
        st.just("an open question"),
        st.just("panels include marac"),
    )


ANY = st.recursive(
    any_test(),
    lambda inside: st.one_of(
        inside.map(lambda test: f"not ({test})"),
        inside.map(lambda test: f"not {test}" if not test.startswith("(") else test),
        st.tuples(inside, st.sampled_from(["and", "or"]), inside).map(lambda each: f"({' '.join(each)})"),
    ),
    max_leaves=8,
)


@given(ANY)
@settings(max_examples=150, deadline=None)
def test_any_condition_comes_back_from_its_plain_words(text: str) -> None:
    plain = in_plain(text, AFTER)
    assert parse(from_plain(plain, AFTER), AFTER) == parse(text, AFTER), plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("category is Fly-tipping", "category is fly_tipping"),
        ("Violence or threats is yes", "violence_or_threats is yes"),
        ("the row “hate motive” does not match", "not row hate-motive"),
        ("victim age is not under the number “child age”", "not victim_age under child_age"),
        ("strands do not include forced marriage", "not strands include forced_marriage"),
        ("persistent is yes or category is one of street matters",
         "persistent is yes\nor category is in street_matters"),
        ("not (victim age is known and under 16)", "not (victim_age under 16)"),
        ("last MARAC referral on is at most 12 months before the day of receipt",
         "last_marac_referral_on within 12 months"),
        ("victim age plus subject age is at least 12", "victim_age plus subject_age at least 12"),
        ("the condition a count is met holds and not (drug dealing is no)",
         "condition a_count_is_met and not (drug_dealing is no)"),
    ],
)  # fmt: skip
def test_it_is_typed_as_one_says_it(typed: str, kept: str) -> None:
    assert from_plain(typed, WORDS, LABELS) == kept
    parse(kept, WORDS)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("hate motif is yes", "there is no answer “hate motif”. Did you mean “hate motive”?"),
        ("category is “fly typping”", "there is no value of category “fly typping”. Did you mean “fly tipping”?"),
        ("the row “hate motives” matches", "there is no row “hate motives”. Did you mean “hate motive”?"),
        ("category is one of “street things”", "there is no list “street things”. Did you mean “street matters”?"),
        ("victim age is 16", "“victim age” does not take words. Say “is under”, “is at least”"),
        ("category include noise", "“category” holds one thing only. Say “is”."),
        ("category is", "it ends too early: here comes a value of category."),
        ("drug dealing is yes; persistent is yes", 'the sign ";" has no place in a condition. Take it out.'),
        ("victim age is at least “marac”", "Did you mean"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told_with_what_was_meant(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as problem:
        from_plain(typed, WORDS, LABELS)
    assert says in problem.value.says


def test_no_two_names_are_called_alike() -> None:
    for names in (AFTER.given, AFTER.rows, AFTER.lists, AFTER.numbers, AFTER.conditions, *AFTER.coded.values()):
        assert len({plainly(name).casefold() for name in names}) == len(names)
