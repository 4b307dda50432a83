"""Whoever is tied to somebody who is named on the way is kept from the record from then on, silently and in the log."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.triage.domain.asb.commands import NameSubject
from services.triage.domain.commands import ConfirmDecision
from services.triage.domain.programme.commands import ReferToProgramme
from shared.access.roles import Role
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context
from tests.journeys.test_insiders_learn_nothing import NUISANCE
from tests.support.builders.borough import LittleBorough

pytestmark = pytest.mark.slow

ABUSE = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "received_at": "2026-11-23T09:00:00+00:00",
    "reporter": {"full_name": "Amina Owusu", "phone": "020 7946 0322", "is_victim": True},
    "people": [{"roles": ["perpetrator"], "full_name": "Bobby"}],
    "facts": {
        "immediate_danger": "no", "dash_yes_count": 15, "victim_age": 34, "children_in_household": "no",
        "perpetrator_age": 36,
    },
}  # fmt: skip
SISTER = "Kai Brandt"


class Tied:
    """A borough in which one officer has declared a tie to Kai Brandt, and a colleague has none."""

    def __init__(self, borough: LittleBorough) -> None:
        self.borough = borough
        accounts = borough.built.access.accounts
        self.officer = accounts.ensure(Role.CASE_OFFICER, name="Nour Haddad")
        self.token = borough.built.access.tokens.issue(self.officer.account_id).text
        headers = {"Authorization": f"Bearer {self.token}", "accept": "text/html"}
        tie = {"relation": "family", "full_name": SISTER}
        answer = borough.client.post("/intake/insiders/ties", headers=headers, data=tie, follow_redirects=False)
        assert answer.status_code == 303, answer.text

    def do(self, command: Any) -> None:
        self.borough.built.services["triage"].dispatch(command, Context("officer-1", "case_officer", new_id()))
        self.borough.settle()
        self.borough.built.access.walls.look_again()

    def opened(self, document: dict[str, Any]) -> tuple[str, Any]:
        """A case, by its reference, and what was opened."""
        reference = self.borough.refer(document)
        triage = self.borough.built.services["triage"].store
        facts: list[Any] = [each.fact for each in triage.page(0, 10_000) if each.name == "triage.assessment_opened"]
        (referral,) = [each.referral for each in facts if each.referral.reference == reference]
        self.do(ConfirmDecision(at=self.borough.clock(), referral_id=referral.referral_id))
        return reference, referral

    def shown(self, reference: str) -> tuple[int, bool, int]:
        """How the case answers her, whether her list has it, and how it answers a colleague."""
        hers = {"Authorization": f"Bearer {self.token}"}
        case = self.borough.client.get(f"/triage/api/cases/{reference}", headers=hers)
        listed = reference in self.borough.client.get("/triage/api/cases", headers=hers).text
        other = self.borough.get(f"/triage/api/cases/{reference}", Role.TRIAGE_OFFICER)
        return case.status_code, listed, other.status_code

    def matched(self, referral_id: str) -> list[str]:
        log = self.borough.built.services["intake"].store.page(0, 10_000)
        facts: list[Any] = [each.fact for each in log if each.name == "intake.staff_matched"]
        return [fact.account_id for fact in facts if fact.referral_id == referral_id]


@pytest.fixture(scope="module")
def tied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tied]:
    borough = LittleBorough(tmp_path_factory.mktemp("named-later") / "data")
    yield Tied(borough)
    borough.close()


def subject(called: str, referral_id: str, tied: Tied) -> NameSubject:
    whom = {"referral_id": referral_id, "by": "officer-1", "subject_id": new_id(), "kind": "individual"}
    return NameSubject.model_validate({"at": tied.borough.clock(), **whom, "called": called})


def test_a_case_is_kept_from_whoever_is_tied_to_whom_enforcement_would_be_addressed_to(tied: Tied) -> None:
    reference, referral = tied.opened(NUISANCE)
    tied.do(subject("Rob Brandt", referral.referral_id, tied))
    assert tied.shown(reference) == (200, True, 200), "somebody else of the name is no tie of hers"
    tied.do(subject(f"{SISTER} of number 14", referral.referral_id, tied))
    assert tied.shown(reference) == (404, False, 200)
    assert tied.matched(referral.referral_id) == [tied.officer.account_id]


def test_a_case_is_kept_from_whoever_is_tied_to_somebody_a_programme_knows_by_name(tied: Tied) -> None:
    reference, referral = tied.opened(ABUSE)
    assert tied.shown(reference) == (200, True, 200)
    (harm,) = [each for each in referral.people if "perpetrator" in each.roles]
    named = {"enrolment_id": new_id(), "by": "worker-1", "referral_id": referral.referral_id}
    whom = {"person_id": harm.person_id, "called": SISTER, "programme": "adults", "lever": "none", "home": "victim"}
    tied.do(ReferToProgramme.model_validate({"at": tied.borough.clock(), **named, **whom}))
    assert tied.shown(reference) == (404, False, 200)
    assert tied.matched(referral.referral_id) == [tied.officer.account_id]


def test_a_case_is_kept_from_whoever_is_tied_to_somebody_who_must_not_find_out(tied: Tied) -> None:
    reference, referral = tied.opened({**ABUSE, "safe_contact": {"must_not_receive": [SISTER]}})
    assert tied.shown(reference) == (404, False, 200)
    assert tied.matched(referral.referral_id) == [tied.officer.account_id]
