"""How many of the three come together is reckoned, and what nobody knows is never a no."""

import pytest

from services.triage.domain.family.trio import Flags, as_text, counted, from_text

NO = {"alcohol": "no", "drugs": "no", "mental_health": "no"}


@pytest.mark.parametrize(
    ("adults", "present", "unknown"),
    [
        ([], (), ("alcohol", "drugs", "mental_health")),
        ([NO], (), ()),
        ([NO, None], (), ("alcohol", "drugs", "mental_health")),
        ([{**NO, "alcohol": "yes"}, {**NO, "mental_health": "yes"}], ("alcohol", "mental_health"), ()),
        ([{**NO, "alcohol": "yes"}, {**NO, "alcohol": "yes"}], ("alcohol",), ()),
        ([{"alcohol": "yes"}], ("alcohol",), ("drugs", "mental_health")),
        ([dict.fromkeys(NO, "yes"), None], ("alcohol", "drugs", "mental_health"), ()),
    ],
)
def test_a_flag_counts_once_whoever_it_weighs_on(
    adults: list[Flags | None], present: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    count = counted(adults)
    assert (count.present, count.unknown, count.of_three) == (present, unknown, len(present))


@pytest.mark.parametrize(
    ("flags", "ours", "theirs"),
    [
        ({}, 0, 1),
        ({"alcohol": "yes", "drugs": "yes"}, 2, 2),
        ({"mental_health": "yes"}, 1, 2),
        ({"alcohol": "yes", "mental_health": "yes"}, 2, 3),
        ({"alcohol": "yes", "drugs": "yes", "mental_health": "yes"}, 3, 3),
    ],
)
def test_both_ways_of_counting_are_told_apart(flags: dict[str, str], ours: int, theirs: int) -> None:
    count = counted([{**NO, **flags}])
    assert (count.of_three, count.with_abuse()) == (ours, theirs)


def test_what_was_said_comes_back_from_its_text() -> None:
    assert from_text(as_text({**NO, "drugs": "yes"})) == {**NO, "drugs": "yes"}
