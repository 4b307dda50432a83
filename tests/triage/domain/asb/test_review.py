"""The case review: what counts towards the threshold, its steps in order, and its clocks."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import review
from services.triage.domain.asb.days import months_after
from services.triage.domain.asb.events import ReviewAsked, ReviewDecided
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.refusals import (
    ConsentNeeded,
    ContactTookPart,
    DomesticAbuseApart,
    GroundDoesNotFit,
    NoLawThatDay,
    NoReviewAsked,
    ReviewOutOfOrder,
    ReviewRunning,
    ThresholdMet,
)
from services.triage.domain.asb.review import review_due, watch
from services.triage.domain.events import CaseClosed, ReferralTaken
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.asb import MANAGER, OFFICER, a_case, after, at, on_case, the_practice, with_incident
from tests.support.builders.triage import ABUSE, REFERENCE

CALENDAR = england_and_wales()


def reported(*moments: datetime) -> CaseFile:
    file = a_case()
    for moment in moments:
        file = with_incident(file, moment)
    return file


def applied(file: CaseFile, asked_for: str = "self", consent: bool = False) -> CaseFile:
    members = {"review_id": "review-1", "asked_on": date(2026, 11, 20), "asked_for": asked_for, "consent": consent}
    command = asked.AskForReview.model_validate({**on_case(at(20)), **members})
    return after(file, review.ask_for_review(command, file, the_practice(), CALENDAR))


def test_complaints_in_other_reports_by_the_same_person_count_too() -> None:
    members = {"review_id": "review-1", "asked_on": date(2026, 11, 20), "asked_for": "self", "others": ("WM-2224-X",)}
    command = asked.AskForReview.model_validate({**on_case(at(20)), **members, "elsewhere": 2})
    (told,) = review.ask_for_review(command, a_case(), the_practice(), CALENDAR)
    assert isinstance(told, ReviewAsked)
    alone = review.ask_for_review(command.model_copy(update={"elsewhere": 0}), a_case(), the_practice(), CALENDAR)
    assert isinstance(alone[0], ReviewAsked)
    assert (told.qualifying, told.others) == (alone[0].qualifying + 2, ("WM-2224-X",))


def acknowledged(file: CaseFile, by: str = MANAGER) -> CaseFile:
    return after(file, review.acknowledge_review(asked.AcknowledgeReview(**on_case(at(21), by)), file))


def decided(file: CaseFile, met: bool, ground: str = "threshold") -> CaseFile:
    command = asked.DecideReview.model_validate({**on_case(at(23), MANAGER), "met": met, "ground": ground})
    return after(file, review.decide_review(command, file))


def held(file: CaseFile, day: date, recommendations: int = 2) -> CaseFile:
    command = asked.HoldReview(**on_case(at(30), MANAGER), held_on=day, recommendations=recommendations)
    return after(file, review.hold_review(command, file))


def counted(file: CaseFile, day: date) -> int:
    seen = watch(file, the_practice(), day)
    assert seen is not None
    return len(seen.qualifying)


def test_three_complaints_in_six_months_meet_the_threshold_and_say_until_when() -> None:
    file = reported(at(3, month=9), at(5, month=10))
    seen = watch(file, the_practice(), date(2026, 11, 20))
    assert seen is not None
    assert (seen.met, seen.needed, seen.until) == (True, 3, date(2027, 3, 3))
    two = watch(reported(at(3)), the_practice(), date(2026, 11, 20))
    assert two is not None
    assert (two.met, two.until) == (False, None)


def test_a_complaint_made_more_than_a_month_after_or_told_twice_or_in_a_diary_does_not_count() -> None:
    file = with_incident(a_case(), at(3, month=9), received_at=at(4, month=10), at=at(4, month=10))
    file = with_incident(file, at(3), how="diary")
    file = with_incident(file, at(5))
    file = with_incident(file, at(5), how="partner", same_as_id="incident-3")
    assert counted(file, date(2026, 11, 20)) == 2


@settings(max_examples=60)
@for_all(happened=st.integers(0, 400), told_after=st.integers(0, 60), asked_after=st.integers(-10, 300))
def test_a_complaint_counts_exactly_within_its_month_and_its_six(
    happened: int, told_after: int, asked_after: int
) -> None:
    occurred = at(2, month=1, year=2025) + timedelta(days=happened)
    received = occurred + timedelta(days=told_after)
    day = received.date() + timedelta(days=asked_after)
    file = with_incident(a_case(), occurred, received_at=received, at=received)
    in_time = received.date() <= months_after(occurred.date(), 1)
    still = received.date() <= day <= months_after(received.date(), 6)
    report = date(2026, 11, 2) <= day <= date(2027, 5, 2)
    assert counted(file, day) == (in_time and still) + report


def test_an_application_is_recorded_with_what_counted_and_its_clocks() -> None:
    """Acknowledged in 10, decided in 15, met in 20 working days (K19); Christmas lies in between."""
    (fact,) = review.ask_for_review(
        asked.AskForReview(**on_case(at(20)), review_id="review-1", asked_on=date(2026, 11, 20), asked_for="self"),
        reported(at(4), at(5)),
        the_practice(),
        CALENDAR,
    )
    assert isinstance(fact, ReviewAsked)
    assert (fact.qualifying, fact.needed) == (3, 3)
    days = (fact.acknowledge_by, fact.decide_by, fact.meet_by)
    assert days == (date(2026, 12, 4), date(2026, 12, 11), date(2026, 12, 18))


def test_an_application_below_the_threshold_is_recorded_too_and_may_be_granted_for_the_harm() -> None:
    file = acknowledged(applied(reported(at(3))))
    assert decided(file, False, "below_threshold").reviews[-1].met is False
    assert decided(file, True, "potential_harm").reviews[-1].met is True


def test_where_the_numbers_meet_the_threshold_nobody_says_it_is_not_met() -> None:
    file = acknowledged(applied(reported(at(3), at(4), at(5))))
    with pytest.raises(ThresholdMet):
        decided(file, False)
    assert isinstance(
        review.decide_review(asked.DecideReview(**on_case(at(23), MANAGER), met=True, ground="threshold"), file)[0],
        ReviewDecided,
    )


def test_the_contact_had_no_part_in_the_case() -> None:
    file = applied(reported(at(3)))
    worked = after(file, [ReferralTaken(referral_id="referral-1", reference=REFERENCE, taken_by=OFFICER)])
    with pytest.raises(ContactTookPart):
        acknowledged(worked, OFFICER)
    assert acknowledged(worked).reviews[-1].contact_by == MANAGER


def test_whoever_decided_on_the_referral_had_a_part_in_it_too() -> None:
    acknowledging = asked.AcknowledgeReview(**on_case(at(21), MANAGER), took_part=frozenset({MANAGER}))
    with pytest.raises(ContactTookPart):
        review.acknowledge_review(acknowledging, applied(reported(at(3))))


def test_nobody_asked_on_a_day_to_come() -> None:
    command = asked.AskForReview(**on_case(at(20)), review_id="review-1", asked_on=date(2026, 11, 21), asked_for="self")
    with pytest.raises(ReviewOutOfOrder):
        review.ask_for_review(command, reported(at(3)), the_practice(), CALENDAR)


@pytest.mark.parametrize(
    ("complaints", "met", "ground", "fits"),
    [
        (1, True, "threshold", False),
        (1, True, "below_threshold", False),
        (1, False, "threshold", False),
        (1, False, "persistence", False),
        (3, True, "below_threshold", False),
        (3, True, "persistence", True),
        (3, True, "threshold", True),
    ],
)
def test_a_reason_fits_the_decision_and_the_numbers(complaints: int, met: bool, ground: str, fits: bool) -> None:
    file = acknowledged(applied(reported(*(at(day) for day in range(3, 3 + complaints)))))
    if fits:
        assert decided(file, met, ground).reviews[-1].met is met
    else:
        with pytest.raises(GroundDoesNotFit):
            decided(file, met, ground)


def test_whoever_applies_for_another_needs_consent() -> None:
    with pytest.raises(ConsentNeeded):
        applied(reported(at(3)), "somebody_else")
    assert applied(reported(at(3)), "somebody_else", consent=True).reviews


def test_steps_are_taken_once_and_in_order() -> None:
    file = applied(reported(at(3), at(4), at(5)))
    with pytest.raises(ReviewRunning):
        applied(file)
    with pytest.raises(ReviewOutOfOrder):
        decided(file, True)
    with pytest.raises(ReviewOutOfOrder):
        held(acknowledged(file), date(2026, 11, 25))
    with pytest.raises(NoReviewAsked):
        acknowledged(acknowledged(file))
    going_on = decided(acknowledged(file), True)
    with pytest.raises(NoReviewAsked):
        decided(going_on, True)
    for day in (date(2026, 11, 22), date(2026, 12, 1)):
        with pytest.raises(ReviewOutOfOrder):
            held(going_on, day)
    over = held(going_on, date(2026, 11, 26))
    assert (over.reviews[-1].open, review_due(over)) == (False, None)
    with pytest.raises(NoReviewAsked):
        held(over, date(2026, 11, 27))
    assert len(applied(over).reviews) == 2


def test_what_is_due_next_follows_the_steps() -> None:
    file = applied(reported(at(3), at(4), at(5)))
    assert review_due(file) == ("acknowledge_review", date(2026, 12, 4))
    assert review_due(acknowledged(file)) == ("decide_review", date(2026, 12, 11))
    assert review_due(decided(acknowledged(file), True)) == ("hold_review", date(2026, 12, 18))


def test_a_closed_case_may_be_reviewed_and_one_of_abuse_may_not() -> None:
    closed = after(reported(at(3)), [CaseClosed(referral_id="referral-1", reference=REFERENCE, reason="resolved")])
    assert applied(closed).reviews
    with pytest.raises(DomesticAbuseApart):
        applied(a_case(**ABUSE))
    early = asked.AskForReview(**on_case(at(20)), review_id="review-1", asked_on=date(2013, 1, 1), asked_for="self")
    with pytest.raises(NoLawThatDay):
        review.ask_for_review(early, a_case(), the_practice(), CALENDAR)
