"""One record, one hour, one reason; judged once by somebody else, late if nobody does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.desk.commands import NoteMissedReview, OpenInEmergency, ReviewEmergencyView
from services.triage.domain.desk.emergency_view import (
    DECIDER,
    note_missed_review,
    open_in_emergency,
    review_emergency_view,
)
from services.triage.domain.desk.events import EmergencyReviewMissed, EmergencyViewOpened, EmergencyViewReviewed
from services.triage.domain.refusals import AlreadyReviewed, OwnEmergencyView
from shared.kernel.clock import rfc3339
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import NotFound, Refusal
from tests.support.builders.triage import NOW, REFERENCE
from tests.support.scenario import given

DUE = NOW + timedelta(days=2)
ABOUT = {"view_id": "view-1", "referral_id": "referral-1", "reference": REFERENCE}
OPEN = OpenInEmergency(
    at=NOW, **ABOUT, account_id="robin", code="danger_to_life", text="He is at the door.", subject_id="person-1",
    review_due_at=DUE,
)  # fmt: skip
OPENED = EmergencyViewOpened(
    **ABOUT,
    account_id="robin",
    code="danger_to_life",
    text=private("person-1", Narrative, "He is at the door."),
    ends_at=NOW + timedelta(minutes=60),
    review_due_at=DUE,
)
MISSED = EmergencyReviewMissed(**ABOUT, due_at=DUE)
REVIEWED = EmergencyViewReviewed(**ABOUT, reviewed_by="elif", verdict="justified")
MISS = NoteMissedReview(at=DUE, view_id="view-1", due_at=DUE)


def review(by: str = "elif") -> ReviewEmergencyView:
    return ReviewEmergencyView(at=NOW, view_id="view-1", reviewed_by=by, verdict="justified")


def test_it_is_open_for_sixty_minutes_and_the_same_form_opens_it_once() -> None:
    given(DECIDER).when(open_in_emergency, OPEN).then(OPENED)
    for past in ((OPENED,), (OPENED, REVIEWED)):
        given(DECIDER, *past).when(open_in_emergency, OPEN).then_nothing()
    assert "door" not in repr(OPEN)


@pytest.mark.parametrize("late", [(), (MISSED,)])
def test_a_second_person_judges_it_once_in_time_or_late_and_never_whoever_looked(late: tuple[()]) -> None:
    past = given(DECIDER, OPENED, *late)
    past.when(review_emergency_view, review("robin")).then_refused(OwnEmergencyView)
    past.when(review_emergency_view, review()).then(REVIEWED)
    given(DECIDER, OPENED, *late, REVIEWED).when(review_emergency_view, review()).then_refused(AlreadyReviewed)
    given(DECIDER).when(review_emergency_view, review()).then_refused(NotFound)


def test_what_nobody_has_judged_in_time_is_noted_once() -> None:
    given(DECIDER, OPENED).when(note_missed_review, MISS).then(MISSED)
    for past in ((), (OPENED, MISSED), (OPENED, REVIEWED)):
        given(DECIDER, *past).when(note_missed_review, MISS).then_nothing()


@for_all(
    st.integers(0, 10**15).map(lambda each: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(microseconds=each)),
    st.integers(-3, 3),
)
def test_it_ends_after_sixty_minutes_to_the_microsecond_also_as_text(at: datetime, off: int) -> None:
    (fact,) = open_in_emergency(OPEN.model_copy(update={"at": at}), DECIDER.initial)
    assert isinstance(fact, EmergencyViewOpened)
    moment = at + timedelta(minutes=60, microseconds=off)
    assert (rfc3339(fact.ends_at) <= rfc3339(moment)) is (off >= 0)


@settings(max_examples=300)
@for_all(st.lists(st.sampled_from(["open", "miss", "robin", "elif", "ann"]), max_size=12))
def test_whatever_comes_in_whatever_order_it_is_opened_once_judged_once_and_never_by_whoever_looked(
    steps: list[str],
) -> None:
    state, facts = DECIDER.initial, []
    for step in steps:
        try:
            if step == "open":
                new = open_in_emergency(OPEN, state)
            elif step == "miss":
                new = note_missed_review(MISS, state)
            else:
                new = review_emergency_view(review(step), state)
        except (Refusal, NotFound):
            continue
        state = DECIDER.fold(new, state)
        facts += new
    kinds = [type(each) for each in facts]
    for kind in (EmergencyViewOpened, EmergencyReviewMissed, EmergencyViewReviewed):
        assert kinds.count(kind) <= 1
    assert facts[:1] == ([OPENED] if facts else [])
    assert all(each.reviewed_by != "robin" for each in facts if isinstance(each, EmergencyViewReviewed))
    if EmergencyViewReviewed in kinds:
        assert kinds[-1] is EmergencyViewReviewed
