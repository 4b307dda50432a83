"""What triage publishes is shaped like the example subscribers test with, and every detail goes unopened."""

import json
from datetime import timedelta
from pathlib import Path

from services.triage.application.publication import PUBLISH
from services.triage.domain.asb.commands import TellReporter
from services.triage.domain.commands import AddAnswers, CloseCase, ConfirmDecision, RecordSupportOffer
from services.triage.domain.desk.commands import OpenInEmergency
from services.triage.domain.events import SafeContact, WaySafety
from services.triage.domain.programme.commands import EndProgramme, ReferToProgramme
from services.triage.domain.support.heard_commands import TellSafeWays
from shared.contracts import triage as contracts
from shared.contracts.model import Contract
from shared.kernel.identifiers import reference_from
from tests.support.builders.directory import hand_over
from tests.support.builders.triage import ABUSE, FLY_TIP, PERSISTENT, LittleTriage

EXAMPLES = Path(__file__).parents[3] / "shared" / "contracts" / "examples"


def published(triage: LittleTriage) -> list[Contract]:
    recorded = triage.service.store.page(0, 1000)
    told = [translate(each) for each in recorded if (translate := PUBLISH.get(type(each.fact)))]
    return [contract for contract in told if contract is not None]


def opened_in_an_emergency(triage: LittleTriage) -> None:
    """A record opened, and judged by nobody: by then the referral has been quiet for too long as well."""
    at = triage.clock()
    opening = {
        "view_id": "view-1",
        "referral_id": "referral-3",
        "reference": reference_from(3),
        "account_id": "account-1",
    }
    reason = {"code": "danger_to_life", "text": "He is at the door.", "subject_id": "person-3"}
    triage.do(OpenInEmergency.model_validate({"at": at, **opening, **reason, "review_due_at": at + timedelta(days=2)}))
    triage.clock.set(at + timedelta(days=9))
    triage.settle()


def left_the_programme(triage: LittleTriage) -> None:
    """Whoever does the harm was referred, and left before he was taken in."""
    answers = {**ABUSE["answers"], "perpetrator_age": 34}
    triage.refer(("Amina Okafor", "victim"), ("Mark Penrose", "perpetrator"), **{**ABUSE, "answers": answers})
    named = {"at": triage.clock(), "enrolment_id": "enrolment-1", "by": "account-1"}
    whom = {"referral_id": "referral-5", "person_id": "person-5-1", "called": "Mark Penrose"}
    triage.do(ReferToProgramme(**named, **whom, programme="adults", lever="none", home="victim"))
    triage.do(EndProgramme(**named, result="left"))


def told_her_adviser(triage: LittleTriage) -> None:
    """The victim of the first referral says to her adviser how she may be reached."""
    ways = {"safe_contact": SafeContact(phone=WaySafety(safe="yes")), "instead_of": SafeContact()}
    whom = {"referral_id": "referral-1", "person_id": "person-1-0", "by": "account-1"}
    triage.do(TellSafeWays.model_validate({"at": triage.clock(), **whom, **ways}))


def whole_stories(triage: LittleTriage) -> list[Contract]:
    answers = {**ABUSE["answers"], "dash_yes_count": 14}
    triage.refer(("Amina Okafor", "victim"), **{**ABUSE, "answers": answers})
    triage.refer(**FLY_TIP)
    at = triage.clock()
    triage.do(AddAnswers(at=at, referral_id="referral-1", answers={"child_at_risk": "no"}))
    triage.do(ConfirmDecision(at=at, referral_id="referral-1"))
    triage.do(RecordSupportOffer(at=at, referral_id="referral-1", outcome="accepted"))
    triage.do(CloseCase(at=at, referral_id="referral-1", reason="resolved"))
    triage.do(ConfirmDecision(at=at, referral_id="referral-2"))
    hand_over(triage, "referral-2")
    triage.refer(**ABUSE)
    opened_in_an_emergency(triage)
    triage.refer(**PERSISTENT)
    triage.do(TellReporter(at=at, referral_id="referral-4", by="account-1", update_id="update-1", how="notice"))
    left_the_programme(triage)
    told_her_adviser(triage)
    return published(triage)


def test_each_event_triage_promises_comes_from_a_fact(triage: LittleTriage) -> None:
    assert {type(contract) for contract in whole_stories(triage)} == set(contracts.EVENTS)


def test_what_is_published_has_every_member_of_the_example(triage: LittleTriage) -> None:
    for contract in whole_stories(triage):
        example = json.loads((EXAMPLES / f"{contract.type()}.json").read_text(encoding="utf-8"))["data"]
        ours = json.loads(contract.model_dump_json())
        assert ours.keys() >= example.keys()
        assert type(contract).model_validate(ours) == contract


def test_a_name_is_copied_as_it_stands(triage: LittleTriage) -> None:
    (marked,) = [told for told in whole_stories(triage) if isinstance(told, contracts.MarkedForPanel)]
    (victim,) = marked.people
    assert victim.full_name is not None
    assert victim.full_name.p == "person-1-0"
    assert "Amina" not in marked.model_dump_json()


def test_a_name_that_came_later_goes_alone_and_sealed(triage: LittleTriage) -> None:
    (named,) = [told for told in whole_stories(triage) if isinstance(told, contracts.PersonNamed)]
    assert set(json.loads(named.model_dump_json())) == {"referral_id", "reference", "called"}
    assert (named.referral_id, named.called.p) == ("referral-5", "person-5-1")
    assert "Penrose" not in named.model_dump_json()


def test_being_triaged_again_is_told_again(triage: LittleTriage) -> None:
    told = [each for each in whole_stories(triage) if isinstance(each, contracts.ReferralTriaged)]
    assert [each.reference for each in told].count("WM-2223-X") == 2
