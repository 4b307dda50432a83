"""One referral as it stands, sealed, and what has happened to it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.intake.domain.commands import ChangeSafeContact, NoteOutcome, RecordMinutes
from services.intake.domain.given import GivenSafeContact
from services.intake.read_models.referral_timeline import VIEW, standing, story
from shared.kernel.personal import Contact, Identity, Narrative
from tests.support.builders.intake import NOW, LittleIntake


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, VIEW)
    yield running
    running.close()


def a_story(intake: LittleIntake) -> str:
    victim = {"roles": ["victim"], "full_name": "Grace Hall", "safe_contact": {"phone": {"safe": "no"}}}
    command = intake.receive(reporter={"full_name": "A Nurse", "is_victim": False}, people=[victim])
    reference = command.reference
    said = GivenSafeContact.model_validate_json('{"phone": {"safe": "yes", "times": ["after 18:00"]}}')
    intake.do(ChangeSafeContact(at=NOW, reference=reference, person_id=command.person_ids[0], safe_contact=said))
    intake.do(RecordMinutes(at=NOW, reference=reference, minutes=12, activity="call"))
    intake.do(NoteOutcome(at=NOW, reference=reference, status="triaged", outcome="ask", route="domestic_abuse"))
    return reference


def test_a_referral_stands_with_its_newest_safe_contacts_and_outcome(intake: LittleIntake) -> None:
    reference = a_story(intake)
    with intake.views.reading() as connection:
        found = standing(connection, reference)
    assert found is not None
    reporter, victim = found.submitted.people
    assert found.safe_contacts[victim.person_id].phone.times == ("18:00-23:59",)
    assert found.safe_contacts[reporter.person_id].phone.safe == "yes"
    assert found.outcome is not None
    assert found.outcome.route == "domestic_abuse"
    assert intake.keyring.open(victim.full_name, Identity) == "Grace Hall"
    assert intake.keyring.open(found.submitted.description, Narrative) == "Loud music through the wall."
    assert intake.keyring.open(found.safe_contacts[reporter.person_id].codeword, Contact) == "bluebell"


def test_the_story_is_told_in_order_by_whom_and_when(intake: LittleIntake) -> None:
    reference = a_story(intake)
    with intake.views.reading() as connection:
        entries = story(connection, reference)
    assert [entry.name for entry in entries] == [
        "intake.referral_submitted",
        "intake.safe_contact_changed",
        "intake.minutes_spent",
        "intake.outcome_noted",
    ]
    assert {(entry.actor, entry.role) for entry in entries} == {("account-1", "contact_centre")}
    assert json.loads(entries[2].fact)["minutes"] == 12
    assert entries[0].occurred_at < entries[0].recorded_at < entries[1].recorded_at


def test_nothing_said_stands_in_the_view_in_clear(intake: LittleIntake, tmp_path: Path) -> None:
    a_story(intake)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("views.sqlite*"))
    assert b"intake.minutes_spent" in files
    assert [words for words in (b"Grace", b"Nurse", b"Loud music", b"bluebell", b"Example") if words in files] == []


def test_a_stranger_is_not_found(intake: LittleIntake) -> None:
    with intake.views.reading() as connection:
        assert standing(connection, "WM-AAAA-2") is None
        assert story(connection, "WM-AAAA-2") == []


def test_the_view_built_anew_is_the_view_that_was_followed(intake: LittleIntake) -> None:
    reference = a_story(intake)
    intake.views.compare("referral_timeline")
    intake.views.rebuild("referral_timeline")
    with intake.views.reading() as connection:
        assert len(story(connection, reference)) == 4
