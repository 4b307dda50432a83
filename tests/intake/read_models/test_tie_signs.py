"""Where something happened and what of somebody changed later is found by its blind signs, until it is forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import ChangeContactDetails, ForgetPerson
from services.intake.domain.given import GivenDetails
from services.intake.domain.insiders import signs_of_tie
from services.intake.domain.likeness import Details
from services.intake.read_models.tie_signs import bearing, view
from shared.kernel.personal import Identity
from tests.support.builders.intake import NOW, LittleIntake

NEXT_DOOR = Details(address="Flat 2, 14 Example Road, SW19 1AA")
NEW_NUMBER = Details(phone="020 7946 0321")


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(view(running.keyring, running.keyring))
    yield running
    running.close()


def found(intake: LittleIntake, tied_to: Details) -> set[tuple[str, str]]:
    blind = sorted(intake.keyring.index(Identity, sign) for sign in signs_of_tie(tied_to))
    with intake.views.reading() as connection:
        return {(row.reference, row.person_id) for row in bearing(connection, blind)}


def changed(intake: LittleIntake, reference: str, person_id: str, given: str) -> None:
    details = GivenDetails.model_validate_json(given)
    intake.do(ChangeContactDetails(at=NOW, reference=reference, person_id=person_id, given=details))


def forget(intake: LittleIntake, person_id: str) -> None:
    minted = intake.keyring.recognise(())
    intake.do(ForgetPerson(at=NOW, person_id=person_id, authority="IG-1", reason="Merged.", reason_under=minted))
    intake.do(finish_forgetting(intake.keyring, person_id, NOW))


def test_a_neighbours_building_leads_to_where_it_happened(intake: LittleIntake) -> None:
    reference = intake.receive().reference
    intake.receive(location={"address": "16 Example Road", "postcode": "SW19 1AA"})
    named_no_house = intake.receive(location={"postcode": "SW19 1AA"}).reference
    intake.receive(location=None)
    assert found(intake, NEXT_DOOR) == {(reference, "place"), (named_no_house, "place")}


def test_a_number_given_later_is_found_and_said_twice_it_is_one(intake: LittleIntake) -> None:
    received = intake.receive()
    assert found(intake, NEW_NUMBER) == set()
    for _ in range(2):
        changed(intake, received.reference, received.reporter_id, '{"phone": "+44 20 7946 0321"}')
        changed(intake, received.reference, received.reporter_id, '{"phone": null}')
    assert found(intake, NEW_NUMBER) == {(received.reference, received.reporter_id)}
    intake.views.compare("tie_signs")


def test_with_the_person_goes_what_she_changed_and_where_she_said_it_was(intake: LittleIntake) -> None:
    received = intake.receive()
    changed(intake, received.reference, received.reporter_id, '{"phone": "020 7946 0321"}')
    forget(intake, received.reporter_id)
    assert found(intake, NEW_NUMBER) | found(intake, NEXT_DOOR) == set()
    intake.views.compare("tie_signs")
