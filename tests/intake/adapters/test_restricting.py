"""Every referral in which a restricted place's address stands is found, whenever it came, and said by ids alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.restricting import Restricting
from services.intake.domain.commands import ChangeContactDetails
from services.intake.domain.complete_commands import CompleteReferral
from services.intake.domain.events.hidden import AddressesHidden, AddressesShown
from services.intake.domain.given import GivenDetails
from services.intake.domain.record_commands import ReleasePlace, RestrictPlace
from services.intake.read_models import hidden_addresses, restricted_places
from services.intake.web.hiding import HiddenPlaces
from tests.support.builders.intake import NOW, LittleIntake, a_document, read

REFUGE = "9 Willow Lane, SW19 1AA"
LOCATION = {"address": "Flat 2, 9 Willow Ln", "postcode": "sw19 1aa"}
ELSEWHERE = {"address": "14 Example Road", "postcode": "SW19 1AA"}


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(restricted_places.view(running.keyring, running.keyring), hidden_addresses.VIEW)
    yield running
    assert running.views.differing(("restricted_places", "hidden_addresses")) == {}
    running.close()


def work(intake: LittleIntake) -> list[Any]:
    """What stands hidden and shown in the log after the work, in order."""
    hidden = HiddenPlaces(intake.views, intake.keyring)
    chore = Restricting(
        intake.views, intake.store.page, hidden.now, hidden_addresses.hidden_for, intake.keyring, intake.dispatch,
        intake.clock,
    )  # fmt: skip
    while chore.step():
        intake.views.catch_up()
    return [each.fact for each in intake.recorded() if isinstance(each.fact, AddressesHidden | AddressesShown)]


def restrict(intake: LittleIntake, code: str = "R-7") -> None:
    place_id = intake.keyring.recognise(())
    intake.do(RestrictPlace(at=NOW, code=code, place_id=place_id, addresses=(REFUGE,)))


def test_a_referral_that_came_before_is_found_by_its_place_and_by_whose_address_it_is(intake: LittleIntake) -> None:
    at_the_refuge = intake.receive(location=LOCATION, people=[])
    lives_there = intake.receive(
        location=ELSEWHERE, reporter={"full_name": "Ama Boateng", "address": REFUGE}, people=[]
    )
    intake.receive(location=ELSEWHERE)
    restrict(intake)
    found = work(intake)
    assert [(each.reference, each.code, each.location, each.person_ids) for each in found] == [
        (at_the_refuge.reference, "R-7", True, ()),
        (lives_there.reference, "R-7", False, (lives_there.reporter_id,)),
    ]
    assert work(intake) == found


def test_what_was_hidden_at_the_door_is_told_to_the_others_too(intake: LittleIntake) -> None:
    restrict(intake)
    came = intake.receive(location={"address": "Restricted place R-7"}, people=[])
    (told,) = work(intake)
    assert (told.reference, told.code, told.location) == (came.reference, "R-7", True)


def test_an_address_that_somebody_gives_later_is_found_each_time(intake: LittleIntake) -> None:
    came = intake.receive(location=ELSEWHERE, people=[])
    restrict(intake)
    assert work(intake) == []
    moved = GivenDetails.model_validate({"address": REFUGE})
    for _ in range(2):
        change = ChangeContactDetails(at=NOW, reference=came.reference, person_id=came.reporter_id, given=moved)
        intake.do(change)
    assert [each.person_ids for each in work(intake)] == [(came.reporter_id,)] * 2


def test_an_address_that_is_learnt_later_is_found_like_one_that_was_said_at_once(intake: LittleIntake) -> None:
    came = intake.receive(location=ELSEWHERE, people=[])
    intake.keyring.mint("learnt")
    given = read(a_document(location=LOCATION, people=[{"roles": ["witness"], "address": REFUGE}]))
    about = {"reference": came.reference, "reporter_id": came.reporter_id, "person_ids": ("learnt",)}
    intake.do(CompleteReferral.model_validate({"at": NOW, "given": given, **about}))
    restrict(intake)
    assert [(each.reference, each.location, each.person_ids) for each in work(intake)] == [
        (came.reference, True, ("learnt",))
    ]


def test_a_place_released_is_hidden_no_more_where_it_was(intake: LittleIntake) -> None:
    came = intake.receive(location=LOCATION, people=[])
    restrict(intake)
    work(intake)
    intake.do(ReleasePlace(at=NOW, code="R-7"))
    assert [type(each).__name__ for each in work(intake)] == ["AddressesHidden", "AddressesShown"]
    assert work(intake)[-1].reference == came.reference


def test_nothing_that_is_said_holds_the_address_or_an_index_of_it(intake: LittleIntake) -> None:
    intake.receive(location=LOCATION, people=[])
    restrict(intake)
    (told,) = work(intake)
    assert not any(word in repr(told).lower() for word in ("willow", "sw19", "lane"))
    with intake.views.reading() as connection:
        signs = restricted_places.known(connection)
    assert not any(sign in repr(told) for sign in signs)
