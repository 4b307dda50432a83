"""What is read first in an emergency."""

from services.triage.web.pages.emergency_views import gravest_first


def test_every_yes_comes_before_a_count_and_every_no_comes_last_in_the_order_they_had() -> None:
    known = [("weapon", "no"), ("incidents", 6), ("threats", "yes"), ("child", "no"), ("stalking", "yes")]
    assert [name for name, _ in gravest_first(known)] == ["threats", "stalking", "incidents", "weapon", "child"]
