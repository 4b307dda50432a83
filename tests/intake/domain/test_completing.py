"""A referral is completed in one go: people, place, times and how somebody may be reached; unsafe first, safe last."""

from typing import Any

from services.intake.domain.complete_commands import CompleteReferral
from services.intake.domain.completing import complete_referral
from services.intake.domain.events import (
    AnswersGiven,
    ContactDetailsChanged,
    SafeContact,
    SafeContactChanged,
    completed,
)
from services.intake.domain.given import GivenDetails, GivenReferral, GivenSafeContact
from services.intake.domain.referral import NotReceived, Referral, evolve, received_of, submit_referral
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Narrative, Place, private
from tests.support.builders.intake import NOW, OTHER, REFERENCE, REPORTER, a_submission, a_submitted_referral

SAFE = GivenSafeContact.model_validate_json('{"phone": {"safe": "yes"}, "confirmed_at": "2026-11-23T09:00:00+00:00"}')
WHERE = {"kind": "asb", "channel": "email", "location": {"address": "3 Example Road"}, "language": "so"}


def received(**changes: Any) -> Referral:
    state: Referral = NotReceived()
    for fact in submit_referral(a_submission(people=[], **changes), NotReceived()):
        state = evolve(state, fact)
    return state


def given(members: dict[str, Any]) -> GivenReferral:
    return GivenReferral.model_validate(members, strict=False)


def complete(state: Referral, **members: Any) -> list[Fact]:
    command = CompleteReferral.model_validate({"at": NOW, "reference": REFERENCE, "reporter_id": REPORTER, **members})
    return list(complete_referral(command, state))


def test_what_says_nothing_changes_nothing() -> None:
    assert complete(received()) == []


def test_place_times_and_languages_are_kept_under_the_reporters_key() -> None:
    (fact,) = complete(received(), given=given(WHERE | {"occurred": {"pattern": "at night"}}))
    assert isinstance(fact, AnswersGiven)
    assert fact.location is not None
    assert fact.location.address == private(REPORTER, Place, "3 Example Road")
    assert fact.occurred is not None
    assert fact.occurred.pattern == private(REPORTER, Narrative, "at night")
    assert (fact.language, fact.people, fact.kind) == ("so", (), None)


def test_whoever_is_named_stands_under_her_own_key_and_may_be_reached_by_no_way_yet() -> None:
    people = {"kind": "asb", "channel": "email", "people": [{"roles": ["victim"], "full_name": "Bea Moss"}]}
    state = received()
    (fact,) = complete(state, given=given(people), person_ids=(OTHER,))
    assert isinstance(fact, AnswersGiven)
    assert [(each.person_id, each.roles) for each in fact.people] == [(OTHER, ("victim",))]
    assert fact.people[0].full_name == private(OTHER, Identity, "Bea Moss")
    assert received_of(evolve(state, fact)).contacts[OTHER] == SafeContact()


def test_naming_somebody_again_opens_no_way_and_closes_none() -> None:
    state = received()
    before = received_of(state).contacts[REPORTER]
    again = {"kind": "asb", "channel": "email", "reporter": {"full_name": "Amina Okafor"}}
    (fact,) = complete(state, given=given(again))
    assert received_of(evolve(state, fact)).contacts[REPORTER] == before


def test_a_new_number_is_unsafe_first_and_what_is_said_of_it_comes_last() -> None:
    details = GivenDetails.model_construct({"phone"}, phone="07700 900222", email=None, address=None)
    facts = complete(received(), details=details, answers={"persistent": "yes"}, safe_contact=SAFE)
    assert [type(each) for each in facts] == [
        SafeContactChanged, ContactDetailsChanged, AnswersGiven, SafeContactChanged,
    ]  # fmt: skip
    first, changed, _, last = facts
    assert isinstance(first, SafeContactChanged)
    assert isinstance(changed, ContactDetailsChanged)
    assert isinstance(last, SafeContactChanged)
    assert (first.safe_contact.phone.safe, changed.safe_contact.phone.safe) == ("unknown", "unknown")
    assert last.safe_contact.phone.safe == "yes"
    assert last.safe_contact.codeword is not None, "it was not shown, so nobody took it back"


def test_the_referral_as_it_stands_has_what_was_learnt() -> None:
    before = a_submitted_referral(people=[], location=None)
    people = {**WHERE, "people": [{"roles": ["perpetrator"], "full_name": "Mark Penrose"}]}
    (fact,) = complete(received(), given=given(people), person_ids=(OTHER,), answers={"persistent": "yes"})
    assert isinstance(fact, AnswersGiven)
    after = completed(before, fact)
    assert [each.person_id for each in after.people] == [REPORTER, OTHER]
    assert after.location == fact.location
    assert after.answers["persistent"] == "yes"
    assert after.description == before.description
    more = {"kind": "asb", "channel": "email", "people": [{"roles": ["witness"], "address": "14 Example Road"}]}
    (again,) = complete(received(), given=given(more), person_ids=(OTHER,))
    assert isinstance(again, AnswersGiven)
    (_, him) = completed(after, again).people
    assert him.roles == ("perpetrator", "witness")
    assert him.full_name == after.people[1].full_name
    assert him.address is not None
