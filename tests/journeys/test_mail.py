"""From the mailbox to whoever must hear of it: alarms at once, a plain answer where it can do no harm, else silence."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from services.intake.adapters.word_files import MAY_RAISE
from services.intake.domain.complete_commands import CompleteReferral
from services.intake.wiring import mail_room
from services.notifications.domain.sensitivity import SENSITIVE_ROUTES
from shared.access.roles import Role
from shared.kernel.messages import Context
from tests.support.builders.borough import LittleBorough
from tests.support.builders.mail import FEAR, NOISE, TIPPING, a_message, header_id

pytestmark = pytest.mark.slow

OFFICER = "duty.officer@waymark.example"


class Town(LittleBorough):
    """The borough with its mailbox, and what its outbox holds."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.room = mail_room(self.built.ground, self.built.services["intake"])
        self.outbox, self.seen = data / "outbox", set[str]()

    def receive(self, raw: bytes) -> str | None:
        """Take a message in and let it run its course."""
        outcome = self.room.take(raw)
        self.settle()
        return outcome.reference

    def sent(self) -> list[EmailMessage]:
        """What went out since the last time this was asked."""
        new = [file for file in sorted(self.outbox.glob("*.eml")) if file.name not in self.seen]
        self.seen |= {file.name for file in new}
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in new]  # type: ignore[misc]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("mail") / "data")
    yield made
    made.close()


def test_plain_nuisance_is_answered_once_in_its_own_thread_and_wants_no_answer_back(town: Town) -> None:
    reference = town.receive(a_message(NOISE, "noise"))
    (answer,) = town.sent()
    assert answer["To"] == "amina@example.org"
    assert answer["In-Reply-To"] == answer["References"] == header_id("noise")
    assert answer["Auto-Submitted"] == "auto-replied"
    assert reference
    assert reference in answer["Subject"]
    assert NOISE not in answer.get_content()
    town.receive(a_message(NOISE, "noise"))
    town.receive(a_message(f"{NOISE}. It is still so.", "more", answers="noise"))
    town.receive(a_message(TIPPING, "another matter of somebody who was answered today"))
    assert town.sent() == []


def test_words_of_danger_call_the_duty_officer_at_once_and_nobody_answers_the_sender(town: Town) -> None:
    reference = town.receive(a_message(FEAR, "fear", sender="Nadia <n@example.org>"))
    sent = town.sent()
    assert {each["To"] for each in sent} == {OFFICER, "support.team@waymark.example"}
    (alarm,) = [each for each in sent if each["To"] == OFFICER]
    assert reference
    assert reference in alarm["Subject"]
    told = f"{alarm['Subject']}\n{alarm.get_content()}".lower()
    assert [word for word in ("husband", "kill", "nadia", "n@example.org", "hits") if word in told] == []
    decision = town.get(f"/triage/api/referrals/{reference}/decision", Role.TRIAGE_OFFICER).json()
    assert decision["priority"] == "urgent"
    assert decision["primary"]["route"] == "domestic_abuse"


def test_a_later_message_with_words_of_danger_calls_the_duty_officer_too(town: Town) -> None:
    town.receive(a_message(TIPPING, "tipping", sender="ben@example.org"))
    assert [answer["To"] for answer in town.sent()] == ["ben@example.org"]
    outcome = town.room.take(a_message("He will kill me", "later", sender="ben@example.org", answers="tipping"))
    town.settle()
    assert outcome.result == "reply"
    assert [alarm["To"] for alarm in town.sent()] == [OFFICER]


def test_what_is_set_aside_is_not_answered_and_still_raises_the_alarm(town: Town) -> None:
    outcome = town.room.take(a_message(FEAR, "list", sender="c@example.org", List_ID="<list.example.org>"))
    town.settle()
    assert outcome.result == "quarantined"
    (alarm,) = town.sent()
    assert alarm["To"] == OFFICER
    assert "/intake/mail/" in alarm.get_content()


def test_what_is_answered_beside_a_message_is_judged_at_once_and_keeps_plain_texts_from_going(town: Town) -> None:
    reference = town.receive(a_message("Please call me about my flat", "flat", sender="k@example.org"))
    assert reference
    before = town.get(f"/triage/api/referrals/{reference}/decision", Role.TRIAGE_OFFICER).json()
    intake = town.built.services["intake"]
    given = CompleteReferral(at=town.clock(), reference=reference, kind="asb", category="noise",
                             answers={"child_at_risk": "yes", "persistent": "yes"})  # fmt: skip
    intake.dispatch(given, Context("account-1", "contact_centre", "story"))
    town.settle()
    after = town.get(f"/triage/api/referrals/{reference}/decision", Role.TRIAGE_OFFICER).json()
    assert (before["priority"], after["priority"]) == ("standard", "urgent")
    assert after["primary"]["route"] == "children_mash"
    listed = town.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()
    assert (listed["kind"], listed["category"]) == ("asb", "noise")
    for name in ("intake", "triage", "notifications"):
        assert town.built.services[name].views.differing() == {}


RANK = {"standard": 0, "high": 1, "urgent": 2}


@pytest.mark.parametrize("name", sorted(MAY_RAISE))
def test_no_answer_that_words_may_give_lowers_anything(town: Town, name: str) -> None:
    """By the rules in force: with it the priority is as high or higher, and no protecting route is gone."""
    for kind, others in (("unsure", {}), ("asb", {"violence_or_threats": "yes", "child_at_risk": "yes"})):
        case = {"kind": kind, "received_on": "2026-11-23"}
        judged = [
            town.post("/triage/api/evaluate", case | {"facts": facts}, Role.TRIAGE_OFFICER).json()
            for facts in (others, others | {name: "yes"})
        ]
        without, given = judged
        assert RANK[given["priority"]] >= RANK[without["priority"]]
        routes = [{each["primary"]["route"], *(also["route"] for also in each["also"])} for each in judged]
        assert (routes[0] & SENSITIVE_ROUTES) <= routes[1]


QUIET = {
    "nothing that is plainly nuisance": a_message("Hello there", "e1", sender="e1@example.org"),
    "another language": a_message("La musique est trop forte toutes les nuits", "e2", sender="e2@example.org"),
    "a word of home": a_message(f"{NOISE}. My partner is scared of them", "e3", sender="e3@example.org"),
    "nobody to answer": a_message(NOISE, "e4", sender="e4@example.org", Return_Path="<>"),
    "a program": a_message(NOISE, "e5", sender="e5@example.org", Auto_Submitted="auto-replied"),
}


@pytest.mark.parametrize("raw", QUIET.values(), ids=QUIET)
def test_nothing_else_is_answered(town: Town, raw: bytes) -> None:
    town.receive(raw)
    assert town.sent() == []
