"""Cases of ours: which there are, in which order, and what has happened on each."""

from datetime import timedelta
from typing import Any

import pytest

from services.triage.domain.commands import AddAnswers, CloseCase, ConfirmDecision, RecordSupportOffer
from services.triage.read_models import cases
from shared.kernel.refusals import InvalidInput
from tests.support.builders.triage import ABUSE, FLY_TIP, MONDAY, PERSISTENT, LittleTriage

pytestmark = pytest.mark.slow


def page(triage: LittleTriage, **wanted: Any) -> cases.Page:
    with triage.service.views.reading() as connection:
        return cases.page(connection, **wanted)


def references(triage: LittleTriage, **wanted: Any) -> list[str]:
    return [row.case_reference for row in page(triage, **wanted).rows]


def one(triage: LittleTriage, reference: str) -> Any:
    with triage.service.views.reading() as connection:
        return cases.one(connection, reference)


def test_only_what_became_a_case_is_one(triage: LittleTriage) -> None:
    tip, case = triage.refer(**FLY_TIP), triage.refer(**PERSISTENT)
    assert references(triage) == [case]
    assert references(triage, state=None) == [case]
    assert one(triage, tip) is None


def test_a_case_says_what_it_is_and_by_when(triage: LittleTriage) -> None:
    case = one(triage, triage.refer(**ABUSE))
    assert (case.state, case.route, case.priority, case.kind) == ("open", "domestic_abuse", "high", "domestic_abuse")
    assert case.due_at == case.support_due_at == "2026-11-24T09:12:00.000000Z"
    assert (case.settled, case.late, case.offered) == (False, False, False)


def test_what_has_become_more_dangerous_moves_up(triage: LittleTriage) -> None:
    first, second = triage.refer(**PERSISTENT), triage.refer(**PERSISTENT)
    triage.do(AddAnswers(at=triage.clock(), referral_id="referral-2", answers={"threats_to_kill": "yes"}))
    assert references(triage) == [second, first]
    assert references(triage, priority="urgent") == [second]


def test_panels_are_those_it_was_marked_for(triage: LittleTriage) -> None:
    reference = triage.refer(**ABUSE)
    triage.do(AddAnswers(at=triage.clock(), referral_id="referral-1", answers={"dash_yes_count": 20}))
    assert one(triage, reference).panels == "marac"


def test_each_offer_is_listed_and_a_closed_case_is_among_the_closed(triage: LittleTriage) -> None:
    reference = triage.refer(**ABUSE)
    for outcome in ("declined", "accepted"):
        command = {"at": triage.clock(), "referral_id": "referral-1", "outcome": outcome}
        triage.do(RecordSupportOffer.model_validate(command))
    triage.do(ConfirmDecision(at=triage.clock(), referral_id="referral-1"))
    triage.do(CloseCase(at=triage.clock(), referral_id="referral-1", reason="resolved"))
    with triage.service.views.reading() as connection:
        offers = cases.offers_of(connection, "referral-1")
    case = one(triage, reference)
    assert [offer.outcome for offer in offers] == ["declined", "accepted"]
    assert (case.state, case.closed_because, case.settled, case.offered) == ("closed", "resolved", True, True)
    assert references(triage) == []
    assert references(triage, state="closed") == [reference]


def test_a_case_nobody_confirmed_in_time_is_late(triage: LittleTriage) -> None:
    reference = triage.refer(**ABUSE)
    triage.clock.set(triage.clock() + timedelta(days=2))
    triage.settle()
    assert one(triage, reference).late


def test_pages_follow_one_another_by_cursor_and_miss_none(triage: LittleTriage) -> None:
    made = [triage.refer(**PERSISTENT, received_at=MONDAY + timedelta(minutes=n)) for n in range(5)]
    seen: list[str] = []
    cursor = None
    while True:
        found = page(triage, cursor=cursor, limit=2)
        seen += [row.case_reference for row in found.rows]
        if (cursor := found.cursor) is None:
            break
    assert seen == made


@pytest.mark.parametrize("cursor", ["", "x", "ÿ", "MHxh", "YXxhfGI"])
def test_a_cursor_that_is_not_ours_is_refused(triage: LittleTriage, cursor: str) -> None:
    with pytest.raises(InvalidInput):
        page(triage, cursor=cursor)
