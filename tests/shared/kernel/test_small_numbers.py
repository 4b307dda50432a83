"""No count points at a person, nor lets one be worked out; every share says how sure it is."""

import random
from collections.abc import Mapping

import pytest

from shared.kernel.small_numbers import SHOWN_FROM, Share, kept_back, kept_back_of_table, shares_kept_back


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
    [(0, 50, True), (5, 50, False), (6, 50, True), (45, 50, False), (50, 50, True), (0, 5, False)],
)
def test_a_share_of_few_or_of_all_but_a_few_is_not_shown(count: int, of: int, shown: bool) -> None:
    assert Share(count, of).shown is shown


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        pytest.param({"a": 9, "b": 0, "c": 7}, set(), id="nothing is small"),
        pytest.param({"a": 9, "b": 3, "c": 7}, {"b", "c"}, id="one alone would follow from the sum"),
        pytest.param({"a": 9, "b": 5, "c": 2}, {"b", "c"}, id="two together are many enough"),
        pytest.param({"a": 9, "b": 1, "c": 1}, {"a", "b", "c"}, id="a sum of two would be one and one"),
        pytest.param({"a": 0, "b": 1, "c": 0}, {"a", "b", "c"}, id="where all else is nothing it is hidden too"),
        pytest.param({"b": 3}, {"b"}, id="one line alone"),
    ],
)
def test_what_is_small_takes_others_with_it_since_the_sum_is_known(counts: dict[str, int], hidden: set[str]) -> None:
    assert kept_back(counts) == hidden


def could_be(counts: Mapping[str, int], hidden: set[str], name: str) -> int:
    """How many values a hidden count could have for somebody who knows the sum and everything that is shown."""
    least = 1 if any(count == 0 for each, count in counts.items() if each not in hidden) else 0
    together = sum(counts[each] for each in hidden)
    return together - least * (len(hidden) - 1) - least + 1 if len(hidden) > 1 or not name else 1


@pytest.mark.parametrize("seed", range(200))
def test_no_hidden_count_follows_from_the_sum_and_the_shown_ones(seed: int) -> None:
    draw = random.Random(seed)
    counts = {f"ward {number}": draw.choice([0, 0, 1, 1, 2, 5, 6, 30]) for number in range(draw.randrange(2, 9))}
    hidden = kept_back(counts)
    assert all(name in hidden for name, count in counts.items() if 0 < count < SHOWN_FROM)
    assert all(could_be(counts, hidden, name) > 1 for name in hidden)


def test_the_share_of_those_hidden_together_is_none_of_few() -> None:
    shares = {"phone": Share(40, 90), "online": Share(30, 60), "email": Share(1, 30), "post": Share(2, 30)}
    # Email and post together are 3 of 60, which would follow from all and the others.
    assert shares_kept_back(shares) == {"email", "post", "online"}
    assert shares_kept_back({"phone": Share(40, 90), "online": Share(30, 60)}) == set()
    assert shares_kept_back({"phone": Share(40, 90), "email": Share(1, 30), "post": Share(9, 40)}) == {"email", "post"}


@pytest.mark.parametrize("seed", range(200))
def test_taking_the_shown_shares_from_all_leaves_none_of_few(seed: int) -> None:
    draw = random.Random(seed)
    sizes = [draw.choice([1, 3, 8, 20, 60]) for _ in range(draw.randrange(3, 9))]
    shares = {f"group {number}": Share(draw.randrange(of + 1), of) for number, of in enumerate(sizes)}
    hidden = shares_kept_back(shares)
    assert all(name in hidden for name, share in shares.items() if not share.shown)
    left = [share for name, share in shares.items() if name in hidden]
    together = Share(sum(share.count for share in left), sum(share.of for share in left))
    shown = [share for name, share in shares.items() if name not in hidden]
    # Where no group that is shown has any of it, the whole has no more of it than those that are hidden.
    assert not hidden or len(hidden) > 1 or not shown
    assert not hidden or together.count >= SHOWN_FROM or not any(share.count for share in shown)
    assert not hidden or together.of - together.count >= SHOWN_FROM or all(each.count == each.of for each in shown)


def test_no_cell_of_a_table_follows_from_its_line_or_its_column() -> None:
    more, less = {"phone": 9, "email": 2, "post": 8}, {"phone": 6, "email": 6, "post": 7}
    changed = {line: more[line] + less[line] for line in more}
    hidden = kept_back_of_table({"changed": changed, "more": more, "less": less}, "changed", ("more", "less"))
    for column in ("changed", "more", "less"):
        assert len({line for name, line in hidden if name == column}) != 1
    for line in more:
        assert len({name for name, other in hidden if other == line}) != 1
    assert ("more", "email") in hidden
