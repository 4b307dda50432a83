"""A cursor leads back to its place, and whatever else is brought is refused before a database meets it."""

import base64

import pytest

from shared.event_store.cursors import cursor_behind, place_in
from shared.kernel.refusals import InvalidInput


def written(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_cursor_leads_back_to_its_place() -> None:
    assert place_in(cursor_behind("2026-11-23T09:12:00+00:00", 2**63 - 1), str, int) == (
        "2026-11-23T09:12:00+00:00",
        2**63 - 1,
    )
    assert place_in(cursor_behind("2026-11-23", "", 7), str, str, int) == ("2026-11-23", "", 7)


@pytest.mark.parametrize(
    "cursor",
    [
        "", "x", "ÿ", "%%%", written("2026"), written("2026|1|1"), written("2026|-1"), written("2026|²"),
        written("2026|٣"), written(f"2026|{2**63}"), written(f"2026|{'9' * 5_000}"), written("20\0|1"),
    ],
)  # fmt: skip
def test_what_is_no_cursor_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput, match="query:cursor: cursor"):
        place_in(cursor, str, int)
