"""Pointers are found by the person they are about, sealed, until they are ended."""

import pytest

from services.triage.domain.family.commands import EndPointer, KeepPointer
from services.triage.domain.family.known_elsewhere import opened
from services.triage.read_models import pointers
from services.triage.read_models.pointers import Kept
from shared.kernel.personal import Sensitive
from tests.support.builders.triage import ABUSE, LittleTriage

pytestmark = pytest.mark.slow


def of(triage: LittleTriage, *person_ids: str) -> list[Kept]:
    with triage.service.views.reading() as connection:
        return pointers.of(connection, person_ids)


def test_a_pointer_is_there_for_its_person_until_it_is_ended(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), ("Zainab Okafor", "child"), **ABUSE)
    for number, process in enumerate(("mappa", "channel")):
        told = {"person_id": "person-1-0", "referral_id": "referral-1", "process": process, "ask": "The duty desk"}
        triage.do(KeepPointer.model_validate({"at": triage.clock(), "pointer_id": f"pointer-{number}", **told}))
    found = of(triage, "person-1-0", "person-1-1")
    assert [opened(triage.ground.keyring.open(each.told, Sensitive) or "").process for each in found] == [
        "mappa",
        "channel",
    ]
    assert of(triage, "person-1-1") == []
    triage.do(EndPointer(at=triage.clock(), pointer_id="pointer-0"))
    assert [each.pointer_id for each in of(triage, "person-1-0")] == ["pointer-1"]
