"""A verification is asked for and completed once; what it finds is written down the first time it is found."""

from datetime import UTC, datetime

from services.audit.domain.commands import CompleteVerification, RecordFinding, RequestVerification
from services.audit.domain.events import FindingRecorded, VerificationCompleted, VerificationRequested
from services.audit.domain.values import Checked, Found, Outcome
from services.audit.domain.verification import (
    DECIDER,
    FINDING,
    complete_verification,
    finding_id,
    record_finding,
    request_verification,
)
from tests.support.scenario import given

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FOUND = Found(kind="fact_changed", says="intake, position 2: data differs.", source="intake", position=2)
OUTCOME = Outcome(
    result="differs", checked=Checked(facts=9), ledger_position=9, tree_head="head", findings=(FOUND, FOUND)
)
REQUESTED = VerificationRequested(verification_id="v")
COMPLETED = VerificationCompleted(
    verification_id="v",
    result="differs",
    checked=Checked(facts=9),
    ledger_position=9,
    tree_head="head",
    found=2,
    first=FOUND,
    notices=(),
)
REQUEST = RequestVerification(at=AT, verification_id="v")
COMPLETE = CompleteVerification(at=AT, verification_id="v", outcome=OUTCOME)


def test_it_is_asked_for_once() -> None:
    given(DECIDER).when(request_verification, REQUEST).then(REQUESTED)
    given(DECIDER, REQUESTED).when(request_verification, REQUEST).then_nothing()


def test_it_is_completed_once_asked_for_or_not() -> None:
    given(DECIDER, REQUESTED).when(complete_verification, COMPLETE).then(COMPLETED)
    given(DECIDER).when(complete_verification, COMPLETE).then(COMPLETED)
    given(DECIDER, REQUESTED, COMPLETED).when(complete_verification, COMPLETE).then_nothing()


def test_a_finding_is_written_down_once_under_an_id_of_its_content() -> None:
    command = RecordFinding(at=AT, finding_id=finding_id(FOUND), verification_id="v", finding=FOUND)
    recorded = FindingRecorded(finding_id=finding_id(FOUND), verification_id="v", finding=FOUND)
    given(FINDING).when(record_finding, command).then(recorded)
    given(FINDING, recorded).when(record_finding, command).then_nothing()
    assert finding_id(FOUND) != finding_id(Found(kind="fact_changed", says=FOUND.says, source="intake", position=3))
