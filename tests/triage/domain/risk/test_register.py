"""Who may complete a tool, until when; and a published wording, whole or not at all."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.risk.commands import EndTraining, LoadLicensedText, RecordTraining
from services.triage.domain.risk.events import LicensedTextLoaded, TrainingEnded, TrainingRecorded
from services.triage.domain.risk.refusals import NotTrained, TrainingExpired
from services.triage.domain.risk.register import REGISTER, end_training, load_licensed_text, record_training
from shared.kernel.refusals import InvalidInput
from tests.support.builders.protection import MERIT, OFFICER, TODAY, TOOLS, trained
from tests.support.builders.triage import NOW
from tests.support.scenario import given

RECORDED = TrainingRecorded(
    account_id=OFFICER, training="dash", completed_on=date(2026, 3, 2), valid_until=date(2029, 3, 1)
)


def recording(**changes: Any) -> RecordTraining:
    members: dict[str, Any] = {
        "at": NOW,
        "today": TODAY,
        "account_id": OFFICER,
        "training": "dash",
        "completed_on": date(2026, 3, 2),
        "valid_until": date(2029, 3, 1),
    }
    return RecordTraining(**members | changes)


def record(command: Any, state: Any) -> Any:
    return record_training(command, state, TOOLS)


def test_training_is_recorded_once_and_renewed() -> None:
    given(REGISTER).when(record, recording()).then(RECORDED)
    given(REGISTER, RECORDED).when(record, recording()).then_nothing()
    renewed = given(REGISTER, RECORDED).when(record, recording(valid_until=date(2030, 3, 1))).then_facts()
    assert REGISTER.fold([RECORDED, *renewed]).trained[OFFICER]["dash"].valid_until == date(2030, 3, 1)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"training": "knitting"}, "/training"),
        ({"completed_on": date(2026, 11, 24)}, "/completed_on"),
        ({"valid_until": date(2026, 3, 1)}, "/valid_until"),
    ],
)
def test_what_cannot_be_a_training_is_refused_at_its_field(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        record(recording(**changes), REGISTER.initial)
    assert [error.pointer for error in caught.value.errors] == [pointer]


def test_training_holds_from_its_day_to_its_last_day() -> None:
    register = REGISTER.fold([RECORDED])
    register.require(OFFICER, "dash", date(2026, 3, 2))
    register.require(OFFICER, "dash", date(2029, 3, 1))
    with pytest.raises(TrainingExpired):
        register.require(OFFICER, "dash", date(2029, 3, 2))
    for account, training, day in (
        (OFFICER, "dash", date(2026, 3, 1)),
        (OFFICER, "asb_matrix", TODAY),
        ("x", "dash", TODAY),
    ):
        with pytest.raises(NotTrained):
            register.require(account, training, day)


def test_training_is_ended_before_its_day() -> None:
    ending = EndTraining(at=NOW, account_id=OFFICER, training="dash")
    ended = TrainingEnded(account_id=OFFICER, training="dash")
    given(REGISTER, RECORDED).when(end_training, ending).then(ended)
    given(REGISTER).when(end_training, ending).then_nothing()
    with pytest.raises(NotTrained):
        REGISTER.fold([RECORDED, ended]).require(OFFICER, "dash", TODAY)


def loading(**changes: Any) -> LoadLicensedText:
    members: dict[str, Any] = {
        "at": NOW,
        "tool": "merit",
        "version": MERIT.version,
        "edition": "2015",
        "licence": "Held by the borough",
        "texts": {"total": " The total, in the owners' words "},
    }
    return LoadLicensedText(**members | changes)


def load(command: Any, state: Any) -> Any:
    return load_licensed_text(command, state, TOOLS)


def test_a_licensed_wording_is_loaded_whole() -> None:
    (loaded,) = given(REGISTER).when(load, loading()).then_facts()
    assert isinstance(loaded, LicensedTextLoaded)
    assert loaded.texts == {"total": "The total, in the owners' words"}
    given(REGISTER, loaded).when(load, loading()).then_nothing()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"licence": " "}, "/licence"),
        ({"edition": ""}, "/edition"),
        ({"tool": "tea_leaves"}, "/tool"),
        ({"texts": {}}, "/texts"),
        ({"texts": {"total": "x", "further": "y"}}, "/texts"),
        ({"texts": {"total": " "}}, "/texts"),
        ({"texts": {"total": "x" * 501}}, "/texts"),
    ],
)
def test_a_wording_that_is_not_whole_or_has_no_licence_is_refused(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load(loading(**changes), REGISTER.initial)
    assert [error.pointer for error in caught.value.errors] == [pointer]


def test_a_register_made_for_tests_is_one() -> None:
    trained("dash").require(OFFICER, "dash", TODAY)
