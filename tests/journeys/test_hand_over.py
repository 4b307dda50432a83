"""A caller is told "I send it on": it reaches the landlord's mailbox, is received by a code, or comes back to us."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.intake.web.spoken import CARE, DANGER, HARM
from services.triage.domain.handover.events import HandoverLeftOpen, HandoverMade, HandoverReceived, ReceiptMissed
from shared.access.roles import Role
from tests.support.builders.borough import LittleBorough
from tests.support.builders.intake_pages import Browser
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

CALL = "/intake/call"
LANDLORDS = "/triage/directory/landlords"
CLARION = f"{LANDLORDS}/4865"
MAILBOX = "asb@landlord.example"
WORDS = "Drums after midnight, a man shouts through the wall"
NAME, PHONE = "Amina Okafor", "07700 900123"
SAID = {
    "_caller": "victim", "reporter.full_name": NAME, "reporter.phone": PHONE, "safe_contact.phone.safe": "yes",
    "description": WORDS, "location.address": "12 Example Road", "category": "noise", "facts.noise_kind": "living",
    "facts.persistent": "no", "facts.statutory_nuisance_likely": "no",
    "facts.tenure_of_source": "housing_association", "facts.tenure_of_reporter": "owner",
    "facts.landlord": "my housing association is clarion", "facts.landlord_contacted": "no",
    "sharing.consent": "given",
}  # fmt: skip


class Story:
    """The whole product, with an officer on the telephone and a manager who keeps the register of landlords."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.borough = LittleBorough(data)
        self.officer, self.manager = self._at(Role.CONTACT_CENTRE), self._at(Role.SERVICE_MANAGER)
        self.borough.settle()

    def _at(self, role: Role) -> Browser:
        browser = Browser(signed_in(self.borough.app, role, role.value))
        browser.csrf = csrf_of(self.borough.app, browser.client)
        return browser

    def assure(self, mailbox: str) -> None:
        table = b"registration,name\n4865,Clarion Housing Association Limited\n"
        files = {"file": ("landlords.csv", table, "text/csv")}
        self.manager.client.post(f"{LANDLORDS}/import", files=files, data={"csrf": self.manager.csrf})
        due = {"due-day": "1", "due-month": "5", "due-year": "2027"}
        box = {"mailbox": mailbox, "boxdue-day": "1", "boxdue-month": "5", "boxdue-year": "2027"}
        for step, fields in (("assure", due), ("mailbox", box)):
            self.manager.send(f"{CLARION}/{step}", fields)
            assert self.manager.status == 200, self.manager.text

    def call(self, **changes: str) -> str:
        """A call that ends with "Send on and finish"; returns the reference."""
        none_of_it = dict.fromkeys((DANGER.all_name, HARM.all_name, CARE.all_name), "no")
        said = none_of_it | SAID | changes
        self.officer.open(CALL)
        self.officer.send(CALL, {"then": "look", **said})
        self.officer.send(CALL, {"then": "finish", **said})
        assert self.officer.at.startswith("/intake/referrals/"), self.officer.text
        self.borough.settle()
        return self.officer.at.rpartition("/")[2]

    def facts(self, kind: type[Any]) -> list[Any]:
        page = self.borough.built.services["triage"].store.page(0, 10_000)
        return [each.fact for each in page if isinstance(each.fact, kind)]

    def letters(self) -> list[str]:
        outbox = self.data / "outbox"
        paths = sorted(path for path in outbox.rglob("*") if path.is_file())
        return [text for path in paths if "Handed over to you" in (text := path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    made = Story(tmp_path_factory.mktemp("hand-over") / "data")
    yield made
    made.borough.close()


def test_before_a_mailbox_was_made_sure_of_nothing_goes_and_a_person_sees_to_it(story: Story) -> None:
    reference = story.call()
    (left,) = story.facts(HandoverLeftOpen)
    assert (left.reference, left.because) == (reference, "no_assured_mailbox")
    assert story.letters() == []
    queue = story.borough.get("/triage/queue", Role.TRIAGE_OFFICER).text
    assert "1 hand-over</a>: nobody has said they have it, or nothing could be sent" in queue


def test_it_reaches_the_landlord_and_a_code_on_a_page_says_that_it_is_there(story: Story) -> None:
    story.assure(MAILBOX)
    reference = story.call()
    (made,) = story.facts(HandoverMade)
    assert (made.to.name, made.consent) == ("Clarion Housing Association Limited", "given")
    (letter,) = story.letters()
    assert MAILBOX in letter
    assert WORDS in letter.replace("=\n", "").replace("\n", " ")
    assert NAME in letter
    assert f"It is safe to ring {PHONE}. Leave no message." in letter
    code = re.search(r"the code (\w{4}-\w{4})", letter.replace("=\n", "").replace("\n", " "))
    assert code is not None
    public = story.borough.client
    wrong = public.post("/directory/received", data={"reference": reference, "code": "2222-2222"}).text
    assert story.facts(HandoverReceived) == []
    right = public.post("/directory/received", data={"reference": reference.lower(), "code": code[1].lower()}).text
    assert right == wrong
    assert [(each.reference, each.how) for each in story.facts(HandoverReceived)] == [(reference, "code")]


def test_a_receipt_that_does_not_come_brings_it_back_until_an_officer_hears_from_them(story: Story) -> None:
    reference = story.call(**{"reporter.full_name": "Sam Adeyemi"})
    clock = story.borough.clock
    clock.set(clock() + timedelta(days=3))
    story.borough.settle()
    (missed,) = [each for each in story.facts(ReceiptMissed) if each.reference == reference]
    page = story.borough.get("/triage/handovers", Role.TRIAGE_OFFICER).text
    assert "Nobody has said they have it" in page
    officer = story.manager
    officer.send(f"/triage/handovers/{missed.handover_id}/received", {})
    story.borough.settle()
    assert [each.how for each in story.facts(HandoverReceived) if each.reference == reference] == ["officer"]


def test_a_landlord_who_may_be_whoever_does_it_gets_nothing_and_a_person_sees_to_it(story: Story) -> None:
    before = len(story.letters())
    reference = story.call(**{"people.perpetrator.full_name": "Clarion Housing"})
    assert len(story.letters()) == before
    assert [each.because for each in story.facts(HandoverLeftOpen) if each.reference == reference] == ["not_sent"]


def test_without_a_yes_or_a_footing_nothing_goes(story: Story) -> None:
    before = len(story.facts(HandoverMade)), len(story.letters())
    story.call(**{"sharing.consent": "refused"})
    assert (len(story.facts(HandoverMade)), len(story.letters())) == before


def test_what_whoever_is_complained_of_says_is_sent_to_nobody(story: Story) -> None:
    before = len(story.facts(HandoverMade)), len(story.facts(HandoverLeftOpen)), len(story.letters())
    story.call(_caller="complained_of")
    assert (len(story.facts(HandoverMade)), len(story.facts(HandoverLeftOpen)), len(story.letters())) == before
