"""A referral as each reader may see it: opened, masked, or as the agency that sent it sent it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.domain.commands import ChangeSafeContact
from services.intake.domain.given import GivenSafeContact
from services.intake.read_models import referral_timeline
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.shown import MASK, as_sent, referral_document
from shared.kernel.personal import ERASED
from tests.support.builders.intake import NOW, LittleIntake


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, referral_timeline.VIEW)
    yield running
    running.close()


def stands(intake: LittleIntake, reference: str) -> Standing:
    with intake.views.reading() as connection:
        found = referral_timeline.standing(connection, reference)
    assert found is not None
    return found


def safe(**ways: Any) -> GivenSafeContact:
    return GivenSafeContact.model_validate(ways)


def test_answers_by_code_and_in_words_stand_together(intake: LittleIntake) -> None:
    shown = referral_document(stands(intake, intake.receive().reference), intake.keyring)
    assert shown["facts"] == {
        "immediate_danger": "no", "tenure_of_source": "housing_association", "landlord": "Example Homes",
    }  # fmt: skip
    assert shown["reporter"]["full_name"] == "Amina Okafor"
    assert (shown["reporter"]["anonymous"], shown["reporter"]["is_victim"]) == (False, True)


def test_an_anonymous_referral_has_no_reporter(intake: LittleIntake) -> None:
    received = intake.receive(reporter={"anonymous": True}, safe_contact=None)
    assert referral_document(stands(intake, received.reference), intake.keyring)["reporter"] is None


def test_masked_nothing_that_was_sealed_is_told(intake: LittleIntake) -> None:
    shown = referral_document(stands(intake, intake.receive().reference), None)
    assert shown["description"] == MASK
    assert shown["reporter"]["full_name"] == MASK
    assert shown["facts"]["landlord"] == MASK
    assert "Amina" not in str(shown)


def test_the_newest_word_on_safe_contact_is_shown_but_not_to_whoever_sent_it(intake: LittleIntake) -> None:
    received = intake.receive()
    intake.do(
        ChangeSafeContact(
            at=NOW,
            reference=received.reference,
            person_id=received.reporter_id,
            safe_contact=safe(email={"safe": "no"}),
        )
    )
    found = stands(intake, received.reference)
    assert referral_document(found, intake.keyring)["safe_contact"]["email"]["safe"] == "no"
    sent = as_sent(found, intake.keyring)
    assert sent["safe_contact"]["email"]["safe"] == "yes"
    assert not {"codeword", "must_not_receive"} & sent["safe_contact"].keys()
    assert all(person["safe_contact"] is None for person in sent["people"])


def test_of_somebody_forgotten_only_the_codes_are_left(intake: LittleIntake) -> None:
    received = intake.receive()
    intake.keyring.destroy(received.reporter_id)
    shown = referral_document(stands(intake, received.reference), intake.keyring)
    assert (shown["description"], shown["reporter"]["full_name"]) == (ERASED, ERASED)
    assert (shown["category"], shown["facts"]["immediate_danger"]) == ("noise", "no")
    assert [person["full_name"] for person in shown["people"]] == [ERASED, "Mark Penrose"]
