"""Bars say what the table says, in proportion, and leave out what is no number."""

from services.audit.web.plot import plot_of


def test_rows_of_one_label_are_one_bar_and_the_highest_fills_the_picture() -> None:
    rows = [{"month": "2026-04", "n": 30}, {"month": "2026-04", "n": 10}, {"month": "2026-05", "n": 20}]
    plot = plot_of("Referrals by month", "month", "n", rows)
    assert plot is not None
    one, other = plot.bars
    assert [(bar.label, bar.value) for bar in plot.bars] == [("2026-04", "40"), ("2026-05", "20")]
    assert one.height == 2 * other.height
    assert one.y + one.height == other.y + other.height == plot.ground
    assert one.x + one.width < other.x


def test_suppressed_and_unknown_figures_have_no_bar() -> None:
    rows = [{"month": "a", "n": "5 or under"}, {"month": "b", "n": None}, {"month": "c", "n": 7}]
    plot = plot_of("x", "month", "n", rows)
    assert plot is not None
    assert [bar.label for bar in plot.bars] == ["c"]
    assert plot_of("x", "month", "n", rows[:2]) is None
    assert plot_of("x", "month", "n", [{"month": "c", "n": 0}]) is None
