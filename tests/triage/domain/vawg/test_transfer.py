"""A case moves between areas: everything goes over, nobody falls between two, and no new home is written down."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.assessment import add_answers
from services.triage.domain.commands import AddAnswers, CloseCase
from services.triage.domain.disclosure.events import PanelInformed
from services.triage.domain.events import AnswersAdded, MarkedForPanel
from services.triage.domain.panel_news import news_for_panels
from services.triage.domain.risk.events import RiskAssessed
from services.triage.domain.vawg import events as told
from services.triage.domain.vawg import transfer
from services.triage.domain.vawg.commands import AcknowledgePack, HandOverSupport, RecordPack, RequestTransfer
from services.triage.domain.vawg.file import AbuseFile
from services.triage.domain.vawg.refusals import (
    NoTransferRunning,
    NotYetHappened,
    PackIncomplete,
    PackNotSent,
    TransferRunning,
    TransferUnderWay,
)
from services.triage.domain.vawg.transfer_practice import TransferProblem, practice_of_transfers_from
from shared.kernel.messages import Fact
from shared.kernel.refusals import InvalidInput, Refusal
from tests.support.builders.triage import the_judge
from tests.support.builders.vawg import TODAY, an_abuse_case, at, further, on_case, the_transfers

ALL = tuple(the_transfers().on(TODAY).holds)
CLOSE = CloseCase(at=at(9), referral_id="referral-1", reason="transferred")


def request(file: AbuseFile, **changes: Any) -> list[Fact]:
    members: dict[str, Any] = {
        "transfer_id": "transfer-1", "direction": "out", "area": "lambeth", "lasting": "for_good", "heard": "yes",
        "agenda_out": "no",
    }  # fmt: skip
    command = RequestTransfer.model_validate({**on_case(at(4)), **members, **changes})
    return list(transfer.request_transfer(command, file, the_transfers(), the_judge()))


def moving(direction: str = "out", **changes: Any) -> AbuseFile:
    file = an_abuse_case(dash_yes_count=15)
    return further(file, request(file, direction=direction, **changes))


def packed(file: AbuseFile, *holds: str) -> AbuseFile:
    pack = RecordPack(**on_case(at(5)), holds=holds or ALL, done_at=at(5))
    return further(file, transfer.record_pack(pack, file, the_transfers()))


def acknowledged(file: AbuseFile) -> AbuseFile:
    return further(file, transfer.acknowledge_pack(AcknowledgePack(**on_case(at(6))), file))


def handed_over(file: AbuseFile) -> AbuseFile:
    return further(file, transfer.hand_over_support(HandOverSupport(**on_case(at(6))), file))


def test_no_fact_of_a_transfer_has_room_for_an_address_or_a_word_about_anybody() -> None:
    shapes = (told.TransferRequested, told.PackRecorded, told.PackAcknowledged, told.SupportHandedOver)
    known = {
        "referral_id", "reference", "transfer_id", "direction", "area", "lasting", "heard", "agenda_out", "holds",
        "missing", "area_name",
    }  # fmt: skip
    for shape in shapes:
        rest = {name for name in shape.__struct_fields__ if not name.endswith(("_at", "_by"))}
        assert rest <= known, shape
    assert all("Personal" not in str(shape.__annotations__) for shape in shapes)


def test_a_pack_of_ours_goes_out_whole_with_minutes_and_plan_where_it_was_heard() -> None:
    with pytest.raises(PackIncomplete, match="minutes"):
        packed(moving(), "referral", "risk", "safe_contact")
    assert packed(moving(heard="no"), "referral", "risk", "safe_contact").transfers[0].missing == ()
    with pytest.raises(PackIncomplete):
        packed(moving(heard="unknown"), "referral", "risk", "safe_contact")


def test_what_their_pack_lacks_is_asked_for_before_it_counts() -> None:
    file = packed(moving("in"), "referral")
    assert file.transfers[0].missing == ("risk", "safe_contact", "minutes", "plan")
    with pytest.raises(PackIncomplete):
        acknowledged(file)
    assert acknowledged(packed(file)).transfers[0].acknowledged


def test_a_case_stays_open_here_until_the_other_area_has_it_and_adviser_spoke_to_adviser() -> None:
    file = moving()
    for step in (packed, acknowledged, handed_over):
        with pytest.raises(TransferUnderWay):
            transfer.refuse_while_moving(CLOSE, file)
        file = step(file)
    transfer.refuse_while_moving(CLOSE, file)
    assert transfer.running(file) is None


def test_whoever_moves_in_is_assessed_anew_before_it_is_done() -> None:
    file = handed_over(acknowledged(packed(moving("in"))))
    assert transfer.running(file) is not None
    stored = Path(__file__).parents[1] / "stored" / "triage.risk_assessed.v1.json"
    assert transfer.running(further(file, [msgspec.json.decode(stored.read_bytes(), type=RiskAssessed)])) is None


def test_the_twelve_months_carry_across_and_the_agenda_says_where_it_comes_from() -> None:
    file = an_abuse_case(dash_yes_count=15)
    facts = request(file, direction="in", last_marac_on=date(2026, 5, 6))
    (added,) = [fact for fact in facts if isinstance(fact, AnswersAdded)]
    assert added.answers == {"previous_marac": "yes", "last_marac_referral_on": "2026-05-06"}
    (informed,) = [fact for fact in facts if isinstance(fact, PanelInformed)]
    assert informed.marked.transferred_from == "Lambeth"


def test_a_case_that_comes_in_within_the_year_goes_to_marac_by_that_alone() -> None:
    file = an_abuse_case(dash_yes_count=2, judgement_high_risk="no", incidents_in_12_months=1)
    assert file.protection.marked == {}
    facts = request(file, direction="in", last_marac_on=date(2026, 5, 6))
    assert [fact.marked.transferred_from for fact in facts if isinstance(fact, PanelInformed)] == ["Lambeth"]


def test_a_case_that_goes_to_marac_only_later_says_where_it_came_from_and_goes_on_saying_it() -> None:
    file = an_abuse_case(dash_yes_count=2, judgement_high_risk="no", incidents_in_12_months=1)
    file = further(file, request(file, direction="in", last_marac_on=date(2024, 5, 6)))
    assert file.protection.marked == {}
    learnt = AddAnswers(at=at(10), referral_id="referral-1", answers={"dash_yes_count": 16})
    facts = add_answers(learnt, file.standing, the_judge())
    (marked,) = [fact for fact in facts if isinstance(fact, MarkedForPanel)]
    assert (marked.panel, marked.transferred_from) == ("marac", "Lambeth")
    file = further(file, facts)
    again = add_answers(
        AddAnswers(at=at(11), referral_id="referral-1", answers={"suicidal": "yes"}), file.standing, the_judge()
    )
    (news,) = news_for_panels(file.protection, again)
    assert isinstance(news, PanelInformed)
    assert (news.marked.flags, news.marked.transferred_from) == (("suicidal",), "Lambeth")


def test_what_went_out_or_came_from_nowhere_is_said_to_come_from_nowhere() -> None:
    file = an_abuse_case(dash_yes_count=2, judgement_high_risk="no", incidents_in_12_months=1)
    file = further(file, request(file, direction="out"))
    facts = add_answers(
        AddAnswers(at=at(10), referral_id="referral-1", answers={"dash_yes_count": 16}), file.standing, the_judge()
    )
    assert [fact.transferred_from for fact in facts if isinstance(fact, MarkedForPanel)] == [msgspec.UNSET]


def test_an_earlier_day_that_was_named_does_not_take_back_a_later_one() -> None:
    file = an_abuse_case(dash_yes_count=15, last_marac_referral_on="2026-08-01", previous_marac="yes")
    facts = request(file, direction="in", last_marac_on=date(2026, 5, 6))
    assert [fact for fact in facts if isinstance(fact, AnswersAdded)] == []


def test_out_of_order_is_refused() -> None:
    file = an_abuse_case()
    with pytest.raises(NoTransferRunning):
        packed(file)
    with pytest.raises(InvalidInput):
        request(file, area="atlantis")
    with pytest.raises(NotYetHappened):
        request(file, direction="in", last_marac_on=date(2026, 11, 5))
    with pytest.raises(TransferRunning):
        request(moving())
    with pytest.raises(PackNotSent):
        acknowledged(moving())
    late = RecordPack(**on_case(at(5)), holds=ALL, done_at=at(6))
    with pytest.raises(NotYetHappened):
        transfer.record_pack(late, moving(), the_transfers())
    assert transfer.hand_over_support(HandOverSupport(**on_case(at(7))), handed_over(moving())) == ()


def test_a_practice_that_asks_for_what_no_pack_holds_is_refused() -> None:
    sound: dict[str, Any] = {
        "version": "2016-07-01", "effective_from": date(2016, 7, 1), "author": "A", "approver": "B", "sources": ["S"],
        "working_days": {"pack": 1, "acknowledged": 2, "support": 1, "risk": 5}, "holds": {"risk": "R"},
        "must_hold": {"always": ["risk"], "heard": []}, "areas": {"lambeth": "Lambeth"},
    }  # fmt: skip
    assert practice_of_transfers_from(sound)
    for fault, says in (
        ({"must_hold": {"always": ["plan"], "heard": []}}, "plan"),
        ({"version": "2017-01-01"}, "Name"),
    ):
        with pytest.raises(TransferProblem, match=says):
            practice_of_transfers_from(sound | fault)


STEPS = st.one_of(
    st.sampled_from(["out", "in", "acknowledge", "hand over"]),
    st.lists(st.sampled_from(ALL), unique=True).map(lambda holds: ("pack", *holds)),
    st.just(("pack", *ALL)),
)


@settings(max_examples=200, deadline=None)
@for_all(st.lists(STEPS, max_size=10))
def test_whatever_is_tried_one_transfer_runs_at_a_time_and_the_case_stays_open_until_the_other_area_has_it(
    steps: list[Any],
) -> None:
    file = an_abuse_case(dash_yes_count=15)
    for number, step in enumerate(steps):
        before = file
        try:
            if step in ("out", "in"):
                file = further(file, request(file, direction=step, transfer_id=f"transfer-{number}"))
                assert transfer.running(before) is None
            elif step == "acknowledge":
                file = acknowledged(file)
                assert before.transfers[-1].pack_at is not None
                assert not before.transfers[-1].missing
            elif step == "hand over":
                file = handed_over(file)
            else:
                file = packed(file, *step[1:])
                last = file.transfers[-1]
                assert last.direction == "in" or not last.missing
        except Refusal:
            assert file is before
        assert sum(each.open for each in file.transfers) <= 1
        if transfer.running(file) is not None:
            with pytest.raises(TransferUnderWay):
                transfer.refuse_while_moving(CLOSE, file)
        else:
            transfer.refuse_while_moving(CLOSE, file)
