"""What intake publishes is judged, whatever it holds, and once however often it comes."""

import json
from pathlib import Path
from typing import Any

from services.triage.application.policies import WHEN, note_safe_contact_when_referral_submitted
from services.triage.domain.commands import NoteSafeContact, OpenAssessment
from services.triage.domain.events import DecisionConfirmed, ReferralTriaged, SafeContactNoted
from shared.contracts import envelope
from shared.contracts.intake import CallerSignposted, SafeContactChanged
from shared.kernel.messages import Message
from tests.support.builders.triage import LittleTriage

EXAMPLES = Path(__file__).parents[3] / "shared" / "contracts" / "examples"


def on_the_wire(**changes: Any) -> bytes:
    members = json.loads((EXAMPLES / f"{WHEN[0].event}.json").read_text(encoding="utf-8"))
    members["data"] |= changes
    return json.dumps(members).encode()


def the_example(**changes: Any) -> Message:
    return envelope.from_json(on_the_wire(**changes))


def the_command(**changes: Any) -> OpenAssessment:
    (command,) = WHEN[0].react(the_example(**changes))
    assert isinstance(command, OpenAssessment)
    return command


def test_the_published_example_is_taken_over_with_its_details_unopened() -> None:
    message, referral = the_example(), the_command().referral
    told = message.data
    assert (referral.referral_id, referral.reference) == (told["referral_id"], told["reference"])
    assert referral.strands == ("domestic_violence_and_abuse", "stalking_and_harassment")
    assert referral.answers == told["answers"]
    assert referral.victim_id == told["victim_id"]
    victim = referral.people[0]
    assert victim.full_name is not None
    assert (victim.full_name.p, victim.full_name.c) == tuple(told["people"][0]["full_name"].values())
    assert referral.people[1].phone is None


def test_whose_key_words_go_under_is_always_somebody() -> None:
    assert the_command(account_of="person-9").referral.account_of == "person-9"
    assert the_command().referral.account_of == the_example().data["reporter_id"]


def test_a_member_nobody_knows_yet_is_passed_over() -> None:
    assert the_command(weather="rain") == the_command()


def test_the_same_message_twice_is_judged_once(triage: LittleTriage) -> None:
    for _ in range(2):
        triage.service.inbox.handle(on_the_wire())
    triage.settle()
    judged = [each for each in triage.service.store.page(0, 1000) if isinstance(each.fact, ReferralTriaged)]
    assert len(judged) == 1
    assert judged[0].context.causation_id == the_example().id


def test_how_people_may_be_reached_is_kept_once_and_follows_what_intake_hears(triage: LittleTriage) -> None:
    changed = (EXAMPLES / f"{SafeContactChanged.type()}.json").read_bytes()
    for message in (on_the_wire(), on_the_wire(), changed, changed):
        triage.service.inbox.handle(message)
    noted = [each.fact for each in triage.service.store.page(0, 1000) if isinstance(each.fact, SafeContactNoted)]
    assert [(fact.person_id, fact.safe_contact.email.safe) for fact in noted] == [
        (the_example().data["reporter_id"], "yes"),
        (the_example().data["reporter_id"], "no"),
    ]
    assert noted[0].safe_contact.phone.times == ("Mon-Fri 10:00-14:00",)
    assert noted[0].safe_contact.codeword is not None
    assert noted[0].safe_contact.codeword.c == the_example().data["safe_contact"]["codeword"]["c"]


def test_a_persons_own_word_counts_before_the_referrals_and_nothing_said_is_nothing_kept() -> None:
    person = {**the_example().data["people"][0], "safe_contact": {"sms": {"safe": "yes"}}}
    (told,) = note_safe_contact_when_referral_submitted(the_example(people=[person]))
    assert isinstance(told, NoteSafeContact)
    assert {whose: contact.sms.safe for whose, contact in told.contacts.items()} == {person["person_id"]: "yes"}
    assert note_safe_contact_when_referral_submitted(the_example(safe_contact={})) == ()


def test_an_import_is_judged_and_sets_nothing_in_motion(triage: LittleTriage) -> None:
    triage.service.inbox.handle(on_the_wire(origin="import"))
    names = {each.name for each in triage.service.store.page(0, 1000)}
    assert "triage.referral_triaged" in names
    assert names.isdisjoint({"triage.case_opened", "triage.marked_for_panel", "triage.support_requested"})


def test_a_door_shown_while_the_call_went_on_closes_the_referral_once(triage: LittleTriage) -> None:
    fly_tip = {"kind": "asb", "strands": [], "category": "fly_tipping", "answers": {"immediate_danger": "no"}}
    told = (EXAMPLES / f"{CallerSignposted.type()}.json").read_text(encoding="utf-8")
    members = json.loads(told)
    members["data"] |= {"referral_id": the_example().data["referral_id"], "route": "street_services"}
    for message in (on_the_wire(**fly_tip), json.dumps(members).encode(), json.dumps(members).encode()):
        triage.service.inbox.handle(message)
    facts = [each.fact for each in triage.service.store.page(0, 1000)]
    assert sum(isinstance(fact, DecisionConfirmed) for fact in facts) == 1
    assert "triage.referral_signposted" in {each.name for each in triage.service.store.page(0, 1000)}
