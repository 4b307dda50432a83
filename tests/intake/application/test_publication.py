"""What intake publishes is shaped like the example subscribers test with, and every detail goes unopened."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from services.intake.application.forgetting import finish_forgetting
from services.intake.application.publication import PUBLISH
from services.intake.domain.commands import (
    ChangeContactDetails,
    ChangeSafeContact,
    ForgetPerson,
    RecordMinutes,
    TakenCall,
)
from services.intake.domain.events import AnswersGiven, DangerWordsFound, ReferralSubmitted
from services.intake.domain.given import GivenDetails, GivenSafeContact
from shared.contracts import intake as contracts
from shared.contracts.model import Contract
from shared.kernel.messages import Recorded
from tests.support.builders.intake import CONTEXT, NOW, LittleIntake

STORED = Path(__file__).parents[1] / "domain" / "stored"
EXAMPLES = Path(__file__).parents[3] / "shared" / "contracts" / "examples"


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    yield running
    running.close()


def published(intake: LittleIntake) -> list[Contract]:
    told = [translate(r) for r in intake.recorded() if (translate := PUBLISH.get(type(r.fact)))]
    return [contract for contract in told if contract is not None]


def a_whole_story(intake: LittleIntake) -> list[Contract]:
    command = intake.receive(call=TakenCall(ended="signposted", route="mediation"))
    said = GivenSafeContact.model_validate_json('{"phone": {"safe": "no"}}')
    reporter = command.reporter_id
    intake.do(ChangeSafeContact(at=NOW, reference=command.reference, person_id=reporter, safe_contact=said))
    details = GivenDetails.model_validate_json('{"email": "new@example.org"}')
    intake.do(ChangeContactDetails(at=NOW, reference=command.reference, person_id=reporter, given=details))
    intake.do(RecordMinutes(at=NOW, reference=command.reference, minutes=5))
    minted = intake.keyring.recognise(())
    intake.do(ForgetPerson(at=NOW, person_id=reporter, authority="IG-1", reason="Merged.", reason_under=minted))
    intake.do(finish_forgetting(intake.keyring, reporter, NOW))
    return [*published(intake), *what_e_mails_bring()]


def what_e_mails_bring() -> Iterator[Contract]:
    """What is told of a message that was completed, of one that speaks of danger, and of one set aside that does."""
    stored = msgspec.json.decode((STORED / "intake.answers_given.v1.json").read_bytes(), type=AnswersGiven)
    found = msgspec.json.decode((STORED / "intake.danger_words_found.v1.json").read_bytes(), type=DangerWordsFound)
    for fact in (stored, found, msgspec.structs.replace(found, referral_id=None, reference=None)):
        recorded = Recorded(1, "referral-WM-2223-X", 2, "e", "n", 1, "2026-11-28", "2026-11-28", b"{}", fact)
        told = PUBLISH[type(fact)](recorded)
        assert told is not None
        yield told


def test_each_published_event_comes_from_a_fact(intake: LittleIntake) -> None:
    assert {type(contract) for contract in a_whole_story(intake)} == set(contracts.EVENTS)


def test_what_is_published_has_no_member_the_schema_does_not_promise(intake: LittleIntake) -> None:
    for contract in a_whole_story(intake):
        example = json.loads((EXAMPLES / f"{contract.type()}.json").read_text(encoding="utf-8"))["data"]
        ours = json.loads(contract.model_dump_json())
        assert ours.keys() >= example.keys()
        assert type(contract).model_validate(ours) == contract


def test_sealed_details_are_copied_as_they_stand(intake: LittleIntake) -> None:
    intake.receive()
    fact = intake.recorded()[0].fact
    assert isinstance(fact, ReferralSubmitted)
    (told,) = published(intake)
    assert isinstance(told, contracts.ReferralSubmitted)
    for ours, theirs in zip(fact.people, told.people, strict=True):
        assert theirs.full_name is not None
        assert ours.full_name is not None
        assert (theirs.full_name.p, theirs.full_name.c) == (ours.full_name.p, ours.full_name.c)
    assert [words.name for words in told.words] == ["landlord"]
    assert "landlord" not in told.answers
    assert "Amina" not in told.model_dump_json()


def test_an_anonymous_referral_names_no_reporter(intake: LittleIntake) -> None:
    intake.receive(reporter={"anonymous": True}, people=None)
    (told,) = published(intake)
    assert isinstance(told, contracts.ReferralSubmitted)
    assert (told.reporter_id, told.victim_id, told.people) == (None, None, ())


def test_an_import_says_that_it_is_one_and_states_nothing_more(intake: LittleIntake) -> None:
    bare = dict.fromkeys(
        ("reporter", "people", "safe_contact", "facts", "language", "occurred", "location", "description")
    )
    context = type(CONTEXT)(actor="import", role="administrator", correlation_id="import-1", origin="import")
    intake.receive(context=context, **bare)
    (told,) = published(intake)
    assert isinstance(told, contracts.ReferralSubmitted)
    assert (told.origin, told.answers, told.reporter_is_victim, told.language) == ("import", {}, None, "und")
    assert told.safe_contact == contracts.SafeContact()
    assert told.occurred == contracts.Occurred()


@pytest.mark.parametrize("ended", ["handed_over", "dropped"])
def test_only_a_call_that_ended_in_signposting_is_anybody_elses_matter(intake: LittleIntake, ended: str) -> None:
    intake.receive(call=TakenCall.model_validate({"ended": ended, "route": "mediation"}))
    assert [type(contract) for contract in published(intake)] == [contracts.ReferralSubmitted]
