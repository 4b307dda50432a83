"""The language of conditions is small, reads as it is written, and refuses everything else with a hint."""

import pytest

from services.triage.domain.rule_sets.grammar import NotUnderstood, Words, parse
from services.triage.domain.rule_sets.syntax import (
    All,
    Any,
    AtLeast,
    Includes,
    Is,
    Known,
    Not,
    OpenQuestion,
    RowMatches,
    Under,
    WithinMonths,
)

WORDS = Words(
    coded={"danger": frozenset({"yes", "no", "unknown"}), "category": frozenset({"noise", "litter"})},
    several={"strands": frozenset({"trafficking", "prostitution"})},
    numbered=frozenset({"age", "count"}),
    dated=frozenset({"last_on"}),
    given=frozenset({"danger", "category", "strands", "age", "count", "last_on", "landlord"}),
    numbers={"adult": 18},
    lists={"street": ("litter",), "some": ("trafficking", "prostitution"), "wrong": ("fire",)},
    rows=frozenset({"danger-now"}),
    conditions={"home": Is("category", ("noise",))},
    open_question=True,
)
YES = Is("danger", ("yes",))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("danger is yes", YES),
        ("danger is not no", Not(Is("danger", ("no",)))),
        ("category is in street", Is("category", ("litter",))),
        ("category is not in street", Not(Is("category", ("litter",)))),
        ("strands include trafficking", Includes("strands", ("trafficking",))),
        ("strands include any some", Includes("strands", ("trafficking", "prostitution"))),
        ("age under adult", Under("age", 18)),
        ("age at least 16", AtLeast(("age",), 16)),
        ("age plus count at least 3", AtLeast(("age", "count"), 3)),
        ("age is known", Known("age")),
        ("age is not known", Not(Known("age"))),
        ("last_on within 12 months", WithinMonths("last_on", 12)),
        ("row danger-now", RowMatches("danger-now")),
        ("condition home", Is("category", ("noise",))),
        ("an open question", OpenQuestion()),
        ("not danger is yes", Not(YES)),
        ("danger is yes or age under 2 and age is known", Any((YES, All((Under("age", 2), Known("age")))))),
        ("(danger is yes or age under 2) and age is known", All((Any((YES, Under("age", 2))), Known("age")))),
        ("danger is yes and (danger is yes and age is known)", All((YES, YES, Known("age")))),
    ],
)
def test_conditions_read_as_they_are_written(text: str, tree: object) -> None:
    assert parse(text, WORDS) == tree


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dangr is yes", 'no answer "dangr". Did you mean "danger"?'),
        ("danger is maybe", 'no value of danger "maybe". Use one of: no, unknown, yes.'),
        ("danger is", "ends too early"),
        ("danger yes", 'no count or age "danger"'),
        ("danger is yes danger", '"danger" is one word too many'),
        ("(danger is yes", '")" is missing'),
        ("danger = yes", 'the sign "="'),
        ("danger is in street", 'no value of danger "litter"'),
        ("category is in wrong", 'no value of category "fire"'),
        ("category is in nowhere", 'no list "nowhere"'),
        ("category include litter", 'holds one thing only. Say "is"'),
        ("age is 18", '"age" does not take codes'),
        ("danger is known", '"danger" takes codes'),
        ("age under old", 'no number "old"'),
        ("age plus count under 3", 'only compared by "at least"'),
        ("age over 3", 'after "age" comes'),
        ("age within 3 months", 'no date "age"'),
        ("last_on within 3 days", '"months" is missing'),
        ("row other", 'no row "other"'),
        ("condition flat", 'no condition "flat"'),
    ],
)
def test_everything_else_is_refused_with_a_hint(text: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse(text, WORDS)
    assert says in refused.value.says
