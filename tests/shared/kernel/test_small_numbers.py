"""No count points at a person, nor lets one be worked out; every share says how sure it is."""

import pytest

from shared.kernel.small_numbers import Share, kept_back, kept_back_of_table


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_the_interval_is_wilsons(count: int, of: int, low: float, high: float) -> None:
    """Figures of Newcombe (1998), table I, method 3, and by hand for ten."""
    assert Share(count, of).interval == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nobody_has_no_interval() -> None:
    assert (Share(0, 0).share, Share(0, 0).interval) == (None, None)


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [(0, 50, True), (4, 50, False), (5, 50, True), (46, 50, False), (50, 50, True), (0, 3, False)],
)
def test_a_share_of_few_or_of_all_but_a_few_is_not_shown(count: int, of: int, shown: bool) -> None:
    assert Share(count, of).shown is shown


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 9, "b": 0, "c": 7}, set()),
        ({"a": 9, "b": 3, "c": 7}, {"b", "c"}),
        ({"a": 9, "b": 3, "c": 2}, {"b", "c"}),
        ({"b": 3}, {"b"}),
    ],
)
def test_one_small_count_takes_the_next_with_it_since_the_sum_is_known(
    counts: dict[str, int], hidden: set[str]
) -> None:
    assert kept_back(counts) == hidden


def test_no_cell_of_a_table_follows_from_its_line_or_its_column() -> None:
    more, less = {"phone": 9, "email": 2, "post": 8}, {"phone": 6, "email": 6, "post": 7}
    changed = {line: more[line] + less[line] for line in more}
    hidden = kept_back_of_table({"changed": changed, "more": more, "less": less}, "changed", ("more", "less"))
    for column in ("changed", "more", "less"):
        assert len({line for name, line in hidden if name == column}) != 1
    for line in more:
        assert len({name for name, other in hidden if other == line}) != 1
    assert ("more", "email") in hidden
