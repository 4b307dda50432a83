"""Bands: what may be said, that a decision and a band are one, and that a review is never missed and never too late."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.panels.domain.banding import record_banding, review_due
from services.panels.domain.banding_commands import RecordBandingAt
from services.panels.domain.banding_events import CaseBanded
from services.panels.domain.case import DECIDER, Heard
from services.panels.domain.commands import DecideCaseAt
from services.panels.domain.events import CaseDecided, CaseDeferred, CaseListed, LateReferralRaised
from services.panels.domain.hearing import decide_case
from services.panels.domain.refusals import (
    BandIsTheDecision,
    CaseAlreadyHeard,
    CaseNotBeforePanel,
    ChairMustSignOff,
    LateReferralAwaitsChoice,
    MeetingNotConvened,
    PanelGivesNoBands,
    QuorumNotMet,
    ReviewStaysDue,
)
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import InvalidInput
from tests.support.builders.panels import DECEMBER, TIMETABLE, VICTIM, a_referred_case, naming
from tests.support.scenario import given

PANEL = TIMETABLE.panel("housing_needs")
SITTINGS = TIMETABLE.sittings("housing_needs", date(2026, 12, 1), date(2028, 6, 1))
FIRST, SECOND = SITTINGS[:2]
REFERRED = a_referred_case(panel="housing_needs")
LISTED = (REFERRED, CaseListed(**naming(REFERRED), sitting=FIRST))
WITHIN = timedelta(days=PANEL.banding.review_within_days if PANEL.banding else 0)


def banding(sitting: Any = FIRST, **changes: Any) -> RecordBandingAt:
    members: dict[str, Any] = {
        "at": sitting.starts_at,
        "case_id": REFERRED.case_id,
        "meeting_id": sitting.meeting_id,
        "result": "awarded",
        "band": "band_2",
        "reason": "abuse",
        "effective_on": sitting.day,
        "review_on": sitting.day + timedelta(days=90),
        "words": "She cannot stay.",
        "sitting": sitting,
        "quorate": True,
        "banding": PANEL.banding,
        "next_sitting": SITTINGS[SITTINGS.index(sitting) + 1] if sitting in SITTINGS else SECOND,
    }
    return RecordBandingAt(**members | changes)


def wrong(**changes: Any) -> set[str]:
    with pytest.raises(InvalidInput) as refused:
        record_banding(banding(**changes), DECIDER.fold(LISTED))
    return {error.pointer for error in refused.value.errors}


def test_an_award_decides_the_case_and_says_from_when_and_until_when() -> None:
    decided, banded = given(DECIDER, *LISTED).when(record_banding, banding()).then_facts()
    assert isinstance(decided, CaseDecided)
    assert (decided.decision, decided.core_group, decided.quorate) == ("awarded", False, True)
    assert isinstance(banded, CaseBanded)
    assert (banded.band, banded.reason, banded.effective_on) == ("band_2", "abuse", FIRST.day)
    assert banded.words == private(VICTIM, Narrative, "She cannot stay.")
    case = DECIDER.fold([*LISTED, decided, banded])
    assert isinstance(case, Heard)
    assert case.banded == banded


def test_what_is_not_awarded_has_no_band_and_no_day_though_some_were_typed() -> None:
    _, banded = given(DECIDER, *LISTED).when(record_banding, banding(result="not_awarded")).then_facts()
    assert isinstance(banded, CaseBanded)
    assert (banded.band, banded.reason, banded.effective_on, banded.review_on) == (None, None, None, None)


def test_put_off_is_deferred_with_a_note_of_how_she_is_kept_safe_and_a_second_time_by_the_chair_alone() -> None:
    off = banding(result="deferred", interim_note="With her sister.")
    banded, deferred = given(DECIDER, *LISTED).when(record_banding, off).then_facts()
    assert isinstance(deferred, CaseDeferred)
    assert deferred.sitting == SECOND
    again = banding(SECOND, result="deferred", interim_note="With her sister.")
    later = given(DECIDER, *LISTED, banded, deferred)
    later.when(record_banding, again).then_refused(ChairMustSignOff)
    later.when(record_banding, again.model_copy(update={"signed_off_by": "chair"})).then_facts()


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"result": ""}, "/result"),
        ({"result": "band_9"}, "/result"),
        ({"band": "band_9"}, "/band"),
        ({"reason": ""}, "/reason"),
        ({"words": "  "}, "/words"),
        ({"words": "x" * 2_001}, "/words"),
        ({"words": "She is at SW19 1AA now."}, "/words"),
        ({"words": "Ring 07700 900123."}, "/words"),
        ({"effective_on": None}, "/effective_on"),
        ({"effective_on": FIRST.day - timedelta(days=367)}, "/effective_on"),
        ({"review_on": None}, "/review_on"),
        ({"review_on": FIRST.day}, "/review_on"),
        ({"review_on": FIRST.day + WITHIN + timedelta(days=1)}, "/review_on"),
        ({"result": "deferred", "interim_note": ""}, "/interim_note"),
        ({"result": "deferred", "interim_note": "At R-7, SW19 1AA"}, "/interim_note"),
    ],
    ids=str,
)
def test_what_is_missing_or_wrong_is_said_at_its_field(changes: dict[str, Any], at: str) -> None:
    assert wrong(**changes) == {at}


def test_a_code_of_a_refuge_may_stand_in_the_reasons() -> None:
    given(DECIDER, *LISTED).when(record_banding, banding(words="Ready to leave R-7.")).then_facts()


def test_it_stands_before_a_panel_that_gives_bands_with_a_quorum_or_a_reason() -> None:
    listed = given(DECIDER, *LISTED)
    given(DECIDER).when(record_banding, banding()).then_refused(CaseNotBeforePanel)
    listed.when(record_banding, banding(sitting=DECEMBER)).then_refused(MeetingNotConvened)
    listed.when(record_banding, banding(banding=None)).then_refused(PanelGivesNoBands)
    listed.when(record_banding, banding(quorate=False)).then_refused(QuorumNotMet)
    listed.when(record_banding, banding(quorate=False, inquorate_reason="Snow.")).then_facts()
    late = (REFERRED, LateReferralRaised(**naming(REFERRED), sitting=FIRST, deadline=FIRST.deadline))
    given(DECIDER, *late).when(record_banding, banding()).then_refused(LateReferralAwaitsChoice)


def test_a_panel_that_gives_bands_decides_in_no_other_way() -> None:
    command = DecideCaseAt(
        at=FIRST.starts_at,
        case_id=REFERRED.case_id,
        meeting_id=FIRST.meeting_id,
        decision="awarded",
        sitting=FIRST,
        quorate=True,
        decisions=frozenset(PANEL.decisions),
        has_core_group=False,
        gives_bands=True,
    )
    given(DECIDER, *LISTED).when(decide_case, command).then_refused(BandIsTheDecision)


def test_the_same_meeting_may_correct_itself_and_another_not_before_the_review() -> None:
    heard = [*LISTED, *record_banding(banding(), DECIDER.fold(LISTED))]
    _, corrected = given(DECIDER, *heard).when(record_banding, banding(band="band_1")).then_facts()
    assert isinstance(corrected, CaseBanded)
    assert corrected.corrects
    given(DECIDER, *heard).when(record_banding, banding(SECOND)).then_refused(CaseAlreadyHeard)


def test_a_review_is_decided_and_not_put_off_since_it_stays_due() -> None:
    soon = banding(review_on=SECOND.day)
    heard = [*LISTED, *record_banding(soon, DECIDER.fold(LISTED))]
    again = given(DECIDER, *heard)
    off = banding(SECOND, result="deferred", interim_note="With her sister.")
    again.when(record_banding, off).then_refused(ReviewStaysDue)
    _, banded = again.when(record_banding, banding(SECOND, band="band_3")).then_facts()
    assert isinstance(banded, CaseBanded)
    assert (banded.band, banded.corrects) == ("band_3", False)


@settings(max_examples=40, deadline=None)
@drawn(after=st.integers(1, PANEL.banding.review_within_days if PANEL.banding else 1))
def test_a_band_is_due_at_every_meeting_from_the_first_on_its_day_and_at_none_before(after: int) -> None:
    review_on = FIRST.day + timedelta(days=after)
    facts = record_banding(banding(review_on=review_on), DECIDER.fold(LISTED))
    case = DECIDER.fold([*LISTED, *facts])
    due = [sitting for sitting in SITTINGS if review_due(case, sitting)]
    assert due == [sitting for sitting in SITTINGS if sitting.day >= review_on]
    assert due[0].day - review_on < timedelta(days=21), "no band waits for its review longer than a cadence and a shift"
