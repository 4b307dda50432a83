"""What is hidden in a referral is said once, grows, and comes to light only with its own place."""

from services.intake.domain.events.hidden import AddressesHidden, AddressesShown
from services.intake.domain.hidden_addresses import DECIDER, hide_addresses, show_addresses
from services.intake.domain.record_commands import HideAddresses, ShowAddresses
from tests.support.builders.intake import NOW, REFERENCE
from tests.support.scenario import given

ABOUT = {"referral_id": "referral-1", "reference": REFERENCE, "code": "R-7"}
HERS = AddressesHidden(**ABOUT, location=False, person_ids=("person-1",))
HIDE = HideAddresses(at=NOW, **ABOUT, location=False, person_ids=("person-1",))
SHOW = ShowAddresses(at=NOW, **ABOUT)


def test_it_is_said_once_unless_somebody_gave_the_address_anew() -> None:
    given(DECIDER).when(hide_addresses, HIDE).then(HERS)
    given(DECIDER, HERS).when(hide_addresses, HIDE).then_nothing()
    given(DECIDER, HERS).when(hide_addresses, HIDE.model_copy(update={"given_anew": True})).then(HERS)


def test_what_is_found_later_joins_what_was_hidden_before() -> None:
    also = HIDE.model_copy(update={"location": True, "person_ids": ("person-2",)})
    both = AddressesHidden(**ABOUT, location=True, person_ids=("person-1", "person-2"))
    given(DECIDER, HERS).when(hide_addresses, also).then(both)
    given(DECIDER, HERS, both).when(hide_addresses, HIDE).then_nothing()


def test_a_place_released_comes_to_light_and_another_stays_hidden() -> None:
    given(DECIDER).when(show_addresses, SHOW).then_nothing()
    given(DECIDER, HERS).when(show_addresses, SHOW).then(AddressesShown(**ABOUT))
    other = SHOW.model_copy(update={"code": "R-8"})
    given(DECIDER, HERS).when(show_addresses, other).then_nothing()
    given(DECIDER, HERS, AddressesShown(**ABOUT)).when(hide_addresses, HIDE).then(HERS)
