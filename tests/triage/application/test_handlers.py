"""Every command of triage has a handler, names its stream and referral, and works against a real log."""

import inspect
from datetime import timedelta
from pathlib import Path

from services.triage.application.desk_handlers import DESK_COMMANDS
from services.triage.application.handlers import commands, stream_of
from services.triage.domain import commands as asked
from services.triage.domain import hidden_commands as asked_of_addresses
from services.triage.domain.commands import AddAnswers, CloseCase, ConfirmDecision, OverrideDecision
from services.triage.domain.desk import commands as asked_of_the_desk
from services.triage.domain.events import AnswersAdded, CaseOpened, DecisionOverridden, ResponseMissed
from shared.kernel.handling import Command
from shared.kernel.personal import ERASED, Identity, Narrative
from tests.support.builders.triage import ABUSE, LIVING_NOISE, PERSISTENT, LittleTriage, the_judge


def test_every_command_has_a_handler() -> None:
    defined = {
        kind
        for module in (asked, asked_of_the_desk, asked_of_addresses)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Command) and kind is not Command
    }
    assert set(commands(the_judge())) | set(DESK_COMMANDS) | {CloseCase} == defined


def test_an_assessment_stands_in_the_stream_of_its_referral_about_itself(triage: LittleTriage) -> None:
    triage.refer(**PERSISTENT)
    recorded = triage.service.store.stream(stream_of("referral-1"))
    assert [each.name for each in recorded] == [
        "triage.assessment_opened",
        "triage.referral_triaged",
        "triage.case_opened",
    ]
    assert {each.about for each in recorded} == {("referral-1",)}


def test_words_and_names_stand_in_no_file_in_clear_and_are_gone_with_their_key(
    triage: LittleTriage, tmp_path: Path
) -> None:
    reference = triage.refer(("Amina Okafor", "victim"), **LIVING_NOISE)
    at = triage.clock()
    triage.do(AddAnswers(at=at, referral_id="referral-1", answers={}, words={"landlord": "Alder Homes"}))
    triage.do(
        OverrideDecision(
            at=at,
            referral_id="referral-1",
            route="environmental_health",
            code="other",
            text="A quiet word",
            overridden_by="account-1",
        )
    )
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"triage.decision_overridden" in files
    assert [words for words in (b"Amina", b"Alder", b"quiet word") if words in files] == []
    facts = triage.facts_of(reference)
    (added,) = [fact for fact in facts if isinstance(fact, AnswersAdded)]
    (overridden,) = [fact for fact in facts if isinstance(fact, DecisionOverridden)]
    keyring = triage.ground.keyring
    assert keyring.open(added.words[0].text, Narrative) == "Alder Homes"
    assert keyring.open(overridden.text, Narrative) == "A quiet word"
    keyring.destroy("person-1-0")
    assert keyring.open(overridden.text, Narrative) == ERASED
    assert keyring.open(facts[0].referral.people[0].full_name, Identity) == ERASED  # type: ignore[attr-defined]  # the opening


def test_a_case_nobody_confirms_in_time_is_noted_as_late_once(triage: LittleTriage) -> None:
    reference = triage.refer(**ABUSE)
    for days in (2, 9):
        triage.clock.set(triage.clock() + timedelta(days=days))
        triage.settle()
    (case,) = [fact for fact in triage.facts_of(reference) if isinstance(fact, CaseOpened)]
    (late,) = [fact for fact in triage.facts_of(reference) if isinstance(fact, ResponseMissed)]
    assert late.due_at == case.due_at


def test_a_case_confirmed_in_time_is_never_late(triage: LittleTriage) -> None:
    reference = triage.refer(**PERSISTENT)
    triage.do(ConfirmDecision(at=triage.clock(), referral_id="referral-1"))
    triage.clock.set(triage.clock() + timedelta(days=30))
    triage.settle()
    assert not [fact for fact in triage.facts_of(reference) if isinstance(fact, ResponseMissed)]
