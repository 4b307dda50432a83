"""A new telephone, e-mail or address: under its person's key, and not safe until she is asked, whatever was said."""

import json
from typing import Any

import pytest

from services.intake.domain.commands import ChangeContactDetails
from services.intake.domain.details import change_contact_details
from services.intake.domain.events import ChannelSafety, ContactDetailsChanged, SafeContactChanged
from services.intake.domain.given import GivenDetails
from services.intake.domain.referral import DECIDER
from services.intake.domain.refusals import PersonNotInvolved
from shared.kernel.personal import Contact, private
from tests.support.builders.intake import NOW, REFERENCE, REPORTER, a_submitted_referral
from tests.support.scenario import given

UNKNOWN = ChannelSafety()
SAFE = {"safe": "yes"}


def changing(person_id: str = REPORTER, **members: Any) -> ChangeContactDetails:
    details = GivenDetails.model_validate_json(json.dumps(members))
    return ChangeContactDetails(at=NOW, reference=REFERENCE, person_id=person_id, given=details)


def told(**members: Any) -> tuple[Any, ...]:
    contact = dict.fromkeys(("phone", "sms", "email", "post", "in_person"), SAFE)
    before = a_submitted_referral(safe_contact=contact)
    return given(DECIDER, before).when(change_contact_details, changing(**members)).then_facts()


@pytest.mark.parametrize(
    ("members", "unsafe"),
    [
        ({"phone": "07700 900456"}, {"phone", "sms"}),
        ({"email": "new@example.org"}, {"email"}),
        ({"address": "15 Example Road"}, {"post", "in_person"}),
        ({"phone": None}, {"phone", "sms"}),
        ({"phone": "1", "email": "a@b.example"}, {"phone", "sms", "email"}),
    ],
)
def test_what_was_said_of_the_old_one_counts_no_more_and_unsafe_comes_first(
    members: dict[str, Any], unsafe: set[str]
) -> None:
    unsafe_first, details = told(**members)
    assert isinstance(unsafe_first, SafeContactChanged)
    assert isinstance(details, ContactDetailsChanged)
    assert set(details.changed) == set(members)
    assert unsafe_first.safe_contact == details.safe_contact
    for way in ("phone", "sms", "email", "post", "in_person"):
        assert (getattr(details.safe_contact, way) == UNKNOWN) == (way in unsafe), way


def test_the_new_one_stands_under_its_persons_key_and_the_codeword_stays() -> None:
    _, details = told(phone="07700 900456")
    assert details.phone == private(REPORTER, Contact, "07700 900456")
    (fact,) = [a_submitted_referral()]
    after = DECIDER.fold([fact, details])
    assert after.contacts[REPORTER] == details.safe_contact  # type: ignore[union-attr]  # it was received


def test_where_nothing_was_safe_only_the_details_change_and_nothing_given_changes_nothing() -> None:
    silent = a_submitted_referral(safe_contact=None)
    (details,) = given(DECIDER, silent).when(change_contact_details, changing(phone="1")).then_facts()
    assert isinstance(details, ContactDetailsChanged)
    given(DECIDER, silent).when(change_contact_details, changing()).then_nothing()


def test_somebody_who_has_no_part_in_it_is_refused() -> None:
    given(DECIDER, a_submitted_referral()).when(change_contact_details, changing("nobody", phone="1")).then_refused(
        PersonNotInvolved
    )
