"""Every command about families has a handler; what intake decides about people reaches the graph, once."""

import inspect
from datetime import date

import pytest

from services.triage.application.family_handlers import FAMILY_WHEN, family_commands
from services.triage.domain.family import commands as asked
from services.triage.domain.family.commands import KeepPointer, NameMember, RecordTrio
from services.triage.domain.family.events import PeopleJoined, PeopleParted, PersonToldApart
from services.triage.domain.family.refusals import PersonNotInReferral
from services.triage.domain.state import Unassessed
from shared.contracts.json_schema import FOLDER
from shared.kernel.handling import Command
from shared.kernel.personal import ERASED, Sensitive
from tests.support.builders.triage import ABUSE, PERSISTENT, POLICY, LittleTriage

EXAMPLES = {policy.event: (FOLDER / "examples" / f"{policy.event}.json").read_bytes() for policy in FAMILY_WHEN}


def naming(triage: LittleTriage, person_id: str, referral_id: str = "referral-1") -> NameMember:
    return NameMember(
        at=triage.clock(),
        household_id="household-1",
        referral_id=referral_id,
        person_id=person_id,
        part="adult",
        from_on=None,
        until_on=None,
        source="self",
        sure="certain",
        today=date(2026, 11, 23),
    )


def test_every_command_has_a_handler() -> None:
    defined = {
        kind
        for _, kind in inspect.getmembers(asked, inspect.isclass)
        if issubclass(kind, Command) and kind not in (Command, asked.OfHousehold)
    }
    assert set(family_commands(lambda of: Unassessed())) == defined


@pytest.mark.slow
def test_the_publishers_examples_are_taken_and_a_second_delivery_changes_nothing(triage: LittleTriage) -> None:
    for example in [*EXAMPLES.values(), *EXAMPLES.values()]:
        triage.service.inbox.handle(example)
    triage.settle()
    noted = [
        each
        for each in triage.service.store.page(0, 1_000)
        if isinstance(each.fact, PeopleJoined | PeopleParted | PersonToldApart)
    ]
    assert [type(each.fact) for each in noted] == [PeopleJoined, PeopleParted, PersonToldApart]
    assert len(noted[0].about) == 2


@pytest.mark.slow
def test_only_people_of_the_case_are_put_into_a_household(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), **ABUSE)
    triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    triage.do(naming(triage, "person-1-0"))
    with pytest.raises(PersonNotInReferral):
        triage.service.dispatch(naming(triage, "person-2-0"), POLICY)
    with pytest.raises(PersonNotInReferral):
        triage.service.dispatch(naming(triage, "person-1-0", "referral-9"), POLICY)


@pytest.mark.slow
def test_what_weighs_on_somebody_and_who_knows_her_are_gone_with_her_key(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), **ABUSE)
    triage.do(naming(triage, "person-1-0"))
    of = {"at": triage.clock(), "household_id": "household-1", "referral_id": "referral-1", "person_id": "person-1-0"}
    flags = {"alcohol": "yes", "drugs": "no", "mental_health": "unknown", "source": "health"}
    triage.do(RecordTrio.model_validate({**of, **flags}))
    told = {"person_id": "person-1-0", "referral_id": "referral-1", "process": "mappa", "ask": "Rosewood desk"}
    triage.do(KeepPointer.model_validate({"at": triage.clock(), "pointer_id": "pointer-1", **told}))
    sealed = [
        getattr(each.fact, name)
        for each in triage.service.store.page(0, 1_000)
        for name in ("said", "told")
        if each.name in ("triage.trio_recorded", "triage.pointer_kept") and hasattr(each.fact, name)
    ]
    keyring = triage.ground.keyring
    assert [(keyring.open(each, Sensitive) or "")[:1] for each in sealed] == ["{", "{"]
    keyring.destroy("person-1-0")
    assert [keyring.open(each, Sensitive) for each in sealed] == [ERASED, ERASED]


@pytest.mark.slow
def test_a_pointer_is_about_no_referral_and_stands_in_no_file_in_clear(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), **ABUSE)
    told = {"person_id": "person-1-0", "referral_id": "referral-1", "process": "mappa", "ask": "Rosewood desk"}
    triage.do(KeepPointer.model_validate({"at": triage.clock(), "pointer_id": "pointer-1", **told}))
    (kept,) = [each for each in triage.service.store.page(0, 1_000) if each.name == "triage.pointer_kept"]
    assert (kept.about, kept.stream) == ((), "pointer-pointer-1")
    folder = triage.ground.settings.address("DATABASE_URL")
    assert folder
    assert b"mappa" not in triage.service.store.stream("pointer-pointer-1")[0].fact.told.c.encode()  # type: ignore[attr-defined]  # it is one
