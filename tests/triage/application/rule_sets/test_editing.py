"""A draft is changed entry by entry; what is not sound is said at its field, and the rest stays as it was."""

from collections.abc import Callable
from datetime import date

import pytest

from services.triage.application.rule_sets.editing import MEMBERS, edited, entry_of, moved, typed, with_row, without_row
from services.triage.domain.rule_sets.document import RuleDocument
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.refusals import InvalidInput
from tests.triage.domain.shipped import current


def base() -> RuleDocument:
    return current().document


def as_it_stands(part: str, name: str) -> dict[str, str]:
    """What a browser would send of an entry nobody has touched, with its line ends."""
    entry = entry_of(base(), part, name)
    return {member: typed(entry.get(member)).replace("\n", "\r\n") for member in MEMBERS[part]}


def changed(part: str, name: str, **given: str) -> RuleDocument:
    return edited(base(), part, name, as_it_stands(part, name) | given, VOCABULARY)


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("set", ""), ("numbers", "child_age"), ("lists", "diary_matters"), ("conditions", "home_is_socially_let"),
        ("counts_as_yes", "persistent"), ("rows", "child-safeguarding"), ("rows", "nothing-else"),
        ("suppressions", "not-sent-away"), ("closing", ""), ("panels", "marac"), ("priorities", "threat-to-life"),
        ("signposts", "urgent-is-ours"), ("give", "diary_sheet"), ("routes", "mediation"),
    ],
)  # fmt: skip
def test_an_entry_that_nobody_touched_stays_word_for_word(part: str, name: str) -> None:
    assert changed(part, name) == base()


def test_each_kind_of_entry_can_be_changed() -> None:
    assert changed("numbers", "marac_dash_yes", value="12").numbers["marac_dash_yes"] == 12
    assert changed("lists", "civil_matters", value="parking_or_boundary, trespass").lists["civil_matters"] == (
        "parking_or_boundary",
        "trespass",
    )
    assert changed("set", "", effective_from="2027-01-01").effective_from == date(2027, 1, 1)
    assert (
        changed("routes", "mediation", destination="A new service").routes["mediation"].destination == "A new service"
    )
    row = next(row for row in changed("rows", "persistent-asb", priority="high").rows if row.id == "persistent-asb")
    assert (row.priority, row.when) == ("high", "persistent is yes")


@pytest.mark.parametrize(
    ("change", "pointer", "says"),
    [
        pytest.param(
            lambda: changed("rows", "hate-motive", when="hate_motif is yes"),
            "/when",
            "There is no answer “hate_motif”. Did you mean “hate motive”?",
            id="an answer nobody knows",
        ),
        pytest.param(
            lambda: changed("numbers", "child_age", value="eighteen"), "/value", "Give a whole number.", id="no number"
        ),
        pytest.param(
            lambda: changed("set", "", effective_from="soon"), "/effective_from", "as YYYY-MM-DD", id="no day"
        ),
        pytest.param(lambda: changed("rows", "hate-motive", says=" "), "/says", "may not be empty", id="nothing"),
        pytest.param(
            lambda: changed("rows", "hate-motive", priority="low"), "/priority", "urgent, high, standard", id="low"
        ),
        pytest.param(
            lambda: changed("rows", "hate-motive", when=""), "/when", "it has no condition", id="no condition"
        ),
        pytest.param(
            lambda: changed("lists", "diary_matters", value="noises"),
            "/value",
            'It does not go together with give diary_sheet, when: there is no value of category "noises".',
            id="a list that breaks another entry",
        ),
        pytest.param(
            lambda: changed("rows", "hate-motive", says="x" * 4_001), "/says", "at most 4,000", id="too many words"
        ),
    ],
)
def test_what_is_not_sound_is_said_at_its_field(change: Callable[[], object], pointer: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        change()
    (error,) = refused.value.errors
    assert error.pointer == pointer
    assert says in error.message


@pytest.mark.parametrize(
    ("part", "name"), [("rows", "no-such-row"), ("numbers", "none"), ("id", ""), ("examples", "1")]
)
def test_there_is_nothing_else_to_change(part: str, name: str) -> None:
    with pytest.raises(LookupError):
        edited(base(), part, name, {}, VOCABULARY)


def test_rows_are_moved_taken_out_and_added_and_numbered_anew() -> None:
    up = moved(base(), "mediation-offer", -1, VOCABULARY)
    assert [row.id for row in up.rows][14:16] == ["mediation-offer", "landlord-first"]
    out = without_row(base(), "mediation-offer", VOCABULARY)
    assert "mediation-offer" not in {name for each in out.suppressions for name in each.rows}
    row = {"id": "fireworks", "when": "category is fireworks", "policy": "P.", "says": "S.", "route": "asb_case"}
    more = with_row(base(), row, VOCABULARY)
    assert [row.id for row in more.rows][-2:] == ["fireworks", "nothing-else"]
    for document in (up, out, more):
        assert [row.number for row in document.rows] == list(range(1, len(document.rows) + 1))


def test_a_row_that_others_ask_about_is_not_taken_out_and_a_new_one_needs_all_its_words() -> None:
    with pytest.raises(InvalidInput, match="not_sound"):
        without_row(base(), "domestic-abuse", VOCABULARY)
    with pytest.raises(InvalidInput) as refused:
        with_row(base(), {"id": "x"}, VOCABULARY)
    assert [error.pointer for error in refused.value.errors] == ["/when", "/policy", "/says", "/route"]
