"""Where something happened and what of somebody changed later is found by its blind signs, until it is forgotten."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import ChangeContactDetails, ChangeSafeContact, ForgetPerson
from services.intake.domain.given import GivenDetails, GivenSafeContact
from services.intake.domain.insider_commands import NotePersonNamed
from services.intake.domain.insiders import is_match, signs_of_tie
from services.intake.domain.likeness import Details
from services.intake.read_models.tie_signs import bearing, view
from shared.kernel.identifiers import reference_from
from shared.kernel.personal import Identity, Unsealed
from tests.support.builders.intake import NOW, LittleIntake

NEXT_DOOR = Details(address="Flat 2, 14 Example Road, SW19 1AA")
NEW_NUMBER = Details(phone="020 7946 0321")
BROTHER = Details(full_name="Brandt, Kai")


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


def matching(intake: LittleIntake, tied_to: Details) -> set[str]:
    """The referrals in which somebody bears enough of the signs to be the one meant."""
    clear = {intake.keyring.index(Identity, sign): sign for sign in signs_of_tie(tied_to)}
    borne: dict[tuple[str, str], set[str]] = defaultdict(set)
    with intake.views.reading() as connection:
        for row in bearing(connection, sorted(clear)):
            borne[row.reference, row.person_id].add(clear[row.sign])
    return {reference for (reference, _), signs in borne.items() if is_match(tied_to, signs)}


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


def named(intake: LittleIntake, called: str, whose: str, referral_id: str = "referral-1") -> None:
    sealed = intake.keyring.seal(Unsealed(whose, Identity, called))
    naming = {"at": NOW, "referral_id": referral_id, "reference": reference_from(1), "called": sealed}
    intake.do(NotePersonNamed(**naming))


def test_a_name_that_came_later_is_found_whatever_stands_around_it_and_two_are_not_one_persons(
    intake: LittleIntake,
) -> None:
    received = intake.receive()
    named(intake, "Kai Meyer", received.reporter_id)
    named(intake, "Jo Brandt", received.reporter_id)
    assert matching(intake, BROTHER) == set()
    named(intake, "Mr Kai Brandt, the occupier of number 14", received.reporter_id)
    assert matching(intake, BROTHER) == {received.reference}
    intake.views.compare("tie_signs")


def test_who_must_not_find_out_is_found_whether_said_at_first_or_later(intake: LittleIntake) -> None:
    at_first = intake.receive(safe_contact={"must_not_receive": ["My husband Kai Brandt", "the neighbours"]})
    later = intake.receive()
    assert matching(intake, BROTHER) == {at_first.reference}
    names = GivenSafeContact(must_not_receive=("Kai Brandt",))
    change = {"at": NOW, "reference": later.reference, "person_id": later.reporter_id, "safe_contact": names}
    intake.do(ChangeSafeContact(**change))
    assert matching(intake, BROTHER) == {at_first.reference, later.reference}
    intake.views.compare("tie_signs")


def test_names_that_came_later_go_with_the_person_under_whose_key_they_were_sealed(intake: LittleIntake) -> None:
    received = intake.receive(safe_contact={"must_not_receive": ["Kai Brandt"]})
    named(intake, "Kai Brandt", received.reporter_id)
    forget(intake, received.reporter_id)
    assert matching(intake, BROTHER) == set()
    intake.views.compare("tie_signs")
