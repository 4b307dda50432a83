"""What others get to know: the contract's members, and never a word anybody wrote."""

import json
from pathlib import Path

import pytest

from services.panels.application.publication import PUBLISH
from services.panels.domain.banding_commands import RecordBanding
from services.panels.domain.commands import (
    AcceptLateReferral,
    AssignAction,
    CallSitting,
    CirculateAgenda,
    DeferCase,
    MoveCaseToSitting,
)
from services.panels.domain.events import FACTS
from services.panels.domain.values.sittings import london_day
from shared.contracts.envelope import to_json
from shared.contracts.model import Contract
from shared.contracts.panels import EVENTS, CaseBanded
from shared.delivery.relay import to_message
from shared.kernel.messages import Recorded
from tests.support.builders.panels import (
    AFTER_DECEMBER,
    DECEMBER,
    IN_TIME,
    JANUARY,
    LATE,
    OTHER_VICTIM,
    VICTIM,
    RunningPanels,
    london,
    marked,
)

SECRET = "The locks at the corner house."


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> list[Recorded]:
    """A story in which everything published happens."""
    return a_whole_story(tmp_path_factory.mktemp("panels"))


def a_whole_story(folder: Path) -> list[Recorded]:
    panels = RunningPanels(folder)
    _band(panels)
    panels.convene()
    first, late = marked(1), marked(2, OTHER_VICTIM, at=LATE)
    panels.do(first, marked(3, referring_agency="health"))
    panels.clock.set(LATE)
    panels.do(late, CirculateAgenda(at=LATE, meeting_id=DECEMBER.meeting_id))
    december = DECEMBER.meeting_id
    panels.do(AcceptLateReferral(at=LATE, case_id=late.case_id, meeting_id=december, reason=SECRET))
    panels.do(DeferCase(at=LATE, case_id=late.case_id, meeting_id=december, reason=SECRET, interim_note=SECRET))
    call = CallSitting(at=LATE, panel="marac", kind="emergency", starts_at=london(london_day(LATE), 18))
    sitting = panels.calendar.timetable.extra_sitting("marac", "emergency", call.starts_at, LATE)
    panels.do(
        call,
        MoveCaseToSitting(
            at=LATE, case_id=late.case_id, meeting_id=JANUARY.meeting_id, sitting_id=sitting.meeting_id, reason=SECRET
        ),
    )
    panels.clock.set(AFTER_DECEMBER)
    panels.hear(first.case_id, december, text=SECRET)
    panels.do(
        AssignAction(
            at=AFTER_DECEMBER,
            meeting_id=december,
            action_id="action-1",
            case_id=first.case_id,
            agency="housing",
            owner=SECRET,
            due=JANUARY.day,
            text=SECRET,
        )
    )
    panels.pass_to(JANUARY.starts_at)
    return panels.store.page(0, 10_000)


def _band(panels: RunningPanels) -> None:
    """A housing needs panel gives no band, for reasons that stay sealed."""
    asked = marked(4, panel="housing_needs")
    meeting_id = panels.calendar.next_after("housing_needs", IN_TIME).meeting_id
    said = RecordBanding(at=IN_TIME, case_id=asked.case_id, meeting_id=meeting_id, result="not_awarded", words=SECRET)
    panels.convene("housing_needs")
    panels.do(asked, said.model_copy(update={"inquorate_reason": SECRET}))


def published(recorded: list[Recorded]) -> list[tuple[Recorded, Contract]]:
    found = [(each, PUBLISH[type(each.fact)](each)) for each in recorded if type(each.fact) in PUBLISH]
    return [(each, contract) for each, contract in found if contract is not None]


def test_every_contract_of_panels_is_published_by_something(recorded: list[Recorded]) -> None:
    assert {type(contract) for _, contract in published(recorded)} == set(EVENTS)
    assert PUBLISH.keys() <= {kind.shape for kind in FACTS}


def test_no_words_and_no_names_leave(recorded: list[Recorded]) -> None:
    messages = [_sent(each, contract) for each, contract in published(recorded)]
    assert messages
    for message in messages:
        assert SECRET.encode() not in message
    # Why a band was given goes to the case it was given in, sealed.
    sealed = {contract.type() for each, contract in published(recorded) if b'"c":' in _sent(each, contract)}
    assert sealed == {CaseBanded.type()}


def _sent(recorded: Recorded, contract: Contract) -> bytes:
    return to_json(to_message("panels", recorded, contract))


def test_messages_about_a_referral_are_ordered_by_it(recorded: list[Recorded]) -> None:
    for each, contract in published(recorded):
        message = to_message("panels", each, contract)
        data = json.loads(to_json(message))["data"]
        assert message.key == (data.get("referral_id") or each.stream)


def test_a_referral_that_joined_a_case_is_told_where_it_stands(recorded: list[Recorded]) -> None:
    told = {
        contract.model_dump()["referral_id"]: contract.model_dump()["case_id"]
        for _, contract in published(recorded)
        if contract.event == "panels.case_listed"
    }
    assert told["referral-3"] == told["referral-1"] == marked(1, VICTIM).case_id


def test_a_story_is_gathered_by_the_referrals_each_fact_concerns(recorded: list[Recorded]) -> None:
    about = {type(each.fact).__name__: each.about for each in recorded}
    assert about["CaseDecided"] == ("referral-1", "referral-3")
    assert about["ActionAssigned"] == ("referral-1",)
    assert about["CaseDeferred"] == ("referral-2",)
    assert about["AgendaCirculated"] == ("referral-1", "referral-3", "referral-2")


def test_nothing_anybody_wrote_stands_in_clear_in_the_log(recorded: list[Recorded]) -> None:
    assert all(SECRET not in repr(each.fact) for each in recorded)
