"""What came in, by clock, filtered and paged, with what triage made of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.intake.domain.commands import NoteOutcome
from services.intake.read_models.worklist import VIEW, Page, Wanted, one, page
from shared.kernel.refusals import InvalidInput
from tests.support.builders.intake import NOW, LittleIntake


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, VIEW)
    yield running
    running.close()


def listed(intake: LittleIntake, wanted: Wanted | None = None, **options: Any) -> Page:
    with intake.views.reading() as connection:
        return page(connection, wanted or Wanted(), **options)


def some_referrals(intake: LittleIntake, count: int) -> list[str]:
    """References in the order of receipt, which is not the order of recording; two came in at the same moment."""
    came = []
    for number in range(count):
        minutes = (number * 7) % count if number else (7 % count)
        command = intake.receive(received_at=(NOW - timedelta(minutes=minutes)).isoformat(), reporter=None, people=None)
        came.append((command.at, number, command.reference))
    return [reference for _, _, reference in sorted(came)]


def test_a_referral_stands_on_the_list_as_it_came_in(intake: LittleIntake) -> None:
    command = intake.receive(strands=["prostitution", "trafficking"], channel="partner", agency="housing")
    (row,) = listed(intake).rows
    assert (row.reference, row.referral_id) == (command.reference, command.referral_id)
    assert (row.kind, row.channel, row.category, row.agency) == ("asb", "partner", "noise", "housing")
    assert (row.strands, row.ward, row.origin, row.status) == ("prostitution trafficking", "Abbey", "live", "received")
    assert row.received_at.startswith("2026-11-23T09:12:00")


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("limit", [1, 3, 100])
def test_pages_show_every_referral_once_by_clock(intake: LittleIntake, newest_first: bool, limit: int) -> None:
    by_clock = some_referrals(intake, 11)
    seen: list[str] = []
    cursor = None
    for _ in range(20):
        shown = listed(intake, cursor=cursor, newest_first=newest_first, limit=limit)
        seen += [row.reference for row in shown.rows]
        cursor = shown.cursor
        if cursor is None:
            break
    assert seen == (by_clock[::-1] if newest_first else by_clock)


def test_what_comes_in_meanwhile_disturbs_no_page(intake: LittleIntake) -> None:
    by_clock = some_referrals(intake, 6)
    first = listed(intake, limit=3)
    newest = intake.receive(received_at=(NOW + timedelta(hours=1)).isoformat())
    second = listed(intake, cursor=first.cursor, limit=3)
    assert [row.reference for row in [*first.rows, *second.rows]] == by_clock[::-1]
    assert newest.reference not in by_clock


def test_no_page_is_longer_than_a_hundred(intake: LittleIntake) -> None:
    some_referrals(intake, 102)
    assert len(listed(intake, limit=100_000).rows) == 100


@pytest.mark.parametrize(
    "wanted",
    [Wanted(kind="domestic_abuse"), Wanted(channel="email"), Wanted(category="noise"), Wanted(agency="police")],
)
def test_filters_leave_only_what_is_wanted(intake: LittleIntake, wanted: Wanted) -> None:
    intake.receive(category="fireworks")
    intake.receive(kind="domestic_abuse", channel="email", category="noise", agency="police")
    assert [row.reference for row in listed(intake, wanted).rows] == [listed(intake).rows[0].reference]


def test_the_outcome_moves_a_referral_to_another_status(intake: LittleIntake) -> None:
    reference = intake.receive().reference
    intake.do(
        NoteOutcome(at=NOW, reference=reference, status="case_open", outcome="open_case", route="asb_case",
                    priority="high", case_reference="WM-A3C9-7", confirmed=True)
    )  # fmt: skip
    assert listed(intake, Wanted(status="received")).rows == []
    (row,) = listed(intake, Wanted(status="case_open")).rows
    assert (row.route, row.priority, row.case_reference) == ("asb_case", "high", "WM-A3C9-7")


@pytest.mark.parametrize("cursor", ["", "nonsense", "é", "bm9uc2Vuc2U", "MjAyNnxh"])
def test_a_cursor_that_is_not_ours_is_refused(intake: LittleIntake, cursor: str) -> None:
    with pytest.raises(InvalidInput, match="query:cursor"):
        listed(intake, cursor=cursor)


def test_one_is_found_by_its_reference_and_a_stranger_is_not(intake: LittleIntake) -> None:
    reference = intake.receive().reference
    with intake.views.reading() as connection:
        found = one(connection, reference)
        assert found is not None
        assert found.reference == reference
        assert one(connection, "WM-AAAA-2") is None


def test_the_list_built_anew_is_the_list_that_was_followed(intake: LittleIntake) -> None:
    some_referrals(intake, 5)
    intake.views.compare("worklist")
    before = [tuple(row) for row in listed(intake).rows]
    intake.views.rebuild("worklist")
    assert [tuple(row) for row in listed(intake).rows] == before
