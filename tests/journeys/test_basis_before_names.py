"""A case stands on the agenda at once, and its names only once the lawful basis of telling the panel is recorded."""

import pytest

from services.triage.application.handlers import stream_of
from services.triage.application.protection_handlers import RISK_STREAM
from services.triage.domain.disclosure.commands import RecordDisclosure
from services.triage.domain.risk.commands import CompleteRiskAssessment, RecordTraining
from shared.access.roles import Role
from shared.kernel.handling import Command
from shared.kernel.messages import Context
from tests.journeys.test_referral_to_agenda import high_risk, marac_agenda
from tests.support.builders.borough import LittleBorough
from tests.support.builders.protection import DASH, completed, told, yes_to

pytestmark = pytest.mark.slow

NAME = "Ada Example"
OFFICER = Context(actor="account-1", role="case_officer", correlation_id="story-1")


def do(borough: LittleBorough, command: Command) -> None:
    borough.built.services["triage"].dispatch(command, OFFICER)
    borough.settle()


def referral_id_of(borough: LittleBorough, reference: str) -> str:
    answer = borough.get(f"/triage/api/cases/{reference}", Role.CASE_OFFICER)
    referral_id: str = answer.json()["referral_id"]
    return referral_id


def agenda_page(borough: LittleBorough) -> str:
    """The agenda of the next MARAC as its coordinator reads it."""
    for meeting in borough.get("/panels/api/meetings?panel=marac", Role.PANEL_COORDINATOR).json():
        page = borough.get(f"/panels/meetings/{meeting['id']}", Role.PANEL_COORDINATOR).text
        if "wm-agenda__reference" in page:
            return str(page)
    raise AssertionError("no meeting has a case")


def test_the_panel_reads_no_name_before_the_basis_is_recorded_and_every_name_after(borough: LittleBorough) -> None:
    reference = borough.refer(high_risk())
    borough.settle()
    (item,) = marac_agenda(borough)
    assert (item["case_reference"], "basis_not_recorded" in item["flags"]) == (reference, True)
    assert NAME not in agenda_page(borough)
    command: RecordDisclosure = told(referral_id=referral_id_of(borough, reference))
    do(borough, command)
    (item,) = marac_agenda(borough)
    assert "basis_not_recorded" not in item["flags"]
    page = agenda_page(borough)
    assert (NAME in page, "agreement: not sought" in page) == (True, True)


def test_a_completed_dash_brings_a_case_before_the_panel_in_the_same_append(borough: LittleBorough) -> None:
    reference = borough.refer(high_risk(facts={"immediate_danger": "no"}))
    borough.settle()
    assert marac_agenda(borough) == []
    referral_id = referral_id_of(borough, reference)
    command: CompleteRiskAssessment = completed(
        DASH, referral_id=referral_id, answers=yes_to(DASH, 14), judged="high", by="account-1"
    )
    training = RecordTraining(
        at=command.at,
        today=command.today,
        account_id="account-1",
        training="dash",
        completed_on=command.today,
        valid_until=command.today,
    )
    do(borough, training)
    do(borough, command)
    (item,) = marac_agenda(borough)
    assert item["case_reference"] == reference
    triage = borough.built.services["triage"].store
    names = [recorded.name for recorded in triage.stream(stream_of(referral_id))]
    at = names.index("triage.risk_assessed")
    assert names[at : at + 4] == [
        "triage.risk_assessed",
        "triage.answers_added",
        "triage.referral_triaged",
        "triage.marked_for_panel",
    ]
    assert len({recorded.recorded for recorded in triage.stream(stream_of(referral_id))[at : at + 4]}) == 1
    assert [recorded.name for recorded in triage.stream(RISK_STREAM)] == ["triage.training_recorded"]
