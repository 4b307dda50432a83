"""Another process: all of it sealed, in a stream that names no case; for other roles there is none."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.triage.domain.safeguarding.process_events import OtherProcessNoted, Told
from services.triage.domain.safeguarding.processes import PROCESSES, NoteOtherProcess, note_other_process
from shared.kernel.refusals import InvalidInput, NotFound
from tests.support.builders.protection import TODAY
from tests.support.builders.safeguarding import PRACTICE
from tests.support.builders.triage import NOW


def asked(**changes: Any) -> NoteOtherProcess:
    members: dict[str, Any] = {
        "at": NOW, "stream": "aside-x", "process_id": "process-1", "referral_id": "referral-1",
        "people": ("person-2", "person-3"), "role": "service_manager", "person_id": "person-3", "process": "mappa",
        "status": "level_2", "since": TODAY, "review_on": None, "today": TODAY, "words": "Weekly.",
    }  # fmt: skip
    return NoteOtherProcess(**members | changes)


def noted(**changes: Any) -> OtherProcessNoted:
    (fact,) = note_other_process(asked(**changes), PROCESSES.initial, PRACTICE)
    assert isinstance(fact, OtherProcessNoted)
    return fact


def test_the_fact_says_nothing_in_clear() -> None:
    fact = noted()
    assert msgspec.structs.fields(fact)[0].name == "process_id"
    assert len(msgspec.structs.fields(fact)) == 2
    for secret in ("mappa", "level_2", "referral-1", "Weekly"):
        assert secret not in repr(fact)
    assert fact.told.person_id == "person-3"  # type: ignore[attr-defined]  # not sealed before the codec
    assert msgspec.json.decode(fact.told.text, type=Told).status == "level_2"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("role", "process"),
    [("panel_chair", "channel"), ("panel_coordinator", "mappa"), ("case_officer", "iom"), ("auditor", "mappa")],
)
def test_what_a_role_may_not_know_of_it_cannot_choose(role: str, process: str) -> None:
    with pytest.raises(NotFound):
        noted(role=role, process=process)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"person_id": "person-9"}, "/person"),
        ({"status": "in_cohort"}, "/status"),
        ({"since": date(2026, 11, 24)}, "/since"),
        ({"review_on": date(2026, 11, 1)}, "/review_on"),
        ({"words": "x" * 2001}, "/words"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(wrong: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        noted(**wrong)
    assert [error.pointer for error in caught.value.errors] == [pointer]


def test_the_fold_keeps_ids_alone() -> None:
    assert PROCESSES.fold([noted(), noted(process_id="process-2")]).ids == {"process-1", "process-2"}
