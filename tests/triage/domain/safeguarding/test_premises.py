"""Premises where sex may be sold: the people in there come first, and nobody is warned who may be part of it."""

from typing import Any

import pytest

from services.triage.domain.events import CaseClosed
from services.triage.domain.refusals import ReferralAlreadyClosed
from services.triage.domain.safeguarding.commands import AssessPremisesClaim, NotePremisesParty, TakePremisesStep
from services.triage.domain.safeguarding.file import SafeguardingFile
from services.triage.domain.safeguarding.nrm import consider_exploitation
from services.triage.domain.safeguarding.premises import (
    assess_premises_claim,
    note_premises_party,
    take_premises_step,
)
from services.triage.domain.safeguarding.refusals import (
    ClaimNotAssessed,
    ExploitedPeopleFirst,
    LandlordMayBeInvolved,
    NotPremises,
)
from shared.kernel.messages import Fact
from shared.kernel.refusals import InvalidInput
from tests.support.builders.protection import TODAY
from tests.support.builders.safeguarding import PRACTICE, a_file, considering
from tests.support.builders.triage import NOW, SCREENED

BASE: dict[str, Any] = {"at": NOW, "referral_id": "referral-1", "by": "account-1", "today": TODAY}
BROTHEL: dict[str, Any] = {"category": "suspected_brothel", "answers": dict(SCREENED)}
WARNS = ("landlord_told", "joint_visit", "nothing_more")


def file(*facts: Fact) -> SafeguardingFile:
    return a_file(*facts, **BROTHEL)


def claim(people: str = "nothing_seen", **changes: Any) -> list[Fact]:
    members = {**BASE, "claim": "likely", "source": "residents", "people": people, "words": "Men come and go."}
    command = AssessPremisesClaim.model_validate({**members, **changes})
    return list(assess_premises_claim(command, file(), PRACTICE.premises))


def landlord(involved: str, party: str = "landlord") -> list[Fact]:
    members = {**BASE, "party_id": f"party-{party}", "party": party, "involved": involved, "name": "L. Example"}
    return list(note_premises_party(NotePremisesParty.model_validate(members), file()))


def step(name: str, *facts: Fact) -> list[Fact]:
    return list(
        take_premises_step(TakePremisesStep.model_validate({**BASE, "step": name, "taken_on": TODAY}), file(*facts))
    )


@pytest.mark.parametrize("name", ["police_told", "support_visit"])
def test_what_protects_waits_for_nothing(name: str) -> None:
    assert step(name)


@pytest.mark.parametrize("name", WARNS)
def test_what_warns_waits_for_the_people_in_there(name: str) -> None:
    with pytest.raises(ClaimNotAssessed):
        step(name)
    for people in ("may_be_exploited", "not_known"):
        with pytest.raises(ExploitedPeopleFirst):
            step(name, *claim(people), *landlord("not_seen"))


def test_it_goes_on_once_somebody_was_considered() -> None:
    seen = consider_exploitation(considering(consent="refused"), file(), PRACTICE.nrm)
    assert step("joint_visit", *claim("may_be_exploited"), *seen)


@pytest.mark.parametrize(
    "parties",
    [
        [],
        [("may_be", "landlord")],
        [("not_known", "landlord")],
        [("not_seen", "landlord"), ("may_be", "agent")],
        [("not_seen", "tenant")],
    ],
)
def test_a_landlord_who_may_be_part_of_it_is_not_told(parties: list[tuple[str, str]]) -> None:
    noted = [fact for each in parties for fact in landlord(*each)]
    with pytest.raises(LandlordMayBeInvolved):
        step("landlord_told", *claim(), *noted)
    assert step("landlord_told", *claim(), *landlord("not_seen"))


def test_only_premises_are_handled_as_such_and_only_while_open() -> None:
    command = TakePremisesStep(**BASE, step="police_told", taken_on=TODAY)
    with pytest.raises(NotPremises):
        take_premises_step(command, a_file(category="noise"))
    closed = CaseClosed(referral_id="referral-1", reference="WM-2223-X", reason="resolved")
    with pytest.raises(ReferralAlreadyClosed):
        step("police_told", closed)


def test_a_claim_says_who_and_why() -> None:
    for wrong in ({"source": "gossip"}, {"words": " "}):
        with pytest.raises(InvalidInput):
            claim(**wrong)
    assert "Men come" not in repr(claim())
    assert "Example" not in repr(landlord("may_be"))
