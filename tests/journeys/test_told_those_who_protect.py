"""A child at risk in a home with abuse: nothing goes before a basis; then it arrives, and a code answers the case."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.triage.application.handlers import stream_of
from services.triage.domain.desk.events import ReceiptRecorded
from services.triage.domain.directory.commands import AssureService, SetHandoverAddress
from services.triage.domain.handover.commands import HandOver
from services.triage.domain.handover.events import HandoverLeftOpen
from services.triage.domain.handover.refusals import ProtectedOnABasis
from services.triage.domain.safeguarding.referral_commands import ReferSafeguarding
from services.triage.domain.safeguarding.refusals import NoBasisRecorded
from services.triage.wiring import directory_room
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context
from tests.support.builders.borough import LittleBorough
from tests.support.builders.directory import CODE
from tests.support.builders.protection import told

pytestmark = pytest.mark.slow

OFFICER = Context(actor="account-1", role="case_officer", correlation_id="story-1")
WORDS = "He strikes her before the children"
MAILBOX = "mash@council.example"
MONDAY, LATER = date(2026, 11, 23), date(2027, 11, 1)
REFERRAL: dict[str, Any] = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "received_at": "2026-11-23T09:00:00+00:00",
    "reporter": {"full_name": "Amina Okafor", "phone": "020 7946 0321", "is_victim": True},
    "facts": {"immediate_danger": "no", "child_at_risk": "yes", "victim_age": 34},
}


class Story:
    """The whole product with one such case, and a mailbox of children's services that was made sure of."""

    def __init__(self, data: Path) -> None:
        self.data, self.borough = data, LittleBorough(data)
        self.triage = self.borough.built.services["triage"]
        self.reference = self.borough.refer(REFERRAL)
        facts = [each for each in self.triage.store.page(0, 1_000) if each.name == "triage.assessment_opened"]
        self.referral_id = facts[0].about[0]
        room = directory_room(self.borough.built.ground)[1]
        (self.mash,) = [each.entry.id for each in room.now().providers("children_mash", MONDAY)][:1]
        at = self.borough.clock()
        self.do(AssureService(at=at, service_id=self.mash, due_on=LATER, by="account-1", today=MONDAY))
        self.do(SetHandoverAddress(at=at, of=self.mash, mailbox=MAILBOX, due_on=LATER, by="account-1", today=MONDAY))

    def do(self, command: Command) -> None:
        self.triage.dispatch(command, OFFICER)
        self.borough.settle()

    def refer(self) -> None:
        self.do(
            ReferSafeguarding(
                at=self.borough.clock(),
                referral_id=self.referral_id,
                handover_id=new_id(),
                route="children_mash",
                how="message",
                to=self.mash,
                concerning_ids=(),
                words=WORDS,
                with_name=False,
                their_reference="",
                code=CODE,
                by="account-1",
            )
        )

    def letters(self) -> list[str]:
        paths = sorted(path for path in (self.data / "outbox").rglob("*") if path.is_file())
        return [text for path in paths if "Handed over to you" in (text := path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    made = Story(tmp_path_factory.mktemp("told") / "data")
    yield made
    made.borough.close()


def test_before_a_basis_nothing_goes_and_the_other_road_stays_closed(story: Story) -> None:
    with pytest.raises(NoBasisRecorded):
        story.refer()
    with pytest.raises(ProtectedOnABasis):
        story.do(
            HandOver(
                at=story.borough.clock(),
                referral_id=story.referral_id,
                handover_id=new_id(),
                route="children_mash",
                to=story.mash,
                consent="given",
                basis=None,
                why="",
                words=WORDS,
                with_name=True,
                code=CODE,
                by="account-1",
            )
        )
    assert story.letters() == []


def test_on_a_basis_it_reaches_their_mailbox_and_their_code_answers_the_case(story: Story) -> None:
    story.do(told("childrens_services", at=story.borough.clock(), referral_id=story.referral_id))
    story.refer()
    (letter,) = story.letters()
    plain = letter.replace("=\n", "").replace("\n", " ")
    assert (MAILBOX in letter, WORDS in plain) == (True, True)
    assert "Amina" not in letter
    assert "020 7946 0321" not in letter
    code = re.search(r"the code (\w{4}-\w{4})", plain)
    assert code is not None
    fields = {"reference": story.reference, "code": code[1]}
    assert story.borough.client.post("/directory/received", data=fields).status_code == 200
    story.borough.settle()
    facts = [each.fact for each in story.triage.store.stream(stream_of(story.referral_id))]
    assert any(isinstance(fact, ReceiptRecorded) for fact in facts)
    everything = [each.fact for each in story.triage.store.page(0, 10_000)]
    assert not [fact for fact in everything if isinstance(fact, HandoverLeftOpen)]
