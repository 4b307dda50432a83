"""Shares always add up."""

from hypothesis import given
from hypothesis import strategies as st

from services.rehearsal.plan.shares import shared_out, spread


@given(st.integers(0, 2000), st.lists(st.floats(0.1, 100), min_size=1, max_size=60))
def test_parts_add_up_and_none_is_further_than_one_from_its_share(total: int, weights: list[float]) -> None:
    parts = shared_out(total, weights)
    assert sum(parts) == total
    exact = [total * weight / sum(weights) for weight in weights]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


@given(st.integers(0, 2000), st.integers(1, 60))
def test_a_number_is_spread_evenly(total: int, over: int) -> None:
    parts = spread(total, over)
    assert (sum(parts), len(parts)) == (total, over)
    assert max(parts) - min(parts) <= 1
