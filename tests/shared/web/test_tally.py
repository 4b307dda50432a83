"""Requests are counted by route, method and class of status, and by how long they took."""

import pytest

from shared.web.tally import BOUNDS, RequestTally


def test_each_request_stands_in_its_bucket_and_all_above() -> None:
    tally = RequestTally()
    for seconds in (0.001, 0.02, 0.02, 99.0):
        tally.count("/a", "GET", 200, seconds)
    (counted,) = tally.counted()
    assert (counted.route, counted.method, counted.status) == ("/a", "GET", "2xx")
    assert dict(zip(BOUNDS, counted.buckets, strict=False))[0.005] == 1
    assert dict(zip(BOUNDS, counted.buckets, strict=False))[0.025] == 3
    assert counted.buckets[-2:] == (3, 4)
    assert counted.seconds == pytest.approx(99.041)


def test_a_request_on_a_bound_counts_as_within_it() -> None:
    tally = RequestTally()
    tally.count("/a", "GET", 200, BOUNDS[0])
    assert next(tally.counted()).buckets[0] == 1


def test_routes_methods_and_classes_are_kept_apart() -> None:
    tally = RequestTally()
    for route, method, status in (("/a", "GET", 200), ("/a", "GET", 201), ("/a", "POST", 503), ("/b", "GET", 999)):
        tally.count(route, method, status, 0.1)
    found = [(each.route, each.method, each.status, each.buckets[-1]) for each in tally.counted()]
    assert found == [("/a", "GET", "2xx", 2), ("/a", "POST", "5xx", 1), ("/b", "GET", "other", 1)]
