"""A dated set of desk rules acts in its own term: not a moment before, and after the next has begun no more."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.application.silences import SilenceWatch
from services.triage.domain.desk.rules import DeskRuleBook, DeskRules, SilenceRule
from services.triage.domain.desk.silence import Watched
from shared.runtime.bank_holidays import england_and_wales

CALLED = SilenceRule("called", "Nobody has tried", "contact", {"standard": "PT48H"}, False, False, frozenset())
WEIGHTS = {"urgent": 3, "high": 2, "standard": 1}
OLD = DeskRules("old", date(2016, 7, 1), (CALLED,), WEIGHTS)
BEGINS = datetime(2027, 6, 9, 23, 0, tzinfo=UTC)  # midnight of the 10th in London, in summer
STRICTER = DeskRules("new", date(2027, 6, 10), (replace(CALLED, within={"standard": "PT24H"}),), WEIGHTS)
LOOSER = DeskRules("new", date(2027, 6, 10), (replace(CALLED, within={"standard": "PT72H"}),), WEIGHTS)


def due(received_at: datetime, *sets: DeskRules) -> tuple[str, datetime]:
    """Of which set it is awaited that somebody is called, and by when."""
    watched = Watched(referral_id="referral-1", reference="WM-2223-X", received_at=received_at)
    (awaited,) = SilenceWatch(DeskRuleBook(sets), england_and_wales()).awaited(watched)
    return awaited.version, awaited.due_at


def test_a_stricter_set_does_not_act_before_it_begins() -> None:
    before = BEGINS - timedelta(hours=100)
    assert due(before, STRICTER, OLD) == due(before, OLD) == ("old", before + timedelta(hours=48))


def test_what_is_late_by_a_set_that_begins_is_late_when_it_begins() -> None:
    assert due(BEGINS - timedelta(hours=30), OLD, STRICTER) == ("new", BEGINS)
    assert due(BEGINS - timedelta(hours=10), OLD, STRICTER) == ("new", BEGINS + timedelta(hours=14))


def test_a_looser_set_gives_more_time_to_what_was_not_yet_late() -> None:
    assert due(BEGINS - timedelta(hours=50), OLD, LOOSER) == ("old", BEGINS - timedelta(hours=2))
    assert due(BEGINS - timedelta(hours=48), OLD, LOOSER) == ("new", BEGINS + timedelta(hours=24))


def test_a_referral_from_before_every_set_is_late_when_the_first_begins() -> None:
    assert due(datetime(2015, 1, 1, tzinfo=UTC), OLD) == ("old", datetime(2016, 6, 30, 23, 0, tzinfo=UTC))


def test_what_no_set_awaits_any_more_is_still_called_by_its_words() -> None:
    book = DeskRuleBook([OLD, replace(STRICTER, silences=())])
    assert (book.says("called"), book.says("unheard_of")) == ("Nobody has tried", None)


@for_all(st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=40)
def test_whoever_looks_at_any_moment_finds_the_same_by_a_set_that_is_in_force_when_it_is_due(
    received: int, other: int
) -> None:
    """More sets in the book, of times long before and long after, change nothing."""
    received_at = BEGINS + timedelta(hours=received - 200)
    second = replace(OLD, version="second", effective_from=(BEGINS + timedelta(hours=other - 200)).date())
    book = DeskRuleBook([OLD, second])
    version, due_at = due(received_at, OLD, second)
    assert version == book.on((due_at + timedelta(hours=1)).date()).version
