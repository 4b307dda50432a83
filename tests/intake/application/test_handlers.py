"""Every command has a handler, names its stream and the referral it is about, and works against a real log."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.intake.application.handlers import COMMANDS
from services.intake.domain import (
    change_call_commands,
    commands,
    complete_commands,
    insider_commands,
    lock_commands,
    record_commands,
    reminder_commands,
)
from services.intake.domain.commands import ChangeSafeContact, RecordMinutes
from services.intake.domain.events import ReferralSubmitted
from services.intake.domain.given import GivenSafeContact
from services.intake.domain.refusals import ReferenceTaken
from shared.kernel.handling import Command
from shared.kernel.personal import ERASED, Identity, Narrative
from shared.kernel.refusals import NotFound
from tests.support.builders.intake import CONTEXT, NOW, LittleIntake, a_submission


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    yield running
    running.close()


def test_every_command_has_a_handler() -> None:
    rooms = (
        commands, record_commands, complete_commands, change_call_commands, reminder_commands, insider_commands,
        lock_commands,
    )  # fmt: skip
    defined = {
        kind
        for module in rooms
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Command) and not kind.__subclasses__()
    }
    assert set(COMMANDS) == defined


def test_a_referral_stands_in_the_stream_of_its_reference_about_itself(intake: LittleIntake) -> None:
    command = intake.receive()
    (recorded,) = intake.recorded()
    assert recorded.stream == f"referral-{command.reference}"
    assert recorded.about == (command.referral_id,)
    assert recorded.occurred_at == command.at
    assert recorded.recorded_at > recorded.occurred_at


def test_nothing_said_stands_in_the_log_in_clear(intake: LittleIntake, tmp_path: Path) -> None:
    intake.receive()
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"intake.referral_submitted" in files
    said = (
        "Amina",
        "Okafor",
        "7700900123",
        "7700 900123",
        "amina@",
        "Loud",
        "bluebell",
        "Example",
        "Penrose",
        "1990-02-13",
        "sw19 1aa",
        "SW19 1AA",
    )
    assert [words for words in (*said, "12345678", "most nights") if words.encode() in files] == []


def test_each_detail_opens_under_its_own_key_and_is_gone_with_it(intake: LittleIntake) -> None:
    intake.receive()
    fact = intake.recorded()[0].fact
    assert isinstance(fact, ReferralSubmitted)
    reporter, perpetrator = fact.people
    assert intake.keyring.open(fact.description, Narrative) == "Loud music through the wall."
    assert intake.keyring.open(perpetrator.full_name, Identity) == "Mark Penrose"
    intake.keyring.destroy(reporter.person_id)
    assert intake.keyring.open(fact.description, Narrative) == ERASED
    assert intake.keyring.open(reporter.full_name, Identity) == ERASED
    assert intake.keyring.open(perpetrator.full_name, Identity) == "Mark Penrose"


def test_a_reference_belongs_to_one_referral(intake: LittleIntake) -> None:
    first = intake.receive()
    ids = (first.reporter_id, *first.person_ids)
    with pytest.raises(ReferenceTaken):
        intake.do(a_submission(*ids, reference=first.reference, referral_id="referral-9"))
    assert len(intake.recorded()) == 1


def test_a_sealed_codeword_is_carried_on_as_it_stands(intake: LittleIntake) -> None:
    command = intake.receive()
    said = GivenSafeContact.model_validate_json('{"phone": {"safe": "no"}}')
    intake.do(ChangeSafeContact(at=NOW, reference=command.reference, person_id=command.reporter_id, safe_contact=said))
    first, second = (recorded.fact for recorded in intake.recorded())
    assert first.safe_contact.codeword == second.safe_contact.codeword  # type: ignore[attr-defined]  # both have it


def test_a_reference_nobody_bears_is_not_found(intake: LittleIntake) -> None:
    with pytest.raises(NotFound):
        intake.do(RecordMinutes(at=NOW, reference="WM-AAAA-2", minutes=5), CONTEXT)
