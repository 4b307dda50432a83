"""What intake publishes is judged, whatever it holds, and once however often it comes."""

import json
from pathlib import Path
from typing import Any

from services.triage.application.policies import WHEN
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.events import ReferralTriaged
from shared.contracts import envelope
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
    (policy,) = WHEN
    (command,) = policy.react(the_example(**changes))
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


def test_an_import_is_judged_and_sets_nothing_in_motion(triage: LittleTriage) -> None:
    triage.service.inbox.handle(on_the_wire(origin="import"))
    names = {each.name for each in triage.service.store.page(0, 1000)}
    assert "triage.referral_triaged" in names
    assert names.isdisjoint({"triage.case_opened", "triage.marked_for_panel", "triage.support_requested"})
