"""The Referral: received once, every detail under the right key, its safe contacts current, its outcome noted."""

from typing import Any

import pytest

from services.intake.domain.commands import ChangeSafeContact, NoteOutcome, RecordMinutes
from services.intake.domain.events import ChannelSafety, MinutesSpent, OutcomeNoted, SafeContactChanged
from services.intake.domain.given import GivenSafeContact
from services.intake.domain.referral import (
    DECIDER,
    Judged,
    change_safe_contact,
    note_outcome,
    record_minutes,
    submit_referral,
)
from services.intake.domain.refusals import PersonNotInvolved, ReferenceTaken
from shared.kernel.personal import Contact, Identity, Narrative, Place, private
from shared.kernel.refusals import NotFound
from tests.support.builders.intake import (
    NOW,
    OTHER,
    REFERENCE,
    REPORTER,
    THIRD,
    a_submission,
    a_submitted_referral,
)
from tests.support.scenario import given

UNKNOWN = ChannelSafety(safe="unknown", voicemail="unknown", times=())


def the_outcome(**changes: Any) -> NoteOutcome:
    values = {"at": NOW, "reference": REFERENCE, "status": "triaged", "outcome": "ask", "route": "social_landlord"}
    return NoteOutcome(**{**values, **changes})


def noted(**changes: Any) -> OutcomeNoted:
    values: dict[str, Any] = {
        "referral_id": "referral-1",
        "reference": REFERENCE,
        "status": "triaged",
        "outcome": "ask",
        "route": "social_landlord",
        "priority": None,
        "case_reference": None,
        "confirmed": False,
    }
    return OutcomeNoted(**{**values, **changes})


def test_the_account_and_the_place_stand_under_the_reporters_key() -> None:
    fact = a_submitted_referral()
    assert fact.account_of == fact.reporter_id == REPORTER
    assert fact.description == private(REPORTER, Narrative, "Loud music through the wall.")
    assert fact.occurred.pattern == private(REPORTER, Narrative, "most nights after 23:00")
    assert fact.location.address == private(REPORTER, Place, "14 Example Road")
    assert fact.location.uprn == private(REPORTER, Place, "000012345678")
    assert fact.words[0].text == private(REPORTER, Narrative, "Example Homes")
    assert fact.safe_contact.codeword == private(REPORTER, Contact, "bluebell")
    assert fact.location.ward == "Abbey"


def test_each_person_stands_under_her_own_key() -> None:
    reporter, perpetrator = a_submitted_referral().people
    assert reporter.roles == ("reporter", "victim")
    assert reporter.full_name == private(REPORTER, Identity, "Amina Okafor")
    assert reporter.phone == private(REPORTER, Contact, "07700 900123")
    assert perpetrator.full_name == private(OTHER, Identity, "Mark Penrose")
    assert perpetrator.date_of_birth == private(OTHER, Identity, "1990-02-13")


def test_a_postcode_stands_in_its_normal_form_beside_what_was_typed() -> None:
    location = a_submitted_referral(location={"postcode": " sw191aa"}).location
    assert location.postcode == private(REPORTER, Place, "SW19 1AA")
    assert location.postcode_typed == private(REPORTER, Place, "sw191aa")
    assert a_submitted_referral(location={"postcode": "SW19 1AA"}).location.postcode_typed is None


def test_a_point_keeps_every_digit() -> None:
    location = a_submitted_referral(location={"lat": 51.40123456789, "long": -0.2}).location
    assert location.point == private(REPORTER, Place, "51.40123456789,-0.2")


def test_somebody_without_a_name_still_has_a_key_for_what_was_said() -> None:
    fact = a_submitted_referral("minted", reporter={"anonymous": True}, people=None)
    assert (fact.account_of, fact.reporter_id, fact.victim_id, fact.anonymous) == ("minted", None, None, True)
    assert fact.people == ()
    assert fact.description == private("minted", Narrative, "Loud music through the wall.")


def test_an_anonymous_victim_is_one_of_the_people() -> None:
    fact = a_submitted_referral("minted", reporter={"anonymous": True, "is_victim": True}, people=None)
    assert fact.victim_id == fact.reporter_id == "minted"
    assert fact.people[0].full_name is None


def test_the_victim_is_the_reporter_where_it_happens_to_her_else_the_one_named() -> None:
    people = [{"roles": ["witness"]}, {"roles": ["victim", "child"]}]
    ids = (REPORTER, OTHER, THIRD)
    assert a_submitted_referral(*ids, people=people).victim_id == REPORTER
    assert a_submitted_referral(*ids, reporter={"full_name": "A Friend"}, people=people).victim_id == THIRD
    assert a_submitted_referral(REPORTER, reporter=None, people=None).victim_id is None


def test_entries_about_one_person_become_one_person_in_all_her_roles() -> None:
    people = [
        {"roles": ["witness", "other"], "date_of_birth": "1988-05-01"},
        {"roles": ["victim"], "full_name": "Amina O.", "address": "2 Example Court"},
    ]
    fact = a_submitted_referral(REPORTER, REPORTER, REPORTER, people=people)
    (person,) = fact.people
    assert person.roles == ("reporter", "victim", "witness", "other")
    assert person.full_name == private(REPORTER, Identity, "Amina Okafor")
    assert person.date_of_birth == private(REPORTER, Identity, "1988-05-01")
    assert person.address == private(REPORTER, Place, "2 Example Court")


def test_what_was_not_said_is_unknown_and_unknown_is_nowhere_yes() -> None:
    fact = a_submitted_referral("minted", **dict.fromkeys(("safe_contact", "reporter", "people", "facts", "language")))
    contact = fact.safe_contact
    assert {contact.phone, contact.sms, contact.email, contact.post, contact.in_person} == {UNKNOWN}
    assert (fact.answers, fact.words, fact.reporter_is_victim, fact.language) == ({}, (), None, "und")


def test_a_persons_own_safe_contact_goes_with_her_and_not_with_the_reporter() -> None:
    victim = {"roles": ["victim"], "safe_contact": {"phone": {"safe": "no"}, "codeword": "harbour"}}
    fact = a_submitted_referral(reporter={"full_name": "A Nurse", "is_victim": False}, people=[victim])
    assert fact.safe_contact.phone.safe == "yes"
    assert fact.people[1].safe_contact is not None
    assert fact.people[1].safe_contact.phone.safe == "no"
    assert fact.people[1].safe_contact.codeword == private(OTHER, Contact, "harbour")


def test_the_agency_of_the_account_goes_before_the_one_in_the_document() -> None:
    assert a_submitted_referral(agency="housing").agency == "housing"
    document = a_submission(channel="partner")
    assert document.given.agency is None


def test_the_same_referral_again_is_already_done() -> None:
    given(DECIDER, a_submitted_referral()).when(submit_referral, a_submission()).then_nothing()


def test_another_referral_cannot_take_a_reference_that_is_taken() -> None:
    asked = given(DECIDER, a_submitted_referral()).when(submit_referral, a_submission(referral_id="referral-2"))
    asked.then_refused(ReferenceTaken)


def test_how_to_reach_somebody_can_be_said_anew_whatever_has_become_of_the_referral() -> None:
    past = given(DECIDER, a_submitted_referral(), noted(status="signposted"))
    said = GivenSafeContact.model_validate_json('{"phone": {"safe": "no"}, "sms": {"safe": "yes"}}')
    command = ChangeSafeContact(at=NOW, reference=REFERENCE, person_id=REPORTER, safe_contact=said)
    (fact,) = past.when(change_safe_contact, command).then_facts()
    assert isinstance(fact, SafeContactChanged)
    contact = fact.safe_contact
    assert (contact.phone.safe, contact.sms.safe, contact.email.safe) == ("no", "yes", "unknown")


def test_a_codeword_is_not_lost_by_saying_something_else() -> None:
    said = GivenSafeContact.model_validate_json('{"post": {"safe": "no"}}')
    command = ChangeSafeContact(at=NOW, reference=REFERENCE, person_id=REPORTER, safe_contact=said)
    (fact,) = given(DECIDER, a_submitted_referral()).when(change_safe_contact, command).then_facts()
    assert isinstance(fact, SafeContactChanged)
    assert fact.safe_contact.codeword == private(REPORTER, Contact, "bluebell")
    assert fact.safe_contact.must_not_receive == (private(REPORTER, Identity, "Mark Penrose"),)
    again = given(DECIDER, a_submitted_referral(), fact).when(change_safe_contact, command)
    again.then_nothing()


def test_nobody_elses_safe_contact_can_be_set() -> None:
    command = ChangeSafeContact(at=NOW, reference=REFERENCE, person_id="stranger", safe_contact=GivenSafeContact())
    given(DECIDER, a_submitted_referral()).when(change_safe_contact, command).then_refused(PersonNotInvolved)


def test_minutes_add_up_as_facts() -> None:
    command = RecordMinutes(at=NOW, reference=REFERENCE, minutes=12, activity="call")
    spent = MinutesSpent(referral_id="referral-1", reference=REFERENCE, minutes=12, activity="call")
    given(DECIDER, a_submitted_referral()).when(record_minutes, command).then(spent)
    given(DECIDER, a_submitted_referral(), spent).when(record_minutes, command).then(spent)


def test_an_outcome_is_noted_once() -> None:
    given(DECIDER, a_submitted_referral()).when(note_outcome, the_outcome()).then(noted())
    given(DECIDER, a_submitted_referral(), noted()).when(note_outcome, the_outcome()).then_nothing()


def test_a_case_stays_open_while_triage_judges_again() -> None:
    case = noted(status="case_open", outcome="open_case", case_reference="WM-AAAA-2", priority="high")
    past = given(DECIDER, a_submitted_referral(), case)
    asked = past.when(note_outcome, the_outcome(status="more_needed"))
    asked.then(noted(status="case_open", case_reference="WM-AAAA-2", priority="high"))
    closed = past.when(note_outcome, the_outcome(status="signposted", outcome="signpost"))
    assert [fact.status for fact in closed.then_facts() if isinstance(fact, OutcomeNoted)] == ["signposted"]


@pytest.mark.parametrize("decide_and_command", [(note_outcome, the_outcome()), (record_minutes, the_outcome())])
def test_nothing_can_be_done_with_a_referral_that_never_came(decide_and_command: Any) -> None:
    decide, command = decide_and_command
    given(DECIDER).when(decide, command).then_refused(NotFound)


def test_a_fold_keeps_the_newest_safe_contact_beside_the_outcome() -> None:
    said = GivenSafeContact.model_validate_json('{"phone": {"safe": "no"}}')
    command = ChangeSafeContact(at=NOW, reference=REFERENCE, person_id=OTHER, safe_contact=said)
    past = (a_submitted_referral(), noted())
    changed = given(DECIDER, *past).when(change_safe_contact, command).then_facts()
    state = DECIDER.fold([*past, *changed])
    assert isinstance(state, Judged)
    assert state.received.contacts[OTHER].phone.safe == "no"
    assert state.received.contacts[REPORTER].phone.safe == "yes"
