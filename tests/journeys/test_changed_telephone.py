"""Another telephone, from intake to the gate: nobody uses the old number any more, or the new one before it is safe."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.access.roles import Role
from tests.support.builders.borough import LittleBorough

pytestmark = pytest.mark.slow

OLD, NEW = "07700 900111", "07700 900222"
OLD_SENT, NEW_SENT = "+447700900111", "+447700900222"


class Town(LittleBorough):
    """The borough with what its outbox holds."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self._outbox, self._seen = data / "outbox", set[str]()

    def sent_to(self) -> list[str]:
        """To whom texts went since the last time this was asked."""
        new = [file for file in sorted(self._outbox.glob("*.sms.txt")) if file.name not in self._seen]
        self._seen |= {file.name for file in new}
        return [file.read_text().partition("\n")[0].removeprefix("To: ") for file in new]

    def reports(self, **changed: Any) -> str:
        """Amina reports noise and says that texts are safe."""
        reporter = {"full_name": "Amina Okafor", "date_of_birth": "1988-05-01", "phone": OLD}
        document = {
            "kind": "asb", "channel": "phone", "category": "noise", "description": "Music at night.",
            "reporter": reporter, "safe_contact": self.texts_are_safe(), "language": "en",
        }  # fmt: skip
        return self.refer(document | changed)

    def texts_are_safe(self) -> dict[str, Any]:
        return {"sms": {"safe": "yes"}, "confirmed_at": self.clock().isoformat()}

    def says(self, reference: str, what: str, body: dict[str, Any]) -> None:
        """Something is said about a referral after it came in."""
        answer = self.post(f"/intake/api/referrals/{reference}/{what}", body, Role.CONTACT_CENTRE)
        assert answer.status_code == 200, answer.text

    def case_opened(self, reference: str) -> None:
        """An officer opens a case, which the reporter is told of."""
        told = {"route": "asb_case", "code": "local_knowledge", "text": "Known here."}
        answer = self.post(f"/triage/api/referrals/{reference}/override", told, Role.TRIAGE_OFFICER)
        assert answer.status_code in (200, 201), answer.text

    def reasons(self, reference: str, about: str) -> dict[str, Any]:
        """How the notice about something stands."""
        notices = self.get(f"/notifications/api/notices?reference={reference}", Role.CASE_OFFICER).json()
        (found,) = [each for each in notices if each["template"] == about]
        return {"state": found["state"], "reasons": [each["code"] for each in found["decision"]["reasons"]]}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("changed") / "data")
    made.settle()
    yield made
    made.close()


def test_the_old_number_is_never_written_to_again_and_the_new_one_only_once_it_is_said_to_be_safe(town: Town) -> None:
    reference = town.reports()
    assert town.sent_to() == [OLD_SENT]
    town.says(reference, "contact-details", {"phone": NEW})
    town.case_opened(reference)
    town.settle()
    assert town.sent_to() == [], "the new number is nobody's until she is asked, and the old one is gone"
    stands = town.reasons(reference, "case_opened")
    assert stands["state"] == "withheld"
    assert "sms_not_known_to_be_safe" in stands["reasons"]
    town.says(reference, "safe-contact", {"safe_contact": town.texts_are_safe()})
    other = town.reports(reporter={"full_name": "Amina Okafor", "date_of_birth": "1988-05-01", "phone": NEW})
    assert other != reference
    assert town.sent_to() == [NEW_SENT]


def test_what_waits_for_a_safe_hour_is_held_to_the_change_too(town: Town) -> None:
    town.clock.set(town.clock() + timedelta(hours=12))
    reference = town.reports(reporter={"full_name": "Bea Moss", "phone": OLD})
    assert town.sent_to() == [], "nobody is disturbed at night"
    town.says(reference, "contact-details", {"phone": NEW})
    town.settle()
    town.clock.set(town.clock() + timedelta(hours=12))
    town.settle()
    assert town.sent_to() == []
    assert town.reasons(reference, "referral_received")["state"] == "withheld"


def test_a_number_given_up_in_one_referral_is_used_in_none_of_hers(town: Town) -> None:
    born = {"full_name": "Cara Wynn", "date_of_birth": "1990-02-03", "phone": OLD}
    first, second = town.reports(reporter=born), town.reports(reporter=born | {"phone": "+44 7700 900 111"})
    town.sent_to()
    town.says(first, "contact-details", {"phone": NEW})
    town.settle()
    for reference in (first, second):
        shown = town.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()
        assert shown["reporter"]["phone"] == NEW
        assert shown["safe_contact"]["sms"]["safe"] == "unknown"
        town.case_opened(reference)
    town.settle()
    assert town.sent_to() == []
    assert town.reasons(second, "case_opened")["state"] == "withheld"


def test_an_adviser_is_shown_the_new_number_alone(town: Town) -> None:
    facts = {"domestic_abuse": "yes", "immediate_danger": "no"}
    reference = town.reports(kind="domestic_abuse", category=None, facts=facts)
    town.says(reference, "contact-details", {"phone": NEW})
    town.settle()
    page = town.client.get(f"/triage/support/{reference}", headers=town.headers(Role.IDVA))
    assert page.status_code == 200
    assert OLD not in page.text
    assert OLD_SENT not in page.text
